/**
 * The states in which the agent has a turn and the gate is open: they differ in what is audible, not in what they do. What model,
 * voice, playout and functions report is taken in before (agent-inputs.ts); the state follows.
 */
import type { CallInput } from '@parley/contract';
import { overlaps } from './overlapping.ts';
import { sayOwnWords } from './speech.ts';
import type { CallState, StateFile, Step } from './state.ts';
import { followAgent } from './turn-taking.ts';
import { isAwaitingVoice, type AgentTurn } from '../turns/agent-turn.ts';

type AgentsState = Extract<CallState, { name: 'greeting' | 'thinking' | 'speaking' | 'running-function' }>;

/** Model or voice took too long: what it owes is given up. */
function giveUp(step: Step, who: 'model' | 'voice'): void {
  const { agent } = step.shared;
  if (agent === null) return;
  if (who === 'model') {
    if (agent.request !== null) step.decide({ type: 'llm.aborted', request: agent.request });
    step.shared = { ...step.shared, agent: { ...agent, request: null, failed: { who, message: 'The model did not answer in time.' } } };
    return;
  }
  step.decide({ type: 'playout.cleared' });
  const clauses = agent.clauses.map((clause): AgentTurn['clauses'][number] =>
    clause.status === 'queued' ? { ...clause, status: 'failed' } : clause,
  );
  step.shared = {
    ...step.shared,
    agent: { ...agent, clauses, progressMs: step.now, failed: { who, message: 'The voice did not start in time.' } },
  };
}

function onTimer(timer: Extract<CallInput, { type: 'timer.fired' }>['timer'], step: Step): void {
  const { agent } = step.shared;
  if (timer === 'await-model' && agent?.request !== null) giveUp(step, 'model');
  if (timer === 'await-voice' && agent !== null && isAwaitingVoice(agent)) giveUp(step, 'voice');
}

function follow(input: CallInput, step: Step): CallState {
  if (input.type === 'timer.fired') onTimer(input.timer, step);
  return overlaps(step.shared) ? { name: 'paused', sinceMs: step.now, cut: null, stoppedMs: null } : followAgent(step);
}

const stateFile = <S extends AgentsState>(): StateFile<S> => ({
  enter: (state) => state,
  on: (_state, input, step) => follow(input, step),
  exit() {},
});

/** Nothing is audible, and model or voice is awaited. */
export const thinking = stateFile<Extract<CallState, { name: 'thinking' }>>();
/** The agent is audible. */
export const speaking = stateFile<Extract<CallState, { name: 'speaking' }>>();
/** A function runs and nothing is audible. */
export const runningFunction = stateFile<Extract<CallState, { name: 'running-function' }>>();

/** The agent speaks first; with no greeting the caller does. */
export const greeting: StateFile<Extract<CallState, { name: 'greeting' }>> = {
  ...stateFile(),
  on(state, input, step) {
    if (input.type !== 'call.started') return step.shared.startedMs === null ? state : follow(input, step);
    const epochMs = input.wall_time === undefined ? 0 : Date.parse(input.wall_time) - step.now;
    step.shared = { ...step.shared, startedMs: step.now, epochMs, quietSinceMs: step.now };
    const { greeting: text } = step.shared.persona;
    if (text === '') return { name: 'listening' };
    sayOwnWords(step, 'greeting', text);
    return followAgent(step);
  },
};
