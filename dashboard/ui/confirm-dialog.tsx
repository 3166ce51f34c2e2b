import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What is lost by it. */
  description: string;
  /** The verb and what it is done to. */
  button: string;
  action: { mutate: () => void; isPending: boolean };
  onClose: () => void;
}

/** Asks before something is done that cannot be undone. */
export const ConfirmDialog = ({ title, description, button, action, onClose }: ConfirmDialogProps) => (
  <Dialog
    open
    onOpenChange={onClose}
    title={title}
    description={description}
    actions={
      <>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" onClick={() => action.mutate()} aria-disabled={action.isPending}>
          {button}
        </Button>
      </>
    }
  />
);
