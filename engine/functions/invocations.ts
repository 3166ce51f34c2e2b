/** The functions that a call has running: each with its deadline, all of them given up with the call. */
import { outcomeWithin } from '../attempts/outcome-within.ts';
import type { Clock } from '../clock.ts';
import type { ReportDefect } from '../defects.ts';
import { checkedOutcome } from './outcome-check.ts';
import type { FunctionHost, FunctionOutcome, Invocation } from './function-host.ts';

export interface InvocationSurroundings {
  host: FunctionHost;
  clock: Clock;
  report: ReportDefect;
  /** Of the call. */
  signal: AbortSignal;
}

/** What came of it; a host that neither answers nor heeds its deadline has failed, and so has one whose answer is none. Never rejects. */
export const invokeWithin = (invocation: Invocation, { host, report, ...rest }: InvocationSurroundings): Promise<FunctionOutcome> =>
  outcomeWithin<FunctionOutcome>(async (signal) => checkedOutcome(await host.invoke(invocation, signal)), {
    ...rest,
    deadlineMs: invocation.deadlineMs,
    late: { ok: false, error: 'the function took too long' },
    failed: (error) => {
      const defectId = report(error, 'function');
      return { ok: false, error: 'the function failed', ...(defectId === undefined ? {} : { defectId }) };
    },
  });
