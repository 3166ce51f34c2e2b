import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import * as auth from '../api/auth.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { EntranceCard } from './card.tsx';
import { EntranceForm } from './entrance-form.tsx';

const SCHEMAS = {
  app: z.object({ code: z.string().regex(/^\s*\d{3}\s?\d{3}\s*$/, 'Type the six digits that the app shows.') }),
  recovery: z.object({ code: z.string().trim().min(1, 'Type one of your recovery codes.') }),
} as const satisfies Record<auth.CodeKind, unknown>;

const TITLES = { app: 'Enter the code', recovery: 'Use a recovery code' } as const;
const NOTES = {
  app: 'Your authenticator app shows one for Parley.',
  recovery: 'One of those that you kept when you set up the second factor. Each works once.',
} as const;

const REFUSALS: Readonly<Record<string, string>> = {
  INVALID_CODE: 'This code is not right. It changes every half minute: type the one that the app shows now.',
  INVALID_BACKUP_CODE: 'This is none of your recovery codes, or it was used already.',
  INVALID_TWO_FACTOR_COOKIE: 'That took too long. Start again with your password.',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'Too many wrong codes. Start again with your password.',
  ACCOUNT_TEMPORARILY_LOCKED: 'Too many wrong codes. Wait a quarter of an hour, then sign in again.',
};

const refusal = (error: unknown): string => {
  const reason = error instanceof RequestFailed ? error.reason : null;
  return REFUSALS[reason ?? ''] ?? messageOf(error);
};

function CodeForm({ kind, onIn }: { kind: auth.CodeKind; onIn: () => void }) {
  const signIn = useMutation({ mutationFn: ({ code }: { code: string }) => auth.signInWithCode(kind, code), onSuccess: onIn });
  const form = useSentForm({ schema: SCHEMAS[kind], opened: { code: '' }, save: signIn });
  return (
    <EntranceForm
      form={form}
      failure={form.failure === null ? null : refusal(form.failure)}
      button="Sign in"
      pending={signIn.isPending && 'Signing in …'}
    >
      <TextField
        label={kind === 'app' ? 'Code' : 'Recovery code'}
        inputMode={kind === 'app' ? 'numeric' : 'text'}
        autoComplete={kind === 'app' ? 'one-time-code' : 'off'}
        autoCapitalize="none"
        spellCheck={false}
        className="font-mono"
        maxLength={20}
        required
        autoFocus
        {...form.field('code')}
      />
    </EntranceForm>
  );
}

/** After the right password of somebody who has a second factor. */
export function CodeStep({ onIn, onBack }: { onIn: () => void; onBack: () => void }) {
  const [kind, setKind] = useState<auth.CodeKind>('app');
  const other = kind === 'app' ? 'recovery' : 'app';
  return (
    <EntranceCard title={TITLES[kind]} note={NOTES[kind]}>
      <CodeForm key={kind} kind={kind} onIn={onIn} />
      <div className="mt-3 flex flex-wrap justify-between gap-2">
        <Button look="quiet" onClick={() => setKind(other)}>
          {other === 'recovery' ? 'Use a recovery code' : 'Use the app'}
        </Button>
        <Button look="quiet" onClick={onBack}>
          Start again
        </Button>
      </div>
    </EntranceCard>
  );
}
