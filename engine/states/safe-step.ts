/**
 * A step whose exception ends its call and loses nothing that was said. Pure, as the step is: the log of such a call replays to the same
 * decisions.
 */
import type { CallInput } from '@parley/contract';
import { step } from './core.ts';
import type { Core, Effect, Step } from './state.ts';
import { commitUserTurn, finishAgentTurn } from './turn-taking.ts';
import { hasAudioOutstanding } from '../turns/agent-turn.ts';
import { hear } from '../turns/user-turn.ts';

export interface SafeStep {
  core: Core;
  effects: Effect[];
  /** What the core threw: the call is to end. */
  thrown: { error: unknown } | null;
}

/** What of `work` was done before it threw stays; that it does is known already. */
function asFarAsItGoes(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

/** The core could not decide on `input`: what the caller said with it is kept, and nothing else of it. */
function passedOver(core: Core, input: CallInput, now: number): Core {
  let { shared } = core;
  asFarAsItGoes(() => (shared = { ...shared, ...hear(shared, input, now) }));
  return { ...core, shared };
}

/** Closes the turns that are open in the last good state, and the call. */
function closedAtOnce(core: Core, now: number): { core: Core; effects: Effect[] } {
  const effects: Effect[] = [];
  const making: Step = {
    now,
    shared: core.shared,
    decide: (decision) => effects.push({ type: 'decide', decision }),
    askModel: () => undefined,
  };
  const { agent } = core.shared;
  asFarAsItGoes(() => finishAgentTurn(making, null, agent !== null && hasAudioOutstanding(agent)));
  asFarAsItGoes(() => commitUserTurn(making, { reason: 'call_ended', silenceMs: 0 }));
  const reason = core.state.name === 'ending' ? core.state.reason : 'error_internal';
  making.decide({ type: 'call.ended', reason });
  return { core: { state: { name: 'ended', reason, message: null }, shared: making.shared, waits: {} }, effects };
}

/** `step`, or what is left to do where it throws: the input is passed over, and one that ends the call closes it from the last good state. */
export function safeStep(core: Core, input: CallInput, now: number): SafeStep {
  try {
    return { ...step(core, input, now), thrown: null };
  } catch (error) {
    const kept = passedOver(core, input, now);
    const isEnding = core.state.name === 'ending' || input.type === 'hangup.requested' || input.type === 'transport.closed';
    return { ...(isEnding ? closedAtOnce(kept, now) : { core: kept, effects: [] }), thrown: { error } };
  }
}
