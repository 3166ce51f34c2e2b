import type { MemberRole } from '@parley/contract';

export const ROLES = { owner: 'Owner', admin: 'Admin', member: 'Member' } as const satisfies Record<MemberRole, string>;

export const ROLE_NOTES = {
  owner: 'Everything, with who belongs here and in which role.',
  admin: 'Everything but that: keys, providers, webhooks, settings, the audit trail; invites members.',
  member: 'Agents, calls, conversations, numbers and usage.',
} as const satisfies Record<MemberRole, string>;
