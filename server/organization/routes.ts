import { AppError, Me, Organization } from '@parley/contract';
import { z } from 'zod';
import type { MemberStore } from '../auth/member-store.ts';
import { route, type RouteDeclaration } from '../http/route.ts';

const OrganizationPatch = z.strictObject({ name: z.string().trim().min(1).max(128) }).meta({ id: 'OrganizationPatch' });

type Row = NonNullable<Awaited<ReturnType<MemberStore['organization']>>>;
const present = (row: Row): Organization => ({ id: row.id, name: row.name, slug: row.slug, created_at: row.createdAt.toISOString() });

const found = (row: Row | undefined): Organization => {
  if (row === undefined) throw new AppError('not_found');
  return present(row);
};

export const organizationRoutes = (members: MemberStore): RouteDeclaration[] => [
  route(
    { method: 'get', path: '/me', id: 'getMe', summary: 'Who the credentials are', auth: 'member', responses: { 200: Me } },
    async ({ principal }) => {
      const organization = found(await members.organization(principal.organizationId));
      const all = principal.user === null ? [organization] : (await members.organizationsOf(principal.user.id)).map(present);
      return { status: 200, body: { user: principal.user, organization, organizations: all, role: principal.role } };
    },
  ),
  route(
    {
      method: 'get',
      path: '/organization',
      id: 'getOrganization',
      summary: 'Get the organization',
      auth: 'member',
      responses: { 200: Organization },
    },
    async ({ principal }) => ({
      status: 200,
      body: found(await members.organization(principal.organizationId)),
    }),
  ),
  route(
    {
      method: 'patch',
      path: '/organization',
      id: 'updateOrganization',
      summary: 'Rename the organization',
      auth: 'admin',
      body: OrganizationPatch,
      responses: { 200: Organization },
      errors: ['validation_failed'],
    },
    async ({ principal, body }) => ({ status: 200, body: found(await members.rename(principal.organizationId, body.name)) }),
  ),
];
