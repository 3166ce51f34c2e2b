import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What comes of it. */
  description: string;
  /** The verb and what it is done to. */
  button: string;
  /** `danger` is for what cannot be undone. */
  look?: 'danger' | 'primary';
  action: { mutate: () => void; isPending: boolean };
  onClose: () => void;
  /** What it asks besides. */
  children?: ReactNode;
}

/** Asks before something is done. */
export const ConfirmDialog = ({ title, description, button, look = 'danger', action, onClose, children }: ConfirmDialogProps) => (
  <Dialog
    open
    onOpenChange={onClose}
    title={title}
    description={description}
    actions={
      <>
        <Button onClick={onClose}>Cancel</Button>
        <Button look={look} onClick={() => action.mutate()} aria-disabled={action.isPending}>
          {button}
        </Button>
      </>
    }
  >
    {children}
  </Dialog>
);
