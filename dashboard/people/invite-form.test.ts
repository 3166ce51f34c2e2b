import { CreateInvitation } from '@parley/contract';
import { expect, it } from 'vitest';
import { problemsIn } from '../ui/form-schema.ts';
import { bodyOf, inviteSchema, OPENED, problemsFrom, WORKS_FOR, type InviteForm } from './invite-form.ts';

it('makes what the API takes, with an address or without', () => {
  for (const hours of Object.keys(WORKS_FOR) as InviteForm['hours'][])
    expect(CreateInvitation.parse(bodyOf({ ...OPENED, hours }))).toEqual({ role: 'member', expires_in_hours: Number(hours) });
  const typed = inviteSchema.parse({ role: 'admin', email: '  ann@example.org ', hours: '24' });
  expect(CreateInvitation.parse(bodyOf(typed))).toEqual({ role: 'admin', email: 'ann@example.org', expires_in_hours: 24 });
});

it('says what is no address', () => expect(problemsIn(inviteSchema, { ...OPENED, email: 'ann' })).toHaveProperty('email'));

it('knows its fields by the API’s names', () =>
  expect(problemsFrom({ '/expires_in_hours': 'too long', '/email': 'no' })).toEqual({ hours: 'too long', email: 'no' }));
