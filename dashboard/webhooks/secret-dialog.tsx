import { useMutation } from '@tanstack/react-query';
import type { CreatedWebhook, Webhook } from '@parley/contract';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { RotateDialog, ShownOnce } from '../settings/secrets.tsx';
import { refreshWebhooks } from './refresh.ts';

interface SecretDialogProps {
  created: CreatedWebhook;
  rotated: boolean;
  onClose: () => void;
}

export const SecretDialog = ({ created, rotated, onClose }: SecretDialogProps) => (
  <ShownOnce
    title={rotated ? 'The webhook has a new secret' : 'The webhook is created'}
    what="secret"
    secret={created.secret}
    note="Your receiver verifies with it that an event comes from here, unchanged: a Standard Webhooks secret."
    rotated={rotated}
    previousUntil={created.previous_secret_expires_at}
    previousWords={['Deliveries are signed with the new secret only from now on.', 'Deliveries are signed with the old secret too until']}
    onClose={onClose}
  />
);

export function RotateSecret({
  webhook,
  onClose,
  onRotated,
}: {
  webhook: Webhook;
  onClose: () => void;
  onRotated: (created: CreatedWebhook) => void;
}) {
  const rotate = useMutation({
    mutationFn: (overlapSeconds: number) => api.rotateWebhookSecret(webhook.id, { overlap_seconds: overlapSeconds }),
    onSuccess: async (created) => {
      await refreshWebhooks();
      onRotated(created);
    },
    onError: (error) => toast.error('The secret was not rotated', { description: messageOf(error) }),
  });
  return (
    <RotateDialog
      title="Rotate secret"
      description={`Deliveries to ${webhook.url} are signed with both secrets for a while, so that nothing is refused while you put the new one in its place.`}
      label="Sign with the old secret too"
      button="Rotate secret"
      action={rotate}
      onClose={onClose}
    />
  );
}
