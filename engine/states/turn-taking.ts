/** The moves between the two speakers' turns, shared by the states. Each works on a step in the making. */
import type { CallState, Step } from './state.ts';
import { unreachable } from '../unreachable.ts';
import { beginAgentTurn, hasAudioOutstanding, heard, messagesOf, phaseOf, type AgentTurn, type HeardCut } from '../turns/agent-turn.ts';
import { speak } from './agent-inputs.ts';
import { takeClauses } from '../turns/clauses.ts';
import type { TurnEnd } from '../turns/endpointing-strategy.ts';
import { UNINTELLIGIBLE } from '../turns/settings.ts';
import { endOf, isUnintelligible, recognitionMs, startOf, textOf, wordsOf, type UserTurn } from '../turns/user-turn.ts';

/** Asks the model to go on with the agent's turn. */
export function requestModel(step: Step): void {
  const { agent } = step.shared;
  if (agent === null) return;
  const request = step.shared.lastRequest + 1;
  const asked = agent.answers !== null && agent.answers.times.requestedMs === null;
  const answers =
    asked && agent.answers !== null ? { ...agent.answers, times: { ...agent.answers.times, requestedMs: step.now } } : agent.answers;
  const isNextStep = (agent.steps.at(-1)?.calls.length ?? 0) > 0;
  const next: AgentTurn = { ...agent, request, answers, steps: isNextStep ? [...agent.steps, { calls: [] }] : agent.steps };
  step.shared = { ...step.shared, agent: next, lastRequest: request };
  const messages = step.shared.conversation.length + messagesOf(next, undefined).length + 1;
  step.decide({ type: 'llm.requested', request, turn: agent.turn, messages });
}

export interface Commit extends TurnEnd {
  silenceMs: number;
  /** Text that was typed instead of spoken. */
  typed?: string;
}

const NO_UTTERANCES: UserTurn = { utterances: [] };

/** Puts what the caller said into the conversation; false when there was nothing to commit. */
export function commitUserTurn(step: Step, { reason, ending_word, silenceMs, typed }: Commit): boolean {
  const { user } = step.shared;
  const spoken = textOf(user);
  const text = [spoken, typed ?? ''].filter((part) => part !== '').join(' ') || (isUnintelligible(user) ? UNINTELLIGIBLE : '');
  if (text === '') {
    step.shared = { ...step.shared, user: null };
    return false;
  }
  const turn = step.shared.turn + 1;
  const start = startOf(user) ?? step.now;
  const end = endOf(user) ?? step.now;
  step.decide({
    type: 'user_turn.committed',
    turn,
    text,
    words: wordsOf(user),
    start_ms: start,
    end_ms: end,
    reason,
    ...(ending_word === undefined ? {} : { ending_word }),
    silence_ms: silenceMs,
    typed: typed !== undefined,
  });
  const times = {
    userEndMs: typed === undefined ? end : step.now,
    typed: typed !== undefined,
    recognitionMs: typed === undefined ? recognitionMs(user) : null,
    committedMs: step.now,
    requestedMs: null,
    firstClauseMs: null,
  };
  step.shared = {
    ...step.shared,
    user: null,
    turn,
    remindersGiven: 0,
    quietSinceMs: step.now,
    conversation: [...step.shared.conversation, { role: 'user', content: text }],
    agent: beginAgentTurn('reply', turn, { user: user ?? NO_UTTERANCES, times }),
  };
  return true;
}

/** The caller went on speaking before the agent was heard: the committed turn is open again. */
export function withdrawAnswer(step: Step): void {
  const { agent, user } = step.shared;
  if (agent === null || agent.answers === null) return;
  if (agent.request !== null) step.decide({ type: 'llm.aborted', request: agent.request });
  if (hasAudioOutstanding(agent)) step.decide({ type: 'playout.cleared' });
  step.shared = {
    ...step.shared,
    agent: null,
    turn: agent.turn - 1,
    conversation: step.shared.conversation.slice(0, -1),
    user: { utterances: [...agent.answers.user.utterances, ...(user?.utterances ?? [])] },
  };
}

/** True when the answer can be taken back without a trace: nothing was heard, no function ran, and nothing was said since. */
export const canWithdraw = (step: Step): boolean => {
  const { agent, conversation } = step.shared;
  return (
    agent !== null &&
    agent.answers !== null &&
    agent.startMs === null &&
    agent.steps.every((one) => one.calls.length === 0) &&
    conversation.at(-1)?.role === 'user'
  );
};

/** Ends the agent's turn with what was heard of it. `cut` null: all that was played. */
export function finishAgentTurn(step: Step, cut: HeardCut | null, interrupted: boolean): void {
  const { agent } = step.shared;
  if (agent === null) return;
  if (agent.request !== null) step.decide({ type: 'llm.aborted', request: agent.request });
  const { text, words, unheard } = heard(agent, cut);
  if (text !== '' || unheard !== '') {
    step.decide({
      type: 'agent_turn.finished',
      turn: agent.turn,
      text,
      words,
      start_ms: agent.startMs ?? step.now,
      end_ms: step.now,
      interrupted,
      unheard_text: unheard,
    });
  }
  step.shared = {
    ...step.shared,
    agent: null,
    agentText: text === '' ? step.shared.agentText : text,
    quietSinceMs: agent.kind === 'reminder' ? step.shared.quietSinceMs : step.now,
    conversation: [...step.shared.conversation, ...messagesOf(agent, cut)],
  };
}

/** Begins a turn of the agent that needs no model. */
export function sayOwnWords(step: Step, kind: 'greeting' | 'reminder' | 'apology', text: string): void {
  const turn = kind === 'reminder' ? step.shared.turn + 1 : step.shared.turn;
  step.shared = { ...step.shared, agent: beginAgentTurn(kind, turn), turn };
  const { clauses } = takeClauses(text, { first: false, language: step.settings.language, whole: true });
  speak(step, clauses);
}

/** The state that fits how far the agent's turn has come; finishes the turn when there is no more to it. */
export function followAgent(step: Step): CallState {
  const { agent } = step.shared;
  if (agent === null) return { name: 'listening' };
  if (agent.endsCall && !hasAudioOutstanding(agent)) return { name: 'ending', reason: 'agent_hangup', message: null };
  const phase = phaseOf(agent);
  switch (phase) {
    case 'speaking':
      return { name: agent.kind === 'greeting' ? 'greeting' : 'speaking' };
    case 'thinking':
      return { name: agent.kind === 'greeting' ? 'greeting' : 'thinking' };
    case 'running-function':
      return { name: 'running-function' };
    case 'results-ready':
      return goOnWithResults(step, agent);
    case 'done':
      finishAgentTurn(step, null, false);
      return { name: 'listening' };
    default:
      return unreachable(phase);
  }
}

/** The caller's word comes before the model's next one; and a model that only calls functions is stopped. */
function goOnWithResults(step: Step, agent: AgentTurn): CallState {
  const callerWaits = step.shared.user !== null;
  if (callerWaits || agent.steps.length >= step.settings.maxSteps) {
    finishAgentTurn(step, null, false);
    return { name: 'listening' };
  }
  requestModel(step);
  return { name: 'thinking' };
}
