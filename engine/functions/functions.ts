/** The agent's functions as the model sees them, and their execution during a call. */
import type { AgentFunction } from '@parley/contract';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Clock } from '../clock.ts';
import type { ReportDefect } from '../defects.ts';
import type { LlmFunction } from '../llm/llm.ts';
import { unreachable } from '../unreachable.ts';
import { calculate, ExpressionError } from './calculator.ts';

const BUILT_IN = {
  current_time: {
    description: 'The current date and time where the agent works.',
    parameters: { type: 'object', properties: {}, additionalProperties: false },
  },
  calculator: {
    description: 'Works out an arithmetic expression.',
    parameters: {
      type: 'object',
      properties: { expression: { type: 'string', description: 'Numbers with + - * / % ^ and parentheses' } },
      required: ['expression'],
      additionalProperties: false,
    },
  },
  end_call: { description: 'Ends the call once what you say has been heard.', parameters: { type: 'object', properties: {} } },
} as const;

const asModelSees = (one: AgentFunction): LlmFunction => {
  switch (one.type) {
    case 'built_in':
      return { name: one.name, description: one.description ?? BUILT_IN[one.name].description, parameters: BUILT_IN[one.name].parameters };
    case 'collect':
      return { name: one.name, description: one.description, parameters: one.parameters };
    default:
      return unreachable(one);
  }
};

export const modelFunctions = (functions: readonly AgentFunction[]): LlmFunction[] => functions.map(asModelSees);

type FunctionOutcome = { ok: true; result: unknown } | { ok: false; error: string; defectId?: string };

export interface FunctionRunner {
  run(name: string, args: unknown): FunctionOutcome;
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

function runBuiltIn(name: keyof typeof BUILT_IN, args: unknown, clock: Clock, timeZone: string): FunctionOutcome {
  switch (name) {
    case 'current_time':
      return { ok: true, result: currentTime(clock, timeZone) };
    case 'calculator':
      return calculated((args as { expression: string }).expression);
    case 'end_call':
      return { ok: true, result: { ending: true } };
    default:
      return unreachable(name);
  }
}

export interface FunctionSurroundings {
  clock: Clock;
  timeZone: string;
  report: ReportDefect;
}

/** Validates the arguments against the function's schema, then runs it. Never throws: the model is told what was wrong. */
export function createFunctionRunner(
  functions: readonly AgentFunction[],
  { clock, timeZone, report }: FunctionSurroundings,
): FunctionRunner {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false });
  const validators = new Map<string, ValidateFunction | null>();
  const validatorOf = (name: string, schema: Record<string, unknown>): ValidateFunction | null => {
    const known = validators.get(name);
    if (known !== undefined) return known;
    let validator: ValidateFunction | null = null;
    try {
      validator = ajv.compile(schema);
    } catch {
      // An agent may be saved with a schema that ajv cannot compile; its calls fail by name instead of ending the call.
    }
    validators.set(name, validator);
    return validator;
  };
  const runFound = (found: AgentFunction, args: unknown): FunctionOutcome => {
    const validate = validatorOf(found.name, asModelSees(found).parameters);
    if (validate === null) return { ok: false, error: "the function's parameters are not a valid JSON Schema" };
    if (!validate(args ?? {}))
      return { ok: false, error: `invalid arguments: ${ajv.errorsText(validate.errors, { dataVar: 'arguments' })}` };
    if (found.type === 'built_in') return runBuiltIn(found.name, args, clock, timeZone);
    // The core records what was collected (`data.collected`) when it takes in the result.
    return { ok: true, result: { saved: true } };
  };
  return {
    run(name, args) {
      const found = functions.find((one) => one.name === name);
      if (found === undefined) return { ok: false, error: 'there is no such function' };
      try {
        return runFound(found, args);
      } catch (error) {
        const defectId = report(error, 'function');
        return { ok: false, error: 'the function failed', ...(defectId === undefined ? {} : { defectId }) };
      }
    },
  };
}
