/** Inputs that end the call from any state. */
import type { CallInput } from '@parley/contract';
import { unreachable } from '../unreachable.ts';
import type { CallState, EndingState, Step } from './state.ts';

const because = (reason: EndingState['reason'], message: string | null = null): EndingState => ({ name: 'ending', reason, message });

export function endsCall(state: CallState, input: CallInput, step: Step): EndingState | null {
  if (state.name === 'ending' || state.name === 'ended') return null;
  switch (input.type) {
    case 'hangup.requested':
      return because(input.by === 'user' ? 'user_hangup' : 'api_hangup');
    case 'transport.closed':
      if (input.code === 'internal') return because('error_internal', input.message);
      return because(
        input.code === 'socket_closed' || input.code === 'media_timeout' ? 'transport_closed' : 'error_transport',
        input.message,
      );
    case 'stt.failed':
      return because('error_stt', input.message);
    case 'timer.fired':
      return input.timer === 'max-duration' ? because('max_duration_reached') : null;
    case 'llm.failed':
      return step.shared.failures >= step.settings.maxFailures ? because('error_llm', input.message) : null;
    case 'tts.failed':
      return step.shared.failures >= step.settings.maxFailures ? because('error_tts', input.message) : null;
    case 'call.started':
    case 'defect.reported':
    case 'hearing.interrupted':
    case 'context.injected':
    case 'function.finished':
    case 'llm.delta_received':
    case 'llm.finished':
    case 'llm.function_called':
    case 'playout.finished':
    case 'playout.started':
    case 'playout.stopped':
    case 'tts.finished':
    case 'tts.first_audio':
    case 'user_dtmf.received':
    case 'user_speech.ended':
    case 'user_speech.started':
    case 'user_text.received':
    case 'user_transcript.final':
    case 'user_transcript.partial':
      return null;
    default:
      return unreachable(input);
  }
}
