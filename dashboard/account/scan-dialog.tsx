import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import * as auth from '../api/auth.ts';
import { RequestFailed } from '../api/problem.ts';
import { CopyButton } from '../ui/copy-id.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { QrCode } from './qr-code.tsx';
import { refreshAccount } from './refresh.ts';

const SCHEMA = z.object({ code: z.string().regex(/^\s*\d{3}\s?\d{3}\s*$/, 'Type the six digits that the app shows.') });

/** `JBSW Y3DP …`: for whoever types it. */
const inFours = (secret: string): string => secret.replace(/.{4}(?=.)/g, '$& ');

const worded = (error: Error): Error =>
  error instanceof RequestFailed && error.status === 401
    ? new Error('This code is not right. Check that the clock of your phone is, and type the code that the app shows now.')
    : error;

/** The secret for the app, and the first code that proves that the app has it. */
export function ScanDialog({ uri, onClose, onOn }: { uri: string; onClose: () => void; onOn: () => void }) {
  const turnOn = useMutation({
    mutationFn: ({ code }: { code: string }) => auth.turnOnFactor(code),
    onSuccess: async () => {
      onOn();
      await refreshAccount();
    },
  });
  const form = useSentForm({ schema: SCHEMA, opened: { code: '' }, save: turnOn });
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return (
    <FormDialog
      title="Scan this with your authenticator app"
      description="Then type the code that it shows. Until then nothing changes."
      button="Turn on"
      pending={turnOn.isPending}
      form={{ submit: form.submit, failure: form.failure === null ? null : worded(form.failure) }}
      onClose={onClose}
    >
      <div className="flex justify-center">
        <QrCode text={uri} label="QR code with the secret for your authenticator app" />
      </div>
      <div className="flex flex-col items-start gap-2 text-xs text-muted">
        <p>
          On this device already?{' '}
          <a href={uri} className="text-accent-text underline">
            Open the app
          </a>
          . Or type the secret into it:
        </p>
        <code className="font-mono text-sm text-ink">{inFours(secret)}</code>
        <CopyButton text={secret} label="Copy secret" />
      </div>
      <TextField
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        className="font-mono"
        maxLength={10}
        required
        {...form.field('code')}
      />
    </FormDialog>
  );
}
