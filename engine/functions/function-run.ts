/** One function that the turn core requested, its outcome as an input of the core. */
import type { CallDecision, CallInput } from '@parley/contract';
import { withDefect } from '../defects.ts';
import { invokeWithin, type InvocationSurroundings } from './invocations.ts';

export interface FunctionRunSurroundings extends InvocationSurroundings {
  deadlineMs: number;
}

/** Never rejects. */
export async function runFunction(
  { turn, function_call_id, name, arguments: args }: Extract<CallDecision, { type: 'function.requested' }>,
  { deadlineMs, ...surroundings }: FunctionRunSurroundings,
): Promise<Extract<CallInput, { type: 'function.finished' }>> {
  const { clock } = surroundings;
  const began = clock.now();
  const outcome = await invokeWithin({ key: `${turn}:${function_call_id}`, name, arguments: args, deadlineMs }, surroundings);
  const ms = Math.max(0, Math.round(clock.now() - began));
  return outcome.ok
    ? {
        type: 'function.finished',
        function_call_id,
        ok: true,
        result: outcome.result,
        ...(outcome.actions === undefined ? {} : { actions: [...outcome.actions] }),
        ms,
      }
    : { type: 'function.finished', function_call_id, ok: false, result: null, error: outcome.error, ...withDefect(outcome.defectId), ms };
}
