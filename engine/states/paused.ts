import type { CallInput, DismissalReason } from '@parley/contract';
import { stopAwaitingFinals } from './finals.ts';
import { overlapFacts, overlaps } from './overlapping.ts';
import type { CallState, PausedState, StateFile, Step } from './state.ts';
import { finishAgentTurn, followAgent, openGate, takeBackAnswer } from './turn-taking.ts';
import { goOnWithAgent } from './take-over.ts';
import { canBeTakenBack, cutOf, type HeardCut } from '../turns/agent-turn.ts';
import { closed, isOpen, opened } from '../turns/gate.ts';
import { verdictOn } from '../turns/overlap.ts';
import { unreachable } from '../unreachable.ts';
import { putAway, spokenOf, startOf } from '../turns/user-turn.ts';

/** It is the caller's turn: an answer that nobody heard is taken back, any other ends where the caller stops hearing it. */
function interrupt(state: PausedState, step: Step): CallState {
  const { agent, user } = step.shared;
  if (agent !== null && canBeTakenBack(agent)) {
    takeBackAnswer(step);
    return { name: 'listening' };
  }
  step.decide({ type: 'interruption.detected', turn: agent?.turn ?? step.shared.turn, speech_ms: startOf(user) ?? step.now });
  step.decide({ type: 'playout.cleared' });
  return { ...state, stoppedMs: step.now };
}

const NOTHING_HEARD: HeardCut = { clause: 0, text: '', words: [] };

/** What was on its way to the caller when playout paused was heard meanwhile: the answer to `playout.cleared` tells. */
function onStopped(state: PausedState, input: CallInput, step: Step): CallState {
  const answered = input.type === 'playout.stopped';
  if (!answered && input.type !== 'call.taken_over' && !(input.type === 'timer.fired' && input.timer === 'await-verdict')) return state;
  finishAgentTurn(step, answered ? cutOf(input) : state.cut, true);
  return { name: 'listening' };
}

/** A cough, a listening signal: the agent goes on where it stopped, and what was said is no turn. */
function dismiss(step: Step, because: DismissalReason): CallState {
  const { user, past, agent } = step.shared;
  step.decide({ type: 'interruption.dismissed', turn: agent?.turn ?? step.shared.turn, reason: because, text: spokenOf(user) });
  step.shared = { ...step.shared, ...putAway({ user, past }, { atMs: step.now, dismissed: true }) };
  openGate(step, 'overlap');
  return followAgent(step);
}

/** The agent finishes its question, and what was said meanwhile is the caller's turn. */
function keepForLater(step: Step): CallState {
  step.shared = { ...step.shared, lastForLater: step.shared.user?.utterances.at(-1)?.id ?? 0 };
  openGate(step, 'overlap');
  return followAgent(step);
}

function judge(state: PausedState, step: Step): CallState {
  const facts = overlapFacts(state, step.shared, step.now);
  if (state.cut === null || facts === null) return state;
  const verdict = verdictOn(facts);
  switch (verdict.is) {
    case 'undecided':
      return state;
    case 'interruption':
      return interrupt(state, step);
    case 'answer':
      return keepForLater(step);
    case 'dismissed':
      return dismiss(step, verdict.because);
    default:
      return unreachable(verdict);
  }
}

/** The caller speaks or types in the agent's turn: the gate is closed until it is clear what that is. */
export const paused: StateFile<PausedState> = {
  enter(state, step) {
    step.shared = { ...step.shared, gate: closed(step.shared.gate, 'overlap') };
    step.decide({ type: 'playout.paused' });
    return state;
  },
  on(state, input, step) {
    if (input.type === 'timer.fired' && input.timer === 'await-final') stopAwaitingFinals(step);
    if (state.stoppedMs !== null) return onStopped(state, input, step);
    const takenOver = input.type === 'call.taken_over';
    if (takenOver) goOnWithAgent(step, state.cut);
    const heard = state.cut ?? (takenOver ? NOTHING_HEARD : input.type === 'playout.stopped' ? cutOf(input) : null);
    // Nothing is left that holds the agent up when a late report took it away.
    if (heard !== null && !overlaps(step.shared)) {
      openGate(step, 'overlap');
      return followAgent(step);
    }
    return judge({ ...state, cut: heard }, step);
  },
  exit(_state, step) {
    const { gate, agent } = step.shared;
    if (!gate.closedBy.includes('overlap')) return;
    const next = opened(gate, 'overlap');
    step.shared = { ...step.shared, gate: next };
    // What comes next may sound again; of a turn that ends with the call nothing does.
    if (isOpen(next) && agent === null) step.decide({ type: 'playout.resumed' });
  },
};
