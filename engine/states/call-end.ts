/** Inputs that end the call from any state. */
import type { CallInput, DisconnectionReason, HangUpBy } from '@parley/contract';
import type { CallState, EndingState, Step } from './state.ts';

type Why = Pick<EndingState, 'reason' | 'message'> | null;

function whyTransport({ code, message }: Extract<CallInput, { type: 'transport.closed' }>): Why {
  if (code === 'internal') return { reason: 'error_internal', message };
  return { reason: code === 'socket_closed' || code === 'media_timeout' ? 'transport_closed' : 'error_transport', message };
}

const BY = {
  user: 'user_hangup',
  api: 'api_hangup',
  server: 'server_shutdown',
  storage: 'error_storage',
  defect: 'error_internal',
} as const satisfies Record<HangUpBy, DisconnectionReason>;

function why(input: CallInput): Why {
  if (input.type === 'hangup.requested') return { reason: BY[input.by], message: null };
  if (input.type === 'transport.closed') return whyTransport(input);
  if (input.type === 'stt.failed') return { reason: 'error_stt', message: input.message };
  if (input.type === 'timer.fired' && input.timer === 'max-duration') return { reason: 'max_duration_reached', message: null };
  // Who was transferred talks to somebody else.
  if (input.type === 'action.finished' && input.ok && input.did === 'transfer') return { reason: 'transferred', message: null };
  return null;
}

export function endsCall(state: CallState, input: CallInput, step: Step): EndingState | null {
  if (state.name === 'ending' || state.name === 'ended') return null;
  const because = why(input);
  return because && { name: 'ending', sinceMs: step.now, ...because };
}
