import type { AgentSnapshot, CallEvent, DisconnectionReason, HangUpBy } from '@parley/contract';
import type { Frame } from './audio/frame.ts';
import type { Clock } from './clock.ts';
import type { DefectContext } from './defects.ts';
import type { CheckArguments } from './functions/argument-check.ts';
import type { FunctionHost } from './functions/function-host.ts';
import type { Resumption } from './replay.ts';
import type { HearingSettings } from './hearing/settings.ts';
import type { LlmEngine } from './llm/llm.ts';
import type { SttEngine } from './stt/stt.ts';
import type { CallTransport } from './transport.ts';
import type { TtsEngine } from './tts/tts.ts';
import type { VadEngine } from './vad/vad.ts';

export interface CallProviders {
  vad: VadEngine;
  stt: SttEngine;
  tts: TtsEngine;
  llm: LlmEngine;
}

/** Where a call's facts go. Neither method may block or throw: the engine never waits for its recorder. */
export interface CallRecorder {
  onEvent(event: CallEvent): void;
  /**
   * Both sides of the same 20 ms at 16 kHz, what was heard: caller left, agent right. One call per 20 ms of call time, in order; up to some seconds
   * later, as the caller's audio may be on its way.
   */
  onAudio(caller: Frame, agent: Frame): void;
}

export interface CallOptions {
  agent: AgentSnapshot;
  /** Override the agent's own defaults of `{{variables}}`. */
  variables: Readonly<Record<string, string>>;
  transport: CallTransport;
  providers: CallProviders;
  clock: Clock;
  /** Of the agent's functions; must not block this thread. */
  checkArguments: CheckArguments;
  /** Runs the functions that the model calls; absent: the engine's own, those of the agent's settings. */
  functions?: FunctionHost;
  /** Patience with recogniser and voice detector; `HEARING_DEFAULTS` where it says nothing. */
  hearing?: Partial<HearingSettings>;
  recorder: CallRecorder;
  /** Goes on with a call that another process began; the recorder gets what comes after. */
  resume?: Resumption;
  /** Ids for unexpected errors. */
  newDefectId: () => string;
  /** Told once of each unexpected error; the call's events have its id. Must not throw. */
  onDefect: (error: unknown, context: DefectContext) => void;
}

/** A call in progress, made by `startCall(options: CallOptions): RunningCall` in call.ts. */
export interface RunningCall {
  /** Resolves once, after `call.ended` was recorded and the transport closed. Never rejects. */
  readonly ended: Promise<{ reason: DisconnectionReason }>;
  /** Asked for from outside: the agent stops at once. */
  hangUp(by: Exclude<HangUpBy, 'user'>): void;
  /** Adds a system message to the conversation. */
  inject(text: string): void;
  /** Something of this call failed that nobody waited for: told as its defect, and it ends with `error_internal`. */
  fail(error: unknown): void;
}
