import { AppError, Me, Member, MemberListQuery, MemberRole, Organization, page, UpdateMember, UpdateOrganization } from '@parley/contract';
import { z } from 'zod';
import type { MemberRow, MemberStore } from './member-store.ts';
import { contentTag, wantedTag } from '../../platform/http/etag.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import { changeable, present, type Settings } from './settings.ts';

export interface OrganizationRouteDeps {
  members: MemberStore;
  settings: Settings;
}

type Row = NonNullable<Awaited<ReturnType<MemberStore['organization']>>>;

const found = <T>(row: T | undefined): T => {
  if (row === undefined) throw new AppError('not_found');
  return row;
};

/** better-auth keeps several roles of a member with commas between them. */
const roleOf = (roles: string): MemberRole => MemberRole.options.find((role) => roles.split(',').includes(role)) ?? 'member';

const presentMember = (row: MemberRow): Member => ({
  id: row.id,
  user_id: row.userId,
  name: row.name,
  email: row.email,
  role: roleOf(row.role),
  created_at: row.createdAt.toISOString(),
});

/** Ids of members are better-auth's or ours. */
const memberId = z.strictObject({ id: z.string().regex(/^[0-9a-zA-Z_-]{1,64}$/) });

const meRoute = ({ members, settings }: OrganizationRouteDeps): RouteDeclaration =>
  route(
    {
      method: 'get',
      path: '/me',
      id: 'getMe',
      summary: 'Who the credentials are',
      auth: 'member',
      scope: null,
      responses: { 200: Me },
    },
    async ({ principal }) => {
      const show = async (row: Row): Promise<Organization> => present(row, await settings.of(row.id));
      const organization = await show(found(await members.organization(principal.organizationId)));
      const all =
        principal.user === null ? [organization] : await Promise.all((await members.organizationsOf(principal.user.id)).map(show));
      return {
        status: 200,
        body: { user: principal.user, organization, organizations: all, role: principal.role, scopes: [...principal.scopes] },
      };
    },
  );

const tagOf = (organization: Organization): Record<string, string> => ({ ETag: contentTag(changeable(organization)) });

const organizationItself = ({ members, settings }: OrganizationRouteDeps): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/organization',
      id: 'getOrganization',
      summary: 'Get the organization',
      auth: 'member',
      scope: 'organization:read',
      responses: { 200: Organization },
    },
    async ({ principal: { organizationId } }) => {
      const organization = present(found(await members.organization(organizationId)), await settings.of(organizationId));
      return { status: 200, body: organization, headers: tagOf(organization) };
    },
  ),
  route(
    {
      method: 'patch',
      path: '/organization',
      id: 'updateOrganization',
      summary: 'Change the name or settings of the organization',
      auth: 'admin',
      scope: 'organization:write',
      body: UpdateOrganization,
      responses: { 200: Organization },
      conditional: true,
    },
    async ({ principal, body, request }) => {
      const organization = await settings.change(principal.organizationId, body, wantedTag(request));
      return { status: 200, body: organization, headers: tagOf(organization) };
    },
  ),
];

const memberRoutes = ({ members }: OrganizationRouteDeps): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/organization/members',
      id: 'listMembers',
      summary: 'List members of the organization',
      auth: 'member',
      scope: 'organization:read',
      query: MemberListQuery,
      responses: { 200: page(Member) },
    },
    async ({ principal, query }) => ({
      status: 200,
      body: pageOf(await members.list(principal.organizationId, query), query.limit, presentMember),
    }),
  ),
  route(
    {
      method: 'patch',
      path: '/organization/members/:id',
      id: 'updateMember',
      summary: "Change a member's role",
      auth: 'owner',
      scope: 'organization:write',
      params: memberId,
      body: UpdateMember,
      responses: { 200: Member },
      errors: ['conflict'],
    },
    async ({ principal, params, body }) => ({
      status: 200,
      body: presentMember(found(await members.changeRole(principal.organizationId, params.id, body.role))),
    }),
  ),
  route(
    {
      method: 'delete',
      path: '/organization/members/:id',
      id: 'removeMember',
      summary: 'Remove a member from the organization',
      auth: 'owner',
      scope: 'organization:write',
      params: memberId,
      responses: { 204: null },
      errors: ['conflict'],
    },
    async ({ principal, params }) => {
      found(await members.remove(principal.organizationId, params.id));
      return { status: 204 };
    },
  ),
];

export const organizationRoutes = (deps: OrganizationRouteDeps): RouteDeclaration[] => [
  meRoute(deps),
  ...organizationItself(deps),
  ...memberRoutes(deps),
];
