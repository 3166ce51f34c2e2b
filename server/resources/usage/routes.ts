import { CreateQuota, id, page, Quota, QuotaListQuery, UpdateQuota, Usage, UsageQuery } from '@parley/contract';
import { z } from 'zod';
import { contentTag, wantedTag } from '../../platform/http/etag.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import { changeable, type Quotas } from './quota-service.ts';
import type { UsageReports } from './usage-service.ts';

const tagOf = (quota: Quota): Record<string, string> => ({ ETag: contentTag(changeable(quota)) });

const quotaId = z.strictObject({ id: id('quota') });

const usageRoute = (reports: UsageReports): RouteDeclaration =>
  route(
    {
      method: 'get',
      path: '/usage',
      id: 'getUsage',
      summary: 'What was used, by day, agent or API key',
      description: 'Requests are added within seconds, a call with its end, a message with its answer.',
      auth: 'member',
      scope: 'usage:read',
      weight: 5,
      query: UsageQuery,
      responses: { 200: Usage },
    },
    async ({ principal, query }) => ({ status: 200, body: await reports.report(principal.organizationId, query) }),
  );

const quotaCollection = (quotas: Quotas): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/quotas',
      id: 'listQuotas',
      summary: 'List quotas and how much of each is used',
      auth: 'member',
      scope: 'usage:read',
      query: QuotaListQuery,
      responses: { 200: page(Quota) },
    },
    async ({ principal, query }) => ({ status: 200, body: await quotas.list(principal.organizationId, query) }),
  ),
  route(
    {
      method: 'post',
      path: '/quotas',
      id: 'createQuota',
      summary: 'Set a quota for the organization or one API key',
      description:
        'A warning is kept when `warn_percent` of it is used; beyond the limit requests, calls or messages are refused with `quota_exceeded`. Calls that go on are not cut off.',
      auth: 'admin',
      scope: 'usage:write',
      body: CreateQuota,
      responses: { 201: Quota },
      errors: ['conflict'],
    },
    async ({ principal, body }) => {
      const quota = await quotas.create(principal.organizationId, body);
      return { status: 201, body: quota, headers: tagOf(quota) };
    },
  ),
];

const quotaRoutes = (quotas: Quotas): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/quotas/:id',
      id: 'getQuota',
      summary: 'Get a quota',
      auth: 'member',
      scope: 'usage:read',
      params: quotaId,
      responses: { 200: Quota },
    },
    async ({ principal, params }) => {
      const quota = await quotas.get(principal.organizationId, params.id);
      return { status: 200, body: quota, headers: tagOf(quota) };
    },
  ),
  route(
    {
      method: 'patch',
      path: '/quotas/:id',
      id: 'updateQuota',
      summary: 'Change the limit or the warning of a quota',
      auth: 'admin',
      scope: 'usage:write',
      params: quotaId,
      body: UpdateQuota,
      responses: { 200: Quota },
      conditional: true,
    },
    async ({ principal, params, body, request }) => {
      const quota = await quotas.update(principal.organizationId, params.id, body, wantedTag(request));
      return { status: 200, body: quota, headers: tagOf(quota) };
    },
  ),
  route(
    {
      method: 'delete',
      path: '/quotas/:id',
      id: 'deleteQuota',
      summary: 'Remove a quota',
      auth: 'admin',
      scope: 'usage:write',
      params: quotaId,
      responses: { 204: null },
      conditional: true,
    },
    async ({ principal, params, request }) => {
      await quotas.remove(principal.organizationId, params.id, wantedTag(request));
      return { status: 204 };
    },
  ),
];

export const usageRoutes = (reports: UsageReports, quotas: Quotas): RouteDeclaration[] => [
  usageRoute(reports),
  ...quotaCollection(quotas),
  ...quotaRoutes(quotas),
];
