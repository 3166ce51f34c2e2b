import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import * as auth from '../api/auth.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { queryClient, systemQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/form.tsx';
import { Notice } from '../ui/states.tsx';
import { EntranceCard } from './card.tsx';
import { textIn } from '../ui/form-text.ts';

const route = getRouteApi('/sign-in');

const refusal = (error: unknown): string =>
  error instanceof RequestFailed && error.status === 401
    ? 'This email and password do not belong together. Check both and try again.'
    : messageOf(error);

/** A path of ours, never another site. */
const safePath = (next: string | undefined): string => (next !== undefined && /^\/(?!\/)/.test(next) ? next : '/');

export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const { data: system } = useQuery(systemQuery);
  const signIn = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => auth.signIn(email, password),
    onSuccess: () => {
      queryClient.clear();
      router.history.push(safePath(next));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: textIn(form, 'email'), password: textIn(form, 'password') });
  };
  return (
    <EntranceCard title="Sign in">
      <form onSubmit={submit} className="flex flex-col gap-4">
        {system?.owner_exists === false && (
          <Notice tone="amber">This installation has no owner yet. Open the link that the server printed when it started.</Notice>
        )}
        <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
        {signIn.isError && (
          <div role="alert">
            <Notice tone="red">{refusal(signIn.error)}</Notice>
          </div>
        )}
        <Button type="submit" look="primary" aria-disabled={signIn.isPending} className="h-9">
          {signIn.isPending ? 'Signing in …' : 'Sign in'}
        </Button>
      </form>
    </EntranceCard>
  );
}
