/** The pure turn core: `step(core, input, now) → { core, effects }`. The same inputs at the same times give the same effects. */
import type { CallInput } from '@parley/contract';
import { ending } from './ending.ts';
import { ended } from './ended.ts';
import { greeting } from './greeting.ts';
import { listening } from './listening.ts';
import { paused } from './paused.ts';
import { runningFunction } from './running-function.ts';
import { speaking } from './speaking.ts';
import { NEXT, type CallState, type Core, type Effect, type StateFile, type Step } from './state.ts';
import { thinking } from './thinking.ts';
import { takeInAgentInput } from './agent-inputs.ts';
import { endsCall } from './call-end.ts';
import type { CoreSettings } from '../turns/settings.ts';
import { reduceUserTurn } from '../turns/user-turn.ts';

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

export const initialCore: Core = {
  state: { name: 'greeting' },
  shared: {
    conversation: [],
    user: null,
    agent: null,
    turn: 0,
    lastRequest: 0,
    lastClause: 0,
    agentText: '',
    remindersGiven: 0,
    failures: 0,
    quietSinceMs: 0,
  },
};

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

export function step(core: Core, input: CallInput, now: number, settings: CoreSettings): { core: Core; effects: Effect[] } {
  const effects: Effect[] = [];
  const making: Step = {
    now,
    settings,
    shared: core.shared,
    decide: (decision) => effects.push({ type: 'decide', decision }),
    startTimer: (timer, ms) => effects.push({ type: 'start-timer', timer, ms }),
    cancelTimer: (timer) => effects.push({ type: 'cancel-timer', timer }),
  };
  // That an error was met is noted and decides nothing; what failed of it does.
  if (core.state.name === 'ended' || input.type === 'defect.reported') return { core, effects };
  making.shared = { ...making.shared, user: reduceUserTurn(making.shared.user, input, now) };
  takeInAgentInput(input, making);
  const target = endsCall(core.state, input, making) ?? fileOf(core.state).on(core.state, input, making);
  const state = settleInto(core.state, target, making);
  return { core: { state, shared: making.shared }, effects };
}
