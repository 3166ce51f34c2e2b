import { unreachable } from '../unreachable.ts';
import { sayOwnWords, followAgent } from './turn-taking.ts';
import type { CallState, StateFile, Step } from './state.ts';
import { reactToSpeech } from './speaking.ts';

type Greeting = Extract<CallState, { name: 'greeting' }>;

const NO_VOICE: CallState = { name: 'ending', reason: 'error_tts', message: 'The voice did not start in time.' };

function begin(state: Greeting, step: Step): CallState {
  step.startTimer('max-duration', step.settings.turnTaking.max_call_ms);
  step.startTimer('provider', step.settings.turnTaking.provider_timeout_ms);
  step.shared = { ...step.shared, quietSinceMs: step.now };
  if (step.settings.greeting === '') return { name: 'listening' };
  sayOwnWords(step, 'greeting', step.settings.greeting);
  return state;
}

/** The agent speaks first; with no greeting the caller does. */
export const greeting: StateFile<Greeting> = {
  enter: (state) => state,
  on(state, input, step) {
    const goOn = (): CallState => reactToSpeech(state, input, step) ?? followAgent(step);
    switch (input.type) {
      case 'call.started':
        return begin(state, step);
      case 'playout.started':
        step.cancelTimer('provider');
        return goOn();
      case 'timer.fired':
        return input.timer === 'provider' ? NO_VOICE : goOn();
      case 'context.injected':
      case 'defect.reported':
      case 'function.finished':
      case 'hangup.requested':
      case 'llm.delta_received':
      case 'llm.failed':
      case 'llm.finished':
      case 'llm.function_called':
      case 'playout.finished':
      case 'playout.stopped':
      case 'stt.failed':
      case 'hearing.interrupted':
      case 'transport.closed':
      case 'tts.failed':
      case 'tts.finished':
      case 'tts.first_audio':
      case 'user_dtmf.received':
      case 'user_speech.ended':
      case 'user_speech.started':
      case 'user_text.received':
      case 'user_transcript.final':
      case 'user_transcript.partial':
        return goOn();
      default:
        return unreachable(input);
    }
  },
  exit(_state, step) {
    step.cancelTimer('provider');
  },
};
