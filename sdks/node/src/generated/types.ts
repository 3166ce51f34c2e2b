// Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.

import type { MergePatch } from '../core/merge-patch.ts';

export interface AccessToken {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scopes: Array<Scope>;
}

export type AddressRange = string;

export interface Agent {
  id: string;
  name: string;
  language: string;
  time_zone: string;
  greeting: string;
  prompt: string;
  llm: LlmSettingsOutput;
  stt: SttSettingsOutput;
  tts: TtsSettingsOutput;
  turn_taking: TurnTakingSettingsOutput;
  functions: Array<AgentFunctionOutput>;
  variables: Record<string, string>;
  tags: Record<string, number>;
  published_version: number | null;
  draft_changed: boolean;
  revision: number;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface AgentChange {
  path: string;
  change: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
}

export interface AgentConfig {
  name: string;
  /** Default: `"en-US"`. */
  language?: string | undefined;
  /** Default: `"UTC"`. */
  time_zone?: string | undefined;
  /** Default: `"Hello, how can I help you?"`. */
  greeting?: string | undefined;
  /** Default: `"You are a friendly voice agent. Answer briefly."`. */
  prompt?: string | undefined;
  /** Default: `{}`. */
  llm?: LlmSettings | undefined;
  /** Default: `{}`. */
  stt?: SttSettings | undefined;
  /** Default: `{}`. */
  tts?: TtsSettings | undefined;
  /** Default: `{}`. */
  turn_taking?: TurnTakingSettings | undefined;
  /** Default: `[]`. */
  functions?: Array<AgentFunction> | undefined;
  /** Default: `{}`. */
  variables?: Record<string, string> | undefined;
}

export interface AgentConfigOutput {
  name: string;
  language: string;
  time_zone: string;
  greeting: string;
  prompt: string;
  llm: LlmSettingsOutput;
  stt: SttSettingsOutput;
  tts: TtsSettingsOutput;
  turn_taking: TurnTakingSettingsOutput;
  functions: Array<AgentFunctionOutput>;
  variables: Record<string, string>;
}

export interface AgentDeletedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'agent.deleted';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  data: DeletedAgent;
}

export interface AgentDeployedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'agent.deployed';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  data: AgentVersion;
}

export interface AgentDiff {
  agent_id: string;
  from: AgentVersionRef;
  to: AgentVersionRef;
  changes: Array<AgentChange>;
}

export type AgentFunction = BuiltInFunction | CollectFunction;

export type AgentFunctionOutput = BuiltInFunction | CollectFunctionOutput;

export interface AgentMessage {
  id: string;
  created_at: Timestamp;
  role: 'agent';
  content: string;
  start_ms?: number;
  end_ms?: number;
  interrupted?: boolean;
}

export type AgentPatch = MergePatch<AgentConfig>;

export interface AgentTag {
  agent_id: string;
  tag: TagName;
  version: number;
}

export interface AgentVersion {
  agent_id: string;
  version: number;
  config: AgentConfigOutput;
  published_at: Timestamp;
  published_by: string | null;
}

export type AgentVersionRef = number | string;

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  last_four: string;
  scopes: Array<Scope>;
  allowed_ips: Array<AddressRange>;
  requests_per_minute: number | null;
  created_at: Timestamp;
  last_used_at: Timestamp | null;
  expires_at: Timestamp | null;
  previous_secret_expires_at: Timestamp | null;
}

export interface BuiltInFunction {
  type: 'built_in';
  name: 'current_time' | 'calculator' | 'end_call';
  description?: string | undefined;
}

export interface Call {
  id: string;
  type: 'web' | 'phone';
  transport: 'webrtc' | 'websocket';
  direction: 'inbound' | 'outbound';
  from_number: string | null;
  to_number: string | null;
  conversation_id: string;
  agent_id: string;
  agent_name: string;
  agent_version: number | null;
  status: 'registered' | 'ongoing' | 'ended' | 'error';
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  duration_ms: number | null;
  disconnection_reason: DisconnectionReason | null;
  sentiment: Sentiment | null;
  revision: number;
  metadata: Metadata;
  variables: Record<string, string>;
  transcript: Array<TranscriptTurn>;
  collected: Array<CollectedData>;
  latency: CallLatency;
  cost: CallCost;
  recording: CallRecording;
}

export interface CallAnalyzedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'call.analyzed';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  data: CallSummary;
}

export interface CallCost {
  total: MicroUsd;
  llm: MicroUsd;
  stt: MicroUsd;
  tts: MicroUsd;
  usage: CallUsage;
}

export type CallDecision =
  | {
      type: 'state.changed';
      from: 'greeting' | 'listening' | 'thinking' | 'speaking' | 'paused' | 'running-function' | 'ending' | 'ended';
      to: 'greeting' | 'listening' | 'thinking' | 'speaking' | 'paused' | 'running-function' | 'ending' | 'ended';
    }
  | {
      type: 'user_turn.committed';
      turn: number;
      text: string;
      words: Array<Word>;
      start_ms: number;
      end_ms: number;
      reason: string;
      silence_ms: number;
      typed: boolean;
    }
  | {
      type: 'llm.requested';
      request: number;
      turn: number;
      messages: number;
    }
  | {
      type: 'llm.aborted';
      request: number;
    }
  | {
      type: 'clause.spoken';
      clause: number;
      turn: number;
      text: string;
    }
  | {
      type: 'playout.paused';
    }
  | {
      type: 'playout.resumed';
    }
  | {
      type: 'playout.cleared';
    }
  | {
      type: 'interruption.detected';
      turn: number;
      speech_ms: number;
    }
  | {
      type: 'interruption.dismissed';
      turn: number;
      reason: string;
    }
  | {
      type: 'agent_turn.finished';
      turn: number;
      text: string;
      words: Array<Word>;
      start_ms: number;
      end_ms: number;
      interrupted: boolean;
      unheard_text: string;
    }
  | {
      type: 'turn.measured';
      turn: number;
      e2e_ms: number;
      endpointing_ms: number | null;
      stt_ms: number | null;
      llm_ms: number | null;
      tts_ms: number | null;
    }
  | {
      type: 'function.requested';
      turn: number;
      function_call_id: string;
      name: string;
      arguments: unknown;
    }
  | {
      type: 'data.collected';
      name: string;
      arguments: unknown;
    }
  | {
      type: 'call.ended';
      reason: DisconnectionReason;
      message?: string;
    };

export interface CallEndedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'call.ended';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  data: CallSummary;
}

export type CallEvent =
  | {
      seq: number;
      at_ms: number;
      kind: 'input';
      event: CallInput;
    }
  | {
      seq: number;
      at_ms: number;
      kind: 'decision';
      event: CallDecision;
    };

export interface CallEventList {
  items: Array<CallEvent>;
}

export type CallInput =
  | {
      type: 'call.started';
    }
  | {
      type: 'user_speech.started';
      utterance: number;
      speech_ms: number;
    }
  | {
      type: 'user_speech.ended';
      utterance: number;
      speech_ms: number;
    }
  | {
      type: 'user_transcript.partial';
      utterance: number;
      text: string;
    }
  | {
      type: 'user_transcript.final';
      utterance: number;
      text: string;
      words: Array<Word>;
      rejected: boolean;
    }
  | {
      type: 'user_text.received';
      text: string;
    }
  | {
      type: 'user_dtmf.received';
      digit: string;
    }
  | {
      type: 'context.injected';
      text: string;
    }
  | {
      type: 'llm.delta_received';
      request: number;
      text: string;
    }
  | {
      type: 'llm.function_called';
      request: number;
      function_call_id: string;
      name: string;
      arguments: unknown;
    }
  | {
      type: 'llm.finished';
      request: number;
      provider: string;
      model: string;
      usage: TokenUsage;
    }
  | {
      type: 'llm.failed';
      request: number;
      code: string;
      message: string;
    }
  | {
      type: 'tts.first_audio';
      clause: number;
    }
  | {
      type: 'tts.finished';
      clause: number;
      duration_ms: number;
      characters: number;
    }
  | {
      type: 'tts.failed';
      clause: number;
      code: string;
      message: string;
    }
  | {
      type: 'playout.started';
      clause: number;
    }
  | {
      type: 'playout.finished';
      clause: number;
      words: Array<Word>;
    }
  | {
      type: 'playout.stopped';
      clause: number;
      heard_ms: number;
      heard_text: string;
      words: Array<Word>;
    }
  | {
      type: 'function.finished';
      function_call_id: string;
      ok: boolean;
      result: unknown;
      error?: string;
      ms: number;
    }
  | {
      type: 'stt.failed';
      code: string;
      message: string;
    }
  | {
      type: 'timer.fired';
      timer: 'endpointing' | 'interruption' | 'reminder' | 'idle' | 'max-duration' | 'provider' | 'ending';
    }
  | {
      type: 'hangup.requested';
      by: 'user' | 'api';
    }
  | {
      type: 'transport.closed';
      code: string;
      message: string;
    };

export interface CallLatency {
  e2e: Percentiles;
  endpointing: Percentiles;
  stt: Percentiles;
  llm: Percentiles;
  tts: Percentiles;
}

export interface CallListItem {
  id: string;
  type: 'web' | 'phone';
  transport: 'webrtc' | 'websocket';
  direction: 'inbound' | 'outbound';
  from_number: string | null;
  to_number: string | null;
  conversation_id: string;
  agent_id: string;
  agent_name: string;
  agent_version: number | null;
  status: 'registered' | 'ongoing' | 'ended' | 'error';
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  duration_ms: number | null;
  disconnection_reason: DisconnectionReason | null;
  sentiment: Sentiment | null;
  revision: number;
  metadata?: Metadata;
  variables?: Record<string, string>;
  transcript?: Array<TranscriptTurn>;
  collected?: Array<CollectedData>;
  latency?: CallLatency;
  cost?: CallCost;
  recording?: CallRecording;
}

export interface CallRecording {
  available: boolean;
  url: string | null;
  duration_ms: number | null;
}

export interface CallStartedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'call.started';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  data: CallSummary;
}

export interface CallSummary {
  id: string;
  type: 'web' | 'phone';
  transport: 'webrtc' | 'websocket';
  direction: 'inbound' | 'outbound';
  from_number: string | null;
  to_number: string | null;
  conversation_id: string;
  agent_id: string;
  agent_name: string;
  agent_version: number | null;
  status: 'registered' | 'ongoing' | 'ended' | 'error';
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  duration_ms: number | null;
  disconnection_reason: DisconnectionReason | null;
  sentiment: Sentiment | null;
  revision: number;
  metadata: Metadata;
  variables: Record<string, string>;
  latency: CallLatency;
  cost: CallCost;
  recording: CallRecording;
}

export interface CallUsage {
  llm_input_tokens: number;
  llm_output_tokens: number;
  stt_ms: number;
  tts_characters: number;
}

export interface CollectFunction {
  type: 'collect';
  name: string;
  /** Default: `""`. */
  description?: string | undefined;
  parameters: FunctionParameters;
}

export interface CollectFunctionOutput {
  type: 'collect';
  name: string;
  description: string;
  parameters: FunctionParametersOutput;
}

export interface CollectedData {
  name: string;
  arguments: unknown;
  at_ms: number;
}

export interface Conversation {
  id: string;
  channel: 'text' | 'voice';
  call_id: string | null;
  agent_id: string;
  agent_name: string;
  agent_version: number | null;
  status: 'ongoing' | 'ended';
  end_reason: string | null;
  metadata: Metadata;
  variables: Record<string, string>;
  message_count: number;
  revision: number;
  created_at: Timestamp;
  last_message_at: Timestamp | null;
  ended_at: Timestamp | null;
  cost: ConversationCost;
  messages: Array<Message>;
  collected: Array<ConversationData>;
}

export interface ConversationCost {
  total: MicroUsd;
  usage: TokenUsage;
}

export interface ConversationData {
  name: string;
  arguments: unknown;
}

export interface ConversationEndedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'conversation.ended';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  /** A conversation without its messages and collected data. */
  data: ConversationSummary;
}

export interface ConversationListItem {
  id: string;
  channel: 'text' | 'voice';
  call_id: string | null;
  agent_id: string;
  agent_name: string;
  agent_version: number | null;
  status: 'ongoing' | 'ended';
  end_reason: string | null;
  metadata?: Metadata;
  variables?: Record<string, string>;
  message_count: number;
  revision: number;
  created_at: Timestamp;
  last_message_at: Timestamp | null;
  ended_at: Timestamp | null;
  cost?: ConversationCost;
  messages?: Array<Message>;
  collected?: Array<ConversationData>;
}

/** A conversation without its messages and collected data. */
export interface ConversationSummary {
  id: string;
  channel: 'text' | 'voice';
  call_id: string | null;
  agent_id: string;
  agent_name: string;
  agent_version: number | null;
  status: 'ongoing' | 'ended';
  end_reason: string | null;
  metadata: Metadata;
  variables: Record<string, string>;
  message_count: number;
  revision: number;
  created_at: Timestamp;
  last_message_at: Timestamp | null;
  ended_at: Timestamp | null;
  cost: ConversationCost;
}

export interface ConversationUpdatedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'conversation.updated';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  /** A conversation without its messages and collected data. */
  data: ConversationSummary;
}

export interface CreateAccessToken {
  scopes?: Array<Scope> | undefined;
  /** Default: `900`. */
  expires_in?: number | undefined;
}

export interface CreateApiKey {
  name: string;
  /** Default: `["*"]`. */
  scopes?: Array<Scope> | undefined;
  /** Default: `[]`. */
  allowed_ips?: Array<AddressRange> | undefined;
  /** Default: `null`. */
  requests_per_minute?: number | null | undefined;
  /** Default: `null`. */
  expires_at?: Timestamp | null | undefined;
}

export type CreateCall = CreateWebCall | CreatePhoneCall;

export interface CreateConversation {
  agent_id: string;
  agent_version?: AgentVersionRef | undefined;
  /** Default: `{}`. */
  metadata?: Metadata | undefined;
  /** Default: `{}`. */
  variables?: Record<string, string> | undefined;
}

export interface CreateMessage {
  content: string;
}

export interface CreatePhoneCall {
  type: 'phone';
  from: E164;
  to: E164;
  agent_id: string;
  agent_version?: AgentVersionRef | undefined;
  /** Default: `{}`. */
  metadata?: Metadata | undefined;
  /** Default: `{}`. */
  variables?: Record<string, string> | undefined;
}

export interface CreatePhoneNumber {
  number: E164;
  /** Default: `""`. */
  nickname?: string | undefined;
  /** Default: `null`. */
  inbound_agent?: NumberAgent | null | undefined;
  /** Default: `null`. */
  outbound_agent?: NumberAgent | null | undefined;
  /** Default: `{}`. */
  metadata?: Metadata | undefined;
}

export interface CreateQuota {
  metric: UsageMetric;
  /** Default: `"month"`. */
  period?: QuotaPeriod | undefined;
  limit: number;
  /** Default: `80`. */
  warn_percent?: number | undefined;
  /** Default: `null`. */
  api_key_id?: string | null | undefined;
}

export interface CreateRecordingUrl {
  /** Default: `3600`. */
  expires_in?: number | undefined;
}

export interface CreateWebCall {
  type: 'web';
  /** Default: `"webrtc"`. */
  transport?: 'webrtc' | 'websocket' | undefined;
  agent_id: string;
  agent_version?: AgentVersionRef | undefined;
  /** Default: `{}`. */
  metadata?: Metadata | undefined;
  /** Default: `{}`. */
  variables?: Record<string, string> | undefined;
}

export interface CreatedApiKey {
  id: string;
  name: string;
  prefix: string;
  last_four: string;
  scopes: Array<Scope>;
  allowed_ips: Array<AddressRange>;
  requests_per_minute: number | null;
  created_at: Timestamp;
  last_used_at: Timestamp | null;
  expires_at: Timestamp | null;
  previous_secret_expires_at: Timestamp | null;
  secret: string;
}

export interface CreatedCall {
  id: string;
  type: 'web' | 'phone';
  transport: 'webrtc' | 'websocket';
  direction: 'inbound' | 'outbound';
  from_number: string | null;
  to_number: string | null;
  conversation_id: string;
  agent_id: string;
  agent_name: string;
  agent_version: number | null;
  status: 'registered' | 'ongoing' | 'ended' | 'error';
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  duration_ms: number | null;
  disconnection_reason: DisconnectionReason | null;
  sentiment: Sentiment | null;
  revision: number;
  metadata: Metadata;
  variables: Record<string, string>;
  transcript: Array<TranscriptTurn>;
  collected: Array<CollectedData>;
  latency: CallLatency;
  cost: CallCost;
  recording: CallRecording;
  client_token: string;
  client_token_expires_at: Timestamp;
  media_url?: string;
  webrtc_url?: string;
  ice_servers: Array<IceServer>;
}

export interface DeletedAgent {
  id: string;
  name: string;
  deleted_at: Timestamp;
}

export type DisconnectionReason =
  | 'user_hangup'
  | 'agent_hangup'
  | 'api_hangup'
  | 'transport_closed'
  | 'inactivity'
  | 'max_duration_reached'
  | 'registered_call_timeout'
  | 'error_node_lost'
  | 'error_media_process_lost'
  | 'error_llm'
  | 'error_stt'
  | 'error_tts'
  | 'error_transport'
  | 'error_internal';

export interface DuplicateAgent {
  name?: string | undefined;
}

export type E164 = string;

export interface EndpointingSettings {
  /** Default: `"adaptive"`. */
  mode?: 'adaptive' | 'fixed' | undefined;
  /** Default: `350`. */
  complete_silence_ms?: number | undefined;
  /** Default: `700`. */
  silence_ms?: number | undefined;
  /** Default: `1500`. */
  incomplete_silence_ms?: number | undefined;
}

export interface EndpointingSettingsOutput {
  mode: 'adaptive' | 'fixed';
  complete_silence_ms: number;
  silence_ms: number;
  incomplete_silence_ms: number;
}

export interface ErrorOccurredEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'error.occurred';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  /** Something that did not work, though nobody was waiting for the answer to a request. */
  data: OccurredError;
}

export interface FieldError {
  pointer: string;
  message: string;
}

export interface FunctionFailedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'function.failed';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  data: FunctionFailure;
}

export interface FunctionFailure {
  /** The function that the agent called. */
  name: string;
  function_call_id: string;
  /** What the agent was told about it. */
  error: string;
  /** How long it ran. */
  ms: number;
  agent_id: string;
  conversation_id: string;
  /** Null in a typed conversation. */
  call_id: string | null;
}

export interface FunctionMessage {
  id: string;
  created_at: Timestamp;
  role: 'function';
  name: string;
  arguments: unknown;
  status: 'running' | 'succeeded' | 'failed';
  result?: unknown;
  error?: string;
  ms: number | null;
}

export interface FunctionParameters {
  type: 'object';
  /** Default: `{}`. */
  properties?:
    | Record<
        string,
        {
          type: string;
          [name: string]: unknown;
        }
      >
    | undefined;
  required?: Array<string> | undefined;
  [name: string]: unknown;
}

export interface FunctionParametersOutput {
  type: 'object';
  properties: Record<
    string,
    {
      type: string;
      [name: string]: unknown;
    }
  >;
  required?: Array<string>;
  [name: string]: unknown;
}

export interface IceServer {
  urls: Array<string>;
  username?: string;
  credential?: string;
}

export interface InjectContext {
  content: string;
}

export interface InterruptionSettings {
  /** Default: `true`. */
  enabled?: boolean | undefined;
  /** Default: `250`. */
  min_speech_ms?: number | undefined;
  /** Default: `0`. */
  min_words?: number | undefined;
}

export interface InterruptionSettingsOutput {
  enabled: boolean;
  min_speech_ms: number;
  min_words: number;
}

export interface LlmSettings {
  /** Default: `"embedded"`. */
  provider?: 'embedded' | 'openai_compatible' | 'openai' | undefined;
  /** Default: `"dialogue-rules"`. */
  model?: string | undefined;
  temperature?: number | undefined;
  max_output_tokens?: number | undefined;
}

export interface LlmSettingsOutput {
  provider: 'embedded' | 'openai_compatible' | 'openai';
  model: string;
  temperature?: number;
  max_output_tokens?: number;
}

export interface Me {
  user: User | null;
  organization: Organization;
  organizations: Array<Organization>;
  role: 'owner' | 'admin' | 'member' | 'api_key';
  scopes: Array<Scope>;
}

export interface Member {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: MemberRole;
  created_at: Timestamp;
}

export type MemberRole = 'owner' | 'admin' | 'member';

export type Message = UserMessage | AgentMessage | FunctionMessage | SystemMessage;

export interface MessageExchange {
  conversation_id: string;
  status: 'ongoing' | 'ended';
  messages: Array<Message>;
  answer: string;
}

export type MessageStreamEvent =
  | {
      type: 'message.delta';
      text: string;
    }
  | {
      type: 'function.called';
      id: string;
      name: string;
      arguments: unknown;
    }
  | {
      type: 'function.finished';
      id: string;
      status: 'succeeded' | 'failed';
    }
  | {
      type: 'exchange.completed';
      exchange: MessageExchange;
    }
  | {
      type: 'error';
      code: string;
      message: string;
    };

export type Metadata = Record<string, string>;

export type MetadataPatch = Record<string, string | null>;

export type MicroUsd = number;

export interface NumberAgent {
  agent_id: string;
  agent_version?: AgentVersionRef | undefined;
}

/** Something that did not work, though nobody was waiting for the answer to a request. */
export interface OccurredError {
  code:
    | 'validation_failed'
    | 'malformed_json'
    | 'body_too_large'
    | 'unsupported_media_type'
    | 'unauthenticated'
    | 'token_expired'
    | 'forbidden'
    | 'insufficient_scope'
    | 'address_not_allowed'
    | 'not_found'
    | 'method_not_allowed'
    | 'conflict'
    | 'precondition_failed'
    | 'idempotency_conflict'
    | 'idempotency_in_progress'
    | 'call_not_live'
    | 'conversation_ended'
    | 'conversation_busy'
    | 'trunk_not_configured'
    | 'call_not_registered'
    | 'invalid_sdp'
    | 'unsupported_audio_format'
    | 'invalid_media_frame'
    | 'capacity_reached'
    | 'rate_limited'
    | 'quota_exceeded'
    | 'provider_not_configured'
    | 'provider_failed'
    | 'provider_timeout'
    | 'engine_unavailable'
    | 'not_implemented'
    | 'internal';
  message: string;
  agent_id: string | null;
  conversation_id: string | null;
  call_id: string | null;
}

export interface Organization {
  id: string;
  name: string;
  slug: string;
  settings: OrganizationSettings;
  created_at: Timestamp;
}

export interface OrganizationSettings {
  recordings: boolean;
}

export interface Percentiles {
  p50: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  num: number;
}

export interface PhoneNumber {
  id: string;
  number: E164;
  nickname: string;
  inbound_agent: NumberAgent | null;
  outbound_agent: NumberAgent | null;
  metadata: Metadata;
  revision: number;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code:
    | 'validation_failed'
    | 'malformed_json'
    | 'body_too_large'
    | 'unsupported_media_type'
    | 'unauthenticated'
    | 'token_expired'
    | 'forbidden'
    | 'insufficient_scope'
    | 'address_not_allowed'
    | 'not_found'
    | 'method_not_allowed'
    | 'conflict'
    | 'precondition_failed'
    | 'idempotency_conflict'
    | 'idempotency_in_progress'
    | 'call_not_live'
    | 'conversation_ended'
    | 'conversation_busy'
    | 'trunk_not_configured'
    | 'call_not_registered'
    | 'invalid_sdp'
    | 'unsupported_audio_format'
    | 'invalid_media_frame'
    | 'capacity_reached'
    | 'rate_limited'
    | 'quota_exceeded'
    | 'provider_not_configured'
    | 'provider_failed'
    | 'provider_timeout'
    | 'engine_unavailable'
    | 'not_implemented'
    | 'internal';
  detail?: string;
  request_id: string;
  errors?: Array<FieldError>;
}

export interface Provider {
  name: 'embedded' | 'openai' | 'openai_compatible';
  kinds: Array<'llm' | 'stt' | 'tts' | 'vad'>;
  state: 'ready' | 'needs_key' | 'failed';
  message: string;
  key_last_four: string | null;
  source: 'built_in' | 'environment' | 'organization' | 'none';
  base_url: string | null;
  models: Array<string>;
}

export interface ProviderCredential {
  api_key?: string | undefined;
  base_url?: string | undefined;
  models?: Array<string> | undefined;
}

export interface ProviderList {
  items: Array<Provider>;
}

export interface ProviderTest {
  ok: boolean;
  latency_ms: number;
  message: string;
}

export interface Quota {
  id: string;
  metric: UsageMetric;
  period: QuotaPeriod;
  limit: number;
  warn_percent: number;
  api_key_id: string | null;
  used: number;
  state: 'ok' | 'warning' | 'exceeded';
  resets_at: Timestamp | null;
  created_at: Timestamp;
}

export interface QuotaNotice {
  quota_id: string;
  metric: UsageMetric;
  level: 'warning' | 'exceeded';
  period_start: Timestamp;
  used: number;
  limit: number;
  created_at: Timestamp;
}

export type QuotaPeriod = 'day' | 'month';

export interface QuotaWarningEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'usage.quota_warning';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  data: QuotaNotice;
}

export interface RecordingUrl {
  url: string;
  expires_at: Timestamp;
}

export interface ReminderSettings {
  /** Default: `12000`. */
  after_ms?: number | undefined;
  /** Default: `2`. */
  max?: number | undefined;
  /** Default: `"Are you still there?"`. */
  text?: string | undefined;
}

export interface ReminderSettingsOutput {
  after_ms: number;
  max: number;
  text: string;
}

export interface RotateApiKey {
  /** Default: `86400`. */
  overlap_seconds?: number | undefined;
}

/** `*` is everything, now and later; a `write` scope includes its `read`. */
export type Scope =
  | '*'
  | 'agents:read'
  | 'agents:write'
  | 'conversations:read'
  | 'conversations:write'
  | 'calls:read'
  | 'calls:write'
  | 'phone_numbers:read'
  | 'phone_numbers:write'
  | 'api_keys:read'
  | 'api_keys:write'
  | 'organization:read'
  | 'organization:write'
  | 'usage:read'
  | 'usage:write'
  | 'providers:read'
  | 'providers:write';

export type Sentiment = 'positive' | 'neutral' | 'negative';

export interface SetAgentTag {
  version: number;
}

export interface SttSettings {
  /** Default: `"embedded"`. */
  provider?: 'embedded' | undefined;
  /** Default: `[]`. */
  keywords?: Array<string> | undefined;
}

export interface SttSettingsOutput {
  provider: 'embedded';
  keywords: Array<string>;
}

export interface SystemMessage {
  id: string;
  created_at: Timestamp;
  role: 'system';
  content: string;
}

export type TagName = string;

export type Timestamp = string;

export interface TokenUsage {
  input_tokens: number;
  output_tokens: number;
  cached_input_tokens: number;
}

export interface TranscriptTurn {
  role: 'user' | 'agent';
  turn: number;
  text: string;
  start_ms: number;
  end_ms: number;
  words: Array<Word>;
  interrupted?: boolean;
  unheard_text?: string;
}

export interface TtsSettings {
  /** Default: `"embedded"`. */
  provider?: 'embedded' | undefined;
  /** Default: `"slt"`. */
  voice?: string | undefined;
  /** Default: `1`. */
  speed?: number | undefined;
}

export interface TtsSettingsOutput {
  provider: 'embedded';
  voice: string;
  speed: number;
}

export interface TurnTakingSettings {
  /** Default: `{}`. */
  endpointing?: EndpointingSettings | undefined;
  /** Default: `{}`. */
  interruption?: InterruptionSettings | undefined;
  /** Default: `{}`. */
  reminder?: ReminderSettings | undefined;
  /** Default: `60000`. */
  idle_timeout_ms?: number | undefined;
  /** Default: `3600000`. */
  max_call_ms?: number | undefined;
  /** Default: `10000`. */
  provider_timeout_ms?: number | undefined;
}

export interface TurnTakingSettingsOutput {
  endpointing: EndpointingSettingsOutput;
  interruption: InterruptionSettingsOutput;
  reminder: ReminderSettingsOutput;
  idle_timeout_ms: number;
  max_call_ms: number;
  provider_timeout_ms: number;
}

export interface UpdateApiKey {
  name?: string | undefined;
  scopes?: Array<Scope> | undefined;
  allowed_ips?: Array<AddressRange> | undefined;
  requests_per_minute?: number | null | undefined;
  expires_at?: Timestamp | null | undefined;
}

export interface UpdateCall {
  metadata: MetadataPatch;
}

export interface UpdateConversation {
  metadata: MetadataPatch;
}

export interface UpdateMember {
  role: MemberRole;
}

export interface UpdateOrganization {
  name?: string | undefined;
  settings?:
    | {
        recordings?: boolean | undefined;
      }
    | undefined;
}

export interface UpdatePhoneNumber {
  nickname?: string | undefined;
  inbound_agent?: NumberAgent | null | undefined;
  outbound_agent?: NumberAgent | null | undefined;
  metadata?: Metadata | undefined;
}

export interface UpdateQuota {
  limit?: number | undefined;
  warn_percent?: number | undefined;
}

export interface Usage {
  from: string;
  to: string;
  group_by: 'day' | 'agent' | 'api_key';
  total: UsageValues;
  rows: Array<UsageRow>;
  notices: Array<QuotaNotice>;
}

export type UsageMetric =
  | 'requests'
  | 'calls'
  | 'call_ms'
  | 'concurrent_calls'
  | 'conversations'
  | 'messages'
  | 'llm_input_tokens'
  | 'llm_output_tokens'
  | 'stt_ms'
  | 'tts_characters'
  | 'cost';

export interface UsageRow {
  key: string | null;
  name: string | null;
  values: UsageValues;
}

export interface UsageValues {
  requests: number;
  calls: number;
  call_ms: number;
  concurrent_calls: number;
  conversations: number;
  messages: number;
  llm_input_tokens: number;
  llm_output_tokens: number;
  stt_ms: number;
  tts_characters: number;
  cost: number;
}

export interface User {
  id: string;
  name: string;
  email: string;
}

export interface UserMessage {
  id: string;
  created_at: Timestamp;
  role: 'user';
  content: string;
  start_ms?: number;
  end_ms?: number;
}

export interface Voice {
  provider: 'embedded' | 'openai' | 'openai_compatible';
  id: string;
  name: string;
  language: string;
  sample_url: string | null;
}

export interface VoiceList {
  items: Array<Voice>;
}

export type WebhookEvent =
  | CallStartedEvent
  | CallEndedEvent
  | CallAnalyzedEvent
  | ConversationUpdatedEvent
  | ConversationEndedEvent
  | AgentDeployedEvent
  | AgentDeletedEvent
  | FunctionFailedEvent
  | ErrorOccurredEvent
  | QuotaWarningEvent;

export interface Word {
  text: string;
  start_ms: number;
  end_ms: number;
}

/** Query of `listAgents`. */
export interface ListAgentsQuery {
  /** Default: `50`. */
  limit?: number | undefined;
  cursor?: string | undefined;
  q?: string | undefined;
  tag?: TagName | undefined;
  published?: 'true' | 'false' | undefined;
  /** Default: `"-created_at"`. */
  sort?: 'created_at' | '-created_at' | 'updated_at' | '-updated_at' | 'name' | '-name' | undefined;
}

/** Query of `listAgentVersions`. */
export interface ListAgentVersionsQuery {
  /** Default: `50`. */
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Query of `diffAgentVersions`. */
export interface DiffAgentVersionsQuery {
  from: string;
  to?: string | undefined;
}

/** Query of `listConversations`. */
export interface ListConversationsQuery {
  /** Default: `50`. */
  limit?: number | undefined;
  cursor?: string | undefined;
  channel?: 'text' | 'voice' | undefined;
  status?: 'ongoing' | 'ended' | undefined;
  agent_id?: string | undefined;
  call_id?: string | undefined;
  created_after?: Timestamp | undefined;
  created_before?: Timestamp | undefined;
  metadata?: Metadata | undefined;
  variables?: Record<string, string> | undefined;
  /** Default: `"-created_at"`. */
  sort?: 'created_at' | '-created_at' | 'last_message_at' | '-last_message_at' | undefined;
  fields?: string | undefined;
}

/** Query of `exportConversation`. */
export interface ExportConversationQuery {
  /** Default: `"json"`. */
  format?: 'json' | 'text' | 'vtt' | undefined;
}

/** Query of `listCalls`. */
export interface ListCallsQuery {
  /** Default: `50`. */
  limit?: number | undefined;
  cursor?: string | undefined;
  status?: 'registered' | 'ongoing' | 'ended' | 'error' | undefined;
  type?: 'web' | 'phone' | undefined;
  direction?: 'inbound' | 'outbound' | undefined;
  agent_id?: string | undefined;
  agent_version?: number | undefined;
  disconnection_reason?: DisconnectionReason | undefined;
  sentiment?: Sentiment | undefined;
  from_number?: string | undefined;
  to_number?: string | undefined;
  created_after?: Timestamp | undefined;
  created_before?: Timestamp | undefined;
  started_after?: Timestamp | undefined;
  started_before?: Timestamp | undefined;
  ended_after?: Timestamp | undefined;
  ended_before?: Timestamp | undefined;
  min_duration_ms?: number | undefined;
  max_duration_ms?: number | undefined;
  metadata?: Metadata | undefined;
  metadata_key?: string | undefined;
  variables?: Record<string, string> | undefined;
  /** Default: `"-created_at"`. */
  sort?:
    'created_at' | '-created_at' | 'started_at' | '-started_at' | 'ended_at' | '-ended_at' | 'duration_ms' | '-duration_ms' | undefined;
  fields?: string | undefined;
}

/** Query of `listPhoneNumbers`. */
export interface ListPhoneNumbersQuery {
  /** Default: `50`. */
  limit?: number | undefined;
  cursor?: string | undefined;
  number?: string | undefined;
  agent_id?: string | undefined;
}

/** Query of `listApiKeys`. */
export interface ListApiKeysQuery {
  /** Default: `50`. */
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Query of `getUsage`. */
export interface GetUsageQuery {
  from?: string | undefined;
  to?: string | undefined;
  agent_id?: string | undefined;
  api_key_id?: string | undefined;
  /** Default: `"day"`. */
  group_by?: 'day' | 'agent' | 'api_key' | undefined;
}

/** Query of `listQuotas`. */
export interface ListQuotasQuery {
  /** Default: `50`. */
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Query of `listMembers`. */
export interface ListMembersQuery {
  /** Default: `50`. */
  limit?: number | undefined;
  cursor?: string | undefined;
}
