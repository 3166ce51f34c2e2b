import type { CallInput, DismissalReason } from '@parley/contract';
import { unreachable } from '../unreachable.ts';
import { END_DETECTION_MS, judgeInterruption } from '../turns/interruption.ts';
import { commitUserTurn, finishAgentTurn, followAgent, requestModel } from './turn-taking.ts';
import { awaitsFinal, isSpeaking, textOf, type UserTurn } from '../turns/user-turn.ts';
import type { CallState, PausedState, StateFile, Step } from './state.ts';

/** When speech over the agent began: the utterance that paused it. */
const overlapOf = (user: UserTurn | null): UserTurn | null => user && { utterances: user.utterances.slice(-1) };

/** The interruption holds: the agent's turn ends where the caller stopped hearing it. */
function interrupt(state: PausedState, step: Step): CallState {
  const turn = step.shared.agent?.turn ?? step.shared.turn;
  step.decide({ type: 'interruption.detected', turn, speech_ms: step.shared.user?.utterances.at(-1)?.startMs ?? step.now });
  step.decide({ type: 'playout.cleared' });
  finishAgentTurn(step, state.cut, true);
  if (state.typed === null) return { name: 'listening' };
  if (commitUserTurn(step, { reason: 'typed', silenceMs: 0, typed: state.typed })) requestModel(step);
  return followAgent(step);
}

/** A cough, a listening signal: the agent goes on where it stopped, and what was heard is no turn. */
function resume(step: Step, because: DismissalReason): CallState {
  step.decide({ type: 'interruption.dismissed', turn: step.shared.agent?.turn ?? step.shared.turn, reason: because });
  step.decide({ type: 'playout.resumed' });
  step.shared = { ...step.shared, user: null };
  return followAgent(step);
}

function judge(state: PausedState, step: Step): CallState {
  if (state.cut === null) return state;
  if (state.typed !== null) return interrupt(state, step);
  const overlap = overlapOf(step.shared.user);
  const last = overlap?.utterances[0];
  if (last === undefined) return state;
  const verdict = judgeInterruption({
    speechMs: (last.endMs ?? step.now) - last.startMs,
    speaking: isSpeaking(overlap),
    text: textOf(overlap),
    final: !awaitsFinal(overlap),
    settings: step.settings.turnTaking.interruption,
  });
  if (verdict.is === 'interruption') return interrupt(state, step);
  return verdict.is === 'false-interruption' ? resume(step, verdict.because) : state;
}

function watchOverlap(step: Step): void {
  const last = step.shared.user?.utterances.at(-1);
  const spokenMs = step.now - (last?.startMs ?? step.now);
  step.startTimer('interruption', Math.max(0, step.settings.turnTaking.interruption.min_speech_ms + END_DETECTION_MS - spokenMs));
}

function onTimer(state: PausedState, input: Extract<CallInput, { type: 'timer.fired' }>, step: Step): CallState {
  if (input.timer === 'provider') return resume(step, 'no_transcript');
  return input.timer === 'interruption' ? judge(state, step) : state;
}

/** The caller speaks over the agent: playout waits until it is clear whether that is an interruption. */
export const paused: StateFile<PausedState> = {
  enter(state, step) {
    step.decide({ type: 'playout.paused' });
    watchOverlap(step);
    return state;
  },
  on(state, input, step) {
    switch (input.type) {
      case 'playout.stopped':
        return judge({ ...state, cut: { clause: input.clause, text: input.heard_text, words: input.words } }, step);
      case 'user_text.received':
        return judge({ ...state, typed: input.text }, step);
      case 'user_speech.started':
        watchOverlap(step);
        return state;
      case 'user_speech.ended':
        step.startTimer('provider', step.settings.turnTaking.provider_timeout_ms);
        return judge(state, step);
      case 'user_transcript.partial':
      case 'user_transcript.final':
        return judge(state, step);
      case 'timer.fired':
        return onTimer(state, input, step);
      case 'call.started':
      case 'context.injected':
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
      case 'defect.reported':
      case 'transport.closed':
      case 'tts.failed':
      case 'tts.finished':
      case 'tts.first_audio':
      case 'user_dtmf.received':
        return state;
      default:
        return unreachable(input);
    }
  },
  exit(_state, step) {
    step.cancelTimer('interruption');
    step.cancelTimer('provider');
  },
};
