import type { WebhookDelivery } from '@parley/contract';
import { Pill, type Tone } from '../ui/pill.tsx';
import { STATUS_NAMES } from './delivery-filters.ts';

const TONES = {
  pending: 'neutral',
  sending: 'accent',
  delivered: 'green',
  retrying: 'amber',
  dead: 'red',
} as const satisfies Record<WebhookDelivery['status'], Tone>;

export const DeliveryStatusPill = ({ status }: Pick<WebhookDelivery, 'status'>) => <Pill tone={TONES[status]}>{STATUS_NAMES[status]}</Pill>;

/** What the endpoint answered last: `200`, `No answer within 10000 ms.` */
export const lastOutcome = ({ last_status_code: status, last_error: error }: WebhookDelivery): string =>
  status !== null ? String(status) : (error ?? '–');
