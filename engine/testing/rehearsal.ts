/** A whole call over fakes and virtual time: a test speaks, waits, and reads the log. Every rehearsed call is replayed. */
import {
  AgentConfig,
  type AgentConfigInput,
  type AgentSnapshot,
  type CallDecision,
  type CallEvent,
  type CallInput,
  type DisconnectionReason,
} from '@parley/contract';
import { FRAME_MS, type Frame } from '../audio/frame.ts';
import { startCall } from '../call.ts';
import type { CallProviders, RunningCall } from '../call-options.ts';
import type { DefectContext } from '../defects.ts';
import type { FunctionHost, FunctionOutcome } from '../functions/function-host.ts';
import { trustedCheck } from '../functions/validators.ts';
import { firstDifference, resumptionOf } from '../replay.ts';
import type { HearingSettings } from '../hearing/settings.ts';
import { FakeTransport } from './fake-transport.ts';
import { FakeLlm, FakeStt, FakeTts, FakeVad, silentFrame, speechFrame, type FakeAnswer, type FakeUtterance } from './fakes.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface RehearsalOptions {
  agent?: Partial<AgentConfigInput>;
  answers?: FakeAnswer[];
  llmDelayMs?: number;
  /** Before each part of the model's answer. */
  llmBetweenMs?: number;
  /** Until a clause's first audio. */
  ttsFirstMs?: number;
  variables?: Record<string, string>;
  playoutSampleRate?: 8_000 | 16_000 | 24_000;
  clock?: VirtualClock;
  /** On the same clock. */
  transport?: FakeTransport;
  hearing?: Partial<HearingSettings>;
  /** Goes on with a call of which this is the log so far; it must not be over. */
  goesOnFrom?: readonly CallEvent[];
  /** In place of the agent's own: outcomes by the name of the function. */
  functions?: Record<string, FunctionOutcome>;
  /** Prepare recogniser, detector and voice before the call opens them. */
  stt?: (stt: FakeStt) => void;
  vad?: (vad: FakeVad) => void;
  tts?: (tts: FakeTts) => void;
}

const fakeFunctions = (outcomes: Record<string, FunctionOutcome>): FunctionHost => ({
  definitions: [],
  invoke: async ({ name }) => {
    const outcome = Object.hasOwn(outcomes, name) ? outcomes[name] : undefined;
    return Promise.resolve(outcome === undefined ? { ok: false, error: 'there is no such function' } : outcome);
  },
});

export class Rehearsal {
  readonly clock: VirtualClock;
  readonly stt: FakeStt;
  readonly vad: FakeVad;
  readonly tts: FakeTts;
  readonly llm: FakeLlm;
  readonly transport: FakeTransport;
  readonly events: CallEvent[] = [];
  readonly recording: { caller: Frame; agent: Frame }[] = [];
  readonly defects: { error: unknown; context: DefectContext }[] = [];
  readonly agent: AgentSnapshot;
  readonly call: RunningCall;
  readonly variables: Record<string, string>;
  end: DisconnectionReason | null = null;

  constructor(options: RehearsalOptions = {}) {
    this.agent = {
      id: 'agent_test',
      version: 1,
      config: AgentConfig.parse({ name: 'Test', greeting: 'Hello there caller.', ...options.agent }),
    };
    this.variables = options.variables ?? {};
    this.clock = options.clock ?? new VirtualClock();
    this.stt = new FakeStt(this.clock);
    options.stt?.(this.stt);
    this.vad = new FakeVad(this.clock);
    options.vad?.(this.vad);
    this.tts = new FakeTts(16_000, this.clock);
    this.tts.firstMs = options.ttsFirstMs ?? 0;
    options.tts?.(this.tts);
    this.llm = new FakeLlm(this.clock, options.answers ?? [], options.llmDelayMs);
    this.llm.betweenMs = options.llmBetweenMs ?? 0;
    this.transport = options.transport ?? new FakeTransport(this.clock, options.playoutSampleRate);
    const before = options.goesOnFrom ?? [];
    const resume = before.length === 0 ? null : resumptionOf(this.agent, this.variables, before);
    this.events.push(...before);
    const providers: CallProviders = { vad: this.vad, stt: this.stt, tts: this.tts, llm: this.llm };
    this.call = startCall({
      agent: this.agent,
      variables: this.variables,
      transport: this.transport,
      providers,
      clock: this.clock,
      checkArguments: trustedCheck,
      ...(resume === null ? {} : { resume }),
      ...(options.functions === undefined ? {} : { functions: fakeFunctions(options.functions) }),
      ...(options.hearing === undefined ? {} : { hearing: options.hearing }),
      newDefectId: () => `defect_${String(this.defects.length + 1).padStart(26, '0')}`,
      onDefect: (error, context) => void this.defects.push({ error, context }),
      recorder: { onEvent: (event) => this.events.push(event), onAudio: (caller, agent) => this.recording.push({ caller, agent }) },
    });
    void this.call.ended.then(({ reason }) => (this.end = reason));
  }

  /** The caller is silent, frames keep coming. */
  async silence(ms: number): Promise<void> {
    await this.#feed(ms, silentFrame);
  }

  /** The caller says `text`, 200 ms a word unless told otherwise. */
  async say(text: string, { ms, ...how }: { ms?: number } & Omit<FakeUtterance, 'text'> = {}): Promise<void> {
    this.stt.heard.push({ text, ...how });
    await this.#feed(ms ?? Math.max(1, text.split(' ').length) * 200, speechFrame);
  }

  /** The caller makes a sound; what the recogniser hears of it was said to it before. */
  async sound(ms: number): Promise<void> {
    await this.#feed(ms, speechFrame);
  }

  /** Time passes and no frame comes. */
  async nothing(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  /** Frames of the test's own making; `at` counts them. */
  async feed(ms: number, fill: (frame: Frame, at: number) => Frame): Promise<void> {
    let at = 0;
    await this.#feed(ms, () => fill(silentFrame(), at++));
  }

  async #feed(ms: number, frame: () => Frame): Promise<void> {
    for (let fed = 0; fed < ms; fed += FRAME_MS) {
      this.transport.listener?.onFrame(frame());
      await this.clock.advance(FRAME_MS);
    }
  }

  inputs<T extends CallInput['type']>(type: T): (Extract<CallInput, { type: T }> & { at_ms: number })[] {
    return this.#of('input', type) as (Extract<CallInput, { type: T }> & { at_ms: number })[];
  }

  decisions<T extends CallDecision['type']>(type: T): (Extract<CallDecision, { type: T }> & { at_ms: number })[] {
    return this.#of('decision', type) as (Extract<CallDecision, { type: T }> & { at_ms: number })[];
  }

  #of(kind: CallEvent['kind'], type: string): unknown[] {
    return this.events.flatMap((event) =>
      event.kind === kind && event.event.type === type ? [{ ...event.event, at_ms: event.at_ms }] : [],
    );
  }

  /** The states the call went through, the first included. */
  states(): string[] {
    const changes = this.decisions('state.changed');
    return [changes[0]?.from ?? 'greeting', ...changes.map((change) => change.to)];
  }

  /** Hangs up when the call still runs, and replays the log: the same inputs must give the same decisions. */
  async finish(): Promise<void> {
    this.call.hangUp('api');
    await this.clock.advance(2_000);
    if (this.end === null) throw new Error('the call did not end');
    const difference = firstDifference(this.agent, this.variables, this.events);
    if (difference !== null) throw new Error(`the replay decides otherwise: ${JSON.stringify(difference)}`);
    if (this.clock.pending > 0) throw new Error(`${this.clock.pending} timers are left after the call`);
  }
}
