/** Endpoints of an organization that events are sent to, and the record of what was sent. */
import { z } from 'zod';
import { id, pageQuery, givenTime, searchText, several, timestamp } from './common.ts';
import { WEBHOOK_EVENTS, WebhookEvent } from './webhook-event.ts';
import { visible } from './names.ts';

const TYPES = WEBHOOK_EVENTS.map(({ type }) => type);
export const EventType = z.enum(TYPES as [(typeof TYPES)[number], ...(typeof TYPES)[number][]]).meta({ id: 'WebhookEventType' });

/** True when the pattern means the type: `*`, `call.*`, `call.ended`. */
export const patternMatches = (pattern: string, type: string): boolean =>
  pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));

export const EventPattern = z
  .string()
  .max(64)
  .refine(
    (pattern) => TYPES.some((type) => patternMatches(pattern, type)),
    `must be "*", a group such as "call.*", or one of ${TYPES.join(', ')}`,
  )
  .meta({ id: 'EventPattern', description: '`*`, a group such as `call.*`, or one type such as `call.ended`.' });

export const CONDITION_OPERATORS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'contains', 'in', 'exists'] as const;
const plain = z.union([z.string().max(1_024), z.number(), z.boolean(), z.null()]);
export const EventCondition = z
  .strictObject({
    field: z
      .string()
      .max(256)
      .regex(/^(\/([^~/]|~[01])*)+$/, 'must be a JSON pointer into the event, such as /data/duration_ms')
      .meta({ description: 'JSON pointer (RFC 6901) into the event, such as `/data/duration_ms`.' }),
    operator: z.enum(CONDITION_OPERATORS),
    value: z
      .union([plain, z.array(plain).max(100)])
      .optional()
      .meta({ description: 'What the field is compared with; a list for `in`, true or false for `exists`.' }),
  })
  .meta({ id: 'EventCondition', description: 'A field that is not there fits `ne` and `exists` false, and nothing else.' });
export type EventCondition = z.infer<typeof EventCondition>;

const filters = {
  events: z.array(EventPattern).min(1).max(50).meta({ description: 'The types of events that are sent.' }),
  agent_ids: z.array(id('agent')).max(100).meta({ description: 'Only events about these agents; empty: all.' }),
  conditions: z.array(EventCondition).max(20).meta({ description: 'All of them must hold.' }),
};

export const EventFilter = z
  .strictObject({
    events: filters.events.default(['*']),
    agent_ids: filters.agent_ids.default([]),
    conditions: filters.conditions.default([]),
  })
  .meta({ id: 'EventFilter' });
export type EventFilter = z.infer<typeof EventFilter>;

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, 'must be the name of an HTTP header');
const RESERVED = /^(host|content-.*|transfer-encoding|connection|user-agent|webhook-.*|x-retell-signature)$/i;
const headers = z
  .record(
    headerName.refine((name) => !RESERVED.test(name), 'is set by the delivery itself'),
    z
      .string()
      .max(2_048)
      .regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII'),
  )
  .refine((entries) => Object.keys(entries).length <= 20, 'must have at most 20 headers')
  .meta({ id: 'WebhookHeaders', description: 'Sent with every delivery; kept encrypted and never shown again.' });

const settings = {
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .meta({ description: 'Where events are sent: https, a public address.' }),
  description: visible(z.string().trim().max(256)),
  ...filters,
  custom_headers: headers,
  timeout_ms: z.int().min(1_000).max(30_000).meta({ description: 'How long an attempt may take.' }),
  format: z.enum(['parley', 'retell']).meta({
    description:
      '`retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have such a webhook of their own.',
  }),
  retell_signature: z
    .boolean()
    .meta({ description: 'Sign in the format of Retell too: `x-retell-signature`, with the secret as its key.' }),
};

export const WebhookDisabledReason = z.enum(['manual', 'gone', 'failing']);
export type WebhookDisabledReason = z.infer<typeof WebhookDisabledReason>;

export const Webhook = z
  .strictObject({
    id: id('webhook'),
    url: z.string(),
    description: settings.description,
    events: filters.events,
    agent_ids: filters.agent_ids,
    conditions: filters.conditions,
    header_names: z.array(z.string()).meta({ description: 'Names of the own headers.' }),
    timeout_ms: settings.timeout_ms,
    format: settings.format,
    retell_signature: settings.retell_signature,
    enabled: z.boolean(),
    disabled_reason: WebhookDisabledReason.nullable().meta({
      description: '`gone`: it answered 410; `failing`: nothing arrived for five days.',
    }),
    failing_since: timestamp.nullable().meta({ description: 'The first failure since something arrived last.' }),
    secret_last_four: z.string(),
    previous_secret_expires_at: timestamp.nullable().meta({ description: 'Until when deliveries are signed with the secret before too.' }),
    revision: z.int(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof Webhook>;

export const CreateWebhook = z
  .strictObject({
    url: settings.url,
    description: settings.description.default(''),
    events: filters.events.default(['*']),
    agent_ids: filters.agent_ids.default([]),
    conditions: filters.conditions.default([]),
    custom_headers: settings.custom_headers.default({}),
    timeout_ms: settings.timeout_ms.default(10_000),
    format: settings.format.default('parley'),
    retell_signature: settings.retell_signature.default(false),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'CreateWebhook' });
export type CreateWebhook = z.infer<typeof CreateWebhook>;
export type CreateWebhookInput = z.input<typeof CreateWebhook>;

export const UpdateWebhook = z
  .strictObject({ ...settings, enabled: z.boolean() })
  .partial()
  .meta({ id: 'UpdateWebhook', description: '`custom_headers` replaces all of them.' });
export type UpdateWebhook = z.infer<typeof UpdateWebhook>;

export const WebhookListQuery = z.strictObject({ ...pageQuery.shape, q: searchText('the URL or the description') });
export type WebhookListQuery = z.infer<typeof WebhookListQuery>;

export const CreatedWebhook = z
  .strictObject({ ...Webhook.shape, secret: z.string().meta({ description: '`whsec_…`, shown this once.' }) })
  .meta({ id: 'CreatedWebhook' });
export type CreatedWebhook = z.infer<typeof CreatedWebhook>;

export const RotateWebhookSecret = z
  .strictObject({
    overlap_seconds: z.int().min(0).max(604_800).default(86_400).meta({ description: 'How long deliveries are signed with both secrets.' }),
  })
  .meta({ id: 'RotateWebhookSecret' });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A delivery that failed is tried again after these; after the last of them it is dead. Each is spread by a fifth. */
export const WEBHOOK_RETRY_AFTER_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
] as const;

const MAX_TEST_DATA = 65_536;

export const TestWebhook = z
  .strictObject({
    type: EventType.default('call.ended'),
    data: z
      .record(z.string(), z.unknown())
      .refine((data) => JSON.stringify(data).length <= MAX_TEST_DATA, `must be at most ${MAX_TEST_DATA.toString()} characters of JSON`)
      .optional()
      .meta({ description: 'Absent: a sample of the type.' }),
  })
  .meta({ id: 'TestWebhook' });
export type TestWebhook = z.infer<typeof TestWebhook>;

export const DELIVERY_STATUSES = ['pending', 'sending', 'delivered', 'retrying', 'dead'] as const;
export const DeliveryStatus = z.enum(DELIVERY_STATUSES).meta({
  id: 'DeliveryStatus',
  description: '`retrying`: failed, and tried again at `next_attempt_at`; `dead`: given up, can be sent again.',
});
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const WebhookDelivery = z
  .strictObject({
    id: id('delivery'),
    webhook_id: id('webhook'),
    event_id: id('event'),
    event_type: EventType,
    call_id: z.string().nullable(),
    agent_id: z.string().nullable(),
    status: DeliveryStatus,
    test: z.boolean(),
    attempt_count: z.int(),
    next_attempt_at: timestamp.nullable(),
    last_status_code: z.int().nullable(),
    last_error: z.string().nullable(),
    last_ms: z.int().nullable(),
    created_at: timestamp,
    delivered_at: timestamp.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookAttempt = z
  .strictObject({
    attempt: z.int().min(1),
    at: timestamp,
    ms: z.int(),
    request: z
      .strictObject({ url: z.string(), headers: z.record(z.string(), z.string()) })
      .meta({ id: 'WebhookAttemptRequest', description: 'As it was sent, with the values of own headers left out.' }),
    response: z
      .strictObject({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() })
      .meta({ id: 'WebhookAttemptResponse', description: 'The body is kept up to 16 kB.' })
      .nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'WebhookAttempt' });
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

export const WebhookDeliveryDetail = z
  .strictObject({
    ...WebhookDelivery.shape,
    event: z.record(z.string(), z.unknown()).meta({ description: 'The body that is sent.' }),
    attempts: z.array(WebhookAttempt),
  })
  .meta({ id: 'WebhookDeliveryDetail' });
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>;

const deliveryFilters = {
  event_type: several(EventType),
  status: several(DeliveryStatus),
  call_id: several(id('call')),
  created_after: givenTime.optional(),
  created_before: givenTime.optional(),
};
export const WebhookDeliveryListQuery = z.strictObject({ ...pageQuery.shape, webhook_id: several(id('webhook')), ...deliveryFilters });
export type WebhookDeliveryListQuery = z.infer<typeof WebhookDeliveryListQuery>;
export const DeliveriesOfWebhookQuery = z.strictObject({ ...pageQuery.shape, ...deliveryFilters });

export const ResendDeliveries = z.strictObject({ ids: z.array(id('delivery')).min(1).max(1_000) }).meta({ id: 'ResendDeliveries' });
export const ResentDeliveries = z.strictObject({ count: z.int() }).meta({ id: 'ResentDeliveries' });
export type ResentDeliveries = z.infer<typeof ResentDeliveries>;

export const ReplayWebhook = z
  .strictObject({
    since: givenTime.meta({ description: 'Every event since then that the endpoint’s filter fits is sent again.' }),
    until: givenTime.optional(),
    only_failed: z.boolean().default(false).meta({ description: 'Only those that did not arrive.' }),
  })
  .meta({ id: 'ReplayWebhook' });
export type ReplayWebhook = z.infer<typeof ReplayWebhook>;

export const EventListQuery = z.strictObject({
  ...pageQuery.shape,
  type: several(EventType),
  agent_id: several(id('agent')),
  call_id: several(id('call')),
  created_after: givenTime.optional(),
  created_before: givenTime.optional(),
});
export type EventListQuery = z.infer<typeof EventListQuery>;

/** What a filter would have matched in the last 24 hours. */
export const FilterPreview = z
  .strictObject({ matched: z.int(), total: z.int(), by_type: z.record(z.string(), z.int()), samples: z.array(WebhookEvent) })
  .meta({ id: 'FilterPreview' });
export type FilterPreview = z.infer<typeof FilterPreview>;
