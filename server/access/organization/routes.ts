import { Me, Member, MemberListQuery, Organization, page, UpdateMember, UpdateOrganization } from '@parley/contract';
import { z } from 'zod';
import { contentTag, wantedTag } from '../../platform/http/etag.ts';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { Organizations } from './organization-service.ts';
import { changeable } from './presentation.ts';

/** Ids of members are better-auth's or ours. */
const memberId = z.strictObject({ id: z.string().regex(/^[0-9a-zA-Z_-]{1,64}$/) });
const meRoute = (organizations: Organizations): RouteDeclaration =>
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
    async ({ principal }) => ({ status: 200, body: await organizations.me(principal) }),
  );

const tagOf = (organization: Organization): Record<string, string> => ({ ETag: contentTag(changeable(organization)) });

const organizationItself = (organizations: Organizations): RouteDeclaration[] => [
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
      const organization = await organizations.get(organizationId);
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
      errors: ['conflict'],
    },
    async ({ principal, body, request }) => {
      const organization = await organizations.update(principal, body, wantedTag(request));
      return { status: 200, body: organization, headers: tagOf(organization) };
    },
  ),
];

const memberRoutes = (organizations: Organizations): RouteDeclaration[] => [
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
      body: await organizations.members(principal.organizationId, query),
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
      body: await organizations.changeRole(principal, params.id, body.role),
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
      await organizations.removeMember(principal, params.id);
      return { status: 204 };
    },
  ),
];

export const organizationRoutes = (organizations: Organizations): RouteDeclaration[] => [
  meRoute(organizations),
  ...organizationItself(organizations),
  ...memberRoutes(organizations),
];
