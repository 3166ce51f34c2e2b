import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WebhookAttempt, WebhookDeliveryDetail } from '@parley/contract';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { deliveryQuery } from '../api/queries.ts';
import { exactTime, milliseconds } from '../format/format.ts';
import { useMayManage } from '../settings/use-may-manage.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton, CopyId } from '../ui/copy-id.tsx';
import { Sheet, SheetHead } from '../ui/dialog.tsx';
import { Failed, SkeletonRows } from '../ui/states.tsx';
import { AttemptOutcome, AttemptView } from './attempt-view.tsx';
import { DeliveryStatusPill } from './delivery-status.tsx';
import { refreshDeliveries } from './refresh.ts';

const WATCH_MS = 2_000;

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex gap-3 py-0.5">
    <dt className="w-24 shrink-0 text-muted">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </div>
);

const Facts = ({ delivery }: { delivery: WebhookDeliveryDetail }) => (
  <dl>
    <Fact name="State">
      <DeliveryStatusPill status={delivery.status} />
      {delivery.test && <span className="ml-2 text-xs text-muted">a test</span>}
    </Fact>
    <Fact name="Endpoint">
      <Link to="/webhooks/$webhookId" params={{ webhookId: delivery.webhook_id }} className="text-accent-text underline">
        {delivery.attempts.at(-1)?.request.url ?? delivery.webhook_id}
      </Link>
    </Fact>
    <Fact name="Event">
      <CopyId id={delivery.event_id} />
    </Fact>
    {delivery.call_id !== null && !delivery.test && (
      <Fact name="Call">
        <Link to="/calls/$callId" params={{ callId: delivery.call_id }} className="text-accent-text underline">
          Open call
        </Link>
      </Fact>
    )}
    <Fact name="Happened">{exactTime(delivery.created_at)}</Fact>
    {delivery.next_attempt_at !== null && <Fact name="Next attempt">{exactTime(delivery.next_attempt_at)}</Fact>}
    {delivery.delivered_at !== null && <Fact name="Delivered">{exactTime(delivery.delivered_at)}</Fact>}
  </dl>
);

interface AttemptProps {
  attempt: WebhookAttempt;
  event: Record<string, unknown>;
  /** The longest of them, in ms: the whole of the bar. */
  longest: number;
  open: boolean;
}

const Attempt = ({ attempt, event, longest, open }: AttemptProps) => (
  <li className="border-b border-line last:border-0">
    <details open={open}>
      <summary className="touch grid min-h-9 grid-cols-[20px_minmax(0,1fr)_70px_60px] items-center gap-2">
        <span className="text-muted">{attempt.attempt}</span>
        <span className="flex min-w-0 flex-wrap items-center gap-2">
          <AttemptOutcome attempt={attempt} />
          <time dateTime={attempt.at} className="text-xs text-muted">
            {exactTime(attempt.at)}
          </time>
        </span>
        <span aria-hidden className="h-1.5 rounded-full bg-pressed">
          <span className="block h-full rounded-full bg-accent" style={{ width: `${Math.max(3, (100 * attempt.ms) / longest)}%` }} />
        </span>
        <span className="text-right text-xs">{milliseconds(attempt.ms)}</span>
      </summary>
      <div className="pb-4">
        <AttemptView attempt={attempt} event={event} />
      </div>
    </details>
  </li>
);

function Attempts({ delivery: { attempts, event } }: { delivery: WebhookDeliveryDetail }) {
  const longest = Math.max(1, ...attempts.map(({ ms }) => ms));
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-soft">Attempts</h3>
      {attempts.length === 0 && (
        <>
          <p className="pb-2 text-muted">None yet.</p>
          <pre tabIndex={0} className="max-h-72 overflow-auto rounded-md border border-line p-2 font-mono text-xs">
            {JSON.stringify(event, null, 2)}
          </pre>
        </>
      )}
      <ol aria-label="Attempts">
        {attempts.map((attempt) => (
          <Attempt key={attempt.attempt} attempt={attempt} event={event} longest={longest} open={attempt === attempts.at(-1)} />
        ))}
      </ol>
    </section>
  );
}

function Resend({ delivery }: { delivery: WebhookDeliveryDetail }) {
  const resend = useMutation({
    mutationFn: () => api.resendWebhookDelivery(delivery.id),
    onSuccess: async () => {
      await refreshDeliveries();
      toast.success('It is being sent again');
    },
    onError: (error) => toast.error('It was not sent again', { description: messageOf(error) }),
  });
  return (
    <Button look="primary" aria-disabled={resend.isPending} onClick={() => resend.mutate()}>
      Resend
    </Button>
  );
}

/** A delivery beside the list: what was sent, each attempt, and again. */
export function DeliverySheet({ deliveryId, onClose }: { deliveryId: string | undefined; onClose: () => void }) {
  const mayManage = useMayManage();
  const { data, error, refetch } = useQuery({
    ...deliveryQuery(deliveryId ?? ''),
    enabled: deliveryId !== undefined,
    refetchInterval: ({ state }) => (state.data?.status === 'delivered' || state.data?.status === 'dead' ? false : WATCH_MS),
  });
  return (
    <Sheet open={deliveryId !== undefined} onOpenChange={onClose} title="Delivery" side="right">
      <SheetHead title={<span className="font-mono text-base">{data?.event_type ?? 'Delivery'}</span>}>
        {data !== undefined && mayManage && <Resend delivery={data} />}
      </SheetHead>
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto p-4 focus-visible:-outline-offset-2">
        {error !== null && <Failed what="The delivery could not be loaded." error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <SkeletonRows rows={6} label="Loading the delivery" />}
        {data !== undefined && (
          <div className="flex flex-col gap-6">
            <Facts delivery={data} />
            <Attempts delivery={data} />
            <div>
              <CopyButton text={JSON.stringify(data.event, null, 2)} label="Copy event as JSON" />
            </div>
          </div>
        )}
      </div>
    </Sheet>
  );
}
