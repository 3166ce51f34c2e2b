/** What the transport of a call is asked to do, its outcome as an input of the core. */
import type { CallDecision, CallInput, TransportAction } from '@parley/contract';
import { outcomeWithin } from './attempts/outcome-within.ts';
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

/** Transports are others' code: what they answer is looked at before the call goes by it. */
function checked(outcome: TransportOutcome): TransportOutcome {
  if (outcome.ok) return { ok: true };
  if (typeof outcome.error === 'string') return { ok: false, error: outcome.error };
  throw new TypeError('A transport answered something else than an outcome.');
}

/** Never rejects. A transport that neither answers nor heeds its deadline has failed. */
export async function carryOut(
  { action, function_call_id, wanted }: Extract<CallDecision, { type: 'action.requested' }>,
  { transport, report, ...surroundings }: ActionSurroundings,
): Promise<Extract<CallInput, { type: 'action.finished' }>> {
  const { clock } = surroundings;
  const began = clock.now();
  const outcome = await outcomeWithin<TransportOutcome & { defect_id?: string }>(
    async (signal) => checked(await perform(wanted, transport, signal)),
    {
      ...surroundings,
      deadlineMs: ACTION_DEADLINE_MS,
      late: { ok: false, error: 'timeout' },
      failed: (error) => ({ ok: false, error: 'failed', ...withDefect(report(error, 'transport')) }),
    },
  );
  return {
    type: 'action.finished',
    action,
    function_call_id,
    did: wanted.type,
    ...outcome,
    ms: Math.max(0, Math.round(clock.now() - began)),
  };
}
