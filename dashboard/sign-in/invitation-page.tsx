import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { AcceptInvitation } from '@parley/contract';
import type { z } from 'zod';
import * as auth from '../api/auth.ts';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { queryClient } from '../api/queries.ts';
import { TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { EntranceCard } from './card.tsx';
import { EntranceForm } from './entrance-form.tsx';

const route = getRouteApi('/invitation');

const SCHEMA = AcceptInvitation.pick({ name: true, email: true, password: true });
type Person = z.infer<typeof SCHEMA>;
const WORDS = {
  name: 'Give your name, in at most 128 characters.',
  email: 'Give your email address, such as name@example.com.',
  password: 'Choose a password of 10 to 128 characters.',
};

/** Behind the link of an invitation. */
export function InvitationPage() {
  const { token = '' } = route.useSearch();
  const navigate = useNavigate();
  const accept = useMutation({
    mutationFn: async (person: Person) => {
      await api.acceptInvitation({ token, ...person });
      await auth.signIn(person.email, person.password);
    },
    onSuccess: () => {
      queryClient.clear();
      void navigate({ to: '/agents' });
    },
  });
  const form = useSentForm({ schema: SCHEMA, words: WORDS, opened: { name: '', email: '', password: '' }, save: accept });
  return (
    <EntranceCard title="Accept the invitation" note="With an account here already, give its email and password.">
      <EntranceForm
        form={form}
        failure={form.failure === null ? null : messageOf(form.failure)}
        button="Accept invitation"
        pending={accept.isPending && 'Accepting …'}
      >
        <TextField label="Name" autoComplete="name" required autoFocus {...form.field('name')} />
        <TextField label="Email" type="email" autoComplete="username" required {...form.field('email')} />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          hint="At least 10 characters."
          {...form.field('password')}
        />
      </EntranceForm>
    </EntranceCard>
  );
}
