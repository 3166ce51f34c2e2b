/** Runs the agent's functions during a call, apart from its audio: what they ask of the call comes back as actions. */
import type { AgentFunction, CallAction } from '@parley/contract';
import type { ArgumentVerdict, CheckArguments } from './argument-check.ts';
import { asModelSees, modelFunctions, type BuiltInName } from './definitions.ts';
import { calculate, ExpressionError } from './calculator.ts';
import type { Clock } from '../clock.ts';
import type { ReportDefect } from '../defects.ts';
import type { LlmFunction } from '../llm/llm.ts';
import { checkHere } from './validators.ts';
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
  checkArguments: CheckArguments;
}

/** The functions that run in the engine itself: arguments are validated against the function's schema first. */
export function createFunctionHost(functions: readonly AgentFunction[], surroundings: FunctionSurroundings): FunctionHost {
  const { clock, timeZone, report, checkArguments } = surroundings;
  const verdictOn = async (found: AgentFunction, args: unknown, signal: AbortSignal): Promise<ArgumentVerdict> => {
    const { parameters } = asModelSees(found);
    // Only ours are known to be quick.
    return found.type === 'built_in' ? checkHere(parameters, args) : checkArguments(parameters, args ?? {}, signal);
  };
  const run = async (found: AgentFunction, args: unknown, signal: AbortSignal): Promise<FunctionOutcome> => {
    const verdict = await verdictOn(found, args, signal);
    if (!verdict.ok) return verdict;
    if (found.type === 'built_in') return runBuiltIn(found.name, args, clock, timeZone);
    return { ok: true, result: { saved: true }, actions: [{ type: 'collect_data', name: found.name, arguments: args }] };
  };
  return {
    definitions: modelFunctions(functions),
    async invoke({ name, arguments: args }, signal) {
      const found = functions.find((one) => one.name === name);
      if (found === undefined) return { ok: false, error: 'there is no such function' };
      try {
        return await run(found, args, signal);
      } catch (error) {
        // Of an abort nobody hears any more.
        const defectId = signal.aborted ? undefined : report(error, 'function');
        return { ok: false, error: 'the function failed', ...(defectId === undefined ? {} : { defectId }) };
      }
    },
  };
}
