import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { toast } from 'sonner';
import { z } from 'zod';
import * as auth from '../api/auth.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { EntranceCard } from './card.tsx';
import { EntranceForm } from './entrance-form.tsx';

const route = getRouteApi('/reset');

const SCHEMA = z.object({
  password: z.string().min(10, 'Choose a password of 10 to 128 characters.').max(128, 'Choose a password of 10 to 128 characters.'),
});

const refusal = (error: unknown): string =>
  error instanceof RequestFailed && error.status === 400
    ? 'The link was used already or is too old. Print a new one with "parley reset-password".'
    : messageOf(error);

/** Behind the link that `parley reset-password` prints. */
export function ResetPage() {
  const { token = '' } = route.useSearch();
  const navigate = useNavigate();
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => auth.resetPassword(token, password),
    onSuccess: () => {
      toast.success('The new password is set; sign in with it');
      void navigate({ to: '/sign-in' });
    },
  });
  const form = useSentForm({ schema: SCHEMA, opened: { password: '' }, save: reset });
  return (
    <EntranceCard title="Set a new password" note="You are signed out everywhere then.">
      <EntranceForm
        form={form}
        failure={form.failure === null ? null : refusal(form.failure)}
        button="Set password"
        pending={reset.isPending && 'Setting the password …'}
      >
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          hint="At least 10 characters."
          {...form.field('password')}
        />
      </EntranceForm>
    </EntranceCard>
  );
}
