import { unreachable } from '../unreachable.ts';
import { finishAgentTurn, followAgent } from './turn-taking.ts';
import type { CallState, StateFile } from './state.ts';

/**
 * A function runs and nothing is audible. It has effects in the world, so speech does not stop it; the caller's words
 * wait until it has finished and then come first.
 */
export const runningFunction: StateFile<Extract<CallState, { name: 'running-function' }>> = {
  enter: (state) => state,
  on(_state, input, step) {
    switch (input.type) {
      case 'user_text.received':
        // The result reaches the conversation when it comes (agent-inputs.ts); the typed turn need not wait for it.
        finishAgentTurn(step, null, false);
        return { name: 'listening' };
      case 'call.started':
      case 'context.injected':
      case 'defect.reported':
      case 'function.finished':
      case 'hangup.requested':
      case 'llm.delta_received':
      case 'llm.failed':
      case 'llm.finished':
      case 'llm.function_called':
      case 'playout.finished':
      case 'playout.started':
      case 'playout.stopped':
      case 'stt.failed':
      case 'hearing.interrupted':
      case 'timer.fired':
      case 'transport.closed':
      case 'tts.failed':
      case 'tts.finished':
      case 'tts.first_audio':
      case 'user_dtmf.received':
      case 'user_speech.ended':
      case 'user_speech.started':
      case 'user_transcript.final':
      case 'user_transcript.partial':
        return followAgent(step);
      default:
        return unreachable(input);
    }
  },
  exit() {},
};
