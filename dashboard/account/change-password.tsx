import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { z } from 'zod';
import * as auth from '../api/auth.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/form.tsx';
import { Panel } from '../ui/page.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { Notice } from '../ui/states.tsx';
import { NEW_PASSWORD, OWN_PASSWORD, passwordRefusal } from './password-words.ts';
import { refreshAccount } from './refresh.ts';

const SCHEMA = z.object({ current: OWN_PASSWORD, wanted: NEW_PASSWORD });

function PasswordForm({ onDone }: { onDone: () => void }) {
  const change = useMutation({
    mutationFn: ({ current, wanted }: z.infer<typeof SCHEMA>) => auth.changePassword(current, wanted),
    onSuccess: async () => {
      onDone();
      toast.success('The password is changed', { description: 'Wherever else you were signed in, you are not any more.' });
      await refreshAccount();
    },
  });
  const form = useSentForm({ schema: SCHEMA, opened: { current: '', wanted: '' }, save: change });
  return (
    <form onSubmit={form.submit} noValidate className="flex flex-col gap-3">
      {form.failure !== null && (
        <div role="alert">
          <Notice tone="red">{passwordRefusal(form.failure)}</Notice>
        </div>
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label="Current password" type="password" autoComplete="current-password" required {...form.field('current')} />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          hint="At least 10 characters."
          {...form.field('wanted')}
        />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" aria-disabled={change.isPending}>
          Change password
        </Button>
        <span className="text-xs text-muted">Your other sessions end.</span>
      </div>
    </form>
  );
}

/** Empty again after each change. */
export function ChangePassword() {
  const [round, setRound] = useState(0);
  return (
    <Panel className="p-4">
      <PasswordForm key={round} onDone={() => setRound(round + 1)} />
    </Panel>
  );
}
