/** What a batch of a call's events means to those who are told of calls. Pure. */
import type { CallEvent, ErrorCode } from '@parley/contract';
import { presentSummary as presentConversation } from '../conversations/presentation.ts';
import type { CallChange, Projector } from '../../live/call-events/event-log.ts';
import type { CallRow, CallRows } from '../../live/call-events/projected-rows.ts';
import { emit, type Fact } from '../../platform/outbox/emit.ts';
import { occurred } from '../../platform/outbox/occurred.ts';
import { presentCallSummary } from './call-presentation.ts';

const CODES: Partial<Record<NonNullable<CallRow['disconnectionReason']>, ErrorCode>> = {
  error_llm: 'provider_failed',
  error_stt: 'engine_unavailable',
  error_tts: 'engine_unavailable',
  error_impossible_settings: 'impossible_settings',
  error_provider_not_configured: 'provider_not_configured',
  error_transport: 'internal',
  error_internal: 'internal',
  error_node_lost: 'internal',
  error_storage: 'internal',
  error_media_process_lost: 'internal',
};

const PROVIDER_CODES: readonly string[] = [
  'provider_failed',
  'provider_timeout',
  'provider_not_configured',
  'engine_unavailable',
] satisfies ErrorCode[];

const about = ({ call, conversation }: CallRows) => ({
  agentId: call.agentId,
  callId: call.id,
  conversationId: conversation?.id ?? null,
});

function functionFailures({ fresh }: CallChange, rows: CallRows): Fact[] {
  const { call, conversation } = rows;
  if (conversation === undefined) return [];
  const names = new Map(
    fresh.flatMap(({ event }) => (event.type === 'function.requested' ? [[event.function_call_id, event.name] as const] : [])),
  );
  return fresh.flatMap(({ event }): Fact[] => {
    if (event.type !== 'function.finished' || event.ok) return [];
    const { function_call_id, error = 'failed', ms } = event;
    const data = {
      name: names.get(function_call_id) ?? 'unknown',
      function_call_id,
      error,
      ms,
      agent_id: call.agentId,
      conversation_id: conversation.id,
      call_id: call.id,
    };
    return [{ type: 'function.failed', data, ...about(rows) }];
  });
}

/** Model, recogniser and voice, the first failure of each batch. */
function providerFailures({ fresh }: CallChange, rows: CallRows): Fact[] {
  const failed = fresh.flatMap(({ event }) =>
    event.type === 'llm.failed' || event.type === 'stt.failed' || event.type === 'tts.failed' ? [event] : [],
  );
  const [first] = failed;
  if (first === undefined) return [];
  const code = PROVIDER_CODES.includes(first.code) ? (first.code as ErrorCode) : 'provider_failed';
  return [occurred(code, first.message, about(rows))];
}

function ending(rows: CallRows): Fact[] {
  const { call, conversation } = rows;
  const ended: Fact[] = [{ type: 'call.ended', data: presentCallSummary(call), ...about(rows) }];
  if (conversation !== undefined) ended.push({ type: 'conversation.ended', data: presentConversation(conversation), ...about(rows) });
  const code = call.disconnectionReason === null ? undefined : CODES[call.disconnectionReason];
  if (code !== undefined) ended.push(occurred(code, `A call failed: ${String(call.disconnectionReason)}.`, about(rows)));
  return ended;
}

const isFinding = ({ kind }: CallEvent): boolean => kind === 'finding';
const isFailure = ({ event }: CallEvent): boolean =>
  event.type === 'llm.failed' ||
  event.type === 'stt.failed' ||
  event.type === 'tts.failed' ||
  (event.type === 'function.finished' && !event.ok);

function factsOf(change: CallChange, rows: CallRows): Fact[] {
  const summary = { data: presentCallSummary(rows.call), ...about(rows) };
  const started: Fact[] = change.begins ? [{ type: 'call.started', ...summary }] : [];
  const analysed: Fact[] = change.fresh.some(isFinding) ? [{ type: 'call.analyzed', ...summary }] : [];
  return [
    ...started,
    ...functionFailures(change, rows),
    ...providerFailures(change, rows),
    ...(change.ends ? ending(rows) : []),
    ...analysed,
  ];
}

/** Tells those who want to know: endpoints, and readers of the event stream. */
export const tellOfCall: Projector = async (tx, change) => {
  const { begins, ends, fresh } = change;
  // Most batches are tokens: nothing to tell, and no row to read.
  if (!begins && !ends && !fresh.some((event) => isFinding(event) || isFailure(event))) return;
  await emit(tx, change.organizationId, factsOf(change, await change.rows()));
};
