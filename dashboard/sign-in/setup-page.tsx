import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import * as api from '../api/generated/operations.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { agentsQuery, queryClient } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/form.tsx';
import { Notice } from '../ui/states.tsx';
import { EntranceCard } from './card.tsx';
import { textIn } from '../ui/form-text.ts';

const route = getRouteApi('/setup');

const fieldsOf = (error: unknown): Readonly<Record<string, string>> => (error instanceof RequestFailed ? error.fields : {});

/** After the owner is made: straight to the demo agent, ready to be talked to. */
function useSetUp(token: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (form: FormData) =>
      api.setUpOwner({
        token,
        name: textIn(form, 'name'),
        email: textIn(form, 'email'),
        password: textIn(form, 'password'),
      }),
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
  const fields = fieldsOf(setUp.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setUp.mutate(new FormData(event.currentTarget));
  };
  if (token === undefined) {
    return (
      <EntranceCard title="The link is incomplete">
        <p>Open the whole link that the server printed when it started. It ends in a token and works once.</p>
      </EntranceCard>
    );
  }
  return (
    <EntranceCard title="Create the owner account" note="One account, then your first call.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField label="Name" name="name" autoComplete="name" required autoFocus error={fields['/name']} />
        <TextField label="Email" name="email" type="email" autoComplete="username" required error={fields['/email']} />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          hint="At least 10 characters."
          error={fields['/password']}
        />
        {setUp.isError && Object.keys(fields).length === 0 && (
          <div role="alert">
            <Notice tone="red">{messageOf(setUp.error)}</Notice>
          </div>
        )}
        <Button type="submit" look="primary" aria-disabled={setUp.isPending} className="h-9">
          {setUp.isPending ? 'Creating the account …' : 'Create owner account'}
        </Button>
      </form>
    </EntranceCard>
  );
}
