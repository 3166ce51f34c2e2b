import type { CallState, EndingState, StateFile, Step } from './state.ts';
import { commitUserTurn, finishAgentTurn } from './turn-taking.ts';
import { cutOf, hasAudioOutstanding, type HeardCut } from '../turns/agent-turn.ts';
import { endOf } from '../turns/user-turn.ts';

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
    const { agent } = step.shared;
    if (agent === null || !hasAudioOutstanding(agent)) return close(state, step, null);
    step.decide({ type: 'playout.cleared' });
    return state;
  },
  on(state, input, step) {
    if (input.type === 'playout.stopped') return close(state, step, cutOf(input));
    if (input.type === 'call.taken_over') return close(state, step, null);
    // Whoever was asked what was heard does not answer any more.
    if (input.type === 'hangup.requested' && input.by === 'defect') return close(state, step, null);
    return input.type === 'timer.fired' && input.timer === 'ending' ? close(state, step, null) : state;
  },
  exit() {},
};
