import type { CallInput } from '@parley/contract';
import { endingVerdict } from './endpoint.ts';
import { stopAwaitingFinals } from './finals.ts';
import { sayOwnWords } from './speech.ts';
import type { CallState, Shared, StateFile, Step } from './state.ts';
import { commitUserTurn, requestModel } from './turn-taking.ts';
import { beginAgentTurn } from '../turns/agent-turn.ts';
import { areComplete } from '../turns/keys.ts';
import { awaitsFinal, endOf, isSpeaking, putAway } from '../turns/user-turn.ts';

type Listening = Extract<CallState, { name: 'listening' }>;

/** The caller's last turn is there, and nothing was heard since. */
function isUnanswered({ conversation }: Shared): boolean {
  const asked = conversation.findLastIndex(({ role }) => role === 'user');
  return asked >= 0 && !conversation.slice(asked).some(({ role, content }) => role === 'assistant' && content !== '');
}

/** What stopped the answer was no turn. */
function answerAnew(step: Step): CallState {
  step.shared = { ...step.shared, agent: beginAgentTurn({ kind: 'reply', turn: step.shared.turn, atMs: step.now }) };
  requestModel(step);
  return { name: 'thinking' };
}

/** Commits and hands over to the model, or goes on listening when there were no words. */
function commit(state: Listening, step: Step, cut = false): CallState {
  const silenceMs = Math.max(0, step.now - (endOf(step.shared.user) ?? step.now));
  const why = cut ? { reason: 'long_speech' as const } : endingVerdict(step.shared);
  if (!commitUserTurn(step, { reason: why.reason, ...('ending_word' in why ? { ending_word: why.ending_word } : {}), silenceMs, cut })) {
    step.shared = { ...step.shared, listeningSinceMs: step.now };
    return !cut && isUnanswered(step.shared) ? answerAnew(step) : state;
  }
  requestModel(step);
  return { name: 'thinking' };
}

function remind(state: Listening, step: Step): CallState {
  const { user, past, remindersGiven, persona } = step.shared;
  step.shared = { ...step.shared, ...putAway({ user, past }, { atMs: step.now }), remindersGiven: remindersGiven + 1 };
  sayOwnWords(step, 'reminder', persona.turnTaking.reminder.text);
  return step.shared.agent === null ? state : { name: 'thinking' };
}

function onTimer(state: Listening, timer: Extract<CallInput, { type: 'timer.fired' }>['timer'], step: Step): CallState {
  const { user } = step.shared;
  if ((timer === 'endpointing' || timer === 'digits') && user !== null && !isSpeaking(user)) return commit(state, step);
  if (timer === 'await-final') stopAwaitingFinals(step);
  if (timer === 'long-speech' && user !== null) return commit(state, step, true);
  if (timer === 'reminder') return remind(state, step);
  return timer === 'idle' ? { name: 'ending', sinceMs: step.now, reason: 'inactivity', message: null } : state;
}

/** What is typed, and keys that are complete, wait for the utterance in progress, and are answered at once then. */
const isForAtOnce = ({ shared: { user } }: Step): boolean =>
  user !== null && (user.typed !== null || (user.keys !== null && areComplete(user.keys))) && !isSpeaking(user) && !awaitsFinal(user);

/** The caller's turn, or nobody's. */
export const listening: StateFile<Listening> = {
  enter(state, step) {
    step.shared = { ...step.shared, listeningSinceMs: step.now };
    return isForAtOnce(step) ? commit(state, step) : state;
  },
  on(state, input, step) {
    if (input.type === 'timer.fired') return onTimer(state, input.timer, step);
    return isForAtOnce(step) ? commit(state, step) : state;
  },
  exit() {},
};
