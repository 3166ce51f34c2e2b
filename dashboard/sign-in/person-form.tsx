import type { UseMutationResult } from '@tanstack/react-query';
import { OwnerSetup } from '@parley/contract';
import type { z } from 'zod';
import { messageOf } from '../api/problem.ts';
import { TextField } from '../ui/form.tsx';
import { useSentForm } from '../ui/sent-form.ts';
import { EntranceForm } from './entrance-form.tsx';

const SCHEMA = OwnerSetup.pick({ name: true, email: true, password: true });
export type Person = z.infer<typeof SCHEMA>;
const WORDS = {
  name: 'Give your name, in at most 128 characters.',
  email: 'Give your email address, such as name@example.com.',
  password: 'Choose a password of 10 to 128 characters.',
};

interface PersonFormProps {
  save: Pick<UseMutationResult<unknown, Error, Person>, 'mutate' | 'error' | 'isPending'>;
  button: string;
  /** What the button says meanwhile. */
  pending: string;
}

/** Who somebody is, before they have an account. */
export function PersonForm({ save, button, pending }: PersonFormProps) {
  const form = useSentForm({ schema: SCHEMA, words: WORDS, opened: { name: '', email: '', password: '' }, save });
  return (
    <EntranceForm
      form={form}
      failure={form.failure === null ? null : messageOf(form.failure)}
      button={button}
      pending={save.isPending && pending}
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
  );
}
