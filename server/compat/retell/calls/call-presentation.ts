/** A call of ours as a call of theirs. Pure. */
import type { Call, CallListItem, Message, Percentiles, TranscriptTurn } from '@parley/contract';
import { theirReason } from './disconnection-reasons.ts';
import type { Fields } from '../shared/lens.ts';
import { metadataGiven } from '../shared/metadata.ts';
import { asText, cents, collectedData, given, toolMessages, transcriptOf } from '../shared/presentation.ts';
import type { RecordData } from '../shared/record.ts';

/** What a call does not say itself. */
export interface Beside {
  /** Their number of the version; ours has none for a draft. */
  agentVersion: number;
  record: RecordData['retell.call'] | undefined;
  /** What a client joins the web call with; empty where there is nothing to join, or not for this reader. */
  accessToken: string;
  /** Opens without credentials until it expires. */
  recordingUrl: string | undefined;
}

const seconds = (ms: number): number => ms / 1_000;

const timeOf = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text));

function statsOf({ p50, p90, p95, p99, num }: Percentiles): Fields | undefined {
  return num === 0 ? undefined : given({ p50: p50 ?? undefined, p90: p90 ?? undefined, p95: p95 ?? undefined, p99: p99 ?? undefined, num });
}

const latencyOf = ({ latency }: CallListItem): Fields | undefined => {
  if (latency === undefined) return undefined;
  const stages = given({ e2e: statsOf(latency.e2e), asr: statsOf(latency.stt), llm: statsOf(latency.llm), tts: statsOf(latency.tts) });
  return Object.keys(stages).length === 0 ? undefined : stages;
};

function costOf({ cost, duration_ms }: CallListItem): Fields | undefined {
  if (cost === undefined || duration_ms === null) return undefined;
  const duration = seconds(duration_ms);
  const perSecond = (amount: number): number => (duration === 0 ? 0 : amount / duration);
  const products = (['llm', 'stt', 'tts'] as const).filter((product) => cost[product] > 0);
  return {
    combined_cost: cents(cost.total),
    product_costs: products.map((product) => ({ product, cost: cents(cost[product]), unit_price: perSecond(cents(cost[product])) })),
    total_duration_seconds: duration,
    total_duration_unit_price: perSecond(cents(cost.total)),
  };
}

const SENTIMENTS = { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' } as const;
function analysisOf(call: CallListItem): Fields | undefined {
  if (call.ended_at === null || (call.analysis === null && (call.collected ?? []).length === 0)) return undefined;
  return given({
    call_summary: call.analysis?.summary,
    call_successful: call.analysis?.successful ?? undefined,
    user_sentiment: call.sentiment === null ? 'Unknown' : SENTIMENTS[call.sentiment],
    custom_analysis_data: collectedData(call.collected ?? []),
  });
}

const sideOf = ({ type, direction, from_number, to_number }: CallListItem, accessToken: string): Fields =>
  type === 'phone'
    ? { call_type: 'phone_call', direction, from_number: from_number ?? '', to_number: to_number ?? '' }
    : { call_type: 'web_call', access_token: accessToken };

/** As their lists have it: without the transcript. */
export function presentListed(call: CallListItem, { agentVersion, record, accessToken, recordingUrl }: Beside): Fields {
  const ended = call.ended_at !== null;
  const collected = collectedData(call.collected ?? []);
  return given({
    ...sideOf(call, accessToken),
    call_id: call.id,
    agent_id: call.agent_id,
    agent_name: call.agent_name,
    agent_version: agentVersion,
    call_status: call.status,
    start_timestamp: timeOf(call.started_at),
    end_timestamp: timeOf(call.ended_at),
    duration_ms: call.duration_ms ?? undefined,
    disconnection_reason: call.disconnection_reason === null ? undefined : theirReason(call.disconnection_reason),
    metadata: metadataGiven(call.metadata ?? {}, record),
    custom_attributes: record?.custom_attributes,
    retell_llm_dynamic_variables: call.variables,
    collected_dynamic_variables: ended && Object.keys(collected).length > 0 ? asText(collected) : undefined,
    data_storage_setting: record?.data_storage_setting ?? 'everything',
    opt_in_signed_url: true,
    latency: ended ? latencyOf(call) : undefined,
    call_cost: ended ? costOf(call) : undefined,
    call_analysis: analysisOf(call),
    recording_url: recordingUrl,
    recording_multi_channel_url: recordingUrl,
  });
}

const wordsOf = ({ words }: TranscriptTurn): Fields[] =>
  words.map((word) => ({ word: word.text, start: seconds(word.start_ms), end: seconds(word.end_ms) }));
const utterance = (turn: TranscriptTurn): Fields => ({ role: turn.role, content: turn.text, words: wordsOf(turn) });

/** What was said, with the functions and what was injected where they came in between. */
function wovenTranscript(call: Call, messages: readonly Message[]): Fields[] {
  const began = Date.parse(call.started_at ?? call.created_at);
  const said = call.transcript.map((turn) => ({ atMs: turn.start_ms, items: [utterance(turn)] }));
  const between = messages.flatMap((message) => {
    const atMs = Math.max(0, Date.parse(message.created_at) - began);
    if (message.role === 'function') return [{ atMs, items: toolMessages(message) }];
    return message.role === 'system' ? [{ atMs, items: [{ role: 'injected', content: message.content, time_sec: seconds(atMs) }] }] : [];
  });
  return [...said, ...between].toSorted((a, b) => a.atMs - b.atMs).flatMap(({ items }) => items);
}

export const presentCall = (call: Call, beside: Beside, messages: readonly Message[]): Fields => ({
  ...presentListed(call, beside),
  transcript: transcriptOf(call.transcript),
  transcript_object: call.transcript.map(utterance),
  transcript_with_tool_calls: wovenTranscript(call, messages),
});
