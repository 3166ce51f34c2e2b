import type { CallInput } from '@parley/contract';
import { unreachable } from '../unreachable.ts';
import { followAgent } from './turn-taking.ts';
import type { CallState, PausedState, StateFile, Step } from './state.ts';

/** Speech or typing over the agent pauses it; anything else is not an answer to speech (null). */
export function reactToSpeech(state: CallState, input: CallInput, step: Step): PausedState | CallState | null {
  switch (input.type) {
    case 'user_text.received':
      return { name: 'paused', cut: null, typed: input.text };
    case 'user_speech.started':
      return step.settings.turnTaking.interruption.enabled ? { name: 'paused', cut: null, typed: null } : state;
    case 'call.started':
    case 'user_speech.ended':
    case 'user_transcript.partial':
    case 'user_transcript.final':
    case 'user_dtmf.received':
    case 'context.injected':
    case 'llm.delta_received':
    case 'llm.function_called':
    case 'llm.finished':
    case 'llm.failed':
    case 'tts.first_audio':
    case 'tts.finished':
    case 'tts.failed':
    case 'playout.started':
    case 'playout.finished':
    case 'playout.stopped':
    case 'function.finished':
    case 'stt.failed':
    case 'hearing.interrupted':
    case 'timer.fired':
    case 'hangup.requested':
    case 'defect.reported':
    case 'transport.closed':
      return null;
    default:
      return unreachable(input);
  }
}

/** The agent is audible. */
export const speaking: StateFile<Extract<CallState, { name: 'speaking' }>> = {
  enter: (state) => state,
  on: (state, input, step) => reactToSpeech(state, input, step) ?? followAgent(step),
  exit() {},
};
