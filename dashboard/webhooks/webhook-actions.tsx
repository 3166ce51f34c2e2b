/** What is done with a webhook from the list of them. */
import { useMutation } from '@tanstack/react-query';
import { ReplayWebhook, type Webhook } from '@parley/contract';
import { useState } from 'react';
import { toast } from 'sonner';
import { z } from 'zod';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { count } from '../format/format.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { CheckField, TextField } from '../ui/form.tsx';
import { atNames, heldTo } from '../ui/form-schema.ts';
import { useSentForm } from '../ui/sent-form.ts';
import { refreshDeliveries, refreshWebhooks } from './refresh.ts';

export function useSwitch() {
  return useMutation({
    mutationFn: (webhook: Webhook) => api.updateWebhook(webhook.id, { enabled: !webhook.enabled }, { ifMatch: webhook.revision }),
    onSuccess: async (webhook) => {
      await refreshWebhooks();
      toast(webhook.enabled ? 'The webhook is on' : 'The webhook is off', {
        description: webhook.enabled ? 'What waited for it is sent now.' : 'It gets no new events until it is turned on again.',
      });
    },
    onError: async (error) => {
      toast.error('The webhook was not changed', { description: messageOf(error) });
      await refreshWebhooks();
    },
  });
}

export function DeleteWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: () => api.deleteWebhook(webhook.id),
    onSuccess: async () => {
      onClose();
      await Promise.all([refreshWebhooks(), refreshDeliveries()]);
      toast('The webhook is deleted');
    },
    onError: (error) => toast.error('The webhook was not deleted', { description: messageOf(error) }),
  });
  return (
    <ConfirmDialog
      title="Delete webhook"
      description={`${webhook.url} gets no more events, and the log of its deliveries goes with it. This cannot be undone; to stop for a while, turn it off.`}
      button="Delete webhook"
      action={remove}
      onClose={onClose}
    />
  );
}

const HOUR_MS = 3_600_000;
const two = (value: number): string => String(value).padStart(2, '0');
/** As a field of type `datetime-local` has it. */
const localText = (time: Date): string =>
  `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;

interface ReplayForm {
  since: string;
  onlyFailed: boolean;
}

const replayBody = ({ since, onlyFailed }: ReplayForm): ReplayWebhook => ({
  since: new Date(since).toISOString(),
  only_failed: onlyFailed,
});

const problemsFrom = atNames({ only_failed: 'onlyFailed' });

const REPLAY_SCHEMA = heldTo<ReplayForm>(
  z.object({
    since: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'Give a day and a time.'),
    onlyFailed: z.boolean(),
  }),
  { body: replayBody, contract: ReplayWebhook, problemsFrom },
);

export function ReplayDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const replay = useMutation({
    mutationFn: (form: ReplayForm) => api.replayWebhook(webhook.id, replayBody(form)),
    onSuccess: async ({ count: sent }) => {
      onClose();
      await refreshDeliveries();
      toast.success(sent === 0 ? 'There was nothing to send again' : `${count(sent, 'delivery', 'deliveries')} will be sent again`);
    },
  });
  const [since] = useState(() => localText(new Date(Date.now() - HOUR_MS)));
  const form = useSentForm({ schema: REPLAY_SCHEMA, opened: { since, onlyFailed: true }, problemsFrom, save: replay });
  return (
    <FormDialog
      title="Send again"
      description={`To ${webhook.url}, in the order in which it happened.`}
      button="Send again"
      pending={replay.isPending}
      form={form}
      onClose={onClose}
    >
      <TextField label="Everything since" type="datetime-local" {...form.field('since')} />
      <CheckField
        label="Only what did not arrive"
        note="Otherwise every event that its filter fits, also those that it has taken already."
        {...form.register('onlyFailed')}
      />
    </FormDialog>
  );
}
