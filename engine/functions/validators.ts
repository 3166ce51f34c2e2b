/** Validators of functions' arguments, compiled once for all calls whose functions have the same schema. */
import type { ValidateFunction } from 'ajv';
import { argumentValidation } from './schemas.ts';

/** As many schemas are kept, those unused for longest go first. */
const MOST_KEPT = 500;

const ajv = argumentValidation();
// The schema of schemas takes ten times as long as one of a function: it is compiled when the process starts, not in its first call.
ajv.compile({ type: 'object' });

const known = new Map<string, ValidateFunction | null>();

function compile(schema: Record<string, unknown>): ValidateFunction | null {
  try {
    return ajv.compile(schema);
  } catch {
    return null;
  } finally {
    // Another agent's schema may have the same `$id`, and none may refer to it.
    ajv.removeSchema(schema);
  }
}

/** Null for what ajv cannot compile: an agent may be saved with such a schema, and its calls fail by name. */
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

export const problemsOf = ({ errors }: ValidateFunction): string => ajv.errorsText(errors, { dataVar: 'arguments' });
