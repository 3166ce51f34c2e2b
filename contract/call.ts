import { z } from 'zod';
import { id, metadata, microUsd, milliseconds, pageQuery, timestamp } from './common.ts';
import { FunctionName } from './agent.ts';
import { DisconnectionReason, Word } from './call-event.ts';

export const CALL_STATUSES = ['registered', 'ongoing', 'ended', 'error'] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export const CallTransportKind = z.enum(['webrtc', 'websocket']);
export type CallTransportKind = z.infer<typeof CallTransportKind>;

export const CreateCall = z
  .strictObject({
    type: z.literal('web'),
    transport: CallTransportKind.default('webrtc'),
    agent_id: id('agent'),
    /** A version number, `draft`, or absent for the newest published version (the draft when none is published). */
    agent_version: z.union([z.int().min(1).max(2_147_483_647), z.literal('draft')]).optional(),
    metadata: metadata.default({}),
    variables: z.record(FunctionName, z.string().max(4_096)).default({}),
  })
  .meta({ id: 'CreateCall' });
export type CreateCall = z.infer<typeof CreateCall>;

export const TranscriptTurn = z
  .strictObject({
    role: z.enum(['user', 'agent']),
    turn: z.int(),
    text: z.string(),
    start_ms: milliseconds,
    end_ms: milliseconds,
    words: z.array(Word),
    interrupted: z.boolean().optional(),
    /** What the agent was about to say when it was cut off. */
    unheard_text: z.string().optional(),
  })
  .meta({ id: 'TranscriptTurn' });
export type TranscriptTurn = z.infer<typeof TranscriptTurn>;

const percentile = z.number().nullable();
export const Percentiles = z
  .strictObject({ p50: percentile, p90: percentile, p95: percentile, p99: percentile, num: z.int() })
  .meta({ id: 'Percentiles' });
export type Percentiles = z.infer<typeof Percentiles>;

export const CallLatency = z
  .strictObject({ e2e: Percentiles, endpointing: Percentiles, stt: Percentiles, llm: Percentiles, tts: Percentiles })
  .meta({ id: 'CallLatency' });
export type CallLatency = z.infer<typeof CallLatency>;

export const CallCost = z
  .strictObject({
    total: microUsd,
    llm: microUsd,
    stt: microUsd,
    tts: microUsd,
    usage: z.strictObject({ llm_input_tokens: z.int(), llm_output_tokens: z.int(), stt_ms: z.int(), tts_characters: z.int() }).meta({ id: 'CallUsage' }),
  })
  .meta({ id: 'CallCost' });
export type CallCost = z.infer<typeof CallCost>;

export const Call = z
  .strictObject({
    id: id('call'),
    type: z.literal('web'),
    transport: CallTransportKind,
    direction: z.literal('inbound'),
    agent_id: z.string(),
    agent_name: z.string(),
    agent_version: z.int().nullable(),
    status: z.enum(CALL_STATUSES),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    duration_ms: milliseconds.nullable(),
    disconnection_reason: DisconnectionReason.nullable(),
    metadata,
    variables: z.record(z.string(), z.string()),
    transcript: z.array(TranscriptTurn),
    /** Results of the agent's `collect` functions, newest last. */
    collected: z.array(z.strictObject({ name: z.string(), arguments: z.unknown(), at_ms: milliseconds }).meta({ id: 'CollectedData' })),
    latency: CallLatency,
    cost: CallCost,
    recording: z.strictObject({ available: z.boolean(), url: z.string().nullable(), duration_ms: milliseconds.nullable() }).meta({ id: 'CallRecording' }),
  })
  .meta({ id: 'Call' });
export type Call = z.infer<typeof Call>;

/** A call as it stands in lists: without transcript and collected data. */
export const CallSummary = Call.omit({ transcript: true, collected: true }).meta({ id: 'CallSummary' });
export type CallSummary = z.infer<typeof CallSummary>;

export const CreatedCall = z
  .strictObject({
    ...Call.shape,
    /** Valid for this call alone; the caller's client presents it. */
    client_token: z.string(),
    client_token_expires_at: timestamp,
    media_url: z.string().optional(),
    webrtc_url: z.string().optional(),
    /** `RTCIceServer`s that the browser should use (TURN, where configured). */
    ice_servers: z.array(z.strictObject({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() }).meta({ id: 'IceServer' })),
  })
  .meta({ id: 'CreatedCall' });
export type CreatedCall = z.infer<typeof CreatedCall>;

export const CallListQuery = z.strictObject({
  ...pageQuery.shape,
  status: z.enum(CALL_STATUSES).optional(),
  agent_id: id('agent').optional(),
  disconnection_reason: DisconnectionReason.optional(),
  created_after: timestamp.optional(),
  created_before: timestamp.optional(),
});
export type CallListQuery = z.infer<typeof CallListQuery>;
