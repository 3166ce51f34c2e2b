import { hasAudioOutstanding } from '../turns/agent-turn.ts';
import { unreachable } from '../unreachable.ts';
import { APOLOGY } from '../turns/settings.ts';
import { canWithdraw, commitUserTurn, finishAgentTurn, followAgent, requestModel, sayOwnWords, withdrawAnswer } from './turn-taking.ts';
import type { CallState, StateFile, Step } from './state.ts';

type Thinking = Extract<CallState, { name: 'thinking' }>;

const wait = (step: Step): void => step.startTimer('provider', step.settings.turnTaking.provider_timeout_ms);

/** Says once that something failed; the next failure in a row ends the call (call-end.ts). */
function apologise(step: Step): CallState {
  finishAgentTurn(step, null, false);
  wait(step);
  sayOwnWords(step, 'apology', APOLOGY);
  return { name: 'thinking' };
}

/** What is queued and not audible yet is never said. */
function dropRest(step: Step): void {
  const { agent } = step.shared;
  if (agent !== null && hasAudioOutstanding(agent)) step.decide({ type: 'playout.cleared' });
  finishAgentTurn(step, null, true);
}

/** Model or voice took too long. */
function giveUp(step: Step): CallState {
  const { agent } = step.shared;
  const awaitsVoice = agent !== null && agent.clauses.length > 0 && agent.request === null;
  step.shared = { ...step.shared, failures: step.shared.failures + 1 };
  if (awaitsVoice || step.shared.failures >= step.settings.maxFailures) {
    const reason = awaitsVoice ? 'error_tts' : 'error_llm';
    return { name: 'ending', reason, message: awaitsVoice ? 'The voice did not start in time.' : 'The model did not answer in time.' };
  }
  return apologise(step);
}

/** Nothing of the agent is audible yet: the caller may go on, and the answer is taken back. */
export const thinking: StateFile<Thinking> = {
  enter(state, step) {
    wait(step);
    return state;
  },
  on(state, input, step) {
    switch (input.type) {
      case 'user_speech.started':
        if (canWithdraw(step)) withdrawAnswer(step);
        else dropRest(step);
        return { name: 'listening' };
      case 'user_text.received':
        dropRest(step);
        if (commitUserTurn(step, { reason: 'typed', silenceMs: 0, typed: input.text })) requestModel(step);
        return followAgent(step);
      case 'llm.failed':
        return step.shared.agent?.request === null && step.shared.agent.clauses.length === 0 ? apologise(step) : followAgent(step);
      case 'timer.fired':
        return input.timer === 'provider' ? giveUp(step) : state;
      case 'llm.delta_received':
      case 'tts.first_audio':
        wait(step);
        return followAgent(step);
      case 'call.started':
      case 'context.injected':
      case 'function.finished':
      case 'hangup.requested':
      case 'llm.finished':
      case 'llm.function_called':
      case 'playout.finished':
      case 'playout.started':
      case 'playout.stopped':
      case 'stt.failed':
      case 'hearing.interrupted':
      case 'defect.reported':
      case 'transport.closed':
      case 'tts.failed':
      case 'tts.finished':
      case 'user_dtmf.received':
      case 'user_speech.ended':
      case 'user_transcript.final':
      case 'user_transcript.partial':
        return followAgent(step);
      default:
        return unreachable(input);
    }
  },
  exit(_state, step) {
    step.cancelTimer('provider');
  },
};
