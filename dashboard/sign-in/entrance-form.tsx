import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import type { Submitting } from '../ui/sent-form.ts';
import { Notice } from '../ui/states.tsx';

interface EntranceFormProps {
  form: Pick<Submitting, 'submit'>;
  /** What is about no field. */
  failure: string | null;
  button: string;
  pending: string | false;
  children: ReactNode;
}

/** The one form of a page before the house. */
export const EntranceForm = ({ form: { submit }, failure, button, pending, children }: EntranceFormProps) => (
  <form onSubmit={submit} noValidate className="flex flex-col gap-4">
    {children}
    {failure !== null && (
      <div role="alert">
        <Notice tone="red">{failure}</Notice>
      </div>
    )}
    <Button type="submit" look="primary" aria-disabled={pending !== false} className="h-9">
      {pending === false ? button : pending}
    </Button>
  </form>
);
