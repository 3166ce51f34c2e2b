/** The pure turn core: `step(core, input, now) → { core, effects }`. The same inputs at the same times give the same effects. */
import type { CallInput } from '@parley/contract';
import { takeInAgentInput } from './agent-inputs.ts';
import { endsCall } from './call-end.ts';
import { ending } from './ending.ts';
import { ended } from './ended.ts';
import { greeting, runningFunction, speaking, thinking } from './agents-turn.ts';
import { listening } from './listening.ts';
import { paused } from './paused.ts';
import { takeInCorrections } from './corrections.ts';
import { takeInPresence } from './presence.ts';
import { NEXT, type CallState, type Core, type Effect, type StateFile, type Step } from './state.ts';
import { takeInTakeOver } from './take-over.ts';
import { closeGate, openGate } from './turn-taking.ts';
import { changedWaits, waitsOf } from './waits.ts';
import type { LlmMessage } from '../llm/llm.ts';
import { OPEN } from '../turns/gate.ts';
import type { Persona } from '../turns/persona.ts';
import { hear } from '../turns/user-turn.ts';

const STATES = {
  greeting,
  listening,
  thinking,
  speaking,
  paused,
  'running-function': runningFunction,
  ending,
  ended,
} as const satisfies { [N in CallState['name']]: StateFile<Extract<CallState, { name: N }>> };

const fileOf = (state: CallState): StateFile => STATES[state.name];

/** `conversation`: what was said before, without the system prompt. */
export const initialCore = (persona: Persona, conversation: readonly LlmMessage[] = []): Core => ({
  state: { name: 'greeting' },
  waits: {},
  shared: {
    persona,
    startedMs: null,
    epochMs: 0,
    conversation,
    user: null,
    past: [],
    agent: null,
    gate: OPEN,
    turn: 0,
    lastRequest: 0,
    lastClause: 0,
    lastAction: 0,
    isActing: false,
    agentText: '',
    lastForLater: 0,
    remindersGiven: 0,
    failures: { model: 0, voice: 0 },
    quietSinceMs: 0,
    listeningSinceMs: 0,
    backSinceMs: 0,
  },
});

/** While keys are pressed nothing sounds into them. */
function keepGateForKeys(step: Step): void {
  const { user, gate } = step.shared;
  const collects = user !== null && user.keys !== null;
  if (collects && !gate.closedBy.includes('collecting')) closeGate(step, 'collecting');
  if (!collects && gate.closedBy.includes('collecting')) openGate(step, 'collecting');
}

export class IllegalTransition extends Error {}

/** Moves from state to state until one stays. */
function settleInto(from: CallState, target: CallState, step: Step): CallState {
  let current = from;
  let next = target;
  while (next.name !== current.name) {
    if (!(NEXT[current.name] as readonly string[]).includes(next.name)) throw new IllegalTransition(`${current.name} → ${next.name}`);
    fileOf(current).exit(current, step);
    step.decide({ type: 'state.changed', from: current.name, to: next.name });
    current = next;
    next = fileOf(current).enter(current, step);
  }
  return next;
}

export function step(core: Core, input: CallInput, now: number): { core: Core; effects: Effect[] } {
  const effects: Effect[] = [];
  // That an error was met is noted and decides nothing; what failed of it does.
  if (core.state.name === 'ended' || input.type === 'defect.reported') return { core, effects };
  const { user, past } = hear(core.shared, input, now);
  const making: Step = {
    now,
    shared: { ...core.shared, user, past },
    decide: (decision) => effects.push({ type: 'decide', decision }),
    askModel: (request, content) => effects.push({ type: 'ask-model', request, content }),
  };
  if (input.type === 'user_transcript.final') takeInCorrections(core, making);
  takeInAgentInput(input, making);
  takeInPresence(input, making);
  takeInTakeOver(input, making, core.state.name === 'paused' || core.state.name === 'ending');
  const target = endsCall(core.state, input, making) ?? fileOf(core.state).on(core.state, input, making);
  const state = settleInto(core.state, target, making);
  if (state.name !== 'ended') keepGateForKeys(making);
  const waits = waitsOf(state, making.shared, now);
  // The timers of the process before are gone.
  const running = input.type === 'call.taken_over' ? {} : core.waits;
  effects.push(...changedWaits(running, waits, { now, fired: input.type === 'timer.fired' ? input.timer : null }));
  return { core: { state, shared: making.shared, waits }, effects };
}
