/** Runs the agent's functions during a call, apart from its audio: what they ask of the call comes back as actions. */
import type { AgentFunction, CallAction } from '@parley/contract';
import { asModelSees, modelFunctions, type BuiltInName } from './definitions.ts';
import { calculate, ExpressionError } from './calculator.ts';
import type { Clock } from '../clock.ts';
import type { ReportDefect } from '../defects.ts';
import type { LlmFunction } from '../llm/llm.ts';
import { problemsOf, validatorOf } from './validators.ts';
import { unreachable } from '../unreachable.ts';

export interface Invocation {
  /** `turn:function call`, one in a call: a host runs each key at most once. */
  key: string;
  name: string;
  arguments: unknown;
  /** The host gives up after this long and says so. */
  deadlineMs: number;
}

export type FunctionOutcome =
  { ok: true; result: unknown; actions?: readonly CallAction[] } | { ok: false; error: string; defectId?: string };

/** Never rejects: the model is told what was wrong. An abort is a failure like any other, which nobody hears of any more. */
export interface FunctionHost {
  readonly definitions: readonly LlmFunction[];
  invoke(invocation: Invocation, signal: AbortSignal): Promise<FunctionOutcome>;
}

function currentTime(clock: Clock, timeZone: string): unknown {
  const now = clock.wallTime();
  const local = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' }).format(now);
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'long' }).format(now);
  return { now: now.toISOString(), local: local.replace(', ', 'T'), weekday, time_zone: timeZone };
}

function calculated(expression: string): FunctionOutcome {
  try {
    return { ok: true, result: { value: calculate(expression) } };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, error: error.message };
    throw error;
  }
}

function runBuiltIn(name: BuiltInName, args: unknown, clock: Clock, timeZone: string): FunctionOutcome {
  switch (name) {
    case 'current_time':
      return { ok: true, result: currentTime(clock, timeZone) };
    case 'calculator':
      return calculated((args as { expression: string }).expression);
    case 'end_call':
      return { ok: true, result: { ending: true }, actions: [{ type: 'end_call' }] };
    default:
      return unreachable(name);
  }
}

export interface FunctionSurroundings {
  clock: Clock;
  timeZone: string;
  report: ReportDefect;
}

/** The functions that run in the engine itself: arguments are validated against the function's schema first. */
export function createFunctionHost(functions: readonly AgentFunction[], { clock, timeZone, report }: FunctionSurroundings): FunctionHost {
  const run = (found: AgentFunction, args: unknown): FunctionOutcome => {
    const validate = validatorOf(asModelSees(found).parameters);
    if (validate === null) return { ok: false, error: "the function's parameters are not a valid JSON Schema" };
    if (!validate(args ?? {})) return { ok: false, error: `invalid arguments: ${problemsOf(validate)}` };
    if (found.type === 'built_in') return runBuiltIn(found.name, args, clock, timeZone);
    return { ok: true, result: { saved: true }, actions: [{ type: 'collect_data', name: found.name, arguments: args }] };
  };
  return {
    definitions: modelFunctions(functions),
    async invoke({ name, arguments: args }) {
      // In a task of its own: compiling a new schema is no work for the step that asks.
      await Promise.resolve();
      const found = functions.find((one) => one.name === name);
      if (found === undefined) return { ok: false, error: 'there is no such function' };
      try {
        return run(found, args);
      } catch (error) {
        const defectId = report(error, 'function');
        return { ok: false, error: 'the function failed', ...(defectId === undefined ? {} : { defectId }) };
      }
    },
  };
}
