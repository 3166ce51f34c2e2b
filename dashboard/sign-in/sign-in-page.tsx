import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { z } from 'zod';
import * as auth from '../api/auth.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { queryClient, systemQuery } from '../api/queries.ts';
import { TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { Notice } from '../ui/states.tsx';
import { EntranceCard } from './card.tsx';
import { CodeStep } from './code-step.tsx';
import { EntranceForm } from './entrance-form.tsx';
import { safePath } from './safe-path.ts';

const route = getRouteApi('/sign-in');

const SCHEMA = z.object({
  email: z.string().trim().min(1, 'Type your email address.'),
  password: z.string().min(1, 'Type your password.'),
});

const refusal = (error: unknown): string =>
  error instanceof RequestFailed && error.status === 401
    ? 'This email and password do not belong together. Check both and try again.'
    : messageOf(error);

export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const { data: system } = useQuery(systemQuery);
  const enter = (): void => {
    queryClient.clear();
    router.history.push(safePath(next));
  };
  const signIn = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => auth.signIn(email, password),
    onSuccess: (so) => {
      if (so === 'in') enter();
    },
  });
  const form = useSentForm({ schema: SCHEMA, opened: { email: '', password: '' }, save: signIn });
  if (signIn.data === 'code') return <CodeStep onIn={enter} onBack={() => signIn.reset()} />;
  return (
    <EntranceCard title="Sign in">
      <EntranceForm
        form={form}
        failure={form.failure === null ? null : refusal(form.failure)}
        button="Sign in"
        pending={signIn.isPending && 'Signing in …'}
      >
        {system?.owner_exists === false && (
          <Notice tone="amber">This installation has no owner yet. Open the link that the server printed when it started.</Notice>
        )}
        <TextField label="Email" type="email" autoComplete="username" required autoFocus {...form.field('email')} />
        <TextField label="Password" type="password" autoComplete="current-password" required {...form.field('password')} />
      </EntranceForm>
    </EntranceCard>
  );
}
