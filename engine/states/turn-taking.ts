/** The moves between the two speakers' turns, shared by the states. Each works on a step in the making. */
import { requestAction } from './actions.ts';
import { requestFunctions } from './agent-inputs.ts';
import { apologiseOrEnd } from './failing.ts';
import { requestContent } from './request-content.ts';
import type { CallState, Step } from './state.ts';
import {
  actingCall,
  beginAgentTurn,
  hasAudioOutstanding,
  heard,
  messagesOf,
  phaseOf,
  wasAnswered,
  wasHeard,
  withoutActions,
  type AgentTurn,
  type HeardCut,
} from '../turns/agent-turn.ts';
import { askedFor, asksToGoOn } from '../turns/dictation-asked.ts';
import type { TurnEnd } from '../turns/endpointing-strategy.ts';
import { closed, isOpen, opened, type GateReason } from '../turns/gate.ts';
import { MAX_STEPS, UNINTELLIGIBLE } from '../turns/limits.ts';
import {
  endOf,
  isUnintelligible,
  NOTHING_SAID,
  putAway,
  recognitionMs,
  startOf,
  takeUpAgain,
  textOf,
  wordsOf,
} from '../turns/user-turn.ts';
import { unreachable } from '../unreachable.ts';

/** Asks the model to go on with the agent's turn; `goesOn`: in the middle of what it was saying. */
export function requestModel(step: Step, goesOn = false): void {
  const { agent } = step.shared;
  if (agent === null) return;
  const request = step.shared.lastRequest + 1;
  const asked = agent.answers !== null && agent.answers.times.requestedMs === null;
  const answers =
    asked && agent.answers !== null ? { ...agent.answers, times: { ...agent.answers.times, requestedMs: step.now } } : agent.answers;
  const isNextStep = (agent.steps.at(-1)?.calls.length ?? 0) > 0;
  const steps = isNextStep ? [...agent.steps, { calls: [] }] : agent.steps;
  step.shared = { ...step.shared, agent: { ...agent, request, answers, steps, goesOn, progressMs: step.now }, lastRequest: request };
  const content = requestContent(step.shared, step.now);
  const { model } = step.shared.persona;
  step.decide({ type: 'llm.requested', request, turn: agent.turn, messages: content.messages.length, model });
  step.askModel(request, content);
}

export interface Commit extends TurnEnd {
  silenceMs: number;
  /** The caller still speaks. */
  cut?: boolean;
}

/** Puts what the caller said and typed into the conversation; false when there was nothing to commit. */
export function commitUserTurn(step: Step, { reason, ending_word, silenceMs, cut = false }: Commit): boolean {
  const { user, past } = step.shared;
  const text = textOf(user) || (isUnintelligible(user) ? UNINTELLIGIBLE : '');
  const over = putAway({ user, past }, { atMs: step.now, cut });
  if (text === '') {
    step.shared = { ...step.shared, ...over };
    return false;
  }
  const turn = step.shared.turn + 1;
  const typed = user?.typed ?? null;
  const start = startOf(user) ?? typed?.atMs ?? step.now;
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
    typed: typed !== null,
  });
  const times = {
    userEndMs: typed === null ? end : Math.max(typed.atMs, endOf(user) ?? 0),
    typed: typed !== null,
    recognitionMs: typed === null ? recognitionMs(user) : null,
    committedMs: step.now,
    requestedMs: null,
    firstClauseMs: null,
  };
  const answers = { user: user ?? NOTHING_SAID, times, cut };
  step.shared = {
    ...step.shared,
    ...over,
    turn,
    lastForLater: 0,
    remindersGiven: 0,
    quietSinceMs: step.now,
    conversation: [...step.shared.conversation, { role: 'user', content: text }],
    agent: beginAgentTurn({ kind: 'reply', turn, atMs: step.now }, answers),
  };
  return true;
}

/** The caller goes on before anything of the answer was heard: the committed turn is open again. */
export function takeBackAnswer(step: Step): void {
  const { agent, user, past, conversation } = step.shared;
  if (agent === null || agent.answers === null) return;
  if (agent.request !== null) step.decide({ type: 'llm.aborted', request: agent.request });
  step.decide({ type: 'playout.cleared' });
  const committed = conversation.findLastIndex(({ role }) => role === 'user');
  step.shared = {
    ...step.shared,
    agent: null,
    turn: agent.turn - 1,
    conversation: conversation.filter((_message, index) => index !== committed),
    ...takeUpAgain({ user, past }, agent.answers.user),
  };
}

/** What the caller answers from now on. A reminder, an apology and "take your time" leave open what is to be dictated. */
function questionAfter({ kind }: AgentTurn, text: string, before: string): string {
  if (text === '') return before;
  const isAside = asksToGoOn(text) || ((kind === 'reminder' || kind === 'apology') && askedFor(text).length === 0);
  return isAside && askedFor(before).length > 0 ? before : text;
}

/** Ends the agent's turn with what was heard of it. `cut` null: all that was played. */
export function finishAgentTurn(step: Step, cut: HeardCut | null, interrupted: boolean): void {
  if (step.shared.agent === null) return;
  const agent = withoutActions(step.shared.agent);
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
    agentText: questionAfter(agent, text, step.shared.agentText),
    quietSinceMs: agent.kind === 'reminder' ? step.shared.quietSinceMs : step.now,
    conversation: [...step.shared.conversation, ...messagesOf(agent, cut)],
  };
}

/** One reason more that keeps the gate closed. */
export function closeGate(step: Step, by: GateReason): void {
  const { gate } = step.shared;
  step.shared = { ...step.shared, gate: closed(gate, by) };
  if (isOpen(gate)) step.decide({ type: 'playout.paused' });
}

/** One reason less that keeps the gate closed: when none is left, playout goes on and functions that wait are requested. */
export function openGate(step: Step, by: GateReason): void {
  const gate = opened(step.shared.gate, by);
  const { agent } = step.shared;
  step.shared = { ...step.shared, gate, agent: agent && { ...agent, progressMs: step.now } };
  if (!isOpen(gate)) return;
  step.decide({ type: 'playout.resumed' });
  requestFunctions(step);
}

/** The state that fits how far the agent's turn has come; finishes the turn when there is no more to it. */
export function followAgent(step: Step): CallState {
  requestAction(step);
  const { agent } = step.shared;
  if (agent === null) return { name: 'listening' };
  if (mayHangUp(agent)) return { name: 'ending', sinceMs: step.now, reason: 'agent_hangup', message: null };
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
      return settleAgentTurn(step, agent);
    default:
      return unreachable(phase);
  }
}

/**
 * What functions have done is told whatever failed beside them: words before their results that had no voice, or the model behind its
 * calls, which is asked once more. A model that only calls functions is stopped.
 */
function goOnWithResults(step: Step, agent: AgentTurn): CallState {
  const modelFailed = agent.failed?.who === 'model';
  if (agent.steps.length >= MAX_STEPS || (modelFailed && agent.askedAgain)) return settleAgentTurn(step, agent);
  // `endsCall`: asked for its goodbye.
  if (modelFailed || agent.endsCall)
    step.shared = { ...step.shared, agent: { ...agent, askedAgain: true, failed: modelFailed ? null : agent.failed } };
  requestModel(step);
  return { name: 'thinking' };
}

/** A model that gives nothing to say is asked once more. */
const mayBeAskedAgain = (agent: AgentTurn): boolean =>
  agent.kind === 'reply' && agent.failed === null && !agent.askedAgain && agent.steps.length < MAX_STEPS;

/** Whoever hangs up has said something before, or had nothing to say when asked for it. */
const mayHangUp = (agent: AgentTurn): boolean =>
  agent.endsCall &&
  agent.request === null &&
  actingCall(agent) === undefined &&
  !hasAudioOutstanding(agent) &&
  (wasHeard(agent) || !mayBeAskedAgain(agent));

/** There is no more to the turn: it is finished, and what went wrong in it is not passed over. */
function settleAgentTurn(step: Step, agent: AgentTurn): CallState {
  const said = wasHeard(agent);
  if (!said && mayBeAskedAgain(agent)) {
    step.shared = { ...step.shared, agent: { ...agent, askedAgain: true } };
    requestModel(step);
    return { name: 'thinking' };
  }
  finishAgentTurn(step, null, false);
  return apologiseOrEnd(step, agent, agent.failed === null ? said : wasAnswered(agent)) ?? { name: 'listening' };
}
