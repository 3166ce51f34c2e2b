/** Whether anybody is at the other end: a call that rings, one that is held. */
import type { CallInput } from '@parley/contract';
import type { Shared, Step } from './state.ts';
import { closeGate, openGate } from './turn-taking.ts';

/** The times of a caller who is back: what waits for the caller begins anew, and a call that was answered only now (`wasEarly`) begins now. */
export const whoIsBack = ({ startedMs }: Shared, now: number, wasEarly: boolean) => ({
  startedMs: wasEarly ? now : startedMs,
  backSinceMs: now,
  quietSinceMs: now,
  listeningSinceMs: now,
});

function comesBack(step: Step, from: 'early' | 'held'): void {
  if (!step.shared.gate.closedBy.includes(from)) return;
  step.shared = { ...step.shared, ...whoIsBack(step.shared, step.now, from === 'early') };
  openGate(step, from);
}

export function takeInPresence({ type }: CallInput, step: Step): void {
  if (type === 'call.ringing') closeGate(step, 'early');
  if (type === 'call.answered') comesBack(step, 'early');
  if (type === 'call.held') closeGate(step, 'held');
  if (type === 'call.resumed') comesBack(step, 'held');
}
