/** Function hosts are others' code: what they answer is looked at before the call goes by it. */
import { CallAction, isObject } from '@parley/contract';
import type { FunctionOutcome } from './function-host.ts';

function actionsOf(actions: unknown): CallAction[] {
  if (!Array.isArray(actions)) throw new TypeError('The actions of a function are no list.');
  return actions.map((action) => {
    const known = CallAction.safeParse(action);
    // What does not fit quotes the function's own words.
    if (!known.success) throw new TypeError('A function asks for an action that there is not.');
    return known.data;
  });
}

/**
 * The outcome as plain JSON, which the call's log, the model and a replay all read alike. Throws for what is no outcome, and for a result without a
 * JSON form: nothing, a BigInt, a cycle, a `toJSON` that throws.
 */
export function checkedOutcome(answer: unknown): FunctionOutcome {
  const written: unknown = JSON.stringify(answer);
  if (typeof written !== 'string') throw new TypeError('A function host answered nothing.');
  const outcome: unknown = JSON.parse(written);
  if (!isObject(outcome)) throw new TypeError('A function host answered something else than an outcome.');
  const { ok, result, error, actions, defectId } = outcome;
  if (ok === true && result !== undefined) return { ok, result, ...(actions === undefined ? {} : { actions: actionsOf(actions) }) };
  if (ok === false && typeof error === 'string') return { ok, error, ...(typeof defectId === 'string' ? { defectId } : {}) };
  throw new TypeError('A function host answered neither a result nor an error.');
}
