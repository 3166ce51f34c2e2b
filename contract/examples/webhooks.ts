import { AGENT_EXAMPLES } from './agents.ts';
import { CALL_EXAMPLES } from './calls.ts';
import { WEBHOOK_EXAMPLES } from './webhook-events.ts';

const event = WEBHOOK_EXAMPLES.CallEndedEvent;

const filter = {
  events: ['call.*', 'error.occurred'],
  agent_ids: [AGENT_EXAMPLES.Agent.id],
  conditions: [{ field: '/data/duration_ms', operator: 'gte' as const, value: 10_000 }],
};

const Webhook = {
  id: 'webhook_01kaxw5d7f9h1k3m5p7r9t1v3x',
  url: 'https://example.com/hooks/parley',
  description: 'Bookings of the practice',
  ...filter,
  header_names: ['X-Tenant'],
  timeout_ms: 10_000,
  format: 'parley' as const,
  retell_signature: false,
  enabled: true,
  disabled_reason: null,
  failing_since: null,
  secret_last_four: 'Q0E=',
  previous_secret_expires_at: null,
  revision: 3,
  created_at: '2025-11-20T08:00:00.000Z',
  updated_at: '2025-11-24T16:20:00.000Z',
};

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwq0ekM7Vv7TA=';

const WebhookDelivery = {
  id: 'delivery_01kaxw6e8g0j2m4n6q8s0t2v4w',
  webhook_id: Webhook.id,
  event_id: event.id,
  event_type: event.type,
  call_id: CALL_EXAMPLES.CallSummary.id,
  agent_id: AGENT_EXAMPLES.Agent.id,
  status: 'retrying' as const,
  test: false,
  attempt_count: 1,
  next_attempt_at: '2025-11-25T09:01:17.900Z',
  last_status_code: 503,
  last_error: null,
  last_ms: 212,
  created_at: event.created_at,
  delivered_at: null,
};

export const WEBHOOK_API_EXAMPLES = {
  Webhook,
  CreatedWebhook: { ...Webhook, secret, secret_last_four: '7TA=', revision: 1 },
  CreateWebhook: { url: Webhook.url, description: Webhook.description, ...filter, custom_headers: { 'X-Tenant': 'bright-smile' } },
  UpdateWebhook: { enabled: true, timeout_ms: 15_000 },
  RotateWebhookSecret: { overlap_seconds: 86_400 },
  TestWebhook: { type: 'call.ended' as const },
  ReplayWebhook: { since: '2025-11-25T00:00:00.000Z', only_failed: true },
  ResendDeliveries: { ids: [WebhookDelivery.id] },
  ResentDeliveries: { count: 1 },
  EventFilter: filter,
  FilterPreview: { matched: 12, total: 480, by_type: { 'call.ended': 12 }, samples: [event] },
  WebhookEvent: event,
  WebhookDelivery,
  WebhookDeliveryDetail: {
    ...WebhookDelivery,
    event,
    attempts: [
      {
        attempt: 1,
        at: event.created_at,
        ms: 212,
        request: {
          url: Webhook.url,
          headers: {
            'webhook-id': event.id,
            'webhook-timestamp': '1764061272',
            'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
            'X-Tenant': '(hidden)',
          },
        },
        response: { status: 503, headers: { 'content-type': 'text/plain' }, body: 'Try again later.' },
        error: null,
      },
    ],
  },
};
