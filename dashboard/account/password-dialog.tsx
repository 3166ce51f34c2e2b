import { z } from 'zod';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { OWN_PASSWORD, passwordRefusal } from './password-words.ts';

const SCHEMA = z.object({ password: OWN_PASSWORD });

interface PasswordDialogProps {
  title: string;
  /** What comes of it. */
  description: string;
  button: string;
  save: {
    mutate: (body: { password: string }, options: { onError: (error: Error) => void }) => void;
    error: Error | null;
    isPending: boolean;
  };
  onClose: () => void;
}

/** Asks for the password before something is done. */
export function PasswordDialog({ title, description, button, save, onClose }: PasswordDialogProps) {
  const form = useSentForm({ schema: SCHEMA, opened: { password: '' }, save });
  const failure = form.failure === null ? null : new Error(passwordRefusal(form.failure));
  return (
    <FormDialog
      title={title}
      description={description}
      button={button}
      pending={save.isPending}
      form={{ submit: form.submit, failure }}
      onClose={onClose}
    >
      <TextField label="Your password" type="password" autoComplete="current-password" required autoFocus {...form.field('password')} />
    </FormDialog>
  );
}
