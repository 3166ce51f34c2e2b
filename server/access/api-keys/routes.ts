import { ApiKey, ApiKeyListQuery, CreateApiKey, CreatedApiKey, id, page, RotateApiKey, UpdateApiKey } from '@parley/contract';
import { z } from 'zod';
import { changeable, type ApiKeys } from './api-key-service.ts';
import { contentTag, wantedTag } from '../../platform/http/etag.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';

const tagOf = (key: ApiKey): Record<string, string> => ({ ETag: contentTag(changeable(key)) });

const keyId = z.strictObject({ id: id('key') });

const collectionRoutes = (keys: ApiKeys): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/api-keys',
      id: 'listApiKeys',
      summary: 'List API keys',
      auth: 'admin',
      scope: 'api_keys:read',
      query: ApiKeyListQuery,
      responses: { 200: page(ApiKey) },
    },
    async ({ principal, query }) => ({ status: 200, body: await keys.list(principal.organizationId, query) }),
  ),
  route(
    {
      method: 'post',
      path: '/api-keys',
      id: 'createApiKey',
      summary: 'Make an API key; its secret is shown this once',
      description: 'A key reaches no further than the key or token that makes it: not in scopes, addresses, requests a minute or time.',
      auth: 'admin',
      scope: 'api_keys:write',
      weight: 5,
      body: CreateApiKey,
      responses: { 201: CreatedApiKey },
    },
    async ({ principal, body }) => {
      const key = await keys.create(principal.organizationId, body, principal);
      return { status: 201, body: key, headers: tagOf(key) };
    },
  ),
];

const keyRoutes = (keys: ApiKeys): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/api-keys/:id',
      id: 'getApiKey',
      summary: 'Get an API key',
      auth: 'admin',
      scope: 'api_keys:read',
      params: keyId,
      responses: { 200: ApiKey },
    },
    async ({ principal, params }) => {
      const key = await keys.get(principal.organizationId, params.id);
      return { status: 200, body: key, headers: tagOf(key) };
    },
  ),
  route(
    {
      method: 'patch',
      path: '/api-keys/:id',
      id: 'updateApiKey',
      summary: 'Change name, scopes, addresses, rate limit or expiry of a key',
      auth: 'admin',
      scope: 'api_keys:write',
      params: keyId,
      body: UpdateApiKey,
      responses: { 200: ApiKey },
      conditional: true,
    },
    async ({ principal, params, body, request }) => {
      const key = await keys.update(principal.organizationId, params.id, body, {
        granting: principal,
        ifMatch: wantedTag(request),
      });
      return { status: 200, body: key, headers: tagOf(key) };
    },
  ),
];

const secretRoutes = (keys: ApiKeys): RouteDeclaration[] => [
  route(
    {
      method: 'post',
      path: '/api-keys/:id/rotate',
      id: 'rotateApiKey',
      summary: 'Give a key a new secret; the old one works for a while longer',
      auth: 'admin',
      scope: 'api_keys:write',
      weight: 5,
      params: keyId,
      body: RotateApiKey,
      responses: { 200: CreatedApiKey },
    },
    async ({ principal, params, body }) => {
      const key = await keys.rotate(principal.organizationId, params.id, body.overlap_seconds, principal);
      return { status: 200, body: key, headers: tagOf(key) };
    },
  ),
  route(
    {
      method: 'delete',
      path: '/api-keys/:id',
      id: 'revokeApiKey',
      summary: 'Revoke an API key at once, on every node',
      auth: 'admin',
      scope: 'api_keys:write',
      params: keyId,
      responses: { 204: null },
      conditional: true,
    },
    async ({ principal, params, request }) => {
      await keys.revoke(principal.organizationId, params.id, { granting: principal, ifMatch: wantedTag(request) });
      return { status: 204 };
    },
  ),
];

export const apiKeyRoutes = (keys: ApiKeys): RouteDeclaration[] => [...collectionRoutes(keys), ...keyRoutes(keys), ...secretRoutes(keys)];
