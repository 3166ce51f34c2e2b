/** Validators of functions' arguments, compiled once for all calls whose functions have the same schema. */
import type { ValidateFunction } from 'ajv';
import type { ArgumentVerdict, CheckArguments } from './argument-check.ts';
import { argumentValidation } from './schemas.ts';

/** As many schemas are kept, those unused for longest go first. */
const MOST_KEPT = 500;
/** The model is told what was wrong in at most this many letters. */
const MOST_LETTERS = 1_000;

const ajv = argumentValidation();
// The schema of schemas takes ten times as long as one of a function: it is compiled when the thread starts, not with its first question.
ajv.compile({ type: 'object' });

const known = new Map<string, ValidateFunction | null>();

function compile(schema: Record<string, unknown>): ValidateFunction | null {
  try {
    const validate = ajv.compile(schema);
    // Of `$async`: it would answer with a promise, which is true of anything.
    return '$async' in validate ? null : validate;
  } catch {
    return null;
  } finally {
    // Another agent's schema may have the same `$id`, and none may refer to it.
    ajv.removeSchema(schema);
  }
}

/** Null for what ajv cannot compile: an older agent may have such a schema, and its calls fail by name. */
export function validatorOf(schema: Record<string, unknown>): ValidateFunction | null {
  const text = JSON.stringify(schema);
  const found = known.get(text);
  const validate = found === undefined ? compile(schema) : found;
  known.delete(text);
  known.set(text, validate);
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return validate;
}

const problemsOf = ({ errors }: ValidateFunction): string => ajv.errorsText(errors, { dataVar: 'arguments' }).slice(0, MOST_LETTERS);

/** In the thread that asks, however long it takes: for our own schemas, and for a thread that does nothing else. */
export function checkHere(schema: Record<string, unknown>, args: unknown): ArgumentVerdict {
  const validate = validatorOf(schema);
  if (validate === null) return { ok: false, error: "the function's parameters are not a valid JSON Schema" };
  try {
    return validate(args ?? {}) ? { ok: true } : { ok: false, error: `invalid arguments: ${problemsOf(validate)}` };
  } catch {
    // A pattern too large to run, a recursion without end.
    return { ok: false, error: "the arguments cannot be checked against the function's parameters" };
  }
}

/** For tests and tools that trust their schemas. */
export const trustedCheck: CheckArguments = async (schema, args) => checkHere(schema, args);
