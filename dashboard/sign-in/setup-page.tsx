import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { OwnerSetup } from '@parley/contract';
import type { z } from 'zod';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { agentsQuery, queryClient } from '../api/queries.ts';
import { TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { EntranceCard } from './card.tsx';
import { EntranceForm } from './entrance-form.tsx';

const route = getRouteApi('/setup');

const SCHEMA = OwnerSetup.pick({ name: true, email: true, password: true });
type Owner = z.infer<typeof SCHEMA>;
const WORDS = {
  name: 'Give your name, in at most 128 characters.',
  email: 'Give your email address, such as name@example.com.',
  password: 'Choose a password of 10 to 128 characters.',
};

/** After the owner is made: straight to the demo agent, ready to be talked to. */
function useSetUp(token: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (owner: Owner) => api.setUpOwner({ token, ...owner }),
    onSuccess: async () => {
      queryClient.clear();
      const agents = await queryClient.fetchQuery(agentsQuery).catch(() => null);
      const demo = agents?.items[0];
      await (demo === undefined
        ? navigate({ to: '/agents' })
        : navigate({ to: '/agents/$agentId', params: { agentId: demo.id }, search: { panel: 'talk' } }));
    },
  });
}

export function SetupPage() {
  const { token } = route.useSearch();
  const setUp = useSetUp(token ?? '');
  const form = useSentForm({ schema: SCHEMA, words: WORDS, opened: { name: '', email: '', password: '' }, save: setUp });
  if (token === undefined) {
    return (
      <EntranceCard title="The link is incomplete">
        <p>Open the whole link that the server printed when it started. It ends in a token and works once.</p>
      </EntranceCard>
    );
  }
  return (
    <EntranceCard title="Create the owner account" note="One account, then your first call.">
      <EntranceForm
        form={form}
        failure={form.failure === null ? null : messageOf(form.failure)}
        button="Create owner account"
        pending={setUp.isPending && 'Creating the account …'}
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
