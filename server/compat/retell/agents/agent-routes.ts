import { isObject } from '@parley/contract';
import { z } from 'zod';
import { agentWithoutEffect } from './agent-fields.ts';
import { eventsWithoutEffect, signingKeyOf, WEBHOOK_FIELDS } from './agent-webhooks.ts';
import type { RetellAgents } from './agents.ts';
import { Refusal } from '../shared/errors.ts';
import { MOST_ITEMS } from '../shared/paging.ts';
import type { Channel } from '../shared/record.ts';
import { retellRoute, type RetellRoute } from '../shared/route.ts';
import * as form from './schemas.ts';
import { PageQuery, VersionQuery, pageAnswer } from '../shared/schemas.ts';

const VERSIONS = 'The draft is the newest version while it says something else than what was published last; there is one draft at a time.';

function channelFilter(filter: { op: string; value: string } | null | undefined): Channel | undefined {
  if (filter === null || filter === undefined) return undefined;
  const { op, value } = filter;
  const channels = (['voice', 'chat'] as const).filter((one) => {
    if (op === 'eq') return one === value;
    if (op === 'ne') return one !== value;
    return op === 'sw' ? one.startsWith(value) : op === 'ew' ? one.endsWith(value) : one.includes(value);
  });
  const [first] = channels;
  if (first === undefined) throw new Refusal('filter_criteria.channel names no channel.');
  return channels.length === 1 ? first : undefined;
}

const unheededOf = (channel: Channel) => (body: unknown) => [
  ...agentWithoutEffect(channel, '', WEBHOOK_FIELDS)(body),
  ...eventsWithoutEffect(isObject(body) ? body : {}),
];

/** What differs between voice and chat agents, which else have the same routes. */
interface Kind {
  channel: Channel;
  /** As retell-sdk, and as their paths, call it. */
  sdk: string;
  path: string;
  create: typeof form.CreateAgent | typeof form.CreateChatAgent;
  update: typeof form.UpdateAgent | typeof form.UpdateChatAgent;
  answer: typeof form.AgentAnswer | typeof form.AnyAgentAnswer;
}

const VOICE: Kind = {
  channel: 'voice',
  sdk: 'agent',
  path: 'agent',
  create: form.CreateAgent,
  update: form.UpdateAgent,
  answer: form.AgentAnswer,
};
const CHAT: Kind = {
  channel: 'chat',
  sdk: 'chatAgent',
  path: 'chat-agent',
  create: form.CreateChatAgent,
  update: form.UpdateChatAgent,
  answer: form.AnyAgentAnswer,
};

const changingRoutes = (agents: RetellAgents, { channel, sdk, path, create, update, answer }: Kind): RetellRoute[] => [
  retellRoute(
    {
      method: 'post',
      path: `/create-${path}`,
      sdk: [`${sdk}.create`],
      scope: 'agents:write',
      body: create,
      withoutEffect: unheededOf(channel),
      status: 201,
      answer,
      differs: '`response_engine` is a `retell-llm`; other types are refused.',
    },
    async ({ organizationId, body, ...asking }) => agents.create({ organizationId, signingKey: signingKeyOf(asking) }, channel, body),
  ),
  retellRoute(
    {
      method: 'patch',
      path: `/update-${path}/:agent_id`,
      sdk: [`${sdk}.update`],
      scope: 'agents:write',
      params: form.AgentPath,
      query: VersionQuery,
      body: update,
      withoutEffect: unheededOf(channel),
      status: 200,
      answer,
      differs: VERSIONS,
    },
    async ({ organizationId, params, query, body, ...asking }) =>
      agents.update({ organizationId, signingKey: signingKeyOf(asking) }, channel, { id: params.agent_id, version: query.version }, body),
  ),
  retellRoute(
    {
      method: 'delete',
      path: `/delete-${path}/:agent_id`,
      sdk: [`${sdk}.delete`],
      scope: 'agents:write',
      params: form.AgentPath,
      status: 204,
      answer: null,
    },
    async ({ organizationId, params }) => agents.remove(organizationId, channel, params.agent_id),
  ),
];

const readingRoutes = (agents: RetellAgents, { channel, sdk, path, answer }: Kind): RetellRoute[] => [
  retellRoute(
    {
      method: 'get',
      path: `/get-${path}/:agent_id`,
      sdk: [`${sdk}.retrieve`],
      scope: 'agents:read',
      params: form.AgentPath,
      query: VersionQuery,
      status: 200,
      answer,
    },
    async ({ organizationId, params, query }) => agents.get(organizationId, channel, params.agent_id, query.version),
  ),
  retellRoute(
    {
      method: 'get',
      path: `/get-${path}-versions/:agent_id`,
      sdk: [`${sdk}.getVersions`],
      scope: 'agents:read',
      limiter: 'list',
      params: form.AgentPath,
      status: 200,
      answer: z.array(answer),
    },
    async ({ organizationId, params }) => agents.wholeVersions(organizationId, params.agent_id, channel),
  ),
];

const olderRoutes = (agents: RetellAgents, { channel, path, answer }: Kind): RetellRoute[] => [
  retellRoute(
    {
      method: 'get',
      path: `/list-${path}s`,
      sdk: [],
      scope: 'agents:read',
      limiter: 'list',
      weight: 2,
      query: PageQuery,
      status: 200,
      answer: z.array(answer),
      differs: 'Each agent once, in its latest version.',
    },
    async ({ organizationId, query }) => {
      const behind = await agents.cursorBehind(organizationId, query.pagination_key, query.sort_order);
      return agents.listWhole(organizationId, { ...query, pagination_key: behind }, channel);
    },
  ),
  retellRoute(
    {
      method: 'post',
      path: `/publish-${path}/:agent_id`,
      sdk: [],
      scope: 'agents:write',
      params: form.AgentPath,
      status: 200,
      answer: null,
    },
    async ({ organizationId, params, principal }) => {
      await agents.get(organizationId, channel, params.agent_id, undefined);
      await agents.publish(organizationId, { id: params.agent_id }, {}, principal.name);
    },
  ),
];

const versionRoutes = (agents: RetellAgents): RetellRoute[] => [
  retellRoute(
    {
      method: 'post',
      path: '/create-agent-version/:agent_id',
      sdk: ['agent.createVersion', 'chatAgent.createVersion'],
      scope: 'agents:write',
      params: form.AgentPath,
      body: form.CreateVersion,
      status: 201,
      answer: form.AnyAgentAnswer,
      differs: `${VERSIONS} While there is one with changes, another is refused.`,
    },
    async ({ organizationId, params, body }) => agents.createVersion(organizationId, params.agent_id, body.base_version),
  ),
  retellRoute(
    {
      method: 'delete',
      path: '/delete-agent-version/:agent_id',
      sdk: ['agent.deleteVersion', 'chatAgent.deleteVersion'],
      scope: 'agents:write',
      params: form.AgentPath,
      query: form.DeleteVersionQuery,
      status: 204,
      answer: null,
      differs: 'A draft is given up for what was published last; published versions stay.',
    },
    async ({ organizationId, params, query }) => agents.deleteVersion(organizationId, params.agent_id, query.version),
  ),
  retellRoute(
    {
      method: 'get',
      path: '/list-agent-versions/:agent_id',
      sdk: ['agent.listVersions'],
      scope: 'agents:read',
      limiter: 'list',
      params: form.AgentPath,
      query: PageQuery,
      status: 200,
      answer: pageAnswer(form.VersionBrief),
    },
    async ({ organizationId, params, query }) => agents.listVersions(organizationId, params.agent_id, query),
  ),
  retellRoute(
    {
      method: 'post',
      path: '/publish-agent-version/:agent_id',
      sdk: ['agent.publish', 'chatAgent.publish'],
      scope: 'agents:write',
      params: form.AgentPath,
      body: form.Publish,
      status: 204,
      answer: null,
      differs: 'The draft is published; a version that is published already is refused.',
    },
    async ({ organizationId, params, body, principal }) =>
      agents.publish(organizationId, { id: params.agent_id, version: body.version }, body, principal.name),
  ),
];

const listRoute = (agents: RetellAgents): RetellRoute =>
  retellRoute(
    {
      method: 'post',
      path: '/v2/list-agents',
      sdk: ['agent.list', 'chatAgent.list'],
      scope: 'agents:read',
      limiter: 'list',
      weight: 2,
      query: PageQuery,
      body: form.ListAgents,
      status: 200,
      answer: pageAnswer(form.AgentBrief),
      differs: `Sorted by the time of creation. \`filter_criteria.query\` looks at names, not at ids. At most ${String(MOST_ITEMS)} at once.`,
    },
    async ({ organizationId, query, body }) => {
      const { channel, query: name } = body.filter_criteria ?? {};
      const trimmed = name?.trim();
      return agents.listBriefly(organizationId, query, { channel: channelFilter(channel), query: trimmed === '' ? undefined : trimmed });
    },
  );

const kindRoutes = (agents: RetellAgents, kind: Kind): RetellRoute[] => [
  ...changingRoutes(agents, kind),
  ...readingRoutes(agents, kind),
  ...olderRoutes(agents, kind),
];

export const agentRoutes = (agents: RetellAgents): RetellRoute[] => [
  ...kindRoutes(agents, VOICE),
  ...kindRoutes(agents, CHAT),
  ...versionRoutes(agents),
  listRoute(agents),
];
