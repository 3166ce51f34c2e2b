/** The filters of the log of deliveries: in the URL, and as the API takes them. Pure. */
import type { DeliveryStatus, WebhookEventType } from '@parley/contract';
import type { ListWebhookDeliveriesQuery } from '../api/generated/operations.ts';
import { dayIn, defined, idIn, keyIn, startOfDay, startOfNextDay } from '../url/search-values.ts';

export const STATUS_NAMES = {
  pending: 'waiting',
  sending: 'being sent',
  delivered: 'delivered',
  retrying: 'tried again later',
  dead: 'given up',
} as const satisfies Record<DeliveryStatus, string>;

/** The router reads filters before any page is loaded, and goes without the contract's schemas. */
const TYPES = {
  'call.started': true,
  'call.ended': true,
  'call.analyzed': true,
  'conversation.updated': true,
  'conversation.ended': true,
  'agent.deployed': true,
  'agent.deleted': true,
  'function.failed': true,
  'error.occurred': true,
  'usage.quota_warning': true,
} as const satisfies Record<WebhookEventType, true>;

export interface DeliveryFilters {
  webhook?: string | undefined;
  type?: WebhookEventType | undefined;
  status?: DeliveryStatus | undefined;
  call?: string | undefined;
  /** Days, inclusive, as `yyyy-mm-dd`. */
  from?: string | undefined;
  to?: string | undefined;
  /** The delivery shown beside the list. */
  delivery?: string | undefined;
  /** The list stands still. */
  paused?: true | undefined;
}

/** From a URL's search, dropping what is not a filter. */
export const deliverySearchOf = (search: Record<string, unknown>): DeliveryFilters =>
  defined<DeliveryFilters>({
    webhook: idIn(search.webhook, 'webhook'),
    type: keyIn(TYPES, search.type),
    status: keyIn(STATUS_NAMES, search.status),
    call: idIn(search.call, 'call'),
    from: dayIn(search.from),
    to: dayIn(search.to),
    delivery: idIn(search.delivery, 'delivery'),
    paused: search.paused === true ? true : undefined,
  });

/** As the query of `GET /webhook-deliveries`; days are those of the browser's time zone. */
export const deliveryQueryOf = ({ webhook, type, status, call, from, to }: DeliveryFilters): ListWebhookDeliveriesQuery => ({
  webhook_id: webhook,
  event_type: type,
  status,
  call_id: call,
  created_after: from === undefined ? undefined : startOfDay(from).toISOString(),
  created_before: to === undefined ? undefined : startOfNextDay(to).toISOString(),
});

export const isFiltered = ({ delivery: _delivery, paused: _paused, ...filters }: DeliveryFilters): boolean =>
  Object.values(filters).some((value) => value !== undefined);
