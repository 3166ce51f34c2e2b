/** Secrets: shown once, and replaced with an overlap. */
import { useState } from 'react';
import { exactTime } from '../format/format.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { CopyButton } from '../ui/copy-id.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/form.tsx';

interface ShownOnceProps {
  title: string;
  /** `key`, `secret`. */
  what: string;
  secret: string;
  note?: string;
  rotated: boolean;
  /** Until when the one before works; null: no longer. */
  previousUntil: string | null;
  /** Without an overlap; and with one, up to the time. */
  previousWords: readonly [ended: string, until: string];
  onClose: () => void;
}

export function ShownOnce({ title, what, secret, note, rotated, previousUntil, previousWords: [ended, until], onClose }: ShownOnceProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={`Copy the ${what} now. It is not shown again.`}
      actions={
        <>
          <CopyButton text={secret} label={`Copy ${what}`} />
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <code className="block rounded-md border border-line bg-surface p-3 font-mono text-xs break-all">{secret}</code>
      {note !== undefined && !rotated && <p className="pt-3 text-soft">{note}</p>}
      {rotated && <p className="pt-3 text-soft">{previousUntil === null ? ended : `${until} ${exactTime(previousUntil)}.`}</p>}
    </Dialog>
  );
}

const OVERLAPS = { '0': 'Not at all', '3600': 'For an hour', '86400': 'For a day', '604800': 'For a week' } as const;

interface RotateDialogProps {
  title: string;
  description: string;
  label: string;
  button: string;
  action: { mutate: (overlapSeconds: number) => void; isPending: boolean };
  onClose: () => void;
}

export function RotateDialog({ label, action, ...asked }: RotateDialogProps) {
  const [overlap, setOverlap] = useState('86400');
  return (
    <ConfirmDialog {...asked} look="primary" action={{ mutate: () => action.mutate(Number(overlap)), isPending: action.isPending }}>
      <SelectField label={label} value={overlap} onChange={(event) => setOverlap(event.target.value)}>
        {Object.entries(OVERLAPS).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
    </ConfirmDialog>
  );
}
