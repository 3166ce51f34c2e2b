/** A typed exchange: the same agent as in a call, without audio. One message in, one answer out, with the functions in between. */
import { AppError, type AgentConfig, type TokenUsage } from '@parley/contract';
import type { Clock } from './clock.ts';
import { withDeadline } from './attempts/deadline.ts';
import type { ReportDefect } from './defects.ts';
import { modelFunctions } from './functions/definitions.ts';
import { createFunctionHost, type FunctionHost } from './functions/function-host.ts';
import { invokeWithin } from './functions/invocations.ts';
import type { LlmEngine, LlmFunctionCall, LlmMessage, LlmRequest } from './llm/llm.ts';
import { FUNCTION_DEADLINE_MS, MAX_STEPS } from './turns/limits.ts';
import { unreachable } from './unreachable.ts';

export interface TextTurnOptions {
  config: AgentConfig;
  /** With the variables filled in. */
  systemPrompt: string;
  /** The exchange so far, the new message last. */
  history: readonly LlmMessage[];
  llm: LlmEngine;
  clock: Clock;
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
  /** It ended the exchange. */
  ends: boolean;
  result?: unknown;
  error?: string;
  /** Of an error that nobody foresaw. */
  defectId?: string;
  ms: number;
}

/** What the agent did, in order. */
type TextTurnPart = { type: 'text'; text: string } | { type: 'function'; run: FunctionRun };

export interface TextTurn {
  parts: TextTurnPart[];
  usage: TokenUsage;
  /** The agent called `end_call`. */
  ends: boolean;
}

interface StepResult {
  text: string;
  calls: LlmFunctionCall[];
  usage: TokenUsage;
}

const sum = (a: TokenUsage, b: TokenUsage): TokenUsage => ({
  input_tokens: a.input_tokens + b.input_tokens,
  output_tokens: a.output_tokens + b.output_tokens,
  cached_input_tokens: a.cached_input_tokens + b.cached_input_tokens,
});

export const NO_TOKENS: TokenUsage = { input_tokens: 0, output_tokens: 0, cached_input_tokens: 0 };

function requestOf({ config, systemPrompt, history, clock }: TextTurnOptions, added: readonly LlmMessage[]): LlmRequest {
  const { temperature, max_output_tokens } = config.llm;
  return {
    messages: [{ role: 'system', content: systemPrompt }, ...history, ...added],
    functions: modelFunctions(config.functions),
    language: config.language,
    timeZone: config.time_zone,
    now: clock.wallTime(),
    ...(temperature === undefined ? {} : { temperature }),
    ...(max_output_tokens === undefined ? {} : { maxOutputTokens: max_output_tokens }),
  };
}

async function askModel(options: TextTurnOptions, added: readonly LlmMessage[]): Promise<StepResult> {
  const { llm, clock, signal, config, report, onEvent } = options;
  const request = requestOf(options, added);
  const step: StepResult = { text: '', calls: [], usage: NO_TOKENS };
  let finished = false;
  const onDefect = (error: unknown): void => void report(error, 'llm.stream');
  const deadline = { clock, silenceMs: config.turn_taking.provider_timeout_ms, signal, onDefect };
  for await (const delta of withDeadline((attempt) => llm.stream(request, attempt), deadline)) {
    switch (delta.type) {
      case 'text':
        step.text += delta.text;
        onEvent?.(delta);
        break;
      case 'function_call':
        step.calls.push(delta.call);
        onEvent?.({ type: 'function_called', call: delta.call });
        break;
      case 'finish':
        finished = true;
        step.usage = delta.usage;
        break;
      default:
        return unreachable(delta);
    }
  }
  if (!finished) throw new AppError('provider_failed', { detail: 'The model stopped in the middle of its answer.' });
  return step;
}

/** What the model throws that nobody foresaw is told before it is passed on. */
async function reported<T>(work: () => Promise<T>, { report, signal }: TextTurnOptions): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) report(error, 'llm.stream');
    throw error;
  }
}

async function run(host: FunctionHost, call: LlmFunctionCall, { clock, report, signal, onEvent }: TextTurnOptions): Promise<FunctionRun> {
  const began = clock.now();
  const invocation = { key: call.id, name: call.name, arguments: call.arguments, deadlineMs: FUNCTION_DEADLINE_MS };
  const outcome = await invokeWithin(invocation, { host, clock, report, signal });
  onEvent?.({ type: 'function_finished', id: call.id, ok: outcome.ok });
  const ends = outcome.ok && (outcome.actions ?? []).some(({ type }) => type === 'end_call');
  return { call, ...outcome, ends, ms: Math.round(clock.now() - began) };
}

const resultOf = ({ call, ok, result, error }: FunctionRun): LlmMessage => ({
  role: 'function',
  functionCallId: call.id,
  name: call.name,
  content: JSON.stringify(ok ? (result ?? null) : { error: error ?? 'failed' }),
});

/** Throws `AppError` when the model fails or stays silent; an abort passes through. */
export async function answerText(options: TextTurnOptions): Promise<TextTurn> {
  const { config, clock, report } = options;
  const functions = createFunctionHost(config.functions, { clock, timeZone: config.time_zone, report });
  const turn: TextTurn = { parts: [], usage: NO_TOKENS, ends: false };
  const added: LlmMessage[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const { text, calls, usage } = await reported(() => askModel(options, added), options);
    turn.usage = sum(turn.usage, usage);
    if (text.trim() !== '') turn.parts.push({ type: 'text', text: text.trim() });
    if (calls.length === 0) return turn;
    const runs = await Promise.all(calls.map((call) => run(functions, call, options)));
    turn.parts.push(...runs.map((one): TextTurnPart => ({ type: 'function', run: one })));
    added.push({ role: 'assistant', content: text, functionCalls: calls }, ...runs.map(resultOf));
    turn.ends ||= runs.some(({ ends }) => ends);
    // Whoever says goodbye is not asked for more, as in a call.
    if (turn.ends && text.trim() !== '') return turn;
  }
  return turn;
}
