// Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.

import type { MergePatch } from '../../merge-patch.ts';

export interface AccessToken {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scopes: Array<Scope>;
}

/** What came of `action.requested`. */
export interface ActionFinished {
  type: 'action.finished';
  action: number;
  function_call_id: string;
  did: 'send_digits' | 'transfer';
  ok: boolean;
  /** A stable word, such as `not_supported_by_transport`; the model is told it. */
  error?: string;
  ms: number;
  /** The id of an unexpected error; the server's log has its trace under it. */
  defect_id?: string;
}

/** The transport is asked to do what a function wants. */
export interface ActionRequested {
  type: 'action.requested';
  action: number;
  turn: number;
  function_call_id: string;
  /** What the transport of a call is asked to do. */
  wanted: TransportAction;
}

/** `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. */
export type AddressRange = string;

export interface Agent {
  id: string;
  name: string;
  /** BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form. */
  language: string;
  /** IANA time zone in which the agent speaks of dates and times. */
  time_zone: string;
  /** What the agent says first; empty: it waits for the caller. May hold `{{variables}}`. */
  greeting: string;
  /** Who the agent is and what it does. May hold `{{variables}}`. */
  prompt: string;
  llm: LlmSettingsOutput;
  stt: SttSettingsOutput;
  tts: TtsSettingsOutput;
  turn_taking: TurnTakingSettingsOutput;
  /** What the agent may call while it talks. */
  functions: Array<AgentFunctionOutput>;
  /** Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a call may override them. */
  variables: Variables;
  /** Labels of your own. They are no settings: they have no versions, and a change of them is no draft to publish. */
  metadata: Metadata;
  /** Published versions by tag. */
  tags: Record<string, number>;
  /** The newest published version, null before the first publication. */
  published_version: number | null;
  /** True when the draft differs from the newest published version. */
  draft_changed: boolean;
  /** Counts the saves of draft and metadata; send it back as `If-Match` to be told of a conflict. */
  revision: number;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** RFC 3339 time in UTC; there was no year 0. */
  updated_at: Timestamp;
}

export interface AgentChange {
  /** JSON pointer (RFC 6901) into the settings. */
  path: string;
  change: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
}

export interface AgentConfig {
  name: string;
  /** BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form. */
  language: string;
  /** IANA time zone in which the agent speaks of dates and times. */
  time_zone: string;
  /** What the agent says first; empty: it waits for the caller. May hold `{{variables}}`. */
  greeting: string;
  /** Who the agent is and what it does. May hold `{{variables}}`. */
  prompt: string;
  llm: LlmSettingsOutput;
  stt: SttSettingsOutput;
  tts: TtsSettingsOutput;
  turn_taking: TurnTakingSettingsOutput;
  /** What the agent may call while it talks. */
  functions: Array<AgentFunctionOutput>;
  /** Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a call may override them. */
  variables: Variables;
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
  /** A version number, `draft`, `latest` (the newest published version) or one of the agent's tags. */
  from: AgentVersionRef;
  /** A version number, `draft`, `latest` (the newest published version) or one of the agent's tags. */
  to: AgentVersionRef;
  changes: Array<AgentChange>;
}

export type AgentFunction = BuiltInFunction | CollectFunction;

export type AgentFunctionOutput = BuiltInFunction | CollectFunctionOutput;

/** An agent, or the parts of it that `fields` names. */
export interface AgentListItem {
  id: string;
  name: string;
  /** BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form. */
  language: string;
  /** IANA time zone in which the agent speaks of dates and times. */
  time_zone: string;
  /**
   * What the agent says first; empty: it waits for the caller. May hold `{{variables}}`.
   * Default: `"Hello, how can I help you?"`.
   */
  greeting?: string;
  /**
   * Who the agent is and what it does. May hold `{{variables}}`.
   * Default: `"You are a friendly voice agent. Answer briefly."`.
   */
  prompt?: string;
  llm?: LlmSettingsOutput;
  stt?: SttSettingsOutput;
  tts?: TtsSettingsOutput;
  turn_taking?: TurnTakingSettingsOutput;
  /**
   * What the agent may call while it talks.
   * Default: `[]`.
   */
  functions?: Array<AgentFunctionOutput>;
  /** Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a call may override them. */
  variables?: Variables;
  /** Labels of your own. They are no settings: they have no versions, and a change of them is no draft to publish. */
  metadata?: Metadata;
  /** Published versions by tag. */
  tags?: Record<string, number>;
  /** The newest published version, null before the first publication. */
  published_version: number | null;
  /** True when the draft differs from the newest published version. */
  draft_changed: boolean;
  /** Counts the saves of draft and metadata; send it back as `If-Match` to be told of a conflict. */
  revision: number;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** RFC 3339 time in UTC; there was no year 0. */
  updated_at: Timestamp;
}

export interface AgentMessage {
  id: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  role: 'agent';
  /** In a call: what was heard. */
  content: string;
  start_ms?: number;
  end_ms?: number;
  interrupted?: boolean;
}

/** Any part of an `AgentConfig` but its name and variables, at any depth, for this one call or conversation: what is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a whole; `null` takes a setting away that has no default. The whole is checked like an agent's settings. */
export interface AgentOverride {
  /** BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form. */
  language?: string | undefined;
  /** IANA time zone in which the agent speaks of dates and times. */
  time_zone?: string | undefined;
  /** What the agent says first; empty: it waits for the caller. May hold `{{variables}}`. */
  greeting?: string | undefined;
  /** Who the agent is and what it does. May hold `{{variables}}`. */
  prompt?: string | undefined;
  llm?: LlmOverride | undefined;
  stt?: SttOverride | undefined;
  tts?: TtsOverride | undefined;
  turn_taking?: TurnTakingOverride | undefined;
  /** What the agent may call while it talks. */
  functions?: Array<AgentFunction> | undefined;
}

/** Any part of an `AgentConfig` but its name and variables, at any depth, for this one call or conversation: what is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a whole; `null` takes a setting away that has no default. The whole is checked like an agent's settings. */
export interface AgentOverrideOutput {
  /** BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form. */
  language?: string;
  /** IANA time zone in which the agent speaks of dates and times. */
  time_zone?: string;
  /** What the agent says first; empty: it waits for the caller. May hold `{{variables}}`. */
  greeting?: string;
  /** Who the agent is and what it does. May hold `{{variables}}`. */
  prompt?: string;
  llm?: LlmOverride;
  stt?: SttOverride;
  tts?: TtsOverride;
  turn_taking?: TurnTakingOverride;
  /** What the agent may call while it talks. */
  functions?: Array<AgentFunctionOutput>;
}

/** Any part of a `CreateAgent`, at any depth. `null` puts a field back to its default, and removes a key of `metadata`. The whole is checked once merged. */
export type AgentPatch = MergePatch<CreateAgent>;

/** A setting that keeps the agent from being published and from taking calls. */
export interface AgentProblem {
  /** JSON pointer (RFC 6901) of the setting. */
  pointer: string;
  /** `impossible_settings`: it can never work, change it; `provider_not_configured`: it works once the provider has a key or an address. */
  code: 'impossible_settings' | 'provider_not_configured';
  /** What is wrong, to be read after the name of the setting. */
  message: string;
  /** The provider that lacks a key or an address. */
  provider: string | null;
}

export interface AgentProblemList {
  items: Array<AgentProblem>;
}

export interface AgentTag {
  agent_id: string;
  /** A name that points at a published version, such as `prod`. */
  tag: TagName;
  version: number;
}

/** What the caller heard of the agent's turn. */
export interface AgentTurnFinished {
  type: 'agent_turn.finished';
  turn: number;
  text: string;
  words: Array<Word>;
  start_ms: number;
  end_ms: number;
  interrupted: boolean;
  unheard_text: string;
}

export interface AgentVersion {
  agent_id: string;
  version: number;
  config: AgentConfig;
  /** RFC 3339 time in UTC; there was no year 0. */
  published_at: Timestamp;
  /** Name of the person or key. */
  published_by: string | null;
}

/** A version number, `draft`, `latest` (the newest published version) or one of the agent's tags. */
export type AgentVersionRef = number | string;

export interface ApiKey {
  id: string;
  name: string;
  /** The first characters and the last four: enough to recognise a key, useless to anyone else. */
  prefix: string;
  last_four: string;
  scopes: Array<Scope>;
  /** Empty: any address. */
  allowed_ips: Array<AddressRange>;
  /** Points a minute instead of the installation's default; null: the default. */
  requests_per_minute: number | null;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** To within a minute. */
  last_used_at: Timestamp | null;
  /** Null: never. */
  expires_at: Timestamp | null;
  /** Until when the secret before the last rotation still works. */
  previous_secret_expires_at: Timestamp | null;
}

/** A model that was asked is done with, whatever came of it. Decides nothing. */
export interface AttemptSettled {
  type: 'attempt.settled';
  request: number;
  provider: string;
  model: string;
  /** `lost`: another model answered first. `aborted`: the answer was not wanted any more. */
  outcome: 'won' | 'lost' | 'failed' | 'aborted';
  /** From the request to the first of the answer; absent when nothing came. */
  first_ms?: number;
  usage: TokenUsage;
  /** The model reported no usage: `usage` is estimated from the characters. */
  estimated: boolean;
  /** With `failed`: the error code. */
  code?: string;
}

export interface AuditActor {
  /** `client`: the client of one call; `anonymous`: somebody without credentials, such as a failed sign-in or a signed URL; `command_line`: the `parley` command; `system`: the server by itself. */
  type: 'person' | 'api_key' | 'access_token' | 'client' | 'anonymous' | 'command_line' | 'system';
  /** The user, or the API key (behind an access token too). */
  id: string | null;
  /** As it was then. */
  name: string | null;
}

export interface AuditChange {
  field: string;
  /** Null: there was none. A text of more than 4,000 characters is cut. */
  before: unknown;
  after: unknown;
  /** Values that the trail never keeps: secrets, metadata of calls. */
  hidden: boolean;
}

export interface AuditEntry {
  id: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  actor: AuditActor;
  /** The operation's name in this document, or what happened elsewhere: `signIn`, `import`, … */
  action: string;
  outcome: 'success' | 'failure';
  resource_type: string;
  resource_id: string | null;
  changes: Array<AuditChange>;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
}

export interface BuiltInFunction {
  type: 'built_in';
  name: 'current_time' | 'calculator' | 'end_call';
  /** In place of its own. May hold `{{variables}}`. */
  description?: string | undefined;
}

export interface Call {
  id: string;
  /** Over the web, or by telephone. */
  type: 'web' | 'phone';
  transport: 'webrtc' | 'websocket';
  /** Who called: `inbound` to the agent, `outbound` by it. */
  direction: 'inbound' | 'outbound';
  /** Telephone numbers; null for web calls. */
  from_number: string | null;
  to_number: string | null;
  /** What was said, as messages: `GET /conversations/{id}`. */
  conversation_id: string;
  agent_id: string;
  /** As it was when the call began. */
  agent_name: string;
  /** Null: the draft. */
  agent_version: number | null;
  status: 'registered' | 'ongoing' | 'ended' | 'error';
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  /** From its start to its end; null while it has not ended. */
  duration_ms: number | null;
  /** Why it ended; null while it has not. */
  disconnection_reason: DisconnectionReason | null;
  /** The caller's; null until the call was analysed. */
  sentiment: Sentiment | null;
  /** Null until the call was analysed; `call.analyzed` tells when it was. */
  analysis: CallAnalysis | null;
  /** Counts the changes of `metadata`; send it back as `If-Match`. */
  revision: number;
  metadata: Metadata;
  /** Those the call was begun with. */
  variables: Record<string, string>;
  /** What the call had otherwise than its agent; null: nothing. */
  agent_override: AgentOverrideOutput | null;
  /** What was said, and heard, turn by turn. */
  transcript: Array<TranscriptTurn>;
  /** Results of the agent's `collect` functions, newest last. */
  collected: Array<CollectedData>;
  /** Unexpected errors during the call, oldest first; its events tell what failed of them. */
  defects: Array<CallDefect>;
  latency: CallLatency;
  cost: CallCost;
  recording: CallRecording;
}

/** What a function asks of the call that it runs in. */
export type CallAction = EndCallAction | CollectDataAction | SendDigitsAction | TransferAction;

/** What the agent's model says of the call after its end. */
export interface CallAnalysis {
  /** What the call was about and how it ended, in a few sentences. */
  summary: string;
  /** Whether the caller got what they called for; null where the call does not tell. */
  successful: boolean | null;
  provider: string;
  model: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  analyzed_at: Timestamp;
}

export interface CallAnalyzed {
  type: 'call.analyzed';
  provider: string;
  model: string;
  summary: string;
  sentiment: Sentiment;
  successful: boolean | null;
  usage: TokenUsage;
  /** How long the model took. */
  ms: number;
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
  /** A call without transcript, collected data, defects and what it overrides of its agent. */
  data: CallSummary;
}

export interface CallAnswered {
  type: 'call.answered';
}

export interface CallCost {
  /** Money in integer micro-USD (1,000,000 = one US dollar). */
  total: MicroUsd;
  /** Money in integer micro-USD (1,000,000 = one US dollar). */
  llm: MicroUsd;
  /** Money in integer micro-USD (1,000,000 = one US dollar). */
  stt: MicroUsd;
  /** Money in integer micro-USD (1,000,000 = one US dollar). */
  tts: MicroUsd;
  usage: CallUsage;
}

/** What the turn core decided. */
export type CallDecision =
  | StateChanged
  | UserTurnCommitted
  | LlmRequested
  | LlmAborted
  | ClauseSpoken
  | PlayoutPaused
  | PlayoutResumed
  | PlayoutCleared
  | InterruptionDetected
  | InterruptionDismissed
  | AgentTurnFinished
  | TurnMeasured
  | FunctionRequested
  | ActionRequested
  | DataCollected
  | CallEnded;

export interface CallDecisionEvent {
  /** Counts from 1 without gaps. */
  seq: number;
  /** Since the call began. */
  at_ms: number;
  kind: 'decision';
  /** What the turn core decided. */
  event: CallDecision;
}

/** An unexpected error on the server's side during the call. */
export interface CallDefect {
  /** The server's log has the trace under this id. */
  id: string;
  /** The part of the server in which an unexpected error was met. */
  place: DefectPlace;
  /** Since the call began. */
  at_ms: number;
}

export interface CallEnded {
  type: 'call.ended';
  reason: DisconnectionReason;
  message?: string;
}

export interface CallEndedEvent {
  /** Also the header `webhook-id`: the same in every attempt to deliver. */
  id: string;
  type: 'call.ended';
  /** When it happened. */
  created_at: Timestamp;
  organization_id: string;
  /** The version of the shape of `data`. */
  api_version: 'v1';
  /** A call without transcript, collected data, defects and what it overrides of its agent. */
  data: CallSummary;
}

export type CallEvent = CallInputEvent | CallDecisionEvent | CallFindingEvent;

export interface CallEventList {
  items: Array<CallEvent>;
}

/** What was found out about the call after its end. */
export type CallFinding = CallAnalyzed;

export interface CallFindingEvent {
  /** Counts from 1 without gaps. */
  seq: number;
  /** Since the call began. */
  at_ms: number;
  kind: 'finding';
  /** What was found out about the call after its end. */
  event: CallFinding;
}

/** The caller put the call on hold: nothing is heard either way, and no wait for the caller runs. */
export interface CallHeld {
  type: 'call.held';
}

/** What happened to the call. */
export type CallInput =
  | CallStarted
  | UserSpeechStarted
  | UserSpeechEnded
  | UserTranscriptPartial
  | UserTranscriptFinal
  | UserTextReceived
  | DigitReceived
  | ContextInjected
  | CallRinging
  | CallAnswered
  | CallHeld
  | CallResumed
  | CallTakenOver
  | LlmDeltaReceived
  | LlmFunctionCalled
  | LlmFinished
  | LlmFailed
  | AttemptSettled
  | TtsFirstAudio
  | TtsFinished
  | TtsFailed
  | PlayoutStarted
  | PlayoutFinished
  | PlayoutStopped
  | FunctionFinished
  | ActionFinished
  | SttFailed
  | HearingInterrupted
  | TimerFired
  | HangupRequested
  | TransportClosed
  | DefectReported;

export interface CallInputEvent {
  /** Counts from 1 without gaps. */
  seq: number;
  /** Since the call began. */
  at_ms: number;
  kind: 'input';
  /** What happened to the call. */
  event: CallInput;
}

export interface CallLatency {
  e2e: Percentiles;
  endpointing: Percentiles;
  stt: Percentiles;
  llm: Percentiles;
  tts: Percentiles;
}

export interface CallListItem {
  id: string;
  /** Over the web, or by telephone. */
  type: 'web' | 'phone';
  transport: 'webrtc' | 'websocket';
  /** Who called: `inbound` to the agent, `outbound` by it. */
  direction: 'inbound' | 'outbound';
  /** Telephone numbers; null for web calls. */
  from_number: string | null;
  to_number: string | null;
  /** What was said, as messages: `GET /conversations/{id}`. */
  conversation_id: string;
  agent_id: string;
  /** As it was when the call began. */
  agent_name: string;
  /** Null: the draft. */
  agent_version: number | null;
  status: 'registered' | 'ongoing' | 'ended' | 'error';
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  /** From its start to its end; null while it has not ended. */
  duration_ms: number | null;
  /** Why it ended; null while it has not. */
  disconnection_reason: DisconnectionReason | null;
  /** The caller's; null until the call was analysed. */
  sentiment: Sentiment | null;
  /** Null until the call was analysed; `call.analyzed` tells when it was. */
  analysis: CallAnalysis | null;
  /** Counts the changes of `metadata`; send it back as `If-Match`. */
  revision: number;
  metadata?: Metadata;
  /** Those the call was begun with. */
  variables?: Record<string, string>;
  /** What the call had otherwise than its agent; null: nothing. */
  agent_override?: AgentOverrideOutput | null;
  /** What was said, and heard, turn by turn. */
  transcript?: Array<TranscriptTurn>;
  /** Results of the agent's `collect` functions, newest last. */
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

/** The hold is over. */
export interface CallResumed {
  type: 'call.resumed';
}

/** The call is not answered yet: nothing is heard either way. */
export interface CallRinging {
  type: 'call.ringing';
}

export interface CallStarted {
  type: 'call.started';
  /** Version of the turn core; absent in logs of older engines. Only the same version replays a log. */
  engine?: number;
  /** When the call began. */
  wall_time?: Timestamp;
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
  /** A call without transcript, collected data, defects and what it overrides of its agent. */
  data: CallSummary;
}

/** A call without transcript, collected data, defects and what it overrides of its agent. */
export interface CallSummary {
  id: string;
  /** Over the web, or by telephone. */
  type: 'web' | 'phone';
  transport: 'webrtc' | 'websocket';
  /** Who called: `inbound` to the agent, `outbound` by it. */
  direction: 'inbound' | 'outbound';
  /** Telephone numbers; null for web calls. */
  from_number: string | null;
  to_number: string | null;
  /** What was said, as messages: `GET /conversations/{id}`. */
  conversation_id: string;
  agent_id: string;
  /** As it was when the call began. */
  agent_name: string;
  /** Null: the draft. */
  agent_version: number | null;
  status: 'registered' | 'ongoing' | 'ended' | 'error';
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  /** From its start to its end; null while it has not ended. */
  duration_ms: number | null;
  /** Why it ended; null while it has not. */
  disconnection_reason: DisconnectionReason | null;
  /** The caller's; null until the call was analysed. */
  sentiment: Sentiment | null;
  /** Null until the call was analysed; `call.analyzed` tells when it was. */
  analysis: CallAnalysis | null;
  /** Counts the changes of `metadata`; send it back as `If-Match`. */
  revision: number;
  metadata: Metadata;
  /** Those the call was begun with. */
  variables: Record<string, string>;
  latency: CallLatency;
  cost: CallCost;
  recording: CallRecording;
}

/** Another process goes on with the call: what was under way when the one before was lost is asked, spoken or given up anew. */
export interface CallTakenOver {
  type: 'call.taken_over';
  /** RFC 3339 time in UTC; there was no year 0. */
  wall_time: Timestamp;
}

export interface CallUsage {
  llm_input_tokens: number;
  llm_output_tokens: number;
  stt_ms: number;
  tts_characters: number;
}

export interface ClauseSpoken {
  type: 'clause.spoken';
  clause: number;
  turn: number;
  text: string;
  /** The voice that speaks, and in which language. Absent in logs of older engines. */
  voice?: VoiceRef;
}

/** Kept in the call's `collected` data. */
export interface CollectDataAction {
  type: 'collect_data';
  name: string;
  arguments: unknown;
}

/** Validates what the caller said against `parameters` and keeps it in the call's `collected` data. */
export interface CollectFunction {
  type: 'collect';
  name: string;
  /**
   * When the model is to call it. May hold `{{variables}}`.
   * Default: `""`.
   */
  description?: string | undefined;
  /** JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with 500 schemas, each property being one. */
  parameters: FunctionParameters;
}

/** Validates what the caller said against `parameters` and keeps it in the call's `collected` data. */
export interface CollectFunctionOutput {
  type: 'collect';
  name: string;
  /** When the model is to call it. May hold `{{variables}}`. */
  description: string;
  /** JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with 500 schemas, each property being one. */
  parameters: FunctionParametersOutput;
}

export interface CollectedData {
  name: string;
  arguments: unknown;
  at_ms: number;
}

export interface ContextInjected {
  type: 'context.injected';
  text: string;
}

export interface Conversation {
  id: string;
  /** Typed, or spoken in a call. */
  channel: 'text' | 'voice';
  /** The call that it is the exchange of; null for a typed one. */
  call_id: string | null;
  agent_id: string;
  agent_name: string;
  /** Null: the draft. */
  agent_version: number | null;
  status: 'ongoing' | 'ended';
  /** Null while it goes on. */
  end_reason: string | null;
  metadata: Metadata;
  variables: Record<string, string>;
  message_count: number;
  /** Counts the changes of `metadata`; send it back as `If-Match`. */
  revision: number;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  last_message_at: Timestamp | null;
  ended_at: Timestamp | null;
  cost: ConversationCost;
  /** What the conversation had otherwise than its agent; null: nothing. Of a call's conversation, what the call had. */
  agent_override: AgentOverrideOutput | null;
  /** What was said and which functions ran, in order. */
  messages: Array<Message>;
  /** Results of the agent's `collect` functions, newest last. */
  collected: Array<ConversationData>;
}

export interface ConversationCost {
  /** Money in integer micro-USD (1,000,000 = one US dollar). */
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
  /** A conversation without its messages, collected data and what it overrides of its agent. */
  data: ConversationSummary;
}

export interface ConversationListItem {
  id: string;
  /** Typed, or spoken in a call. */
  channel: 'text' | 'voice';
  /** The call that it is the exchange of; null for a typed one. */
  call_id: string | null;
  agent_id: string;
  agent_name: string;
  /** Null: the draft. */
  agent_version: number | null;
  status: 'ongoing' | 'ended';
  /** Null while it goes on. */
  end_reason: string | null;
  metadata?: Metadata;
  variables?: Record<string, string>;
  message_count: number;
  /** Counts the changes of `metadata`; send it back as `If-Match`. */
  revision: number;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  last_message_at: Timestamp | null;
  ended_at: Timestamp | null;
  cost?: ConversationCost;
  /** What the conversation had otherwise than its agent; null: nothing. Of a call's conversation, what the call had. */
  agent_override?: AgentOverrideOutput | null;
  /** What was said and which functions ran, in order. */
  messages?: Array<Message>;
  /** Results of the agent's `collect` functions, newest last. */
  collected?: Array<ConversationData>;
}

/** A conversation without its messages, collected data and what it overrides of its agent. */
export interface ConversationSummary {
  id: string;
  /** Typed, or spoken in a call. */
  channel: 'text' | 'voice';
  /** The call that it is the exchange of; null for a typed one. */
  call_id: string | null;
  agent_id: string;
  agent_name: string;
  /** Null: the draft. */
  agent_version: number | null;
  status: 'ongoing' | 'ended';
  /** Null while it goes on. */
  end_reason: string | null;
  metadata: Metadata;
  variables: Record<string, string>;
  message_count: number;
  /** Counts the changes of `metadata`; send it back as `If-Match`. */
  revision: number;
  /** RFC 3339 time in UTC; there was no year 0. */
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
  /** A conversation without its messages, collected data and what it overrides of its agent. */
  data: ConversationSummary;
}

export interface CreateAccessToken {
  /** At most those of the key; absent: all of them. */
  scopes?: Array<Scope> | undefined;
  /**
   * Seconds of life.
   * Default: `900`.
   */
  expires_in?: number | undefined;
}

export interface CreateAgent {
  name: string;
  /**
   * BCP 47 tag of the language that is spoken, one that recogniser and voice have; kept in its canonical form.
   * Default: `"en-US"`.
   */
  language?: string | undefined;
  /**
   * IANA time zone in which the agent speaks of dates and times.
   * Default: `"UTC"`.
   */
  time_zone?: string | undefined;
  /**
   * What the agent says first; empty: it waits for the caller. May hold `{{variables}}`.
   * Default: `"Hello, how can I help you?"`.
   */
  greeting?: string | undefined;
  /**
   * Who the agent is and what it does. May hold `{{variables}}`.
   * Default: `"You are a friendly voice agent. Answer briefly."`.
   */
  prompt?: string | undefined;
  llm?: LlmSettings | undefined;
  stt?: SttSettings | undefined;
  tts?: TtsSettings | undefined;
  turn_taking?: TurnTakingSettings | undefined;
  /**
   * What the agent may call while it talks.
   * Default: `[]`.
   */
  functions?: Array<AgentFunction> | undefined;
  /** Defaults of `{{variables}}` in greeting, prompt, reminder and descriptions of functions; a call may override them. */
  variables?: Variables | undefined;
  /** Labels of your own. They are no settings: they have no versions, and a change of them is no draft to publish. */
  metadata?: Metadata | undefined;
}

export interface CreateApiKey {
  name: string;
  /** Default: `["*"]`. */
  scopes?: Array<Scope> | undefined;
  /** Default: `[]`. */
  allowed_ips?: Array<AddressRange> | undefined;
  /**
   * Points a minute instead of the installation's default; null: the default.
   * Default: `null`.
   */
  requests_per_minute?: number | null | undefined;
  /** Default: `null`. */
  expires_at?: Timestamp | null | undefined;
}

export type CreateCall = CreateWebCall | CreatePhoneCall;

export interface CreateConversation {
  agent_id: string;
  /** Absent: the newest published version, or the draft when none is published. */
  agent_version?: AgentVersionRef | undefined;
  metadata?: Metadata | undefined;
  variables?: Variables | undefined;
  /** Any part of an `AgentConfig` but its name and variables, at any depth, for this one call or conversation: what is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a whole; `null` takes a setting away that has no default. The whole is checked like an agent's settings. */
  agent_override?: AgentOverride | undefined;
}

export interface CreateInvitation {
  /** Default: `"member"`. */
  role?: MemberRole | undefined;
  email?: string | undefined;
  /** Default: `72`. */
  expires_in_hours?: number | undefined;
}

export interface CreateMessage {
  content: string;
}

/** An outbound call to a telephone. */
export interface CreatePhoneCall {
  type: 'phone';
  /** E.164: `+` and up to 15 digits. */
  from: E164;
  /** E.164: `+` and up to 15 digits. */
  to: E164;
  agent_id: string;
  /** Absent: the newest published version, or the draft when none is published. */
  agent_version?: AgentVersionRef | undefined;
  metadata?: Metadata | undefined;
  /** Override the agent's `{{variables}}`. */
  variables?: Variables | undefined;
  /** Any part of an `AgentConfig` but its name and variables, at any depth, for this one call or conversation: what is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a whole; `null` takes a setting away that has no default. The whole is checked like an agent's settings. */
  agent_override?: AgentOverride | undefined;
}

export interface CreatePhoneNumber {
  /** E.164: `+` and up to 15 digits. */
  number: E164;
  /** Default: `""`. */
  nickname?: string | undefined;
  /** Default: `null`. */
  inbound_agent?: NumberAgent | null | undefined;
  /** Default: `null`. */
  outbound_agent?: NumberAgent | null | undefined;
  metadata?: Metadata | undefined;
}

export interface CreateQuota {
  /** `concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and `stt_ms` are milliseconds, `cost` is micro-USD. */
  metric: UsageMetric;
  /** Default: `"month"`. */
  period?: QuotaPeriod | undefined;
  limit: number;
  /** Default: `80`. */
  warn_percent?: number | undefined;
  /** Default: `null`. */
  api_key_id?: string | null | undefined;
}

/** Seconds until the URL expires; at most a week. */
export interface CreateRecordingUrl {
  /** Default: `3600`. */
  expires_in?: number | undefined;
}

export interface CreateWebCall {
  type: 'web';
  /** Default: `"webrtc"`. */
  transport?: 'webrtc' | 'websocket' | undefined;
  agent_id: string;
  /** Absent: the newest published version, or the draft when none is published. */
  agent_version?: AgentVersionRef | undefined;
  metadata?: Metadata | undefined;
  /** Override the agent's `{{variables}}`. */
  variables?: Variables | undefined;
  /** Any part of an `AgentConfig` but its name and variables, at any depth, for this one call or conversation: what is left out is the agent's. Lists (`functions`, `stt.keywords`) are replaced as a whole; `null` takes a setting away that has no default. The whole is checked like an agent's settings. */
  agent_override?: AgentOverride | undefined;
}

export interface CreateWebhook {
  /** Where events are sent: https, a public address. */
  url: string;
  /** Default: `""`. */
  description?: string | undefined;
  /**
   * The types of events that are sent.
   * Default: `["*"]`.
   */
  events?: Array<EventPattern> | undefined;
  /**
   * Only events about these agents; empty: all.
   * Default: `[]`.
   */
  agent_ids?: Array<string> | undefined;
  /**
   * All of them must hold.
   * Default: `[]`.
   */
  conditions?: Array<EventCondition> | undefined;
  /** Sent with every delivery; kept encrypted and never shown again. */
  custom_headers?: WebhookHeaders | undefined;
  /**
   * How long an attempt may take.
   * Default: `10000`.
   */
  timeout_ms?: number | undefined;
  /**
   * `retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have such a webhook of their own.
   * Default: `"parley"`.
   */
  format?: 'parley' | 'retell' | undefined;
  /**
   * Sign in the format of Retell too: `x-retell-signature`, with the secret as its key.
   * Default: `false`.
   */
  retell_signature?: boolean | undefined;
  /** Default: `true`. */
  enabled?: boolean | undefined;
}

/** The secret is shown this once. */
export interface CreatedApiKey {
  id: string;
  name: string;
  /** The first characters and the last four: enough to recognise a key, useless to anyone else. */
  prefix: string;
  last_four: string;
  scopes: Array<Scope>;
  /** Empty: any address. */
  allowed_ips: Array<AddressRange>;
  /** Points a minute instead of the installation's default; null: the default. */
  requests_per_minute: number | null;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** To within a minute. */
  last_used_at: Timestamp | null;
  /** Null: never. */
  expires_at: Timestamp | null;
  /** Until when the secret before the last rotation still works. */
  previous_secret_expires_at: Timestamp | null;
  secret: string;
}

export interface CreatedCall {
  id: string;
  /** Over the web, or by telephone. */
  type: 'web' | 'phone';
  transport: 'webrtc' | 'websocket';
  /** Who called: `inbound` to the agent, `outbound` by it. */
  direction: 'inbound' | 'outbound';
  /** Telephone numbers; null for web calls. */
  from_number: string | null;
  to_number: string | null;
  /** What was said, as messages: `GET /conversations/{id}`. */
  conversation_id: string;
  agent_id: string;
  /** As it was when the call began. */
  agent_name: string;
  /** Null: the draft. */
  agent_version: number | null;
  status: 'registered' | 'ongoing' | 'ended' | 'error';
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  /** From its start to its end; null while it has not ended. */
  duration_ms: number | null;
  /** Why it ended; null while it has not. */
  disconnection_reason: DisconnectionReason | null;
  /** The caller's; null until the call was analysed. */
  sentiment: Sentiment | null;
  /** Null until the call was analysed; `call.analyzed` tells when it was. */
  analysis: CallAnalysis | null;
  /** Counts the changes of `metadata`; send it back as `If-Match`. */
  revision: number;
  metadata: Metadata;
  /** Those the call was begun with. */
  variables: Record<string, string>;
  /** What the call had otherwise than its agent; null: nothing. */
  agent_override: AgentOverrideOutput | null;
  /** What was said, and heard, turn by turn. */
  transcript: Array<TranscriptTurn>;
  /** Results of the agent's `collect` functions, newest last. */
  collected: Array<CollectedData>;
  /** Unexpected errors during the call, oldest first; its events tell what failed of them. */
  defects: Array<CallDefect>;
  latency: CallLatency;
  cost: CallCost;
  recording: CallRecording;
  /** Valid for this call alone; the caller's client presents it. */
  client_token: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  client_token_expires_at: Timestamp;
  /** Where a client of the WebSocket transport connects; it holds the token. */
  media_url?: string;
  /** Where a client of the WebRTC transport posts its offer, with the token. */
  webrtc_url?: string;
  /** `RTCIceServer`s that the browser should use (TURN, where configured). */
  ice_servers: Array<IceServer>;
}

/** The link is shown this once and works once. */
export interface CreatedInvitation {
  id: string;
  role: MemberRole;
  /** Whom it is for, as a note and as the only address that it accepts; null: whoever has the link. */
  email: string | null;
  status: 'pending' | 'accepted' | 'revoked' | 'expired';
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** RFC 3339 time in UTC; there was no year 0. */
  expires_at: Timestamp;
  url: string;
}

export interface CreatedWebhook {
  id: string;
  url: string;
  description: string;
  /** The types of events that are sent. */
  events: Array<EventPattern>;
  /** Only events about these agents; empty: all. */
  agent_ids: Array<string>;
  /** All of them must hold. */
  conditions: Array<EventCondition>;
  /** Names of the own headers. */
  header_names: Array<string>;
  /** How long an attempt may take. */
  timeout_ms: number;
  /** `retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have such a webhook of their own. */
  format: 'parley' | 'retell';
  /** Sign in the format of Retell too: `x-retell-signature`, with the secret as its key. */
  retell_signature: boolean;
  enabled: boolean;
  /** `gone`: it answered 410; `failing`: nothing arrived for five days. */
  disabled_reason: 'manual' | 'gone' | 'failing' | null;
  /** The first failure since something arrived last. */
  failing_since: Timestamp | null;
  secret_last_four: string;
  /** Until when deliveries are signed with the secret before too. */
  previous_secret_expires_at: Timestamp | null;
  revision: number;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** RFC 3339 time in UTC; there was no year 0. */
  updated_at: Timestamp;
  /** `whsec_…`, shown this once. */
  secret: string;
}

export interface DataCollected {
  type: 'data.collected';
  name: string;
  arguments: unknown;
}

/** The part of the server in which an unexpected error was met. */
export type DefectPlace = 'core' | 'llm.stream' | 'stt' | 'tts' | 'vad' | 'function' | 'transport' | 'recorder' | 'host' | 'analysis';

/** An unexpected error was met; what failed because of it names its id. */
export interface DefectReported {
  type: 'defect.reported';
  /** The id of an unexpected error; the server's log has its trace under it. */
  defect_id: string;
  /** The part of the server in which an unexpected error was met. */
  place: DefectPlace;
}

export interface DeletedAgent {
  id: string;
  name: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  deleted_at: Timestamp;
}

/** `retrying`: failed, and tried again at `next_attempt_at`; `dead`: given up, can be sent again. */
export type DeliveryStatus = 'pending' | 'sending' | 'delivered' | 'retrying' | 'dead';

/** The caller pressed a key. Keys are collected until `#`, or until none comes for `keys_timeout_ms`, and are one turn then. */
export interface DigitReceived {
  type: 'digit.received';
  digit: string;
  /** How it was told: an RTP event, the tone itself, a SIP INFO, a client's message. Absent in logs of older engines. */
  method?: 'rfc4733' | 'inband' | 'info' | 'message';
  /** How long the key was pressed, where that is known. */
  duration_ms?: number;
}

export type DisconnectionReason =
  | 'user_hangup'
  | 'agent_hangup'
  | 'transferred'
  | 'api_hangup'
  | 'transport_closed'
  | 'inactivity'
  | 'max_duration_reached'
  | 'registered_call_timeout'
  | 'server_shutdown'
  | 'error_node_lost'
  | 'error_media_process_lost'
  | 'error_llm'
  | 'error_stt'
  | 'error_tts'
  | 'error_impossible_settings'
  | 'error_provider_not_configured'
  | 'error_transport'
  | 'error_storage'
  | 'error_internal';

/** Why speech over the agent was no interruption; `unknown` only in logs of older engines. */
export type DismissalReason = 'no_words' | 'listening_signal' | 'too_few_words' | 'no_transcript' | 'long_sound' | 'late_words' | 'unknown';

export interface DuplicateAgent {
  /** Absent: the name with " (copy)" behind it. */
  name?: string | undefined;
}

/** E.164: `+` and up to 15 digits. */
export type E164 = string;

/** The call ends when what the agent says has been heard. */
export interface EndCallAction {
  type: 'end_call';
}

export interface EndpointingOverride {
  /** `adaptive` waits shorter after a complete sentence and longer after an open one; `fixed` always waits `silence_ms`. */
  mode?: 'adaptive' | 'fixed' | undefined;
  /** Silence that ends a turn after a complete sentence. */
  complete_silence_ms?: number | undefined;
  /** Silence that ends a turn otherwise. */
  silence_ms?: number | undefined;
  /** Silence that ends a turn after a sentence that is left open. */
  incomplete_silence_ms?: number | undefined;
  /** Silence that ends a turn while the caller dictates what the agent asked for (a phone number, an e-mail address, a spelled name, a date of birth, a code) and it is not whole yet; never less than `incomplete_silence_ms`. */
  dictation_silence_ms?: number | undefined;
}

export interface EndpointingSettings {
  /**
   * `adaptive` waits shorter after a complete sentence and longer after an open one; `fixed` always waits `silence_ms`.
   * Default: `"adaptive"`.
   */
  mode?: 'adaptive' | 'fixed' | undefined;
  /**
   * Silence that ends a turn after a complete sentence.
   * Default: `350`.
   */
  complete_silence_ms?: number | undefined;
  /**
   * Silence that ends a turn otherwise.
   * Default: `700`.
   */
  silence_ms?: number | undefined;
  /**
   * Silence that ends a turn after a sentence that is left open.
   * Default: `1500`.
   */
  incomplete_silence_ms?: number | undefined;
  /**
   * Silence that ends a turn while the caller dictates what the agent asked for (a phone number, an e-mail address, a spelled name, a date of birth, a code) and it is not whole yet; never less than `incomplete_silence_ms`.
   * Default: `2000`.
   */
  dictation_silence_ms?: number | undefined;
}

export interface EndpointingSettingsOutput {
  /** `adaptive` waits shorter after a complete sentence and longer after an open one; `fixed` always waits `silence_ms`. */
  mode: 'adaptive' | 'fixed';
  /** Silence that ends a turn after a complete sentence. */
  complete_silence_ms: number;
  /** Silence that ends a turn otherwise. */
  silence_ms: number;
  /** Silence that ends a turn after a sentence that is left open. */
  incomplete_silence_ms: number;
  /** Silence that ends a turn while the caller dictates what the agent asked for (a phone number, an e-mail address, a spelled name, a date of birth, a code) and it is not whole yet; never less than `incomplete_silence_ms`. */
  dictation_silence_ms: number;
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

/** A field that is not there fits `ne` and `exists` false, and nothing else. */
export interface EventCondition {
  /** JSON pointer (RFC 6901) into the event, such as `/data/duration_ms`. */
  field: string;
  operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'in' | 'exists';
  /** What the field is compared with; a list for `in`, true or false for `exists`. */
  value?: string | number | boolean | null | Array<string | number | boolean | null> | undefined;
}

export interface EventFilter {
  /**
   * The types of events that are sent.
   * Default: `["*"]`.
   */
  events?: Array<EventPattern> | undefined;
  /**
   * Only events about these agents; empty: all.
   * Default: `[]`.
   */
  agent_ids?: Array<string> | undefined;
  /**
   * All of them must hold.
   * Default: `[]`.
   */
  conditions?: Array<EventCondition> | undefined;
}

/** `*`, a group such as `call.*`, or one type such as `call.ended`. */
export type EventPattern = string;

export interface ExchangeCompletedEvent {
  type: 'exchange.completed';
  /** The caller's message, what functions ran, and the agent's answer, in order. */
  exchange: MessageExchange;
}

export interface FieldError {
  pointer: string;
  message: string;
}

export interface FilterPreview {
  matched: number;
  total: number;
  by_type: Record<string, number>;
  samples: Array<WebhookEvent>;
}

export interface FunctionCalledEvent {
  type: 'function.called';
  id: string;
  name: string;
  arguments: unknown;
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

export interface FunctionFinished {
  type: 'function.finished';
  function_call_id: string;
  ok: boolean;
  result: unknown;
  error?: string;
  actions?: Array<CallAction>;
  ms: number;
  /** The id of an unexpected error; the server's log has its trace under it. */
  defect_id?: string;
}

export interface FunctionFinishedEvent {
  type: 'function.finished';
  id: string;
  status: 'succeeded' | 'failed';
}

/** A function that the agent called, and what came of it. */
export interface FunctionMessage {
  id: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  role: 'function';
  name: string;
  arguments: unknown;
  /** `running` in a live call only. */
  status: 'running' | 'succeeded' | 'failed';
  /** What the function gave back. */
  result?: unknown;
  /** What went wrong. */
  error?: string;
  /** How long it ran; null while it runs. */
  ms: number | null;
}

/** JSON Schema of one argument. */
export interface FunctionParameter {
  type: string;
  [name: string]: unknown;
}

/** JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with 500 schemas, each property being one. */
export interface FunctionParameters {
  type: 'object';
  properties?: Record<string, FunctionParameter> | undefined;
  required?: Array<string> | undefined;
  [name: string]: unknown;
}

/** JSON Schema (draft-07) of a function's arguments (an object schema): at most 32,768 bytes, 32 levels deep, with 500 schemas, each property being one. */
export interface FunctionParametersOutput {
  type: 'object';
  properties: Record<string, FunctionParameter>;
  required?: Array<string>;
  [name: string]: unknown;
}

export interface FunctionRequested {
  type: 'function.requested';
  turn: number;
  function_call_id: string;
  name: string;
  arguments: unknown;
}

/** RFC 3339 time with `Z` or an offset such as `+02:00` (in a query string `%2B02:00`). */
export type GivenTime = string;

export interface HangupRequested {
  type: 'hangup.requested';
  by: 'user' | 'api' | 'server' | 'storage' | 'defect';
}

/** The recogniser or the voice detector was lost and is replaced: the next one hears the caller's unfinished words again. Decides nothing. */
export interface HearingInterrupted {
  type: 'hearing.interrupted';
  /** The recogniser or the voice detector. */
  part: 'stt' | 'vad';
  /** An error code such as `provider_failed`, or `open_timeout`, `final_timeout`, `result_timeout`, or `audio_dropped` when more of the caller's audio waited than is kept. */
  code: string;
  message: string;
  /** A provider's own account of why it refused a request. */
  refusal?: ProviderRefusal;
  /** The id of an unexpected error; the server's log has its trace under it. */
  defect_id?: string;
  /** When the next session is opened; absent when the session goes on. */
  retry_in_ms?: number;
  /** With `audio_dropped`: as much of the caller's audio is not heard. */
  dropped_ms?: number;
}

export interface IceServer {
  urls: Array<string>;
  username?: string;
  credential?: string;
}

/** Told to the model as a system message; it may answer at once or with its next turn. */
export interface InjectContext {
  content: string;
}

export interface InterruptionDetected {
  type: 'interruption.detected';
  turn: number;
  speech_ms: number;
}

export interface InterruptionDismissed {
  type: 'interruption.dismissed';
  turn: number;
  /** Why speech over the agent was no interruption; `unknown` only in logs of older engines. */
  reason: DismissalReason;
  /** What was said; in no turn. Absent in logs of older engines. */
  text?: string;
  /** Only in logs of older engines, which gave their reasons in English: the sentence. */
  reason_text?: string;
}

export interface InterruptionOverride {
  /** False: the agent speaks on whatever the caller says. */
  enabled?: boolean | undefined;
  /** Speech shorter than this over the agent is a false interruption: playout pauses and goes on. */
  min_speech_ms?: number | undefined;
  /** With a number above 0, that many recognised words are needed besides `min_speech_ms`. */
  min_words?: number | undefined;
}

export interface InterruptionSettings {
  /**
   * False: the agent speaks on whatever the caller says.
   * Default: `true`.
   */
  enabled?: boolean | undefined;
  /**
   * Speech shorter than this over the agent is a false interruption: playout pauses and goes on.
   * Default: `250`.
   */
  min_speech_ms?: number | undefined;
  /**
   * With a number above 0, that many recognised words are needed besides `min_speech_ms`.
   * Default: `0`.
   */
  min_words?: number | undefined;
}

export interface InterruptionSettingsOutput {
  /** False: the agent speaks on whatever the caller says. */
  enabled: boolean;
  /** Speech shorter than this over the agent is a false interruption: playout pauses and goes on. */
  min_speech_ms: number;
  /** With a number above 0, that many recognised words are needed besides `min_speech_ms`. */
  min_words: number;
}

export interface Invitation {
  id: string;
  role: MemberRole;
  /** Whom it is for, as a note and as the only address that it accepts; null: whoever has the link. */
  email: string | null;
  status: 'pending' | 'accepted' | 'revoked' | 'expired';
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** RFC 3339 time in UTC; there was no year 0. */
  expires_at: Timestamp;
}

export interface LlmAborted {
  type: 'llm.aborted';
  request: number;
}

export interface LlmDeltaReceived {
  type: 'llm.delta_received';
  request: number;
  text: string;
}

export interface LlmFailed {
  type: 'llm.failed';
  request: number;
  code: string;
  message: string;
  /** A provider's own account of why it refused a request. */
  refusal?: ProviderRefusal;
  /** The id of an unexpected error; the server's log has its trace under it. */
  defect_id?: string;
}

export interface LlmFinished {
  type: 'llm.finished';
  request: number;
  provider: string;
  model: string;
  usage: TokenUsage;
}

export interface LlmFunctionCalled {
  type: 'llm.function_called';
  request: number;
  function_call_id: string;
  name: string;
  arguments: unknown;
}

export interface LlmOverride {
  /** `embedded` needs no network; `openai_compatible` reaches any OpenAI-compatible endpoint. */
  provider?: 'embedded' | 'openai_compatible' | 'openai' | undefined;
  /** For `embedded`: `dialogue-rules`, and for no other provider. `GET /providers` suggests some. */
  model?: string | undefined;
  /** How freely the model chooses its words; absent: its own default. */
  temperature?: number | null | undefined;
  /** The longest answer. */
  max_output_tokens?: number | null | undefined;
}

export interface LlmRequested {
  type: 'llm.requested';
  request: number;
  turn: number;
  messages: number;
  /** The model that is asked. Absent in logs of older engines. */
  model?: ModelRef;
}

export interface LlmSettings {
  /**
   * `embedded` needs no network; `openai_compatible` reaches any OpenAI-compatible endpoint.
   * Default: `"embedded"`.
   */
  provider?: 'embedded' | 'openai_compatible' | 'openai' | undefined;
  /**
   * For `embedded`: `dialogue-rules`, and for no other provider. `GET /providers` suggests some.
   * Default: `"dialogue-rules"`.
   */
  model?: string | undefined;
  /** How freely the model chooses its words; absent: its own default. */
  temperature?: number | undefined;
  /** The longest answer. */
  max_output_tokens?: number | undefined;
}

export interface LlmSettingsOutput {
  /** `embedded` needs no network; `openai_compatible` reaches any OpenAI-compatible endpoint. */
  provider: 'embedded' | 'openai_compatible' | 'openai';
  /** For `embedded`: `dialogue-rules`, and for no other provider. `GET /providers` suggests some. */
  model: string;
  /** How freely the model chooses its words; absent: its own default. */
  temperature?: number;
  /** The longest answer. */
  max_output_tokens?: number;
}

/** Who is signed in, in which organization. */
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
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
}

export type MemberRole = 'owner' | 'admin' | 'member';

export interface MemberSession {
  id: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** RFC 3339 time in UTC; there was no year 0. */
  expires_at: Timestamp;
  address: string | null;
  user_agent: string | null;
}

export interface MemberSessionList {
  items: Array<MemberSession>;
}

export type Message = UserMessage | AgentMessage | FunctionMessage | SystemMessage;

export interface MessageDeltaEvent {
  type: 'message.delta';
  /** The next piece of the answer. */
  text: string;
}

/** The caller's message, what functions ran, and the agent's answer, in order. */
export interface MessageExchange {
  conversation_id: string;
  status: 'ongoing' | 'ended';
  messages: Array<Message>;
  /** The agent's answer in one string; empty when it only called functions. */
  answer: string;
}

/** Events of a streamed answer; the SSE `event` is the `type`. The last one is `exchange.completed` or `error`. */
export type MessageStreamEvent =
  MessageDeltaEvent | FunctionCalledEvent | FunctionFinishedEvent | ExchangeCompletedEvent | StreamErrorEvent;

export type Metadata = Record<string, string>;

/** JSON merge patch of metadata (RFC 7396): null removes a key. */
export type MetadataPatch = Record<string, string | null>;

/** Money in integer micro-USD (1,000,000 = one US dollar). */
export type MicroUsd = number;

/** The model that is asked. Absent in logs of older engines. */
export interface ModelRef {
  provider: string;
  model: string;
}

/** The agent that answers, or calls, from a number. */
export interface NumberAgent {
  agent_id: string;
  /** Absent: the newest published version. */
  agent_version?: AgentVersionRef | undefined;
}

/** Something that did not work, though nobody was waiting for the answer to a request. */
export interface OccurredError {
  code:
    | 'validation_failed'
    | 'malformed_json'
    | 'headers_too_large'
    | 'body_too_large'
    | 'unsupported_media_type'
    | 'unauthenticated'
    | 'token_expired'
    | 'forbidden'
    | 'second_factor_required'
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
    | 'webhook_disabled'
    | 'trunk_not_configured'
    | 'call_not_registered'
    | 'invalid_sdp'
    | 'unsupported_audio_format'
    | 'invalid_media_frame'
    | 'busy'
    | 'capacity_reached'
    | 'database_unavailable'
    | 'database_busy'
    | 'storage_full'
    | 'recording_unavailable'
    | 'rate_limited'
    | 'quota_exceeded'
    | 'impossible_settings'
    | 'provider_not_configured'
    | 'provider_failed'
    | 'provider_timeout'
    | 'text_not_speakable'
    | 'speech_backlog_full'
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
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
}

export interface OrganizationSettings {
  /** False: no call of the organization is recorded. */
  recordings: boolean;
  /** False: no call of the organization is analysed after its end. Calls of agents on the embedded model never are. */
  analysis: boolean;
  /** True: signed-in members without a second factor can do nothing but set one up. API keys are unaffected. A signed-in owner who has one changes it. */
  require_second_factor: boolean;
}

export interface Percentiles {
  /** Milliseconds; null without measurements. */
  p50: number | null;
  /** Milliseconds; null without measurements. */
  p90: number | null;
  /** Milliseconds; null without measurements. */
  p95: number | null;
  /** Milliseconds; null without measurements. */
  p99: number | null;
  /** Measurements behind the figures. */
  num: number;
}

export interface PhoneNumber {
  id: string;
  /** E.164: `+` and up to 15 digits. */
  number: E164;
  nickname: string;
  inbound_agent: NumberAgent | null;
  outbound_agent: NumberAgent | null;
  metadata: Metadata;
  revision: number;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** RFC 3339 time in UTC; there was no year 0. */
  updated_at: Timestamp;
}

export interface PlayoutCleared {
  type: 'playout.cleared';
}

/** Nothing more of the clause will sound, and the caller has heard its last audio. */
export interface PlayoutFinished {
  type: 'playout.finished';
  clause: number;
  /** What was heard, with the call times at which it sounded, pauses and gaps counted: the recording's time. */
  words: Array<Word>;
  /** Only where less than the whole text was spoken: what was. Empty when nothing was. */
  heard_text?: string;
}

export interface PlayoutPaused {
  type: 'playout.paused';
}

export interface PlayoutResumed {
  type: 'playout.resumed';
}

export interface PlayoutStarted {
  type: 'playout.started';
  clause: number;
}

/** The answer to `playout.paused` and `playout.cleared`: what had been heard of the clause in playout, 0 when none was. */
export interface PlayoutStopped {
  type: 'playout.stopped';
  clause: number;
  heard_ms: number;
  heard_text: string;
  words: Array<Word>;
}

/** RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code:
    | 'validation_failed'
    | 'malformed_json'
    | 'headers_too_large'
    | 'body_too_large'
    | 'unsupported_media_type'
    | 'unauthenticated'
    | 'token_expired'
    | 'forbidden'
    | 'second_factor_required'
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
    | 'webhook_disabled'
    | 'trunk_not_configured'
    | 'call_not_registered'
    | 'invalid_sdp'
    | 'unsupported_audio_format'
    | 'invalid_media_frame'
    | 'busy'
    | 'capacity_reached'
    | 'database_unavailable'
    | 'database_busy'
    | 'storage_full'
    | 'recording_unavailable'
    | 'rate_limited'
    | 'quota_exceeded'
    | 'impossible_settings'
    | 'provider_not_configured'
    | 'provider_failed'
    | 'provider_timeout'
    | 'text_not_speakable'
    | 'speech_backlog_full'
    | 'engine_unavailable'
    | 'not_implemented'
    | 'internal';
  detail?: string;
  request_id: string;
  /** JSON pointers (RFC 6901) into the body or query and what is wrong there; for `impossible_settings` and `provider_not_configured` into the agent's settings. */
  errors?: Array<FieldError>;
}

export interface Provider {
  name: 'embedded' | 'openai' | 'openai_compatible';
  /** What it can be used for. */
  kinds: Array<'llm' | 'stt' | 'tts' | 'vad'>;
  /** `ready`: usable now; `needs_key`: give a key; `failed`: `message` says what to do. */
  state: 'ready' | 'needs_key' | 'failed';
  message: string;
  /** Null without a key. */
  key_last_four: string | null;
  /** Where key and URL come from. */
  source: 'built_in' | 'environment' | 'organization' | 'none';
  base_url: string | null;
  /** Those to choose from; others may work as well. */
  models: Array<string>;
  /** What its recogniser understands, as ranges of BCP 47: `en` stands for `en-US` too. Empty where it recognises no speech. */
  languages: Array<string>;
}

export interface ProviderCredential {
  api_key?: string | undefined;
  base_url?: string | undefined;
  models?: Array<string> | undefined;
}

export interface ProviderList {
  items: Array<Provider>;
}

/** A provider's own account of why it refused a request. */
export interface ProviderRefusal {
  /** The HTTP status; absent when the refusal came in the middle of an answer. */
  status?: number;
  /** The provider's kind of error, such as `invalid_request_error`. */
  type?: string;
  /** The provider's code, such as `model_not_found`. */
  code?: string;
  /** The parameter that it refuses. */
  param?: string;
  /** The provider's words, shortened; keys, credentials and long quotations are taken out. */
  message?: string;
}

export interface ProviderTest {
  ok: boolean;
  latency_ms: number;
  message: string;
  /** What the provider said, when it refused. */
  refusal?: ProviderRefusal;
}

export interface Quota {
  id: string;
  /** `concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and `stt_ms` are milliseconds, `cost` is micro-USD. */
  metric: UsageMetric;
  /** Calendar days and months in UTC. Without meaning for `concurrent_calls`. */
  period: QuotaPeriod;
  /** In the unit of the metric. */
  limit: number;
  /** Percent of the limit at which a warning is given. */
  warn_percent: number;
  /** The key that it limits; null: the whole organization. */
  api_key_id: string | null;
  /** Used in the current period. */
  used: number;
  state: 'ok' | 'warning' | 'exceeded';
  /** When the period ends; null for `concurrent_calls`. */
  resets_at: Timestamp | null;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
}

/** Kept once a quota and period: the soft warning, and the hard stop. */
export interface QuotaNotice {
  quota_id: string;
  /** `concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and `stt_ms` are milliseconds, `cost` is micro-USD. */
  metric: UsageMetric;
  level: 'warning' | 'exceeded';
  /** RFC 3339 time in UTC; there was no year 0. */
  period_start: Timestamp;
  used: number;
  limit: number;
  /** RFC 3339 time in UTC; there was no year 0. */
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
  /** Kept once a quota and period: the soft warning, and the hard stop. */
  data: QuotaNotice;
}

export interface RecordingUrl {
  url: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  expires_at: Timestamp;
}

export interface ReminderOverride {
  /** Silence of the caller after which the agent asks again; 0 turns reminders off. */
  after_ms?: number | undefined;
  /** How often in a row. */
  max?: number | undefined;
  /** What the agent says. May hold `{{variables}}`. */
  text?: string | undefined;
}

export interface ReminderSettings {
  /**
   * Silence of the caller after which the agent asks again; 0 turns reminders off.
   * Default: `12000`.
   */
  after_ms?: number | undefined;
  /**
   * How often in a row.
   * Default: `2`.
   */
  max?: number | undefined;
  /**
   * What the agent says. May hold `{{variables}}`.
   * Default: `"Are you still there?"`.
   */
  text?: string | undefined;
}

export interface ReminderSettingsOutput {
  /** Silence of the caller after which the agent asks again; 0 turns reminders off. */
  after_ms: number;
  /** How often in a row. */
  max: number;
  /** What the agent says. May hold `{{variables}}`. */
  text: string;
}

export interface ReplayWebhook {
  /** Every event since then that the endpoint’s filter fits is sent again. */
  since: GivenTime;
  /** RFC 3339 time with `Z` or an offset such as `+02:00` (in a query string `%2B02:00`). */
  until?: GivenTime | undefined;
  /**
   * Only those that did not arrive.
   * Default: `false`.
   */
  only_failed?: boolean | undefined;
}

export interface ResendDeliveries {
  ids: Array<string>;
}

export interface ResentDeliveries {
  count: number;
}

/** The old secret goes on working for `overlap_seconds`, at most a week. */
export interface RotateApiKey {
  /** Default: `86400`. */
  overlap_seconds?: number | undefined;
}

export interface RotateWebhookSecret {
  /**
   * How long deliveries are signed with both secrets.
   * Default: `86400`.
   */
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
  | 'providers:write'
  | 'webhooks:read'
  | 'webhooks:write'
  | 'audit_log:read';

/** Keys are pressed for the other side, once what the agent said before has been heard. */
export interface SendDigitsAction {
  type: 'send_digits';
  digits: string;
}

export type Sentiment = 'positive' | 'neutral' | 'negative';

export interface SetAgentTag {
  version: number;
}

export interface StateChanged {
  type: 'state.changed';
  from: 'greeting' | 'listening' | 'thinking' | 'speaking' | 'paused' | 'running-function' | 'ending' | 'ended';
  to: 'greeting' | 'listening' | 'thinking' | 'speaking' | 'paused' | 'running-function' | 'ending' | 'ended';
}

export interface StreamErrorEvent {
  type: 'error';
  code: string;
  message: string;
}

export interface SttFailed {
  type: 'stt.failed';
  code: string;
  message: string;
  /** The id of an unexpected error; the server's log has its trace under it. */
  defect_id?: string;
}

export interface SttOverride {
  provider?: 'embedded' | undefined;
  /** Words and names the recogniser should expect besides those of the prompt. */
  keywords?: Array<string> | undefined;
}

export interface SttSettings {
  /** Default: `"embedded"`. */
  provider?: 'embedded' | undefined;
  /**
   * Words and names the recogniser should expect besides those of the prompt.
   * Default: `[]`.
   */
  keywords?: Array<string> | undefined;
}

export interface SttSettingsOutput {
  provider: 'embedded';
  /** Words and names the recogniser should expect besides those of the prompt. */
  keywords: Array<string>;
}

export interface SystemMessage {
  id: string;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  role: 'system';
  content: string;
}

/** A name that points at a published version, such as `prod`. */
export type TagName = string;

export interface TestWebhook {
  /** Default: `"call.ended"`. */
  type?: WebhookEventType | undefined;
  /** Absent: a sample of the type. */
  data?: Record<string, unknown> | undefined;
}

export interface TimerFired {
  type: 'timer.fired';
  timer:
    | 'endpointing'
    | 'await-final'
    | 'long-speech'
    | 'digits'
    | 'await-verdict'
    | 'await-model'
    | 'await-voice'
    | 'reminder'
    | 'idle'
    | 'max-duration'
    | 'ending'
    | 'interruption'
    | 'provider';
}

/** RFC 3339 time in UTC; there was no year 0. */
export type Timestamp = string;

export interface TokenUsage {
  input_tokens: number;
  output_tokens: number;
  cached_input_tokens: number;
}

export interface TranscriptTurn {
  role: 'user' | 'agent';
  /** Counts the exchanges of the call. */
  turn: number;
  text: string;
  /** Since the call began. */
  start_ms: number;
  /** Since the call began. */
  end_ms: number;
  words: Array<Word>;
  /** The caller cut the agent off. */
  interrupted?: boolean;
  /** What was not heard of the line: the agent was cut off before it, the voice cannot pronounce it, or failed. */
  unheard_text?: string;
}

/** The caller is connected to somebody else, once what the agent said before has been heard; the call ends with that. */
export interface TransferAction {
  type: 'transfer';
  to: string;
}

/** What the transport of a call is asked to do. */
export type TransportAction = SendDigitsAction | TransferAction;

export interface TransportClosed {
  type: 'transport.closed';
  code: string;
  message: string;
  /** The id of an unexpected error; the server's log has its trace under it. */
  defect_id?: string;
}

export interface TtsFailed {
  type: 'tts.failed';
  clause: number;
  code: string;
  message: string;
  /** Audio that was made before: it is played, and `playout.finished` tells how much of the text it was; 0 when there is none, and nothing more comes of the clause. Logs of older engines lack it. */
  rendered_ms?: number;
  /** The id of an unexpected error; the server's log has its trace under it. */
  defect_id?: string;
}

export interface TtsFinished {
  type: 'tts.finished';
  clause: number;
  duration_ms: number;
  characters: number;
}

export interface TtsFirstAudio {
  type: 'tts.first_audio';
  clause: number;
}

export interface TtsOverride {
  provider?: 'embedded' | undefined;
  /** The id of a voice that speaks the agent's language: `GET /voices`. */
  voice?: string | undefined;
  /** 1 is the voice's own pace; 2 is twice as fast. */
  speed?: number | undefined;
}

export interface TtsSettings {
  /** Default: `"embedded"`. */
  provider?: 'embedded' | undefined;
  /**
   * The id of a voice that speaks the agent's language: `GET /voices`.
   * Default: `"slt"`.
   */
  voice?: string | undefined;
  /**
   * 1 is the voice's own pace; 2 is twice as fast.
   * Default: `1`.
   */
  speed?: number | undefined;
}

export interface TtsSettingsOutput {
  provider: 'embedded';
  /** The id of a voice that speaks the agent's language: `GET /voices`. */
  voice: string;
  /** 1 is the voice's own pace; 2 is twice as fast. */
  speed: number;
}

/** Why the turn was taken to be over; `unknown` only in logs of older engines. */
export type TurnEndReason =
  | 'whole_sentence'
  | 'closing_phrase'
  | 'name_given'
  | 'date_or_time_given'
  | 'dictation_complete'
  | 'open_phrase'
  | 'open_word'
  | 'day_missing'
  | 'digits_missing'
  | 'dictation_goes_on'
  | 'email_incomplete'
  | 'spelling_goes_on'
  | 'date_incomplete'
  | 'address_incomplete'
  | 'could_go_on'
  | 'no_words_recognised'
  | 'fixed_silence'
  | 'unintelligible'
  | 'typed'
  | 'keys_complete'
  | 'keys_paused'
  | 'long_speech'
  | 'call_ended'
  | 'unknown';

export interface TurnMeasured {
  type: 'turn.measured';
  turn: number;
  /** From the caller's true end of speech to the agent's first audible frame. */
  e2e_ms: number;
  endpointing_ms: number | null;
  stt_ms: number | null;
  llm_ms: number | null;
  tts_ms: number | null;
}

export interface TurnTakingOverride {
  endpointing?: EndpointingOverride | undefined;
  interruption?: InterruptionOverride | undefined;
  reminder?: ReminderOverride | undefined;
  /** The call ends when nobody has spoken for this long. */
  idle_timeout_ms?: number | undefined;
  /** Keys that the caller presses belong together until none comes for this long; `#` ends them at once. */
  keys_timeout_ms?: number | undefined;
  /** The call ends after this long. */
  max_call_ms?: number | undefined;
  /** A provider that stays silent for this long while the call waits for it is given up. */
  provider_timeout_ms?: number | undefined;
}

export interface TurnTakingSettings {
  endpointing?: EndpointingSettings | undefined;
  interruption?: InterruptionSettings | undefined;
  reminder?: ReminderSettings | undefined;
  /**
   * The call ends when nobody has spoken for this long.
   * Default: `60000`.
   */
  idle_timeout_ms?: number | undefined;
  /**
   * Keys that the caller presses belong together until none comes for this long; `#` ends them at once.
   * Default: `2500`.
   */
  keys_timeout_ms?: number | undefined;
  /**
   * The call ends after this long.
   * Default: `3600000`.
   */
  max_call_ms?: number | undefined;
  /**
   * A provider that stays silent for this long while the call waits for it is given up.
   * Default: `10000`.
   */
  provider_timeout_ms?: number | undefined;
}

export interface TurnTakingSettingsOutput {
  endpointing: EndpointingSettingsOutput;
  interruption: InterruptionSettingsOutput;
  reminder: ReminderSettingsOutput;
  /** The call ends when nobody has spoken for this long. */
  idle_timeout_ms: number;
  /** Keys that the caller presses belong together until none comes for this long; `#` ends them at once. */
  keys_timeout_ms: number;
  /** The call ends after this long. */
  max_call_ms: number;
  /** A provider that stays silent for this long while the call waits for it is given up. */
  provider_timeout_ms: number;
}

export interface UpdateApiKey {
  name?: string | undefined;
  scopes?: Array<Scope> | undefined;
  allowed_ips?: Array<AddressRange> | undefined;
  /** Points a minute instead of the installation's default; null: the default. */
  requests_per_minute?: number | null | undefined;
  expires_at?: Timestamp | null | undefined;
}

export interface UpdateCall {
  /** JSON merge patch of metadata (RFC 7396): null removes a key. */
  metadata: MetadataPatch;
}

export interface UpdateConversation {
  /** JSON merge patch of metadata (RFC 7396): null removes a key. */
  metadata: MetadataPatch;
}

export interface UpdateMember {
  role: MemberRole;
}

export interface UpdateOrganization {
  name?: string | undefined;
  settings?: UpdateOrganizationSettings | undefined;
}

export interface UpdateOrganizationSettings {
  recordings?: boolean | undefined;
  analysis?: boolean | undefined;
  require_second_factor?: boolean | undefined;
}

export interface UpdatePhoneNumber {
  nickname?: string | undefined;
  inbound_agent?: NumberAgent | null | undefined;
  outbound_agent?: NumberAgent | null | undefined;
  /** JSON merge patch of metadata (RFC 7396): null removes a key. */
  metadata?: MetadataPatch | undefined;
}

export interface UpdateQuota {
  limit?: number | undefined;
  warn_percent?: number | undefined;
}

/** `custom_headers` replaces all of them. */
export interface UpdateWebhook {
  /** Where events are sent: https, a public address. */
  url?: string | undefined;
  description?: string | undefined;
  /** The types of events that are sent. */
  events?: Array<EventPattern> | undefined;
  /** Only events about these agents; empty: all. */
  agent_ids?: Array<string> | undefined;
  /** All of them must hold. */
  conditions?: Array<EventCondition> | undefined;
  /** Sent with every delivery; kept encrypted and never shown again. */
  custom_headers?: WebhookHeaders | undefined;
  /** How long an attempt may take. */
  timeout_ms?: number | undefined;
  /** `retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have such a webhook of their own. */
  format?: 'parley' | 'retell' | undefined;
  /** Sign in the format of Retell too: `x-retell-signature`, with the secret as its key. */
  retell_signature?: boolean | undefined;
  enabled?: boolean | undefined;
}

export interface Usage {
  from: string;
  to: string;
  group_by: 'day' | 'agent' | 'api_key';
  total: UsageValues;
  rows: Array<UsageRow>;
  /** Of the asked days, newest first, at most 100. */
  notices: Array<QuotaNotice>;
}

/** `concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and `stt_ms` are milliseconds, `cost` is micro-USD. */
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
  /** The day, agent id or key id; null for what belongs to none, such as requests of a signed-in person. */
  key: string | null;
  /** Name of the agent or key, where it is still known. */
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
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  role: 'user';
  content: string;
  start_ms?: number;
  end_ms?: number;
}

export interface UserSpeechEnded {
  type: 'user_speech.ended';
  utterance: number;
  /** Call time at which speech began or ended in the caller's audio, earlier than the event itself. */
  speech_ms: number;
}

export interface UserSpeechStarted {
  type: 'user_speech.started';
  utterance: number;
  /** Call time at which speech began or ended in the caller's audio, earlier than the event itself. */
  speech_ms: number;
}

export interface UserTextReceived {
  type: 'user_text.received';
  text: string;
}

export interface UserTranscriptFinal {
  type: 'user_transcript.final';
  utterance: number;
  text: string;
  words: Array<Word>;
  /** The recogniser heard speech outside its domain; `text` is then empty or unreliable. */
  rejected: boolean;
  /** The final is overdue and the partial counts in its place; the final, should it come, is another event and takes the place of this one. */
  stands_in?: true;
}

export interface UserTranscriptPartial {
  type: 'user_transcript.partial';
  utterance: number;
  text: string;
}

/** The caller's turn is over; a later commit of the same turn replaces it (the caller went on speaking). */
export interface UserTurnCommitted {
  type: 'user_turn.committed';
  turn: number;
  text: string;
  words: Array<Word>;
  start_ms: number;
  end_ms: number;
  /** Why the turn was taken to be over; `unknown` only in logs of older engines. */
  reason: TurnEndReason;
  /** With `open_word`: the word that leaves the sentence open. */
  ending_word?: string;
  /** Only in logs of older engines, which gave their reasons in English: the sentence. */
  reason_text?: string;
  /** How long the core waited. */
  silence_ms: number;
  typed: boolean;
}

export type Variables = Record<string, string>;

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

/** The voice that speaks, and in which language. Absent in logs of older engines. */
export interface VoiceRef {
  provider: string;
  id: string;
  speed: number;
  language: string;
}

export interface Webhook {
  id: string;
  url: string;
  description: string;
  /** The types of events that are sent. */
  events: Array<EventPattern>;
  /** Only events about these agents; empty: all. */
  agent_ids: Array<string>;
  /** All of them must hold. */
  conditions: Array<EventCondition>;
  /** Names of the own headers. */
  header_names: Array<string>;
  /** How long an attempt may take. */
  timeout_ms: number;
  /** `retell`: the body is `{ event, call }` or `{ event, chat }` as Retell sends it, signed with `x-retell-signature`; only calls and chats are told of. One for all agents is silent about agents that have such a webhook of their own. */
  format: 'parley' | 'retell';
  /** Sign in the format of Retell too: `x-retell-signature`, with the secret as its key. */
  retell_signature: boolean;
  enabled: boolean;
  /** `gone`: it answered 410; `failing`: nothing arrived for five days. */
  disabled_reason: 'manual' | 'gone' | 'failing' | null;
  /** The first failure since something arrived last. */
  failing_since: Timestamp | null;
  secret_last_four: string;
  /** Until when deliveries are signed with the secret before too. */
  previous_secret_expires_at: Timestamp | null;
  revision: number;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  /** RFC 3339 time in UTC; there was no year 0. */
  updated_at: Timestamp;
}

export interface WebhookAttempt {
  attempt: number;
  /** RFC 3339 time in UTC; there was no year 0. */
  at: Timestamp;
  ms: number;
  /** As it was sent, with the values of own headers left out. */
  request: WebhookAttemptRequest;
  response: WebhookAttemptResponse | null;
  error: string | null;
}

/** As it was sent, with the values of own headers left out. */
export interface WebhookAttemptRequest {
  url: string;
  headers: Record<string, string>;
}

/** The body is kept up to 16 kB. */
export interface WebhookAttemptResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface WebhookDelivery {
  id: string;
  webhook_id: string;
  event_id: string;
  event_type: WebhookEventType;
  call_id: string | null;
  agent_id: string | null;
  /** `retrying`: failed, and tried again at `next_attempt_at`; `dead`: given up, can be sent again. */
  status: DeliveryStatus;
  test: boolean;
  attempt_count: number;
  next_attempt_at: Timestamp | null;
  last_status_code: number | null;
  last_error: string | null;
  last_ms: number | null;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  delivered_at: Timestamp | null;
}

export interface WebhookDeliveryDetail {
  id: string;
  webhook_id: string;
  event_id: string;
  event_type: WebhookEventType;
  call_id: string | null;
  agent_id: string | null;
  /** `retrying`: failed, and tried again at `next_attempt_at`; `dead`: given up, can be sent again. */
  status: DeliveryStatus;
  test: boolean;
  attempt_count: number;
  next_attempt_at: Timestamp | null;
  last_status_code: number | null;
  last_error: string | null;
  last_ms: number | null;
  /** RFC 3339 time in UTC; there was no year 0. */
  created_at: Timestamp;
  delivered_at: Timestamp | null;
  /** The body that is sent. */
  event: Record<string, unknown>;
  attempts: Array<WebhookAttempt>;
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

export type WebhookEventType =
  | 'call.started'
  | 'call.ended'
  | 'call.analyzed'
  | 'conversation.updated'
  | 'conversation.ended'
  | 'agent.deployed'
  | 'agent.deleted'
  | 'function.failed'
  | 'error.occurred'
  | 'usage.quota_warning';

/** Sent with every delivery; kept encrypted and never shown again. */
export type WebhookHeaders = Record<string, string>;

export interface Word {
  text: string;
  start_ms: number;
  end_ms: number;
}

/** Query of `listAgents`. */
export interface ListAgentsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the name, in capitals or not. */
  q?: string | undefined;
  tag?: TagName | Array<TagName> | undefined;
  published?: 'true' | 'false' | undefined;
  /** `?metadata[plan]=gold`: the agents whose metadata has this key with this value. */
  metadata?: Metadata | undefined;
  /** `?metadata_key=plan`: the agents whose metadata has this key. */
  metadata_key?: string | undefined;
  /**
   * What the list is ordered by; with `-` before it, descending.
   * Default: `"-created_at"`.
   */
  sort?: 'created_at' | '-created_at' | 'updated_at' | '-updated_at' | 'name' | '-name' | undefined;
  /** The parts to include, with commas between; absent: all of them. Names, times and the like are always there. */
  fields?:
    | 'greeting'
    | 'prompt'
    | 'llm'
    | 'stt'
    | 'tts'
    | 'turn_taking'
    | 'functions'
    | 'variables'
    | 'metadata'
    | 'tags'
    | 'id'
    | 'name'
    | 'language'
    | 'time_zone'
    | 'published_version'
    | 'draft_changed'
    | 'revision'
    | 'created_at'
    | 'updated_at'
    | Array<
        | 'greeting'
        | 'prompt'
        | 'llm'
        | 'stt'
        | 'tts'
        | 'turn_taking'
        | 'functions'
        | 'variables'
        | 'metadata'
        | 'tags'
        | 'id'
        | 'name'
        | 'language'
        | 'time_zone'
        | 'published_version'
        | 'draft_changed'
        | 'revision'
        | 'created_at'
        | 'updated_at'
      >
    | undefined;
}

/** Query of `getAgentParts`. */
export interface GetAgentPartsQuery {
  /** The parts to include, with commas between; absent: all of them. Names, times and the like are always there. */
  fields:
    | 'greeting'
    | 'prompt'
    | 'llm'
    | 'stt'
    | 'tts'
    | 'turn_taking'
    | 'functions'
    | 'variables'
    | 'metadata'
    | 'tags'
    | 'id'
    | 'name'
    | 'language'
    | 'time_zone'
    | 'published_version'
    | 'draft_changed'
    | 'revision'
    | 'created_at'
    | 'updated_at'
    | Array<
        | 'greeting'
        | 'prompt'
        | 'llm'
        | 'stt'
        | 'tts'
        | 'turn_taking'
        | 'functions'
        | 'variables'
        | 'metadata'
        | 'tags'
        | 'id'
        | 'name'
        | 'language'
        | 'time_zone'
        | 'published_version'
        | 'draft_changed'
        | 'revision'
        | 'created_at'
        | 'updated_at'
      >;
}

/** Query of `listAgentProblems`. */
export interface ListAgentProblemsQuery {
  version?: string | undefined;
}

/** Query of `listAgentVersions`. */
export interface ListAgentVersionsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
}

/** Query of `diffAgentVersions`. */
export interface DiffAgentVersionsQuery {
  from: string;
  to?: string | undefined;
}

/** Query of `listConversations`. */
export interface ListConversationsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the agent's name, in capitals or not. */
  q?: string | undefined;
  channel?: 'text' | 'voice' | Array<'text' | 'voice'> | undefined;
  status?: 'ongoing' | 'ended' | Array<'ongoing' | 'ended'> | undefined;
  agent_id?: string | Array<string> | undefined;
  call_id?: string | Array<string> | undefined;
  created_after?: GivenTime | undefined;
  created_before?: GivenTime | undefined;
  /** `?metadata[plan]=gold`: the conversations whose metadata has this key with this value. */
  metadata?: Metadata | undefined;
  /** `?metadata_key=plan`: the conversations whose metadata has this key. */
  metadata_key?: string | undefined;
  /** `?variables[name]=Ada`: the conversations that were begun with this variable. */
  variables?: Variables | undefined;
  /**
   * What the list is ordered by; with `-` before it, descending.
   * Default: `"-created_at"`.
   */
  sort?: 'created_at' | '-created_at' | 'last_message_at' | '-last_message_at' | undefined;
  /** The parts to include, with commas between; absent: metadata, variables and cost. */
  fields?:
    | 'metadata'
    | 'variables'
    | 'cost'
    | 'messages'
    | 'collected'
    | 'agent_override'
    | 'id'
    | 'channel'
    | 'call_id'
    | 'agent_id'
    | 'agent_name'
    | 'agent_version'
    | 'status'
    | 'end_reason'
    | 'message_count'
    | 'revision'
    | 'created_at'
    | 'last_message_at'
    | 'ended_at'
    | Array<
        | 'metadata'
        | 'variables'
        | 'cost'
        | 'messages'
        | 'collected'
        | 'agent_override'
        | 'id'
        | 'channel'
        | 'call_id'
        | 'agent_id'
        | 'agent_name'
        | 'agent_version'
        | 'status'
        | 'end_reason'
        | 'message_count'
        | 'revision'
        | 'created_at'
        | 'last_message_at'
        | 'ended_at'
      >
    | undefined;
}

/** Query of `exportConversation`. */
export interface ExportConversationQuery {
  /** Default: `"json"`. */
  format?: 'json' | 'text' | 'vtt' | undefined;
}

/** Query of `listMessages`. */
export interface ListMessagesQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
}

/** Query of `listCalls`. */
export interface ListCallsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the agent's name or of a number, in capitals or not. */
  q?: string | undefined;
  status?: 'registered' | 'ongoing' | 'ended' | 'error' | Array<'registered' | 'ongoing' | 'ended' | 'error'> | undefined;
  type?: 'web' | 'phone' | Array<'web' | 'phone'> | undefined;
  direction?: 'inbound' | 'outbound' | Array<'inbound' | 'outbound'> | undefined;
  agent_id?: string | Array<string> | undefined;
  agent_version?: number | Array<number> | undefined;
  disconnection_reason?: DisconnectionReason | Array<DisconnectionReason> | undefined;
  sentiment?: Sentiment | Array<Sentiment> | undefined;
  from_number?: string | Array<string> | undefined;
  to_number?: string | Array<string> | undefined;
  created_after?: GivenTime | undefined;
  created_before?: GivenTime | undefined;
  started_after?: GivenTime | undefined;
  started_before?: GivenTime | undefined;
  ended_after?: GivenTime | undefined;
  ended_before?: GivenTime | undefined;
  min_duration_ms?: number | undefined;
  max_duration_ms?: number | undefined;
  /** `?metadata[plan]=gold`: the calls whose metadata has this key with this value. */
  metadata?: Metadata | undefined;
  /** `?metadata_key=plan`: the calls whose metadata has this key. */
  metadata_key?: string | undefined;
  /** `?variables[name]=Ada`: the calls that were begun with this variable. */
  variables?: Variables | undefined;
  /**
   * What the list is ordered by; with `-` before it, descending.
   * Default: `"-created_at"`.
   */
  sort?:
    'created_at' | '-created_at' | 'started_at' | '-started_at' | 'ended_at' | '-ended_at' | 'duration_ms' | '-duration_ms' | undefined;
  /** The parts to include, with commas between; absent: all but transcript, collected and agent_override. */
  fields?:
    | 'metadata'
    | 'variables'
    | 'latency'
    | 'cost'
    | 'recording'
    | 'transcript'
    | 'collected'
    | 'agent_override'
    | 'id'
    | 'type'
    | 'transport'
    | 'direction'
    | 'from_number'
    | 'to_number'
    | 'conversation_id'
    | 'agent_id'
    | 'agent_name'
    | 'agent_version'
    | 'status'
    | 'created_at'
    | 'started_at'
    | 'ended_at'
    | 'duration_ms'
    | 'disconnection_reason'
    | 'sentiment'
    | 'analysis'
    | 'revision'
    | Array<
        | 'metadata'
        | 'variables'
        | 'latency'
        | 'cost'
        | 'recording'
        | 'transcript'
        | 'collected'
        | 'agent_override'
        | 'id'
        | 'type'
        | 'transport'
        | 'direction'
        | 'from_number'
        | 'to_number'
        | 'conversation_id'
        | 'agent_id'
        | 'agent_name'
        | 'agent_version'
        | 'status'
        | 'created_at'
        | 'started_at'
        | 'ended_at'
        | 'duration_ms'
        | 'disconnection_reason'
        | 'sentiment'
        | 'analysis'
        | 'revision'
      >
    | undefined;
}

/** Query of `listPhoneNumbers`. */
export interface ListPhoneNumbersQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the nickname or the number, in capitals or not. */
  q?: string | undefined;
  number?: string | Array<string> | undefined;
  agent_id?: string | Array<string> | undefined;
  /** `?metadata[plan]=gold`: the numbers whose metadata has this key with this value. */
  metadata?: Metadata | undefined;
  /** `?metadata_key=plan`: the numbers whose metadata has this key. */
  metadata_key?: string | undefined;
  /**
   * What the list is ordered by; with `-` before it, descending.
   * Default: `"-created_at"`.
   */
  sort?: 'created_at' | '-created_at' | 'number' | '-number' | undefined;
}

/** Query of `listApiKeys`. */
export interface ListApiKeysQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the name, in capitals or not. */
  q?: string | undefined;
}

/** Query of `getUsage`. */
export interface GetUsageQuery {
  /** First and last day, inclusive, in UTC; absent: the last 30 days. At most 366. */
  from?: string | undefined;
  to?: string | undefined;
  agent_id?: string | undefined;
  api_key_id?: string | undefined;
  /** Default: `"day"`. */
  group_by?: 'day' | 'agent' | 'api_key' | undefined;
}

/** Query of `listQuotas`. */
export interface ListQuotasQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
}

/** Query of `listWebhooks`. */
export interface ListWebhooksQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the URL or the description, in capitals or not. */
  q?: string | undefined;
}

/** Query of `listDeliveriesOfWebhook`. */
export interface ListDeliveriesOfWebhookQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  event_type?: WebhookEventType | Array<WebhookEventType> | undefined;
  status?: DeliveryStatus | Array<DeliveryStatus> | undefined;
  call_id?: string | Array<string> | undefined;
  created_after?: GivenTime | undefined;
  created_before?: GivenTime | undefined;
}

/** Query of `listEvents`. */
export interface ListEventsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  type?: WebhookEventType | Array<WebhookEventType> | undefined;
  agent_id?: string | Array<string> | undefined;
  call_id?: string | Array<string> | undefined;
  created_after?: GivenTime | undefined;
  created_before?: GivenTime | undefined;
}

/** Query of `listWebhookDeliveries`. */
export interface ListWebhookDeliveriesQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  webhook_id?: string | Array<string> | undefined;
  event_type?: WebhookEventType | Array<WebhookEventType> | undefined;
  status?: DeliveryStatus | Array<DeliveryStatus> | undefined;
  call_id?: string | Array<string> | undefined;
  created_after?: GivenTime | undefined;
  created_before?: GivenTime | undefined;
}

/** Query of `listMembers`. */
export interface ListMembersQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the name or the e-mail address, in capitals or not. */
  q?: string | undefined;
}

/** Query of `listAuditLog`. */
export interface ListAuditLogQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the name of who did it, in capitals or not. */
  q?: string | undefined;
  /** A user or an API key. */
  actor_id?: string | Array<string> | undefined;
  actor_type?:
    | 'person'
    | 'api_key'
    | 'access_token'
    | 'client'
    | 'anonymous'
    | 'command_line'
    | 'system'
    | Array<'person' | 'api_key' | 'access_token' | 'client' | 'anonymous' | 'command_line' | 'system'>
    | undefined;
  action?: string | Array<string> | undefined;
  resource_type?: string | Array<string> | undefined;
  resource_id?: string | Array<string> | undefined;
  request_id?: string | Array<string> | undefined;
  outcome?: 'success' | 'failure' | Array<'success' | 'failure'> | undefined;
  created_after?: GivenTime | undefined;
  created_before?: GivenTime | undefined;
}

/** Query of `exportAuditLog`. */
export interface ExportAuditLogQuery {
  /** Part of the name of who did it, in capitals or not. */
  q?: string | undefined;
  /** A user or an API key. */
  actor_id?: string | Array<string> | undefined;
  actor_type?:
    | 'person'
    | 'api_key'
    | 'access_token'
    | 'client'
    | 'anonymous'
    | 'command_line'
    | 'system'
    | Array<'person' | 'api_key' | 'access_token' | 'client' | 'anonymous' | 'command_line' | 'system'>
    | undefined;
  action?: string | Array<string> | undefined;
  resource_type?: string | Array<string> | undefined;
  resource_id?: string | Array<string> | undefined;
  request_id?: string | Array<string> | undefined;
  outcome?: 'success' | 'failure' | Array<'success' | 'failure'> | undefined;
  created_after?: GivenTime | undefined;
  created_before?: GivenTime | undefined;
  /** Default: `"csv"`. */
  format?: 'csv' | 'jsonl' | undefined;
}
