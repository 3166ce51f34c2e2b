/** What the transport of a call is asked to do, its outcome as an input of the core. */
import type { CallDecision, CallInput, TransportAction } from '@parley/contract';
import type { Clock } from './clock.ts';
import { withDefect, type ReportDefect } from './defects.ts';
import type { CallTransport, TransportOutcome } from './transport.ts';
import { ACTION_DEADLINE_MS } from './turns/limits.ts';
import { unreachable } from './unreachable.ts';

interface ActionSurroundings {
  transport: CallTransport;
  clock: Clock;
  report: ReportDefect;
  /** Of the call. */
  signal: AbortSignal;
}

const UNSUPPORTED: TransportOutcome = { ok: false, error: 'not_supported_by_transport' };

async function perform(wanted: TransportAction, transport: CallTransport, signal: AbortSignal): Promise<TransportOutcome> {
  switch (wanted.type) {
    case 'send_digits':
      return (await transport.sendDigits?.(wanted.digits, signal)) ?? UNSUPPORTED;
    case 'transfer':
      return (await transport.transfer?.(wanted.to, signal)) ?? UNSUPPORTED;
    default:
      return unreachable(wanted);
  }
}

/** Never rejects. A transport that neither answers nor heeds its deadline has failed. */
export async function carryOut(
  { action, function_call_id, wanted }: Extract<CallDecision, { type: 'action.requested' }>,
  { transport, clock, report, signal }: ActionSurroundings,
): Promise<Extract<CallInput, { type: 'action.finished' }>> {
  const began = clock.now();
  const attempt = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<TransportOutcome>();
  const cancel = clock.schedule(ACTION_DEADLINE_MS, () => resolve({ ok: false, error: 'timeout' }));
  signal.addEventListener('abort', cancel, { once: true });
  const finished = (outcome: TransportOutcome, defectId?: string): Extract<CallInput, { type: 'action.finished' }> => ({
    type: 'action.finished',
    action,
    function_call_id,
    did: wanted.type,
    ...outcome,
    ms: Math.max(0, Math.round(clock.now() - began)),
    ...withDefect(defectId),
  });
  try {
    return finished(await Promise.race([perform(wanted, transport, AbortSignal.any([signal, attempt.signal])), late]));
  } catch (error) {
    return finished({ ok: false, error: 'failed' }, report(error, 'transport'));
  } finally {
    cancel();
    signal.removeEventListener('abort', cancel);
    attempt.abort();
  }
}
