/**
 * Another process goes on with a call whose log it has. Model, voice, functions, recogniser and playout of the one before are gone: what
 * the log knows of them counts, and what was under way is begun anew.
 */
import type { CallInput } from '@parley/contract';
import { requestFunctions } from './agent-inputs.ts';
import { whoIsBack } from './presence.ts';
import { askVoice } from './speech.ts';
import type { Shared, Step } from './state.ts';
import { requestModel } from './turn-taking.ts';
import { mayBeForgotten, STILL_RUNNING, unheardOf, type AgentTurn, type Clause, type HeardCut } from '../turns/agent-turn.ts';
import { isAway, isOpen, opened } from '../turns/gate.ts';
import { brokenOff } from '../turns/user-turn.ts';

/** What a function shows the model of which nobody knows whether it was done; it is not asked for again. */
const OUTCOME_UNKNOWN = JSON.stringify({ error: 'outcome_unknown' });

/** Nobody is held or rings any more, unless the new transport says so. */
function withCaller(shared: Shared, now: number): Shared {
  const { gate } = shared;
  const there = { ...shared, ...brokenOff(shared, now), gate: opened(opened(gate, 'held'), 'early') };
  return isAway(gate) ? { ...there, ...whoIsBack(shared, now, gate.closedBy.includes('early')) } : there;
}

/** Functions of turns that are over, and of the one in progress. */
function withoutFunctions(shared: Shared): Shared {
  const conversation = shared.conversation.map((message) =>
    message.role === 'function' && message.content === STILL_RUNNING ? { ...message, content: OUTCOME_UNKNOWN } : message,
  );
  const agent = shared.agent && {
    ...shared.agent,
    steps: shared.agent.steps.map(({ calls }) => ({
      calls: calls.map((call) => {
        const isLost = call.acts === null ? call.status === 'running' : call.acts.requested !== null;
        return isLost ? { ...call, status: 'done' as const, result: OUTCOME_UNKNOWN, acts: null } : call;
      }),
    })),
  };
  return { ...shared, conversation, agent, isActing: false };
}

/** Of a clause that was cut, what was heard is played, and only the rest is spoken again. */
function parts(clause: Clause, cut: HeardCut | null): Clause[] {
  if (clause.status !== 'queued' && clause.status !== 'playing') return [clause];
  if (cut === null || cut.clause !== clause.id || cut.text === '') return [{ ...clause, status: 'queued' }];
  const rest = unheardOf(clause.text, cut.text);
  const heard: Clause = { ...clause, text: cut.text, status: 'played', words: cut.words };
  return rest === '' ? [heard] : [heard, { ...clause, text: rest, status: 'queued' }];
}

function speakAnew(step: Step, agent: AgentTurn, cut: HeardCut | null): void {
  let { lastClause } = step.shared;
  const clauses = agent.clauses
    .flatMap((clause) => parts(clause, cut))
    .map((clause) => (clause.status === 'queued' ? { ...clause, id: ++lastClause } : clause));
  step.shared = { ...step.shared, lastClause, agent: { ...agent, clauses } };
  askVoice(
    step,
    agent.turn,
    clauses.filter(({ status }) => status === 'queued'),
  );
}

/** The agent's turn goes on from the first word that is not known as heard; what nobody heard anything of is answered anew. */
export function goOnWithAgent(step: Step, cut: HeardCut | null): void {
  const { agent } = step.shared;
  if (agent === null) return;
  const { request } = agent;
  if (request !== null) step.decide({ type: 'llm.aborted', request });
  const anew = request !== null && mayBeForgotten(agent);
  const next = { ...agent, request: null, buffer: '', progressMs: step.now, ...(anew ? { clauses: [] } : {}) };
  speakAnew(step, next, cut);
  const inStep = next.clauses.some((clause) => clause.step === next.steps.length - 1);
  if (request !== null && next.steps.at(-1)?.calls.length === 0) requestModel(step, inStep);
  requestFunctions(step);
}

export function takeInTakeOver(input: CallInput, step: Step, paused: boolean): void {
  if (input.type !== 'call.taken_over') return;
  const epochMs = Date.parse(input.wall_time) - step.now;
  step.shared = { ...withoutFunctions(withCaller(step.shared, step.now)), epochMs };
  if (!isOpen(step.shared.gate)) step.decide({ type: 'playout.paused' });
  if (!paused) goOnWithAgent(step, null);
}
