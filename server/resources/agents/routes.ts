import {
  Agent,
  AGENT_FIELDS,
  AgentDiff,
  AgentListItem,
  AgentListQuery,
  AgentProblem,
  AgentQuery,
  AgentTag,
  AgentVersion,
  AgentVersionRef,
  chosenFields,
  CreateAgent,
  DuplicateAgent,
  id,
  page,
  pageQuery,
  SetAgentTag,
  TagName,
} from '@parley/contract';
import { z } from 'zod';
import { etagOf, revisionOf } from '../../platform/http/etag.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { Agents } from './agent-service.ts';

const agentId = z.strictObject({ id: id('agent') });
const versionOf = z.strictObject({ id: id('agent'), version: z.coerce.number().int().min(1).max(2_147_483_647) });
const tagOf = z.strictObject({ id: id('agent'), tag: TagName });
const AgentPatch = z.record(z.string(), z.unknown()).meta({
  id: 'AgentPatch',
  description:
    'Any part of a `CreateAgent`, at any depth. `null` puts a field back to its default, and removes a key of `metadata`. The whole is checked once merged.',
});

/** Parts where `fields` names some: SDKs have a method of its own for those. */
const WholeOrParts = z.union([Agent, AgentListItem]).meta({ id: 'AgentOrParts', description: 'Only what `fields` names, where it does.' });

/** In a query string numbers are text. */
const versionRef = z
  .string()
  .max(32)
  .meta({ examples: ['1'] })
  .transform((text): unknown => (/^\d+$/.test(text) ? Number(text) : text))
  .pipe(AgentVersionRef);
const problemsQuery = z.strictObject({ version: versionRef.default('draft') });
const diffQuery = z.strictObject({ from: versionRef, to: versionRef.default('draft') });

function collectionRoutes(agents: Agents): RouteDeclaration[] {
  return [
    route(
      {
        method: 'get',
        path: '/agents',
        id: 'listAgents',
        summary: 'List agents',
        auth: 'member',
        scope: 'agents:read',
        weight: 2,
        query: AgentListQuery,
        responses: { 200: page(AgentListItem) },
      },
      async ({ principal, query }) => {
        const listed = await agents.list(principal.organizationId, query);
        return { status: 200, body: { ...listed, items: listed.items.map((agent) => chosenFields(agent, AGENT_FIELDS, query.fields)) } };
      },
    ),
    route(
      {
        method: 'post',
        path: '/agents',
        id: 'createAgent',
        summary: 'Create an agent',
        description: 'Every field but `name` has a default that works without any provider key.',
        auth: 'member',
        scope: 'agents:write',
        weight: 2,
        body: CreateAgent,
        responses: { 201: Agent },
      },
      async ({ principal, body: { metadata, ...config } }) => {
        const agent = await agents.create(principal.organizationId, config, 'voice', metadata);
        return { status: 201, body: agent, headers: etagOf(agent) };
      },
    ),
  ];
}

function draftRoutes(agents: Agents): RouteDeclaration[] {
  return [
    route(
      {
        method: 'get',
        path: '/agents/:id',
        id: 'getAgent',
        summary: 'Get an agent',
        auth: 'member',
        scope: 'agents:read',
        params: agentId,
        query: AgentQuery,
        responses: { 200: WholeOrParts },
      },
      async ({ principal, params, query: { fields } }) => {
        const { agent, json } = await agents.read(principal.organizationId, params.id);
        const headers = etagOf(agent);
        if (fields === undefined) return { status: 200, body: agent, json, headers };
        return { status: 200, body: chosenFields(agent, AGENT_FIELDS, fields), headers };
      },
    ),
    route(
      {
        method: 'patch',
        path: '/agents/:id',
        id: 'updateAgent',
        summary: 'Change the draft, or the metadata (JSON merge patch)',
        description: 'Published versions stay as they are until the draft is published again; metadata has no versions.',
        auth: 'member',
        scope: 'agents:write',
        params: agentId,
        body: AgentPatch,
        responses: { 200: Agent },
        conditional: true,
      },
      async ({ principal, params, body, request }) => {
        const agent = await agents.update(principal.organizationId, params.id, body, { revision: revisionOf(request) });
        return { status: 200, body: agent, headers: etagOf(agent) };
      },
    ),
  ];
}

const problemRoute = (agents: Agents): RouteDeclaration =>
  route(
    {
      method: 'get',
      path: '/agents/:id/problems',
      id: 'listAgentProblems',
      summary: 'What keeps the draft, or a version, from taking calls',
      description:
        'Settings that can never work, left by an older version of Parley or refused by the engines of this one, and providers without a key. Publishing and calls are refused until none is left.',
      auth: 'member',
      scope: 'agents:read',
      params: agentId,
      query: problemsQuery,
      responses: { 200: z.strictObject({ items: z.array(AgentProblem) }).meta({ id: 'AgentProblemList' }) },
    },
    async ({ principal, params, query }) => ({
      status: 200,
      body: { items: await agents.problems(principal.organizationId, params.id, query.version) },
    }),
  );

function wholeRoutes(agents: Agents): RouteDeclaration[] {
  return [
    route(
      {
        method: 'delete',
        path: '/agents/:id',
        id: 'deleteAgent',
        summary: 'Delete an agent',
        description: 'Calls that are going on, and the record of those that were, keep their copy of its settings.',
        auth: 'member',
        scope: 'agents:write',
        params: agentId,
        responses: { 204: null },
        conditional: true,
      },
      async ({ principal, params, request }) => {
        await agents.remove(principal.organizationId, params.id, revisionOf(request));
        return { status: 204 };
      },
    ),
    route(
      {
        method: 'post',
        path: '/agents/:id/duplicate',
        id: 'duplicateAgent',
        summary: "Make a new agent of an agent's draft and metadata",
        auth: 'member',
        scope: 'agents:write',
        weight: 2,
        params: agentId,
        body: DuplicateAgent,
        responses: { 201: Agent },
      },
      async ({ principal, params, body }) => {
        const agent = await agents.duplicate(principal.organizationId, params.id, body.name);
        return { status: 201, body: agent, headers: etagOf(agent) };
      },
    ),
  ];
}

function versionRoutes(agents: Agents): RouteDeclaration[] {
  return [
    route(
      {
        method: 'post',
        path: '/agents/:id/publish',
        id: 'publishAgent',
        summary: 'Publish the draft as the next version',
        description: 'A draft that says what was published last makes no version: that one is answered, with 200.',
        auth: 'member',
        scope: 'agents:write',
        weight: 2,
        params: agentId,
        responses: { 200: AgentVersion, 201: AgentVersion },
        errors: ['impossible_settings', 'provider_not_configured'],
      },
      async ({ principal, params }) => {
        const { published, isNew } = await agents.publish(principal.organizationId, params.id, principal.name);
        return { status: isNew ? 201 : 200, body: published };
      },
    ),
    route(
      {
        method: 'get',
        path: '/agents/:id/versions',
        id: 'listAgentVersions',
        summary: 'List published versions, newest first',
        auth: 'member',
        scope: 'agents:read',
        params: agentId,
        query: pageQuery,
        responses: { 200: page(AgentVersion) },
      },
      async ({ principal, params, query }) => ({ status: 200, body: await agents.versions(principal.organizationId, params.id, query) }),
    ),
    route(
      {
        method: 'get',
        path: '/agents/:id/versions/:version',
        id: 'getAgentVersion',
        summary: 'Get a published version',
        auth: 'member',
        scope: 'agents:read',
        params: versionOf,
        responses: { 200: AgentVersion },
      },
      async ({ principal, params }) => ({ status: 200, body: await agents.version(principal.organizationId, params.id, params.version) }),
    ),
  ];
}

function comparingRoutes(agents: Agents): RouteDeclaration[] {
  return [
    route(
      {
        method: 'post',
        path: '/agents/:id/versions/:version/restore',
        id: 'restoreAgentVersion',
        summary: 'Make a version the draft again',
        auth: 'member',
        scope: 'agents:write',
        params: versionOf,
        responses: { 200: Agent },
      },
      async ({ principal, params }) => {
        const agent = await agents.restore(principal.organizationId, params.id, params.version);
        return { status: 200, body: agent, headers: etagOf(agent) };
      },
    ),
    route(
      {
        method: 'get',
        path: '/agents/:id/diff',
        id: 'diffAgentVersions',
        summary: 'What differs between two versions, or a version and the draft',
        auth: 'member',
        scope: 'agents:read',
        params: agentId,
        query: diffQuery,
        responses: { 200: AgentDiff },
      },
      async ({ principal, params, query }) => ({
        status: 200,
        body: await agents.diff(principal.organizationId, params.id, query.from, query.to),
      }),
    ),
  ];
}

function tagRoutes(agents: Agents): RouteDeclaration[] {
  return [
    route(
      {
        method: 'put',
        path: '/agents/:id/tags/:tag',
        id: 'setAgentTag',
        summary: 'Point a tag at a published version',
        description: 'Calls and numbers that name the tag as their `agent_version` follow it from the next call on.',
        auth: 'member',
        scope: 'agents:write',
        params: tagOf,
        chosen: ['tag'],
        body: SetAgentTag,
        responses: { 200: AgentTag },
        errors: ['conflict'],
      },
      async ({ principal, params, body }) => ({
        status: 200,
        body: await agents.setTag(principal.organizationId, params.id, params.tag, body.version),
      }),
    ),
    route(
      {
        method: 'delete',
        path: '/agents/:id/tags/:tag',
        id: 'deleteAgentTag',
        summary: 'Remove a tag',
        auth: 'member',
        scope: 'agents:write',
        params: tagOf,
        chosen: ['tag'],
        responses: { 204: null },
      },
      async ({ principal, params }) => {
        await agents.removeTag(principal.organizationId, params.id, params.tag);
        return { status: 204 };
      },
    ),
  ];
}

export const agentRoutes = (agents: Agents): RouteDeclaration[] => [
  ...collectionRoutes(agents),
  ...draftRoutes(agents),
  problemRoute(agents),
  ...wholeRoutes(agents),
  ...versionRoutes(agents),
  ...comparingRoutes(agents),
  ...tagRoutes(agents),
];
