import { useMutation } from '@tanstack/react-query';
import type { ApiKey, CreatedApiKey } from '@parley/contract';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../api/client.ts';
import { messageOf } from '../../api/problem.ts';
import { exactTime } from '../../format/format.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-id.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/form.tsx';
import { refreshKeys } from './refresh-keys.ts';

/** A secret, this once. */
export function Secret({ created, rotated, onClose }: { created: CreatedApiKey; rotated: boolean; onClose: () => void }) {
  const until = created.previous_secret_expires_at;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={rotated ? `${created.name} has a new secret` : `${created.name} is created`}
      description="Copy the key now. It is not shown again."
      actions={
        <>
          <CopyButton text={created.secret} label="Copy key" />
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <code className="block rounded-md border border-line bg-surface p-3 font-mono text-xs break-all">{created.secret}</code>
      {rotated && (
        <p className="pt-3 text-soft">
          {until === null ? 'The old secret is refused from now on.' : `The old secret works until ${exactTime(until)}.`}
        </p>
      )}
    </Dialog>
  );
}

const OVERLAPS = { '0': 'Not at all', '3600': 'For an hour', '86400': 'For a day', '604800': 'For a week' } as const;

export function Rotate({ item, onClose, onRotated }: { item: ApiKey; onClose: () => void; onRotated: (key: CreatedApiKey) => void }) {
  const [overlap, setOverlap] = useState('86400');
  const rotate = useMutation({
    mutationFn: () => api.apiKeys.rotate(item.id, Number(overlap)),
    onSuccess: async (key) => {
      await refreshKeys();
      onRotated(key);
    },
    onError: (error) => toast.error('The key was not rotated', { description: messageOf(error) }),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Rotate ${item.name}`}
      description="The key gets a new secret; its name, scopes and limits stay. Both secrets work for a while, so that nothing stops while you put the new one in its place."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={() => rotate.mutate()} aria-disabled={rotate.isPending}>
            Rotate API key
          </Button>
        </>
      }
    >
      <SelectField label="The old secret goes on working" value={overlap} onChange={(event) => setOverlap(event.target.value)}>
        {Object.entries(OVERLAPS).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
    </Dialog>
  );
}

export function Revoke({ item, onClose }: { item: ApiKey; onClose: () => void }) {
  const revoke = useMutation({
    mutationFn: () => api.apiKeys.revoke(item.id),
    onSuccess: async () => {
      await refreshKeys();
      onClose();
      toast(`${item.name} is revoked`);
    },
    onError: (error) => toast.error('The key was not revoked', { description: messageOf(error) }),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Revoke ${item.name}`}
      description={`Whatever uses the key that ends in ${item.last_four} is refused from now on. This cannot be undone.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" onClick={() => revoke.mutate()} aria-disabled={revoke.isPending}>
            Revoke API key
          </Button>
        </>
      }
    />
  );
}
