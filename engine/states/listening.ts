import type { CallInput } from '@parley/contract';
import type { EndpointingVerdict } from '../turns/endpointing-strategy.ts';
import { endpointing } from '../turns/endpointing.ts';
import { commitUserTurn, requestModel, sayOwnWords } from './turn-taking.ts';
import { unreachable } from '../unreachable.ts';
import { awaitsFinal, endOf, isSpeaking, isUnintelligible, settleForPartials, textOf } from '../turns/user-turn.ts';
import type { CallState, StateFile, Step } from './state.ts';

type Listening = Extract<CallState, { name: 'listening' }>;

function verdictOn(step: Step): EndpointingVerdict {
  const { user, agentText } = step.shared;
  const facts = { text: textOf(user), agentText, settings: step.settings.turnTaking.endpointing };
  // Nothing intelligible will follow from waiting longer.
  if (isUnintelligible(user)) return { silenceMs: facts.settings.silence_ms, reason: 'unintelligible' };
  return endpointing(facts);
}

/** Keeps the timers that fit what the caller is doing. */
function watch(step: Step): void {
  const { user } = step.shared;
  const { turnTaking } = step.settings;
  if (user === null) {
    const { after_ms, max } = turnTaking.reminder;
    if (after_ms > 0 && step.shared.remindersGiven < max) step.startTimer('reminder', after_ms);
    step.startTimer('idle', Math.max(0, step.shared.quietSinceMs + turnTaking.idle_timeout_ms - step.now));
    return;
  }
  step.cancelTimer('reminder');
  step.cancelTimer('idle');
  if (isSpeaking(user)) return step.cancelTimer('endpointing');
  if (awaitsFinal(user)) return step.startTimer('provider', turnTaking.provider_timeout_ms);
  step.cancelTimer('provider');
  const waited = step.now - (endOf(user) ?? step.now);
  step.startTimer('endpointing', Math.max(0, verdictOn(step).silenceMs - waited));
}

/** Commits and hands over to the model, or goes on listening when there were no words. */
function commit(state: Listening, step: Step, typed?: string): CallState {
  const silenceMs = Math.max(0, step.now - (endOf(step.shared.user) ?? step.now));
  const why = typed === undefined ? verdictOn(step) : { reason: 'typed' as const, typed };
  if (!commitUserTurn(step, { ...why, silenceMs })) {
    watch(step);
    return state;
  }
  requestModel(step);
  return { name: 'thinking' };
}

function onTimer(state: Listening, input: Extract<CallInput, { type: 'timer.fired' }>, step: Step): CallState {
  const { user } = step.shared;
  switch (input.timer) {
    case 'endpointing':
      return isSpeaking(user) ? state : commit(state, step);
    case 'provider':
      if (user !== null) step.shared = { ...step.shared, user: settleForPartials(user, step.now) };
      return commit(state, step);
    case 'reminder':
      step.shared = { ...step.shared, remindersGiven: step.shared.remindersGiven + 1 };
      sayOwnWords(step, 'reminder', step.settings.turnTaking.reminder.text);
      return step.shared.agent?.clauses.length === 0 ? state : { name: 'thinking' };
    case 'idle':
      return { name: 'ending', reason: 'inactivity', message: null };
    case 'ending':
    case 'interruption':
    case 'max-duration':
      return state;
    default:
      return unreachable(input.timer);
  }
}

/** The caller's turn, or nobody's. */
export const listening: StateFile<Listening> = {
  enter(state, step) {
    watch(step);
    return state;
  },
  on(state, input, step) {
    switch (input.type) {
      case 'user_speech.started':
      case 'user_speech.ended':
      case 'user_transcript.final':
        watch(step);
        return state;
      case 'user_text.received':
        return commit(state, step, input.text);
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
      case 'playout.stopped':
      case 'stt.failed':
      case 'hearing.interrupted':
      case 'defect.reported':
      case 'transport.closed':
      case 'tts.failed':
      case 'tts.finished':
      case 'tts.first_audio':
      case 'user_dtmf.received':
      case 'user_transcript.partial':
        return state;
      default:
        return unreachable(input);
    }
  },
  exit(_state, step) {
    for (const timer of ['endpointing', 'provider', 'reminder', 'idle'] as const) step.cancelTimer(timer);
  },
};
