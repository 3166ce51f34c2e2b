/** What a batch of a call's events means to those who are told of calls. Pure. */
import type { ErrorCode } from '@parley/contract';
import { presentSummary as presentConversation } from '../conversations/presentation.ts';
import type { CallChange, Projector } from '../../live/call-events/event-log.ts';
import type { CallRow } from '../../live/call-events/projected-rows.ts';
import { emit, type Fact } from '../../platform/outbox/emit.ts';
import { occurred } from '../../platform/outbox/occurred.ts';
import { presentCallSummary } from './call-presentation.ts';

const CODES: Partial<Record<NonNullable<CallRow['disconnectionReason']>, ErrorCode>> = {
  error_llm: 'provider_failed',
  error_stt: 'engine_unavailable',
  error_tts: 'engine_unavailable',
  error_transport: 'internal',
  error_internal: 'internal',
  error_node_lost: 'internal',
  error_media_process_lost: 'internal',
};

const PROVIDER_CODES: readonly string[] = [
  'provider_failed',
  'provider_timeout',
  'provider_not_configured',
  'engine_unavailable',
] satisfies ErrorCode[];

const about = ({ call, conversation }: CallChange) => ({
  agentId: call.agentId,
  callId: call.id,
  conversationId: conversation?.id ?? null,
});

function functionFailures(change: CallChange): Fact[] {
  const { call, conversation, fresh } = change;
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
    return [{ type: 'function.failed', data, ...about(change) }];
  });
}

/** Model, recogniser and voice, the first failure of each batch. */
function providerFailures(change: CallChange): Fact[] {
  const failed = change.fresh.flatMap(({ event }) =>
    event.type === 'llm.failed' || event.type === 'stt.failed' || event.type === 'tts.failed' ? [event] : [],
  );
  const [first] = failed;
  if (first === undefined) return [];
  const code = PROVIDER_CODES.includes(first.code) ? (first.code as ErrorCode) : 'provider_failed';
  return [occurred(code, first.message, about(change))];
}

function ending(change: CallChange): Fact[] {
  const { before, call, conversation } = change;
  if (before.endedAt !== null || call.endedAt === null) return [];
  const ended: Fact[] = [{ type: 'call.ended', data: presentCallSummary(call), ...about(change) }];
  if (conversation !== undefined) ended.push({ type: 'conversation.ended', data: presentConversation(conversation), ...about(change) });
  const code = call.disconnectionReason === null ? undefined : CODES[call.disconnectionReason];
  if (code !== undefined) ended.push(occurred(code, `A call failed: ${String(call.disconnectionReason)}.`, about(change)));
  return ended;
}

function factsOf(change: CallChange): Fact[] {
  const { before, call } = change;
  const started: Fact[] =
    before.startedAt === null && call.startedAt !== null
      ? [{ type: 'call.started', data: presentCallSummary(call), ...about(change) }]
      : [];
  const analysed: Fact[] = change.fresh.some(({ kind }) => kind === 'finding')
    ? [{ type: 'call.analyzed', data: presentCallSummary(call), ...about(change) }]
    : [];
  return [...started, ...functionFailures(change), ...providerFailures(change), ...ending(change), ...analysed];
}

/** Tells those who want to know: endpoints, and readers of the event stream. */
export const tellOfCall: Projector = (tx, change) => emit(tx, change.organizationId, factsOf(change));
