import { ApiKey, CreateApiKey, CreatedApiKey, id, page } from '@parley/contract';
import { z } from 'zod';
import type { ApiKeys } from '../auth/api-key-service.ts';
import { route, type RouteDeclaration } from '../http/route.ts';

export const apiKeyRoutes = (apiKeys: ApiKeys): RouteDeclaration[] => [
  route(
    { method: 'get', path: '/api-keys', id: 'listApiKeys', summary: 'List API keys', auth: 'admin', responses: { 200: page(ApiKey) } },
    async ({ principal }) => ({
      status: 200,
      body: { items: await apiKeys.list(principal.organizationId), next_cursor: null, has_more: false },
    }),
  ),
  route(
    {
      method: 'post',
      path: '/api-keys',
      id: 'createApiKey',
      summary: 'Create an API key; its secret is shown this once',
      auth: 'admin',
      body: CreateApiKey,
      responses: { 201: CreatedApiKey },
      errors: ['validation_failed'],
    },
    async ({ principal, body }) => {
      const expiresAt = body.expires_at === undefined ? null : new Date(body.expires_at);
      return { status: 201, body: await apiKeys.create(principal.organizationId, body.name, expiresAt) };
    },
  ),
  route(
    {
      method: 'delete',
      path: '/api-keys/:id',
      id: 'revokeApiKey',
      summary: 'Revoke an API key',
      auth: 'admin',
      params: z.strictObject({ id: id('key') }),
      responses: { 204: null },
      errors: ['not_found'],
    },
    async ({ principal, params }) => {
      await apiKeys.revoke(principal.organizationId, params.id);
      return { status: 204 };
    },
  ),
];
