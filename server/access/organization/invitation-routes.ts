import { AcceptInvitation, CreatedInvitation, CreateInvitation, id, Invitation, MemberSessionList, page } from '@parley/contract';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { Invitations } from './invitations.ts';

/** At one account. */
interface Attempts {
  check(account: string, response: Response): Promise<void>;
  refused(account: string): Promise<void>;
}

const inviteId = z.strictObject({ id: id('invite') });
const memberId = z.strictObject({ id: z.string().regex(/^[0-9a-zA-Z_-]{1,64}$/) });
const Accepted = z.strictObject({ ok: z.literal(true) }).meta({ id: 'InvitationAccepted' });

const ofInvitations = (invitations: Invitations, originOf: (request: Request) => string): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/invitations',
      id: 'listInvitations',
      summary: 'List the newest 100 invitations',
      auth: 'admin',
      scope: 'organization:read',
      responses: { 200: page(Invitation) },
    },
    async ({ principal }) => ({
      status: 200,
      body: { items: await invitations.list(principal.organizationId), next_cursor: null, has_more: false },
    }),
  ),
  route(
    {
      method: 'post',
      path: '/invitations',
      id: 'createInvitation',
      summary: 'Make a link that makes one person a member; it is shown this once',
      description:
        'Nothing is sent: give the link to whom it is for. Admins invite members, owners invite anybody; a key invites admins and owners only with the scope `*` and without any limit, a token never.',
      auth: 'admin',
      scope: 'organization:write',
      weight: 5,
      body: CreateInvitation,
      responses: { 201: CreatedInvitation },
    },
    async ({ principal, body, request }) => {
      const { token, ...invitation } = await invitations.create(principal, body);
      return { status: 201, body: { ...invitation, url: `${originOf(request)}/invitation?token=${token}` } };
    },
  ),
];

const ofOne = (invitations: Invitations, attempts: Attempts): RouteDeclaration[] => [
  route(
    {
      method: 'delete',
      path: '/invitations/:id',
      id: 'revokeInvitation',
      summary: 'Revoke an invitation',
      auth: 'admin',
      scope: 'organization:write',
      params: inviteId,
      responses: { 204: null },
      errors: ['conflict'],
    },
    async ({ principal, params }) => {
      await invitations.revoke(principal.organizationId, params.id);
      return { status: 204 };
    },
  ),
  route(
    {
      method: 'post',
      path: '/invitations/accept',
      id: 'acceptInvitation',
      summary: 'Become a member with the link of an invitation; sign in afterwards',
      auth: 'public',
      weight: 10,
      body: AcceptInvitation,
      responses: { 201: Accepted },
      errors: ['conflict'],
    },
    async ({ body, response }) => {
      const account = body.email.toLowerCase();
      await attempts.check(account, response);
      await invitations.accept(body, () => attempts.refused(account));
      return { status: 201, body: { ok: true } };
    },
  ),
];

const ofSessions = (invitations: Invitations): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/organization/members/:id/sessions',
      id: 'listMemberSessions',
      summary: 'Where a member is signed in',
      auth: 'owner',
      scope: 'organization:read',
      params: memberId,
      responses: { 200: MemberSessionList },
    },
    async ({ principal, params }) => ({ status: 200, body: { items: await invitations.sessionsOf(principal.organizationId, params.id) } }),
  ),
  route(
    {
      method: 'delete',
      path: '/organization/members/:id/sessions',
      id: 'endMemberSessions',
      summary: 'Sign a member out everywhere',
      auth: 'owner',
      scope: 'organization:write',
      params: memberId,
      responses: { 204: null },
    },
    async ({ principal, params }) => {
      await invitations.endSessions(principal.organizationId, params.id);
      return { status: 204 };
    },
  ),
];

interface InvitationRoutesOptions {
  invitations: Invitations;
  /** Those at sign-in too. */
  attempts: Attempts;
  originOf: (request: Request) => string;
}

export const invitationRoutes = ({ invitations, attempts, originOf }: InvitationRoutesOptions): RouteDeclaration[] => [
  ...ofInvitations(invitations, originOf),
  ...ofOne(invitations, attempts),
  ...ofSessions(invitations),
];
