/** What model, voice, playout and functions report, taken into the agent's turn. Late reports about anything dropped change nothing. */
import type { CallInput } from '@parley/contract';
import type { Step } from './state.ts';
import { addCall, addClauses, settleCall, withClause, type AgentTurn } from '../turns/agent-turn.ts';
import { takeClauses } from '../turns/clauses.ts';
import { unreachable } from '../unreachable.ts';
import { measureAnswer } from '../turns/measure.ts';

/** Queues texts as clauses of the agent's turn. */
export function speak(step: Step, texts: readonly string[]): void {
  const { agent } = step.shared;
  if (agent === null || texts.length === 0) return;
  const clauses = texts.map((text, index) => ({ id: step.shared.lastClause + 1 + index, text }));
  let next = addClauses(agent, clauses);
  if (next.answers !== null && next.answers.times.firstClauseMs === null) {
    next = { ...next, answers: { ...next.answers, times: { ...next.answers.times, firstClauseMs: step.now } } };
  }
  step.shared = { ...step.shared, agent: next, lastClause: step.shared.lastClause + clauses.length };
  for (const { id, text } of clauses) step.decide({ type: 'clause.spoken', clause: id, turn: agent.turn, text });
}

function takeInText(step: Step, agent: AgentTurn, buffer: string, whole: boolean): void {
  const { clauses, rest } = takeClauses(buffer, { first: agent.clauses.length === 0, language: step.settings.language, whole });
  step.shared = { ...step.shared, agent: { ...agent, buffer: rest } };
  speak(step, clauses);
}

type ModelInput = Extract<CallInput, { type: `llm.${string}` }>;
type PlayoutInput = Extract<CallInput, { type: 'playout.started' | 'playout.finished' | 'tts.failed' }>;

function takeInModel(input: ModelInput, agent: AgentTurn, step: Step): void {
  switch (input.type) {
    case 'llm.delta_received':
      if (input.request === agent.request) takeInText(step, agent, agent.buffer + input.text, false);
      return;
    case 'llm.function_called': {
      if (input.request !== agent.request) return;
      const call = { id: input.function_call_id, name: input.name, arguments: input.arguments };
      takeInText(step, agent, agent.buffer, true);
      if (step.shared.agent !== null) step.shared = { ...step.shared, agent: addCall(step.shared.agent, call) };
      step.decide({ type: 'function.requested', turn: agent.turn, function_call_id: call.id, name: call.name, arguments: call.arguments });
      return;
    }
    case 'llm.finished':
      if (input.request !== agent.request) return;
      takeInText(step, { ...agent, request: null }, agent.buffer, true);
      step.shared = { ...step.shared, failures: 0 };
      return;
    case 'llm.failed':
      if (input.request === agent.request)
        step.shared = { ...step.shared, agent: { ...agent, request: null, buffer: '' }, failures: step.shared.failures + 1 };
      return;
    default:
      return unreachable(input);
  }
}

function takeInPlayout(input: PlayoutInput, agent: AgentTurn, step: Step): void {
  switch (input.type) {
    case 'playout.started': {
      const first = agent.startMs === null;
      const next = withClause({ ...agent, startMs: agent.startMs ?? step.now }, input.clause, { status: 'playing' });
      step.shared = { ...step.shared, agent: next };
      if (first && agent.answers !== null) step.decide(measureAnswer(agent.turn, agent.answers.times, step.now));
      return;
    }
    case 'playout.finished': {
      // Older engines let a clause that the voice failed on go through playout without a sound: nobody has heard it.
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
      const failed = silent ? withClause(agent, clause.id, { status: 'failed' }) : agent;
      step.shared = { ...step.shared, agent: failed, failures: step.shared.failures + 1 };
      return;
    }
    default:
      return unreachable(input);
  }
}

function takeInFunction(input: Extract<CallInput, { type: 'function.finished' }>, step: Step): void {
  const result = JSON.stringify(input.ok ? (input.result ?? null) : { error: input.error ?? 'failed' });
  const { agent, conversation } = step.shared;
  const call = agent?.steps.flatMap((one) => one.calls).find((one) => one.id === input.function_call_id);
  const asked =
    call ??
    conversation
      .flatMap((message) => (message.role === 'assistant' ? (message.functionCalls ?? []) : []))
      .find((one) => one.id === input.function_call_id);
  if (input.ok && asked !== undefined && step.settings.functions.some((one) => one.type === 'collect' && one.name === asked.name)) {
    step.decide({ type: 'data.collected', name: asked.name, arguments: asked.arguments });
  }
  if (agent !== null && call !== undefined) {
    const ends = input.ok && call.name === 'end_call';
    step.shared = { ...step.shared, agent: { ...settleCall(agent, call.id, result), endsCall: agent.endsCall || ends } };
    return;
  }
  // The turn that asked is over: the model still learns what came of it.
  step.shared = {
    ...step.shared,
    conversation: conversation.map((message) =>
      message.role === 'function' && message.functionCallId === input.function_call_id ? { ...message, content: result } : message,
    ),
  };
}

export function takeInAgentInput(input: CallInput, step: Step): void {
  const { agent, conversation } = step.shared;
  switch (input.type) {
    case 'context.injected':
      step.shared = { ...step.shared, conversation: [...conversation, { role: 'system', content: input.text }] };
      return;
    case 'function.finished':
      return takeInFunction(input, step);
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
    case 'user_dtmf.received':
    case 'tts.first_audio':
    case 'tts.finished':
    case 'playout.stopped':
    case 'stt.failed':
    case 'hearing.interrupted':
    case 'timer.fired':
    case 'hangup.requested':
    case 'defect.reported':
    case 'transport.closed':
      return;
    default:
      return unreachable(input);
  }
}
