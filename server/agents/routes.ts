import { Agent, AgentConfig, AgentVersion, AppError, id, page, pageQuery } from '@parley/contract';
import { z } from 'zod';
import { route, type RouteDeclaration } from '../http/route.ts';
import type { Agents } from './agent-service.ts';

const agentId = z.strictObject({ id: id('agent') });
const versionOf = z.strictObject({ id: id('agent'), version: z.coerce.number().int().min(1).max(2_147_483_647) });
const listQuery = z.strictObject({ ...pageQuery.shape, q: z.string().trim().min(1).max(128).optional() });
/** Any part of an agent's settings; the whole is validated once merged. */
const AgentPatch = z.record(z.string(), z.unknown()).meta({ id: 'AgentPatch' });

/** `If-Match: 7` or `"7"`; null when absent. */
function revisionOf(header: string | undefined): number | null {
  if (header === undefined || header === '*') return null;
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header);
  if (match === null) throw new AppError('precondition_failed', { detail: 'If-Match must be the revision of the agent.' });
  return Number(match[1]);
}

const etag = (agent: Agent): Record<string, string> => ({ ETag: `"${String(agent.revision)}"` });

function collectionRoutes(agents: Agents): RouteDeclaration[] {
  return [
    route(
      {
        method: 'get',
        path: '/agents',
        id: 'listAgents',
        summary: 'List agents',
        auth: 'member',
        query: listQuery,
        responses: { 200: page(Agent) },
        errors: ['validation_failed'],
      },
      async ({ principal, query }) => ({
        status: 200,
        body: await agents.list(principal.organizationId, { q: query.q, cursor: query.cursor, limit: query.limit }),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/agents',
        id: 'createAgent',
        summary: 'Create an agent',
        auth: 'member',
        body: AgentConfig,
        responses: { 201: Agent },
        errors: ['validation_failed'],
      },
      async ({ principal, body }) => {
        const agent = await agents.create(principal.organizationId, body);
        return { status: 201, body: agent, headers: etag(agent) };
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
        params: agentId,
        responses: { 200: Agent },
        errors: ['not_found'],
      },
      async ({ principal, params }) => {
        const agent = await agents.get(principal.organizationId, params.id);
        return { status: 200, body: agent, headers: etag(agent) };
      },
    ),
    route(
      {
        method: 'patch',
        path: '/agents/:id',
        id: 'updateAgent',
        summary: 'Change the draft (JSON merge patch)',
        auth: 'member',
        params: agentId,
        body: AgentPatch,
        responses: { 200: Agent },
        errors: ['not_found', 'validation_failed', 'precondition_failed'],
      },
      async ({ principal, params, body, request }) => {
        const agent = await agents.update(principal.organizationId, params.id, body, revisionOf(request.headers['if-match']));
        return { status: 200, body: agent, headers: etag(agent) };
      },
    ),
    route(
      {
        method: 'delete',
        path: '/agents/:id',
        id: 'deleteAgent',
        summary: 'Delete an agent',
        auth: 'member',
        params: agentId,
        responses: { 204: null },
        errors: ['not_found'],
      },
      async ({ principal, params }) => {
        await agents.remove(principal.organizationId, params.id);
        return { status: 204 };
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
        auth: 'member',
        params: agentId,
        responses: { 201: AgentVersion },
        errors: ['not_found'],
      },
      async ({ principal, params }) => ({ status: 201, body: await agents.publish(principal.organizationId, params.id, principal.name) }),
    ),
    route(
      {
        method: 'get',
        path: '/agents/:id/versions',
        id: 'listAgentVersions',
        summary: 'List published versions',
        auth: 'member',
        params: agentId,
        responses: { 200: page(AgentVersion) },
        errors: ['not_found'],
      },
      async ({ principal, params }) => ({
        status: 200,
        body: { items: await agents.versions(principal.organizationId, params.id), next_cursor: null, has_more: false },
      }),
    ),
    route(
      {
        method: 'get',
        path: '/agents/:id/versions/:version',
        id: 'getAgentVersion',
        summary: 'Get a published version',
        auth: 'member',
        params: versionOf,
        responses: { 200: AgentVersion },
        errors: ['not_found'],
      },
      async ({ principal, params }) => ({ status: 200, body: await agents.version(principal.organizationId, params.id, params.version) }),
    ),
    route(
      {
        method: 'post',
        path: '/agents/:id/versions/:version/restore',
        id: 'restoreAgentVersion',
        summary: 'Make a version the draft again',
        auth: 'member',
        params: versionOf,
        responses: { 200: Agent },
        errors: ['not_found'],
      },
      async ({ principal, params }) => ({ status: 200, body: await agents.restore(principal.organizationId, params.id, params.version) }),
    ),
  ];
}

export const agentRoutes = (agents: Agents): RouteDeclaration[] => [
  ...collectionRoutes(agents),
  ...draftRoutes(agents),
  ...versionRoutes(agents),
];
