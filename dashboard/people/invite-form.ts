/** The form of a new invitation. Pure. */
import type { CreateInvitation, MemberRole } from '@parley/contract';
import { z } from 'zod';
import { atNames } from '../ui/form-schema.ts';

export const WORKS_FOR = { '24': 'A day', '72': 'Three days', '168': 'A week', '720': '30 days' } as const;
type Hours = keyof typeof WORKS_FOR;

export interface InviteForm {
  role: MemberRole;
  email: string;
  hours: Hours;
}

export const OPENED: InviteForm = { role: 'member', email: '', hours: '72' };

const EMAIL = z.union([z.literal(''), z.email().max(254)], 'Give an email address, such as name@example.com, or none.');

export const inviteSchema = z.object({
  role: z.enum(['owner', 'admin', 'member']),
  email: z.string().trim().pipe(EMAIL),
  hours: z.enum(Object.keys(WORKS_FOR) as [Hours]),
}) as z.ZodType<InviteForm, InviteForm>;

export const bodyOf = ({ role, email, hours }: InviteForm): CreateInvitation => ({
  role,
  expires_in_hours: Number(hours),
  ...(email === '' ? {} : { email }),
});

export const problemsFrom = atNames({ expires_in_hours: 'hours' });
