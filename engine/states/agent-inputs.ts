/** What model, voice, playout and functions report, taken into the agent's turn. Late reports about anything dropped change nothing. */
import type { CallInput } from '@parley/contract';
import { takeInAction, takeInFunction } from './actions.ts';
import { speak } from './speech.ts';
import type { Step } from './state.ts';
import { addCall, waitingCalls, withCall, withClause, type AgentTurn } from '../turns/agent-turn.ts';
import { takeClauses } from '../turns/clauses.ts';
import { isOpen } from '../turns/gate.ts';
import { unreachable } from '../unreachable.ts';
import { measureAnswer } from '../turns/measure.ts';

function takeInText(step: Step, agent: AgentTurn, buffer: string, whole: boolean): void {
  const { clauses, rest } = takeClauses(buffer, { first: agent.clauses.length === 0, language: step.shared.persona.language, whole });
  step.shared = { ...step.shared, agent: { ...agent, buffer: rest } };
  speak(step, clauses);
}

type ModelInput = Extract<CallInput, { type: `llm.${string}` }>;
type PlayoutInput = Extract<CallInput, { type: 'playout.started' | 'playout.finished' | 'tts.failed' }>;

/** Requests the functions that wait, unless the gate is closed. */
export function requestFunctions(step: Step): void {
  const { agent, gate } = step.shared;
  if (agent === null || !isOpen(gate)) return;
  for (const { id, name, arguments: args } of waitingCalls(agent)) {
    step.shared = { ...step.shared, agent: withCall(step.shared.agent ?? agent, id, { status: 'running' }) };
    step.decide({ type: 'function.requested', turn: agent.turn, function_call_id: id, name, arguments: args });
  }
}

function takeInModel(input: ModelInput, before: AgentTurn, step: Step): void {
  if (input.request !== before.request) return;
  const agent = { ...before, progressMs: step.now };
  switch (input.type) {
    case 'llm.delta_received':
      return takeInText(step, agent, agent.buffer + input.text, false);
    case 'llm.function_called': {
      takeInText(step, agent, agent.buffer, true);
      const call = { id: input.function_call_id, name: input.name, arguments: input.arguments };
      step.shared = { ...step.shared, agent: addCall(step.shared.agent ?? agent, call) };
      return requestFunctions(step);
    }
    case 'llm.finished':
      return takeInText(step, { ...agent, request: null }, agent.buffer, true);
    case 'llm.failed':
      step.shared = { ...step.shared, agent: { ...agent, request: null, buffer: '', failed: { who: 'model', message: input.message } } };
      return;
    default:
      return unreachable(input);
  }
}

/** Words without a sound say nothing of a voice that fails otherwise. */
function failureTold({ failed }: AgentTurn, { code, message }: Extract<CallInput, { type: 'tts.failed' }>): AgentTurn['failed'] {
  return code === 'text_not_speakable' ? (failed ?? { who: 'text', message }) : { who: 'voice', message };
}

function takeInPlayout(input: PlayoutInput, before: AgentTurn, step: Step): void {
  const agent = { ...before, progressMs: step.now };
  switch (input.type) {
    case 'playout.started': {
      const first = agent.startMs === null;
      const next = withClause({ ...agent, startMs: agent.startMs ?? step.now }, input.clause, { status: 'playing' });
      step.shared = { ...step.shared, agent: next };
      if (first && agent.answers !== null) step.decide(measureAnswer(agent.turn, agent.answers.times, step.now));
      return;
    }
    case 'playout.finished': {
      // Given up before: nobody has heard it.
      if (agent.clauses.find((one) => one.id === input.clause)?.status === 'failed') return;
      const played = { status: 'played' as const, words: input.words, heardText: input.heard_text ?? null };
      step.shared = { ...step.shared, agent: withClause(agent, input.clause, played) };
      return;
    }
    case 'tts.failed': {
      const clause = agent.clauses.find((one) => one.id === input.clause);
      if (clause === undefined) return;
      // What has audio goes on to its `playout.finished`.
      const silent = clause.status === 'queued' && (input.rendered_ms ?? 0) === 0;
      const next = silent ? withClause(agent, clause.id, { status: 'failed' }) : agent;
      step.shared = { ...step.shared, agent: { ...next, failed: failureTold(agent, input) } };
      return;
    }
    default:
      return unreachable(input);
  }
}

export function takeInAgentInput(input: CallInput, step: Step): void {
  const { agent, conversation } = step.shared;
  switch (input.type) {
    case 'context.injected':
      step.shared = { ...step.shared, conversation: [...conversation, { role: 'system', content: input.text }] };
      return;
    case 'function.finished':
      return takeInFunction(input, step);
    case 'action.finished':
      return takeInAction(input, step);
    case 'llm.delta_received':
    case 'llm.function_called':
    case 'llm.finished':
    case 'llm.failed':
      if (agent !== null) takeInModel(input, agent, step);
      return;
    case 'playout.started':
    case 'playout.finished':
    case 'tts.failed':
      if (agent !== null) takeInPlayout(input, agent, step);
      return;
    // The caller's are user-turn.ts's; the rest is for the states.
    case 'call.started':
    case 'user_speech.started':
    case 'user_speech.ended':
    case 'user_transcript.partial':
    case 'user_transcript.final':
    case 'user_text.received':
    case 'digit.received':
    case 'call.ringing':
    case 'call.answered':
    case 'call.taken_over':
    case 'call.held':
    case 'call.resumed':
    case 'tts.first_audio':
    case 'tts.finished':
    case 'playout.stopped':
    case 'stt.failed':
    case 'hearing.interrupted':
    case 'attempt.settled':
    case 'timer.fired':
    case 'hangup.requested':
    case 'defect.reported':
    case 'transport.closed':
      return;
    default:
      return unreachable(input);
  }
}
