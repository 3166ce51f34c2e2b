import { useMutation } from '@tanstack/react-query';
import type { ApiKey, CreatedApiKey } from '@parley/contract';
import { toast } from 'sonner';
import * as api from '../../api/generated/operations.ts';
import { messageOf } from '../../api/problem.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { RotateDialog, ShownOnce } from '../secrets.tsx';
import { refreshKeys } from './refresh-keys.ts';

/** A secret, this once. */
export const Secret = ({ created, rotated, onClose }: { created: CreatedApiKey; rotated: boolean; onClose: () => void }) => (
  <ShownOnce
    title={rotated ? `${created.name} has a new secret` : `${created.name} is created`}
    what="key"
    secret={created.secret}
    rotated={rotated}
    previousUntil={created.previous_secret_expires_at}
    previousWords={['The old secret is refused from now on.', 'The old secret works until']}
    onClose={onClose}
  />
);

export function Rotate({ item, onClose, onRotated }: { item: ApiKey; onClose: () => void; onRotated: (key: CreatedApiKey) => void }) {
  const rotate = useMutation({
    mutationFn: (overlapSeconds: number) => api.rotateApiKey(item.id, { overlap_seconds: overlapSeconds }),
    onSuccess: async (key) => {
      await refreshKeys();
      onRotated(key);
    },
    onError: (error) => toast.error('The key was not rotated', { description: messageOf(error) }),
  });
  return (
    <RotateDialog
      title={`Rotate ${item.name}`}
      description="The key gets a new secret; its name, scopes and limits stay. Both secrets work for a while, so that nothing stops while you put the new one in its place."
      label="The old secret goes on working"
      button="Rotate API key"
      action={rotate}
      onClose={onClose}
    />
  );
}

export function Revoke({ item, onClose }: { item: ApiKey; onClose: () => void }) {
  const revoke = useMutation({
    mutationFn: () => api.revokeApiKey(item.id),
    onSuccess: async () => {
      await refreshKeys();
      onClose();
      toast(`${item.name} is revoked`);
    },
    onError: (error) => toast.error('The key was not revoked', { description: messageOf(error) }),
  });
  return (
    <ConfirmDialog
      title={`Revoke ${item.name}`}
      description={`Whatever uses the key that ends in ${item.last_four} is refused from now on. This cannot be undone.`}
      button="Revoke API key"
      action={revoke}
      onClose={onClose}
    />
  );
}
