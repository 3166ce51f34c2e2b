import { z } from 'zod';
import { AgentVersionRef, Variables } from './agent.ts';
import { AgentOverride } from './agent-override.ts';
import {
  fieldsOf,
  id,
  metadata,
  metadataFilters,
  MetadataPatch,
  microUsd,
  milliseconds,
  pageQuery,
  searchText,
  queryMilliseconds,
  queryVersion,
  several,
  sortBy,
  givenTime,
  timestamp,
} from './common.ts';
import { DisconnectionReason, Sentiment, Word } from './call-event.ts';
import { CallDefect } from './defect.ts';

export const CALL_STATUSES = ['registered', 'ongoing', 'ended', 'error'] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];
/** Nothing of the call changes any more but what is said about it. */
export const isOver = (status: CallStatus): boolean => status === 'ended' || status === 'error';

export const CallTransportKind = z.enum(['webrtc', 'websocket']);
export type CallTransportKind = z.infer<typeof CallTransportKind>;

export const PhoneNumberText = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164 form such as +15551234567')
  .meta({ id: 'E164', description: 'E.164: `+` and up to 15 digits.' });

const newCall = {
  agent_id: id('agent'),
  agent_version: AgentVersionRef.optional().meta({
    description: 'Absent: the newest published version, or the draft when none is published.',
  }),
  metadata: metadata.default({}),
  variables: Variables.default({}).meta({ description: "Override the agent's `{{variables}}`." }),
  agent_override: AgentOverride.optional(),
};

export const CreateWebCall = z
  .strictObject({ type: z.literal('web'), transport: CallTransportKind.default('webrtc'), ...newCall })
  .meta({ id: 'CreateWebCall' });
export type CreateWebCall = z.infer<typeof CreateWebCall>;

export const CreatePhoneCall = z
  .strictObject({ type: z.literal('phone'), from: PhoneNumberText, to: PhoneNumberText, ...newCall })
  .meta({ id: 'CreatePhoneCall', description: 'An outbound call to a telephone.' });
export type CreatePhoneCall = z.infer<typeof CreatePhoneCall>;

export const CreateCall = z.discriminatedUnion('type', [CreateWebCall, CreatePhoneCall]).meta({ id: 'CreateCall' });
export type CreateCall = z.infer<typeof CreateCall>;
export type CreateCallInput = z.input<typeof CreateCall>;

export const UpdateCall = z.strictObject({ metadata: MetadataPatch }).meta({ id: 'UpdateCall' });

export const InjectContext = z
  .strictObject({ content: z.string().trim().min(1).max(4_000) })
  .meta({ id: 'InjectContext', description: 'Told to the model as a system message; it may answer at once or with its next turn.' });

export const CreateRecordingUrl = z
  .strictObject({ expires_in: z.int().min(1).max(604_800).default(3_600) })
  .meta({ id: 'CreateRecordingUrl', description: 'Seconds until the URL expires; at most a week.' });
export const RecordingUrl = z.strictObject({ url: z.string(), expires_at: timestamp }).meta({ id: 'RecordingUrl' });
export type RecordingUrl = z.infer<typeof RecordingUrl>;

export const CallDirection = z.enum(['inbound', 'outbound']);

export const TranscriptTurn = z
  .strictObject({
    role: z.enum(['user', 'agent']),
    turn: z.int().meta({ description: 'Counts the exchanges of the call.' }),
    text: z.string(),
    start_ms: milliseconds.meta({ description: 'Since the call began.' }),
    end_ms: milliseconds.meta({ description: 'Since the call began.' }),
    words: z.array(Word),
    interrupted: z.boolean().optional().meta({ description: 'The caller cut the agent off.' }),
    unheard_text: z.string().optional().meta({
      description: 'What was not heard of the line: the agent was cut off before it, the voice cannot pronounce it, or failed.',
    }),
  })
  .meta({ id: 'TranscriptTurn' });
export type TranscriptTurn = z.infer<typeof TranscriptTurn>;

const percentile = z.number().nullable().meta({ description: 'Milliseconds; null without measurements.' });
export const Percentiles = z
  .strictObject({
    p50: percentile,
    p90: percentile,
    p95: percentile,
    p99: percentile,
    num: z.int().meta({ description: 'Measurements behind the figures.' }),
  })
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
    usage: z
      .strictObject({ llm_input_tokens: z.int(), llm_output_tokens: z.int(), stt_ms: z.int(), tts_characters: z.int() })
      .meta({ id: 'CallUsage' }),
  })
  .meta({ id: 'CallCost' });
export type CallCost = z.infer<typeof CallCost>;

export const CallAnalysis = z
  .strictObject({
    summary: z.string().meta({ description: 'What the call was about and how it ended, in a few sentences.' }),
    successful: z
      .boolean()
      .nullable()
      .meta({ description: 'Whether the caller got what they called for; null where the call does not tell.' }),
    provider: z.string(),
    model: z.string(),
    analyzed_at: timestamp,
  })
  .meta({ id: 'CallAnalysis', description: "What the agent's model says of the call after its end." });
export type CallAnalysis = z.infer<typeof CallAnalysis>;

export const Call = z
  .strictObject({
    id: id('call'),
    type: z.enum(['web', 'phone']).meta({ description: 'Over the web, or by telephone.' }),
    transport: CallTransportKind,
    direction: CallDirection.meta({ description: 'Who called: `inbound` to the agent, `outbound` by it.' }),
    from_number: z.string().nullable().meta({ description: 'Telephone numbers; null for web calls.' }),
    to_number: z.string().nullable(),
    conversation_id: id('conv').meta({ description: 'What was said, as messages: `GET /conversations/{id}`.' }),
    agent_id: z.string(),
    agent_name: z.string().meta({ description: 'As it was when the call began.' }),
    agent_version: z.int().nullable().meta({ description: 'Null: the draft.' }),
    status: z.enum(CALL_STATUSES),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    duration_ms: milliseconds.nullable().meta({ description: 'From its start to its end; null while it has not ended.' }),
    disconnection_reason: DisconnectionReason.nullable().meta({ description: 'Why it ended; null while it has not.' }),
    sentiment: Sentiment.nullable().meta({ description: "The caller's; null until the call was analysed." }),
    analysis: CallAnalysis.nullable().meta({ description: 'Null until the call was analysed; `call.analyzed` tells when it was.' }),
    revision: z.int().meta({ description: 'Counts the changes of `metadata`; send it back as `If-Match`.' }),
    metadata,
    variables: z.record(z.string(), z.string()).meta({ description: 'Those the call was begun with.' }),
    agent_override: AgentOverride.nullable().meta({ description: 'What the call had otherwise than its agent; null: nothing.' }),
    transcript: z.array(TranscriptTurn).meta({ description: 'What was said, and heard, turn by turn.' }),
    collected: z
      .array(z.strictObject({ name: z.string(), arguments: z.unknown(), at_ms: milliseconds }).meta({ id: 'CollectedData' }))
      .meta({ description: "Results of the agent's `collect` functions, newest last." }),
    defects: z
      .array(CallDefect)
      .meta({ description: 'Unexpected errors during the call, oldest first; its events tell what failed of them.' }),
    latency: CallLatency,
    cost: CallCost,
    recording: z
      .strictObject({ available: z.boolean(), url: z.string().nullable(), duration_ms: milliseconds.nullable() })
      .meta({ id: 'CallRecording' }),
  })
  .meta({ id: 'Call' });
export type Call = z.infer<typeof Call>;

export const CallSummary = Call.omit({ agent_override: true, transcript: true, collected: true, defects: true }).meta({
  id: 'CallSummary',
  description: 'A call without transcript, collected data, defects and what it overrides of its agent.',
});
export type CallSummary = z.infer<typeof CallSummary>;

/** The parts of a listed call that `fields` chooses from; the rest is always there. */
export const CALL_FIELDS = ['metadata', 'variables', 'latency', 'cost', 'recording', 'transcript', 'collected', 'agent_override'] as const;
export type CallField = (typeof CALL_FIELDS)[number];
export const DEFAULT_CALL_FIELDS: readonly CallField[] = ['metadata', 'variables', 'latency', 'cost', 'recording'];

export const CallListItem = Call.omit({ defects: true })
  .partial({
    metadata: true,
    variables: true,
    latency: true,
    cost: true,
    recording: true,
    transcript: true,
    collected: true,
    agent_override: true,
  })
  .meta({
    id: 'CallListItem',
  });
export type CallListItem = z.infer<typeof CallListItem>;

export const CreatedCall = z
  .strictObject({
    ...Call.shape,
    client_token: z.string().meta({ description: "Valid for this call alone; the caller's client presents it." }),
    client_token_expires_at: timestamp,
    media_url: z.string().optional().meta({ description: 'Where a client of the WebSocket transport connects; it holds the token.' }),
    webrtc_url: z.string().optional().meta({ description: 'Where a client of the WebRTC transport posts its offer, with the token.' }),
    ice_servers: z
      .array(
        z
          .strictObject({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() })
          .meta({ id: 'IceServer' }),
      )
      .meta({ description: '`RTCIceServer`s that the browser should use (TURN, where configured).' }),
  })
  .meta({ id: 'CreatedCall' });
export type CreatedCall = z.infer<typeof CreatedCall>;

export const CallListQuery = z.strictObject({
  ...pageQuery.shape,
  q: searchText("the agent's name or of a number"),
  status: several(z.enum(CALL_STATUSES)),
  type: several(z.enum(['web', 'phone'])),
  direction: several(CallDirection),
  agent_id: several(id('agent')),
  agent_version: several(queryVersion),
  disconnection_reason: several(DisconnectionReason),
  sentiment: several(Sentiment),
  from_number: several(z.string().max(32)),
  to_number: several(z.string().max(32)),
  created_after: givenTime.optional(),
  created_before: givenTime.optional(),
  started_after: givenTime.optional(),
  started_before: givenTime.optional(),
  ended_after: givenTime.optional(),
  ended_before: givenTime.optional(),
  min_duration_ms: queryMilliseconds.optional(),
  max_duration_ms: queryMilliseconds.optional(),
  ...metadataFilters('calls'),
  variables: Variables.optional().meta({ description: '`?variables[name]=Ada`: the calls that were begun with this variable.' }),
  sort: sortBy(['created_at', 'started_at', 'ended_at', 'duration_ms']).default('-created_at'),
  fields: fieldsOf(CALL_FIELDS, CallListItem)
    .optional()
    .meta({ description: 'The parts to include, with commas between; absent: all but transcript, collected and agent_override.' }),
});
export type CallListQuery = z.infer<typeof CallListQuery>;
