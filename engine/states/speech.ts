/** What the agent says, as clauses. */
import type { Step } from './state.ts';
import { addClauses, beginAgentTurn } from '../turns/agent-turn.ts';
import { takeClauses } from '../turns/clauses.ts';

/** Asks the voice of the persona for clauses of a turn. */
export function askVoice(step: Step, turn: number, clauses: readonly { id: number; text: string }[]): void {
  const { voice } = step.shared.persona;
  for (const { id, text } of clauses) step.decide({ type: 'clause.spoken', clause: id, turn, text, voice });
}

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
  askVoice(step, agent.turn, clauses);
}

/** Begins a turn of the agent that needs no model. */
export function sayOwnWords(step: Step, kind: 'greeting' | 'reminder' | 'apology', text: string): void {
  const turn = kind === 'reminder' ? step.shared.turn + 1 : step.shared.turn;
  const { language } = step.shared.persona;
  // An apology of which only the end had a voice would be none.
  const clauses = kind === 'apology' ? [text] : takeClauses(text, { first: false, language, whole: true }).clauses;
  if (clauses.length === 0) return;
  step.shared = { ...step.shared, agent: beginAgentTurn({ kind, turn, atMs: step.now }), turn };
  speak(step, clauses);
}
