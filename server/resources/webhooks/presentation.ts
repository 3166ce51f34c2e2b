/** Endpoints and deliveries as the API shows them. */
import type { Webhook, WebhookAttempt, WebhookDelivery } from '@parley/contract';
import type { EndpointRow } from './sender.ts';
import type { AttemptRow, DeliveryRow } from './webhook-store.ts';

export const presentWebhook = (row: EndpointRow): Webhook => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events,
  agent_ids: row.agentIds,
  conditions: row.conditions,
  header_names: row.headerNames,
  timeout_ms: row.timeoutMs,
  format: row.format,
  retell_signature: row.retellSignature,
  enabled: row.enabled,
  disabled_reason: row.disabledReason,
  failing_since: row.failingSince?.toISOString() ?? null,
  secret_last_four: row.secretLastFour,
  previous_secret_expires_at: row.previousExpiresAt?.toISOString() ?? null,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

export const presentDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  webhook_id: row.webhookId,
  event_id: row.eventId,
  event_type: row.eventType,
  call_id: row.callId,
  agent_id: row.agentId,
  status: row.status,
  test: row.test,
  attempt_count: row.attemptCount,
  next_attempt_at: row.status === 'pending' || row.status === 'retrying' ? (row.nextAttemptAt?.toISOString() ?? null) : null,
  last_status_code: row.lastStatusCode,
  last_error: row.lastError,
  last_ms: row.lastMs,
  created_at: row.createdAt.toISOString(),
  delivered_at: row.deliveredAt?.toISOString() ?? null,
});

export const presentAttempt = (row: AttemptRow): WebhookAttempt => ({
  attempt: row.attempt,
  at: row.startedAt.toISOString(),
  ms: row.ms,
  request: { url: row.url, headers: row.requestHeaders },
  response:
    row.responseStatus === null ? null : { status: row.responseStatus, headers: row.responseHeaders ?? {}, body: row.responseBody ?? '' },
  error: row.error,
});
