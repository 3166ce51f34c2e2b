import { unreachable } from '../unreachable.ts';
import { hasAudioOutstanding, type HeardCut } from '../turns/agent-turn.ts';
import { commitUserTurn, finishAgentTurn } from './turn-taking.ts';
import { endOf } from '../turns/user-turn.ts';
import type { CallState, EndingState, StateFile, Step } from './state.ts';

/** The shell answers `playout.cleared` at once; this bounds the wait should it be gone. */
const ANSWER_WITHIN_MS = 1_000;

function close(state: EndingState, step: Step, cut: HeardCut | null): CallState {
  finishAgentTurn(step, cut, cut !== null || (step.shared.agent !== null && hasAudioOutstanding(step.shared.agent)));
  if (step.shared.user !== null) {
    const silenceMs = Math.max(0, step.now - (endOf(step.shared.user) ?? step.now));
    commitUserTurn(step, { reason: 'call_ended', silenceMs });
  }
  return { name: 'ended', reason: state.reason, message: state.message };
}

/** The last word is accounted for, then the call is over. */
export const ending: StateFile<EndingState> = {
  enter(state, step) {
    step.cancelTimer('max-duration');
    const { agent } = step.shared;
    if (agent === null || !hasAudioOutstanding(agent)) return close(state, step, null);
    step.decide({ type: 'playout.cleared' });
    step.startTimer('ending', ANSWER_WITHIN_MS);
    return state;
  },
  on(state, input, step) {
    switch (input.type) {
      case 'playout.stopped':
        return close(state, step, { clause: input.clause, text: input.heard_text, words: input.words });
      case 'timer.fired':
        return input.timer === 'ending' ? close(state, step, null) : state;
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
        return state;
      default:
        return unreachable(input);
    }
  },
  exit(_state, step) {
    step.cancelTimer('ending');
  },
};
