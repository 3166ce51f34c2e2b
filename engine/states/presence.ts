/** Whether anybody is at the other end: a call that rings, one that is held. */
import type { CallInput } from '@parley/contract';
import type { Step } from './state.ts';
import { closeGate, openGate } from './turn-taking.ts';

/** The caller is back: what waits for the caller begins anew, and a call that was answered only now begins now. */
function comesBack(step: Step, from: 'early' | 'held'): void {
  const { gate, startedMs } = step.shared;
  if (!gate.closedBy.includes(from)) return;
  const { now } = step;
  step.shared = {
    ...step.shared,
    startedMs: from === 'early' ? now : startedMs,
    backSinceMs: now,
    quietSinceMs: now,
    listeningSinceMs: now,
  };
  openGate(step, from);
}

export function takeInPresence({ type }: CallInput, step: Step): void {
  if (type === 'call.ringing') closeGate(step, 'early');
  if (type === 'call.answered') comesBack(step, 'early');
  if (type === 'call.held') closeGate(step, 'held');
  if (type === 'call.resumed') comesBack(step, 'held');
}
