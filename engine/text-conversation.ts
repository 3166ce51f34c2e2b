/**
 * A typed exchange: one message in, one answer out. The turn core of calls decides here as well (states/), over an output by which each
 * clause has been played as soon as it is spoken.
 */
import { AppError, type AgentConfig, type CallDecision, type CallInput, type TimerName, type TokenUsage } from '@parley/contract';
import { Health } from './attempts/health.ts';
import type { Clock } from './clock.ts';
import type { ReportDefect } from './defects.ts';
import type { CheckArguments } from './functions/argument-check.ts';
import { createFunctionHost, type FunctionHost } from './functions/function-host.ts';
import { runFunction } from './functions/function-run.ts';
import type { LlmEngine, LlmFunctionCall, LlmMessage, LlmRequest } from './llm/llm.ts';
import { runModel, type ModelInput } from './llm/model-run.ts';
import { initialCore, step } from './states/core.ts';
import type { Core, Effect } from './states/state.ts';
import { FUNCTION_DEADLINE_MS } from './turns/limits.ts';
import { personaOf } from './turns/persona.ts';
import { unreachable } from './unreachable.ts';

export interface TextTurnOptions {
  config: AgentConfig;
  /** Override the agent's own defaults of `{{variables}}`. */
  variables: Readonly<Record<string, string>>;
  /** The exchange so far, the new message last. */
  history: readonly LlmMessage[];
  llm: LlmEngine;
  clock: Clock;
  checkArguments: CheckArguments;
  signal: AbortSignal;
  report: ReportDefect;
  onEvent?: (event: TextTurnEvent) => void;
}

export type TextTurnEvent =
  | { type: 'text'; text: string }
  | { type: 'function_called'; call: LlmFunctionCall }
  | { type: 'function_finished'; id: string; ok: boolean };

interface FunctionRun {
  call: LlmFunctionCall;
  ok: boolean;
  result?: unknown;
  error?: string;
  ms: number;
}

/** What the agent did, in order. */
type TextTurnPart = { type: 'text'; text: string } | { type: 'function'; run: FunctionRun };

export interface TextTurn {
  /** Text as the model wrote it, without blanks at its ends. */
  parts: TextTurnPart[];
  /** Of all requests to the model. */
  usage: TokenUsage;
  /** The agent called `end_call`. */
  ends: boolean;
}

export const NO_TOKENS: TokenUsage = { input_tokens: 0, output_tokens: 0, cached_input_tokens: 0 };

const sum = (a: TokenUsage, b: TokenUsage): TokenUsage => ({
  input_tokens: a.input_tokens + b.input_tokens,
  output_tokens: a.output_tokens + b.output_tokens,
  cached_input_tokens: a.cached_input_tokens + b.cached_input_tokens,
});

/** Of the core's waits, those that end a typed turn: nobody listens, is reminded or hangs up while the agent writes. */
const IS_WAITED = {
  endpointing: false,
  'await-final': false,
  'long-speech': false,
  digits: false,
  'await-verdict': false,
  'await-model': true,
  'await-voice': false,
  reminder: false,
  idle: false,
  'max-duration': false,
  ending: false,
} as const satisfies Record<TimerName, boolean>;

type FunctionRequest = Extract<CallDecision, { type: 'function.requested' }>;

/** What came of one request to the model. */
interface Written {
  text: string;
  /** Null while it runs. */
  readonly functions: { readonly call: LlmFunctionCall; run: FunctionRun | null }[];
}

const partsOf = ({ text, functions }: Written): TextTurnPart[] => [
  ...(text.trim() === '' ? [] : [{ type: 'text' as const, text: text.trim() }]),
  ...functions.flatMap(({ run }) => (run === null ? [] : [{ type: 'function' as const, run }])),
];

/**
 * Throws what the model threw, `provider_timeout` when it is silent for `provider_timeout_ms`, and `provider_failed` when it gives no answer: asked
 * once more after an empty one, or after eight requests of nothing but functions. The core's apology is for those who would hear silence
 * otherwise; whoever types gets the error and can send the message again, also when a part of the answer was streamed before. An abort
 * passes through.
 */
export async function answerText(options: TextTurnOptions): Promise<TextTurn> {
  options.signal.throwIfAborted();
  return new TypedTurn(options).answered;
}

class TypedTurn {
  readonly answered: Promise<TextTurn>;
  readonly #options: TextTurnOptions;
  readonly #startedAt: number;
  readonly #functions: FunctionHost;
  readonly #health: Health;
  readonly #settle: Pick<PromiseWithResolvers<TextTurn>, 'resolve' | 'reject'>;
  /** Aborted when it is settled. */
  readonly #lifetime = new AbortController();
  readonly #requests = new Map<number, AbortController>();
  readonly #timers = new Map<TimerName, () => void>();
  readonly #written: Written[] = [];
  /** What the model calls counts when it has finished: nothing is done for an answer that fails. */
  #called: ModelInput[] = [];
  #running = 0;
  #usage = NO_TOKENS;
  /** Of the newest request. */
  #failure: unknown;
  #core: Core;
  readonly #inputs: CallInput[] = [];
  #stepping = false;

  constructor(options: TextTurnOptions) {
    const { config, variables, history, clock, checkArguments, signal, report } = options;
    const message = history.at(-1);
    if (message?.role !== 'user') throw new TypeError('The new message is not the last one.');
    const { promise, ...settle } = Promise.withResolvers<TextTurn>();
    this.answered = promise;
    this.#settle = settle;
    this.#options = options;
    this.#startedAt = clock.now();
    this.#health = new Health(clock);
    this.#functions = createFunctionHost(config.functions, { clock, timeZone: config.time_zone, report, checkArguments });
    // The conversation began with the greeting.
    this.#core = initialCore({ ...personaOf({ config }, variables), greeting: '' }, history.slice(0, -1));
    const onAbort = (): void => this.#end(() => settle.reject(signal.reason));
    signal.addEventListener('abort', onAbort, { signal: this.#lifetime.signal });
    this.#dispatch(
      { type: 'call.started', wall_time: clock.wallTime().toISOString() },
      { type: 'user_text.received', text: message.content },
    );
  }

  /** Inputs that arise while one is being worked on wait for their turn. */
  #dispatch(...inputs: CallInput[]): void {
    if (this.#lifetime.signal.aborted) return;
    this.#inputs.push(...inputs);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined && !this.#lifetime.signal.aborted; next = this.#inputs.shift())
        this.#workOn(next);
      this.#endIfOver();
    } catch (error) {
      this.#fail(error, 'core');
    } finally {
      this.#stepping = false;
    }
  }

  #fail(error: unknown, place: 'core' | 'host'): void {
    this.#options.report(error, place);
    this.#end(() => this.#settle.reject(error));
  }

  #workOn(input: CallInput): void {
    const { core, effects } = step(this.#core, input, Math.max(0, Math.round(this.#options.clock.now() - this.#startedAt)));
    this.#core = core;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'ask-model':
        return this.#askModel(effect.request, effect.content);
      case 'start-timer':
        return this.#startTimer(effect.timer, effect.ms);
      case 'cancel-timer':
        return this.#cancelTimer(effect.timer);
      case 'decide':
        return this.#carryOut(effect.decision);
      default:
        return unreachable(effect);
    }
  }

  #carryOut(decision: CallDecision): void {
    switch (decision.type) {
      case 'llm.aborted':
        return this.#requests.get(decision.request)?.abort();
      case 'clause.spoken':
        return this.#dispatch(
          { type: 'playout.started', clause: decision.clause },
          { type: 'playout.finished', clause: decision.clause, words: [] },
        );
      case 'function.requested':
        return void this.#runFunction(decision).catch((error: unknown) => this.#fail(error, 'host'));
      case 'action.requested': {
        const { action, function_call_id, wanted } = decision;
        const outcome = { ok: false, error: 'not_supported_by_transport', ms: 0 };
        return this.#dispatch({ type: 'action.finished', action, function_call_id, did: wanted.type, ...outcome });
      }
      case 'agent_turn.finished':
      case 'call.ended':
      case 'data.collected':
      case 'interruption.detected':
      case 'interruption.dismissed':
      case 'llm.requested':
      case 'playout.cleared':
      case 'playout.paused':
      case 'playout.resumed':
      case 'state.changed':
      case 'turn.measured':
      case 'user_turn.committed':
        return;
      default:
        return unreachable(decision);
    }
  }

  #askModel(request: number, content: LlmRequest): void {
    const { llm, clock, report } = this.#options;
    const attempt = new AbortController();
    const written: Written = { text: '', functions: [] };
    const asked = { ...content, messages: content.messages.map((message) => this.#asWritten(message)) };
    this.#written.push(written);
    this.#requests.set(request, attempt);
    this.#called = [];
    this.#failure = undefined;
    runModel([llm], {
      request,
      content: asked,
      clock,
      health: this.#health,
      dispatch: (input) => this.#takeIn(input, written),
      onFailed: (error) => (this.#failure = error),
      report,
      signal: AbortSignal.any([this.#lifetime.signal, attempt.signal]),
    }).catch((error: unknown) => this.#fail(error, 'host'));
  }

  /** The core tells the model what was heard of its words, in clauses; here all that it wrote was read. */
  #asWritten(message: LlmMessage): LlmMessage {
    const call = message.role === 'assistant' ? message.functionCalls?.[0] : undefined;
    const written = this.#written.find(({ functions }) => functions.some((one) => one.call.id === call?.id));
    return written === undefined ? message : { ...message, content: written.text };
  }

  #takeIn(input: ModelInput, written: Written): void {
    switch (input.type) {
      case 'llm.delta_received':
        written.text += input.text;
        this.#options.onEvent?.({ type: 'text', text: input.text });
        return this.#dispatch(input);
      case 'llm.function_called':
        this.#called.push(input);
        return;
      case 'llm.finished':
        this.#usage = sum(this.#usage, input.usage);
        return this.#dispatch(...this.#called, input);
      case 'llm.failed':
      case 'attempt.settled':
        return this.#dispatch(input);
      default:
        return unreachable(input);
    }
  }

  async #runFunction(requested: FunctionRequest): Promise<void> {
    const { clock, report, onEvent } = this.#options;
    const call: LlmFunctionCall = { id: requested.function_call_id, name: requested.name, arguments: requested.arguments };
    const entry: Written['functions'][number] = { call, run: null };
    this.#written.at(-1)?.functions.push(entry);
    this.#running += 1;
    onEvent?.({ type: 'function_called', call });
    const { signal } = this.#lifetime;
    const finished = await runFunction(requested, { host: this.#functions, clock, report, signal, deadlineMs: FUNCTION_DEADLINE_MS });
    if (signal.aborted) return;
    this.#running -= 1;
    const { ok, result, error, ms } = finished;
    entry.run = { call, ok, ms, ...(ok ? { result } : { error: error ?? 'failed' }) };
    onEvent?.({ type: 'function_finished', id: call.id, ok });
    this.#dispatch(finished);
  }

  #startTimer(timer: TimerName, ms: number): void {
    this.#cancelTimer(timer);
    if (!IS_WAITED[timer]) return;
    const cancel = this.#options.clock.schedule(ms, () => {
      this.#timers.delete(timer);
      this.#failure = new AppError('provider_timeout');
      this.#dispatch({ type: 'timer.fired', timer });
    });
    this.#timers.set(timer, cancel);
  }

  #cancelTimer(timer: TimerName): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }

  /** The agent's turn is over, or the core has ended, and nothing runs any more. */
  #endIfOver(): void {
    const { state, shared } = this.#core;
    if ((state.name !== 'listening' && state.name !== 'ended') || this.#running > 0) return;
    const noAnswer = shared.failures.model > 0 ? new AppError('provider_failed', { detail: 'The model gave no answer.' }) : undefined;
    const failure = this.#failure ?? noAnswer;
    const turn = { parts: this.#written.flatMap(partsOf), usage: this.#usage, ends: state.name === 'ended' };
    this.#end(() => (failure === undefined ? this.#settle.resolve(turn) : this.#settle.reject(failure)));
  }

  #end(settle: () => void): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    for (const timer of [...this.#timers.keys()]) this.#cancelTimer(timer);
    settle();
  }
}
