/** Calls as the API shows them. */
import { DEFAULT_CALL_FIELDS, type Call, type CallField, type CallListItem, type CallSummary } from '@parley/contract';
import { costOf, emptyProjection, latencyOf } from '../../live/call-events/projection.ts';
import { conversationIdOf, type CallRow, type ListedCallRow } from './call-store.ts';

const recordingOf = (row: ListedCallRow): Call['recording'] => ({
  available: row.recordingPath !== null,
  url: row.recordingPath === null ? null : `/api/v1/calls/${row.id}/recording`,
  duration_ms: row.recordingDurationMs,
});

const VALUES: { [F in CallField]: (row: ListedCallRow) => Call[F] } = {
  metadata: (row) => row.metadata,
  variables: (row) => row.variables,
  latency: (row) => row.latency ?? latencyOf([]),
  cost: (row) => row.cost ?? costOf(emptyProjection.usage),
  recording: recordingOf,
  transcript: (row) => row.transcript ?? [],
  collected: (row) => row.collected ?? [],
  agent_override: (row) => row.agentOverride ?? null,
};

const always = (row: ListedCallRow) => ({
  id: row.id,
  type: row.type,
  transport: row.transport,
  direction: row.direction,
  from_number: row.fromNumber,
  to_number: row.toNumber,
  conversation_id: conversationIdOf(row.id),
  agent_id: row.agentId,
  agent_name: row.agentName,
  agent_version: row.agentVersion,
  status: row.status,
  created_at: row.createdAt.toISOString(),
  started_at: row.startedAt?.toISOString() ?? null,
  ended_at: row.endedAt?.toISOString() ?? null,
  duration_ms: row.durationMs,
  disconnection_reason: row.disconnectionReason,
  sentiment: row.sentiment,
  analysis: row.analysis,
  revision: row.revision,
});

export const presentListed =
  (fields: readonly CallField[] = DEFAULT_CALL_FIELDS) =>
  (row: ListedCallRow): CallListItem => ({ ...always(row), ...Object.fromEntries(fields.map((field) => [field, VALUES[field](row)])) });

export const presentCallSummary = (row: ListedCallRow): CallSummary => ({
  ...always(row),
  metadata: VALUES.metadata(row),
  variables: VALUES.variables(row),
  latency: VALUES.latency(row),
  cost: VALUES.cost(row),
  recording: VALUES.recording(row),
});

export const presentCall = (row: CallRow, defects: Call['defects']): Call => ({
  ...presentCallSummary(row),
  agent_override: row.agentOverride,
  transcript: row.transcript,
  collected: row.collected,
  defects,
});
