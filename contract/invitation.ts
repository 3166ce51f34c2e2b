/** Links that make somebody a member. */
import { z } from 'zod';
import { MemberRole } from './account.ts';
import { timestamp } from './common.ts';
import { name } from './names.ts';

export const Invitation = z
  .strictObject({
    id: z.string(),
    role: MemberRole,
    email: z
      .string()
      .nullable()
      .meta({ description: 'Whom it is for, as a note and as the only address that it accepts; null: whoever has the link.' }),
    status: z.enum(['pending', 'accepted', 'revoked', 'expired']),
    created_at: timestamp,
    expires_at: timestamp,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const CreateInvitation = z
  .strictObject({
    role: MemberRole.default('member'),
    email: z.email().max(254).optional(),
    expires_in_hours: z.int().min(1).max(720).default(72),
  })
  .meta({ id: 'CreateInvitation' });
export type CreateInvitation = z.infer<typeof CreateInvitation>;

export const CreatedInvitation = z
  .strictObject({ ...Invitation.shape, url: z.string() })
  .meta({ id: 'CreatedInvitation', description: 'The link is shown this once and works once.' });
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;

export const AcceptInvitation = z
  .strictObject({
    token: z.string().min(1).max(256),
    name,
    email: z.email().max(254),
    password: z.string().min(10).max(128).meta({ description: 'Of the account that the address has already, or of the one that is made.' }),
  })
  .meta({ id: 'AcceptInvitation' });
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

export const MemberSession = z
  .strictObject({
    id: z.string(),
    created_at: timestamp,
    expires_at: timestamp,
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
  })
  .meta({ id: 'MemberSession' });
export type MemberSession = z.infer<typeof MemberSession>;
export const MemberSessionList = z.strictObject({ items: z.array(MemberSession) }).meta({ id: 'MemberSessionList' });
export type MemberSessionList = z.infer<typeof MemberSessionList>;
