/** What a call's transport tells, as inputs of the call. Transports are others' code: what they tell is looked at before the call goes by it. */
import type { CallInput } from '@parley/contract';
import { CALLER_SAMPLE_RATE, samplesPerFrame, type Frame } from './audio/frame.ts';
import type { CallerMessage, DigitPress, TransportListener, TransportState } from './transport.ts';
import { unreachable } from './unreachable.ts';

const STATES = { early: 'call.ringing', answered: 'call.answered', held: 'call.held', resumed: 'call.resumed' } as const satisfies Record<
  TransportState,
  CallInput['type']
>;

const METHODS = ['rfc4733', 'inband', 'info', 'message'] as const satisfies readonly DigitPress['method'][];

export interface TransportInputs {
  dispatch: (input: CallInput) => void;
  onFrame: (frame: Frame) => void;
  onFailed: (error: unknown) => void;
  /** Told what is wrong with something that was told and is passed over. */
  onFault: (error: unknown) => void;
}

function frameOf(frame: unknown): Frame {
  if (frame instanceof Int16Array && frame.length === samplesPerFrame(CALLER_SAMPLE_RATE)) return frame;
  throw new TypeError('What a transport gave is no frame of 20 ms at 16 kHz.');
}

function messageOf(message: CallerMessage): CallInput {
  switch (message.type) {
    case 'text':
      if (typeof message.text !== 'string') throw new TypeError('A text message has no text.');
      return { type: 'user_text.received', text: message.text };
    case 'hangup':
      return { type: 'hangup.requested', by: 'user' };
    default:
      return unreachable(message);
  }
}

function digitOf({ digit, method, durationMs }: DigitPress): CallInput {
  if (typeof digit !== 'string' || !/^[0-9*#A-D]$/.test(digit)) throw new TypeError('A transport told of a key that there is not.');
  if (!METHODS.includes(method)) throw new TypeError('A transport told of a key in a way that there is not.');
  // A key counts, however long it was pressed.
  const duration = durationMs !== null && Number.isFinite(durationMs) ? { duration_ms: Math.max(0, Math.round(durationMs)) } : {};
  return { type: 'digit.received', digit, method, ...duration };
}

function stateOf(state: TransportState): CallInput {
  if (!Object.hasOwn(STATES, state)) throw new TypeError('A transport told of a state that there is not.');
  return { type: STATES[state] };
}

function closeOf(code: unknown, message: unknown): CallInput {
  if (typeof code === 'string' && typeof message === 'string') return { type: 'transport.closed', code, message };
  // Whatever it says of it, nobody is there any more.
  return { type: 'transport.closed', code: 'closed', message: 'The connection to the caller is closed.' };
}

/** Never throws back into the transport, which may carry other calls as well. */
export function listenerOf({ dispatch, onFrame, onFailed, onFault }: TransportInputs): TransportListener {
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      onFault(error);
    }
  };
  return {
    onFrame: (frame) => guarded(() => onFrame(frameOf(frame))),
    onMessage: (message) => guarded(() => dispatch(messageOf(message))),
    onDigit: (press) => guarded(() => dispatch(digitOf(press))),
    onState: (state) => guarded(() => dispatch(stateOf(state))),
    onClosed: (code, message) => dispatch(closeOf(code, message)),
    onFailed: (error) => onFailed(error),
  };
}
