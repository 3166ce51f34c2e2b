/** One request to the model, its deltas and what became of each attempt as inputs of the turn core. */
import { AppError, type CallInput, type TokenUsage } from '@parley/contract';
import { firstToAnswer, type Candidate, type SettledAttempt } from '../attempts/first-to-answer.ts';
import type { Health } from '../attempts/health.ts';
import type { Clock } from '../clock.ts';
import { withDefect, type ReportDefect } from '../defects.ts';
import { checkedDelta } from './delta-check.ts';
import type { LlmDelta, LlmEngine, LlmRequest } from './llm.ts';
import { estimatedTokens } from './token-estimate.ts';
import { unreachable } from '../unreachable.ts';

export type ModelInput = Extract<CallInput, { type: `llm.${string}` | 'attempt.settled' }>;

export interface ModelRun {
  /** The request's number in the call. */
  request: number;
  content: LlmRequest;
  clock: Clock;
  health: Health;
  dispatch: (input: ModelInput) => void;
  report: ReportDefect;
  signal: AbortSignal;
  /** Told what `llm.failed` stands for, just before it. */
  onFailed?: (error: unknown) => void;
}

/** A model with what it has given so far. */
class ModelAttempt implements Candidate<LlmDelta> {
  readonly name: string;
  readonly engine: LlmEngine;
  readonly #content: LlmRequest;
  #reported: TokenUsage | null = null;
  #characters = 0;

  constructor(engine: LlmEngine, content: LlmRequest) {
    this.engine = engine;
    this.name = `${engine.provider}/${engine.model}`;
    this.#content = content;
  }

  async *open(signal: AbortSignal): AsyncGenerator<LlmDelta> {
    for await (const delta of this.engine.stream(this.#content, signal)) {
      const checked = checkedDelta(delta);
      if (checked.type === 'finish') this.#reported = checked.usage;
      else this.#characters += checked.type === 'text' ? checked.text.length : JSON.stringify(checked.call.arguments ?? null).length;
      yield delta;
    }
  }

  /** What the model reported, or an estimate: a model that is stopped reports nothing, and its tokens cost all the same. */
  usage(): { usage: TokenUsage; estimated: boolean } {
    if (this.#reported !== null) return { usage: this.#reported, estimated: false };
    return { usage: estimatedTokens(this.#content, this.#characters), estimated: true };
  }
}

/** Tells deltas, end and failure of the first of `engines` that answers. Never rejects. */
export async function runModel(engines: readonly LlmEngine[], run: ModelRun): Promise<void> {
  const { request, content, clock, health, dispatch, report, signal } = run;
  const attempts = engines.map((engine) => new ModelAttempt(engine, content));
  const answering = { by: attempts[0] };
  let finished = false;
  const onDelta = (delta: LlmDelta): void => {
    switch (delta.type) {
      case 'text':
        if (delta.text !== '') dispatch({ type: 'llm.delta_received', request, text: delta.text });
        return;
      case 'function_call': {
        const { id, name, arguments: args } = delta.call;
        return dispatch({ type: 'llm.function_called', request, function_call_id: id, name, arguments: args });
      }
      case 'finish':
        finished = true;
        return;
      default:
        return unreachable(delta);
    }
  };
  const onSettled = (settled: SettledAttempt<LlmDelta>): void => {
    const attempt = attempts.find((one) => one === settled.candidate);
    if (attempt === undefined) return;
    if (settled.outcome === 'won') answering.by = attempt;
    dispatch(asInput(request, attempt, settled));
  };
  const onDefect = (error: unknown): void => void report(error, 'llm.stream');
  try {
    const options = { clock, health, silenceMs: null, hedgeMs: null, signal, onSettled, onDefect };
    for await (const delta of firstToAnswer(attempts, options)) {
      if (signal.aborted) return;
      onDelta(delta);
    }
    if (signal.aborted) return;
    if (!finished || answering.by === undefined)
      throw new AppError('provider_failed', { detail: 'The model stopped in the middle of its answer.' });
    const { provider, model } = answering.by.engine;
    dispatch({ type: 'llm.finished', request, provider, model, usage: answering.by.usage().usage });
  } catch (error) {
    if (signal.aborted) return;
    run.onFailed?.(error);
    dispatch(failure(request, error, report));
  }
}

function asInput(request: number, attempt: ModelAttempt, { outcome, firstMs, error }: SettledAttempt<LlmDelta>): ModelInput {
  const { provider, model } = attempt.engine;
  const { usage, estimated } = attempt.usage();
  return {
    type: 'attempt.settled',
    request,
    provider,
    model,
    outcome,
    ...(firstMs === null ? {} : { first_ms: firstMs }),
    usage,
    estimated,
    ...(outcome === 'failed' ? { code: error instanceof AppError ? error.code : 'internal' } : {}),
  };
}

function failure(request: number, error: unknown, report: ReportDefect): ModelInput {
  const known = error instanceof AppError;
  return {
    type: 'llm.failed',
    request,
    code: known ? error.code : 'internal',
    message: known ? error.message : 'The model failed.',
    ...(known && error.refusal !== undefined ? { refusal: error.refusal } : {}),
    ...withDefect(report(error, 'llm.stream')),
  };
}
