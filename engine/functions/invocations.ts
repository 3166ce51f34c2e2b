/** The functions that a call has running: each with its deadline, all of them given up with the call. */
import type { Clock } from '../clock.ts';
import type { ReportDefect } from '../defects.ts';
import type { FunctionHost, FunctionOutcome, Invocation } from './function-host.ts';

export interface InvocationSurroundings {
  host: FunctionHost;
  clock: Clock;
  report: ReportDefect;
  /** Of the call. */
  signal: AbortSignal;
}

/** What came of it; a host that neither answers nor heeds its deadline has failed. Never rejects. */
export async function invokeWithin(
  invocation: Invocation,
  { host, clock, report, signal }: InvocationSurroundings,
): Promise<FunctionOutcome> {
  const attempt = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<FunctionOutcome>();
  const cancel = clock.schedule(invocation.deadlineMs, () => resolve({ ok: false, error: 'the function took too long' }));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([host.invoke(invocation, AbortSignal.any([signal, attempt.signal])), late]);
  } catch (error) {
    const defectId = report(error, 'function');
    return { ok: false, error: 'the function failed', ...(defectId === undefined ? {} : { defectId }) };
  } finally {
    cancel();
    signal.removeEventListener('abort', cancel);
    attempt.abort();
  }
}
