/**
 * The shell around the turn core: takes inputs one by one, lets the core decide, records both, and carries the decisions
 * out. All that decides is in states/, over turns/.
 */
import type { CallDecision, CallEvent, CallInput, DisconnectionReason, HangUpBy, ServerMessage, TimerName } from '@parley/contract';
import { FRAME_MS, samplesPerFrame, CALLER_SAMPLE_RATE, type Frame } from './audio/frame.ts';
import { Health } from './attempts/health.ts';
import type { CallOptions, RunningCall } from './call-options.ts';
import type { CallTransport } from './transport.ts';
import { carryOut } from './transport-actions.ts';
import { listenerOf } from './transport-inputs.ts';
import { createDefectReporter, withDefect, type DefectContext, type ReportDefect } from './defects.ts';
import { guardTransport } from './guarded-transport.ts';
import { CallerAudio } from './hearing/caller-audio.ts';
import type { BothSides } from './hearing/recording-line.ts';
import { feedDecision, feedInput, initialClientFeed, type ClientFeed } from './client-feed.ts';
import { createFunctionHost, type FunctionHost } from './functions/function-host.ts';
import { runFunction } from './functions/function-run.ts';
import type { LlmRequest } from './llm/llm.ts';
import { runModel } from './llm/model-run.ts';
import { Playout } from './playout/playout.ts';
import { SpeechOutput } from './playout/speech-output.ts';
import type { Core, Effect } from './states/state.ts';
import { initialCore } from './states/core.ts';
import { safeStep } from './states/safe-step.ts';
import { isAway } from './turns/gate.ts';
import { FUNCTION_DEADLINE_MS } from './turns/limits.ts';
import { personaOf } from './turns/persona.ts';
import { lastUtterance } from './turns/user-turn.ts';
import { unreachable } from './unreachable.ts';
import { ENGINE_VERSION } from './version.ts';

/** Frames that the pacer may make up after the event loop was held up; what is later than that is skipped. */
const MAX_CATCH_UP_FRAMES = 10;

/** Errors of ours in one call that are met with an end in good order; after these it ends as it is. */
const MAX_DEFECTS_AT_THE_END = 3;

const SILENCE: Frame = new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE));

const ownFunctions = ({ agent: { config }, clock, checkArguments }: CallOptions, report: ReportDefect): FunctionHost =>
  createFunctionHost(config.functions, { clock, timeZone: config.time_zone, report, checkArguments });

export function startCall(options: CallOptions): RunningCall {
  return new Call(options);
}

class Call implements RunningCall {
  readonly ended: Promise<{ reason: DisconnectionReason }>;
  readonly #options: CallOptions;
  readonly #startedAt: number;
  readonly #transport: CallTransport;
  readonly #report: ReportDefect;
  readonly #lifetime = new AbortController();
  readonly #requests = new Map<number, AbortController>();
  readonly #health: Health;
  readonly #timers = new Map<TimerName, () => void>();
  readonly #callerAudio: CallerAudio;
  readonly #playout: Playout;
  readonly #speech: SpeechOutput;
  readonly #functions: FunctionHost;
  readonly #resolveEnded: (end: { reason: DisconnectionReason }) => void;
  #core: Core;
  #feed: ClientFeed;
  #inputs: CallInput[] = [];
  #stepping = false;
  #defects = 0;
  #seq = 0;
  #ticks = 0;
  #cancelTick: () => void = () => undefined;

  constructor(options: CallOptions) {
    const { agent, clock, providers, newDefectId } = options;
    const { promise, resolve } = Promise.withResolvers<{ reason: DisconnectionReason }>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    this.#options = options;
    const { resume } = options;
    this.#core = resume?.core ?? initialCore(personaOf(agent, options.variables));
    const { persona, turn } = this.#core.shared;
    this.#feed = { ...initialClientFeed, turn };
    this.#startedAt = clock.now() - (resume?.atMs ?? 0);
    this.#seq = resume?.seq ?? 0;
    this.#ticks = Math.floor((resume?.atMs ?? 0) / FRAME_MS);
    this.#health = new Health(clock);
    const report = createDefectReporter({ newDefectId, onDefect: (error, at) => this.#onDefect(error, at) });
    this.#report = report;
    const transport = guardTransport(options.transport, clock, (error) => this.#onTransportFailed(error));
    this.#transport = transport;
    const dispatch = (input: CallInput): void => this.#dispatch(input);
    const { signal } = this.#lifetime;
    this.#functions = options.functions ?? ownFunctions(options, report);
    this.#playout = new Playout(transport, dispatch);
    this.#speech = new SpeechOutput({
      tts: providers.tts,
      stallMs: agent.config.turn_taking.provider_timeout_ms,
      clock,
      playout: this.#playout,
      sampleRate: transport.playoutSampleRate,
      dispatch,
      report,
      signal,
    });
    const context = {
      language: persona.hearing.language,
      prompt: persona.systemPrompt,
      greeting: persona.greeting,
      keywords: persona.hearing.keywords,
    };
    const { vad, stt } = providers;
    const fail = (error: unknown): void => this.#fail(error);
    const now = (): number => this.#now();
    const begins = { atMs: this.#ticks * FRAME_MS, utterance: lastUtterance(this.#core.shared) };
    this.#callerAudio = new CallerAudio({
      vad,
      stt,
      context,
      begins,
      settings: options.hearing,
      clock,
      now,
      dispatch,
      report,
      fail,
      signal,
    });
    this.#scheduleTick();
    this.#begin();
    this.#callerAudio.open();
    this.#listen();
  }

  #begin(): void {
    const { clock, resume } = this.#options;
    const wall_time = clock.wallTime().toISOString();
    if (resume === undefined) return this.#dispatch({ type: 'call.started', engine: ENGINE_VERSION, wall_time });
    for (const event of resume.unrecorded) this.#record({ seq: ++this.#seq, at_ms: resume.atMs, kind: 'decision', event });
    this.#dispatch({ type: 'call.taken_over', wall_time });
  }

  hangUp(by: Exclude<HangUpBy, 'user'>): void {
    this.#dispatch({ type: 'hangup.requested', by });
  }

  inject(text: string): void {
    this.#dispatch({ type: 'context.injected', text });
  }

  fail(error: unknown): void {
    this.#fail(error, 'host');
  }

  #listen(): void {
    const onFrame = (frame: Frame): void => {
      if (!this.#lifetime.signal.aborted) this.#callerAudio.push(frame);
    };
    const onFault = (error: unknown): void => void this.#report(error, 'transport');
    const onFailed = (error: unknown): void => this.#onTransportFailed(error);
    this.#transport.attach(listenerOf({ dispatch: (input) => this.#dispatch(input), onFrame, onFault, onFailed }));
  }

  #onTransportFailed(error: unknown): void {
    const defect = withDefect(this.#report(error, 'transport'));
    this.#dispatch({ type: 'transport.closed', code: 'internal', message: 'The connection to the caller failed.', ...defect });
  }

  /** Told to whoever traces it, and noted in the call's own log; a recorder that fails is told nothing more. */
  #onDefect(error: unknown, { id, place }: Pick<DefectContext, 'id' | 'place'>): void {
    this.#options.onDefect(error, { id, place, state: this.#core.state.name, atMs: this.#now() });
    if (place !== 'recorder') this.#dispatch({ type: 'defect.reported', defect_id: id, place });
  }

  /** Call time in whole ms. */
  #now(): number {
    return Math.max(0, Math.round(this.#options.clock.now() - this.#startedAt));
  }

  /** Inputs that arise while one is being worked on wait for their turn. */
  #dispatch(input: CallInput): void {
    if (this.#lifetime.signal.aborted) return;
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    for (let next = this.#inputs.shift(); next !== undefined && !this.#lifetime.signal.aborted; next = this.#inputs.shift())
      this.#workOn(next);
    this.#stepping = false;
  }

  /** A defect of ours must not leave the caller in a dead call; what was said and heard until then is told. */
  #fail(error: unknown, place: 'core' | 'host' = 'core'): void {
    this.#report(error, place);
    if (this.#lifetime.signal.aborted) return;
    this.#defects += 1;
    if (this.#defects <= MAX_DEFECTS_AT_THE_END) this.#dispatch({ type: 'hangup.requested', by: 'defect' });
    else this.#end({ type: 'call.ended', reason: 'error_internal' }, this.#now());
  }

  /** Answers with what was thrown. */
  #attempt(work: () => void): { error: unknown }[] {
    try {
      work();
      return [];
    } catch (error) {
      return [{ error }];
    }
  }

  #workOn(input: CallInput): void {
    const now = this.#now();
    this.#record({ seq: ++this.#seq, at_ms: now, kind: 'input', event: input });
    const { core, effects, thrown } = safeStep(this.#core, input, now);
    this.#core = core;
    // Whatever fails of it: the log has all that was decided.
    const failed = [
      ...(thrown === null ? [] : [thrown]),
      ...this.#attempt(() => this.#tellClient(feedInput(this.#feed, input))),
      ...this.#attempt(() => this.#callerAudio.attend(!isAway(core.shared.gate))),
      ...effects.flatMap((effect) => this.#attempt(() => this.#perform(effect, now))),
    ];
    for (const { error } of failed) this.#fail(error);
  }

  #perform(effect: Effect, now: number): void {
    if (effect.type === 'cancel-timer') return this.#cancelTimer(effect.timer);
    if (effect.type === 'start-timer') return this.#startTimer(effect.timer, effect.ms);
    if (effect.type === 'ask-model') return this.#askModel(effect.request, effect.content);
    const { decision } = effect;
    if (decision.type === 'call.ended') return this.#end(decision, now);
    this.#record({ seq: ++this.#seq, at_ms: now, kind: 'decision', event: decision });
    const told = this.#attempt(() => this.#tellClient(feedDecision(this.#feed, decision)));
    this.#carryOut(decision, now);
    for (const { error } of told) throw error;
  }

  #carryOut(decision: CallDecision, now: number): void {
    switch (decision.type) {
      case 'llm.aborted':
        this.#requests.get(decision.request)?.abort();
        return;
      case 'clause.spoken':
        return this.#speech.speak({ id: decision.clause, text: decision.text, voice: decision.voice ?? this.#core.shared.persona.voice });
      case 'playout.paused':
        return this.#playout.pause(now);
      case 'playout.resumed':
        return this.#playout.resume();
      case 'playout.cleared':
        this.#speech.clear();
        return this.#playout.clear(now);
      case 'function.requested':
        return this.#await(this.#runFunction(decision));
      case 'action.requested':
        return this.#await(this.#carryOutAction(decision));
      case 'agent_turn.finished':
        // What was heard of it has been told: nothing of it may sound any more.
        this.#speech.clear();
        return this.#playout.drop();
      case 'call.ended':
      case 'data.collected':
      case 'interruption.detected':
      case 'interruption.dismissed':
      case 'llm.requested':
      case 'state.changed':
      case 'turn.measured':
      case 'user_turn.committed':
        return;
      default:
        return unreachable(decision);
    }
  }

  #askModel(request: number, content: LlmRequest): void {
    const attempt = new AbortController();
    this.#requests.set(request, attempt);
    const signal = AbortSignal.any([this.#lifetime.signal, attempt.signal]);
    const { clock, providers } = this.#options;
    const dispatch = (input: CallInput): void => this.#dispatch(input);
    const run = { request, content, clock, health: this.#health, dispatch, report: this.#report, signal };
    this.#await(runModel([providers.llm], run).finally(() => this.#requests.delete(request)));
  }

  /** What runs beside the steps and never rejects: where it does, nothing else may come of what the core waits for. */
  #await(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#fail(error));
  }

  async #runFunction(requested: Extract<CallDecision, { type: 'function.requested' }>): Promise<void> {
    const surroundings = { host: this.#functions, clock: this.#options.clock, report: this.#report, signal: this.#lifetime.signal };
    this.#dispatch(await runFunction(requested, { ...surroundings, deadlineMs: FUNCTION_DEADLINE_MS }));
  }

  async #carryOutAction(requested: Extract<CallDecision, { type: 'action.requested' }>): Promise<void> {
    const { clock, transport } = this.#options;
    this.#dispatch(await carryOut(requested, { transport, clock, report: this.#report, signal: this.#lifetime.signal }));
  }

  #startTimer(timer: TimerName, ms: number): void {
    this.#cancelTimer(timer);
    const cancel = this.#options.clock.schedule(ms, () => {
      this.#timers.delete(timer);
      this.#dispatch({ type: 'timer.fired', timer });
    });
    this.#timers.set(timer, cancel);
  }

  #cancelTimer(timer: TimerName): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }

  #scheduleTick(): void {
    const due = this.#startedAt + (this.#ticks + 1) * FRAME_MS;
    this.#cancelTick = this.#options.clock.schedule(Math.max(0, due - this.#options.clock.now()), () => this.#tick());
  }

  /** The pacer: every 20 ms of call time exactly once, late ones made up. */
  #tick(): void {
    try {
      this.#pace();
    } catch (error) {
      this.#fail(error);
    }
    if (!this.#lifetime.signal.aborted) this.#scheduleTick();
  }

  #pace(): void {
    const elapsed = Math.floor((this.#options.clock.now() - this.#startedAt) / FRAME_MS);
    while (this.#ticks < elapsed && !this.#lifetime.signal.aborted) {
      const behind = elapsed - this.#ticks;
      this.#ticks += 1;
      const agent = behind > MAX_CATCH_UP_FRAMES ? SILENCE : this.#playout.tick(this.#ticks * FRAME_MS);
      for (const sides of this.#callerAudio.tick(this.#now(), agent)) this.#keep(sides);
      this.#speech.tick();
    }
  }

  #record(event: CallEvent): void {
    try {
      this.#options.recorder.onEvent(event);
    } catch (error) {
      this.#report(error, 'recorder');
    }
  }

  #keep({ caller, agent }: BothSides): void {
    try {
      this.#options.recorder.onAudio(caller, agent);
    } catch (error) {
      this.#report(error, 'recorder');
    }
  }

  /** What was met and what was given up within the last step is told before the end: nothing comes after that. */
  #recordLast(now: number): void {
    for (const event of this.#inputs.splice(0))
      if (event.type === 'defect.reported' || event.type === 'attempt.settled')
        this.#record({ seq: ++this.#seq, at_ms: now, kind: 'input', event });
  }

  #tellClient({ feed, messages }: { feed: ClientFeed; messages: readonly ServerMessage[] }): void {
    this.#feed = feed;
    for (const message of messages) this.#transport.sendMessage(message);
  }

  /** Whatever fails of the end, the call is over. */
  #last(work: () => void): void {
    for (const { error } of this.#attempt(work)) this.#report(error, 'core');
  }

  #end(decision: Extract<CallDecision, { type: 'call.ended' }>, now: number): void {
    if (this.#lifetime.signal.aborted) return;
    this.#last(() => {
      for (const sides of this.#callerAudio.rest()) this.#keep(sides);
    });
    this.#recordLast(now);
    this.#record({ seq: ++this.#seq, at_ms: now, kind: 'decision', event: decision });
    this.#last(() => this.#tellClient(feedDecision(this.#feed, decision)));
    this.#lifetime.abort();
    this.#cancelTick();
    for (const timer of [...this.#timers.keys()]) this.#cancelTimer(timer);
    this.#last(() => this.#speech.clear());
    this.#last(() => this.#callerAudio.close());
    const done = (): void => this.#resolveEnded({ reason: decision.reason });
    this.#transport.close(decision.reason).then(done, done);
  }
}
