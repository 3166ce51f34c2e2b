import { useId, type ReactNode } from 'react';
import { messageOf } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import type { Submitting } from './sent-form.ts';
import { Notice } from './states.tsx';

interface FormDialogProps {
  title: string;
  description?: string;
  wide?: boolean;
  /** What sends it. */
  button: string;
  pending: boolean;
  form: Submitting;
  onClose: () => void;
  children: ReactNode;
}

/** A form that floats, with what is about no field above its fields. */
export function FormDialog({ button, pending, form: { submit, failure }, onClose, children, ...dialog }: FormDialogProps) {
  const id = useId();
  return (
    <Dialog
      {...dialog}
      open
      onOpenChange={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} look="primary" aria-disabled={pending}>
            {button}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure !== null && <Notice tone="red">{messageOf(failure)}</Notice>}
        {children}
      </form>
    </Dialog>
  );
}
