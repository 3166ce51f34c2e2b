/** The wait for the last words of what the caller said. */
import type { Deadlines, Shared, Step } from './state.ts';
import { awaitsFinal, endDetectedOf, settleForPartials, type UserTurn } from '../turns/user-turn.ts';

export const untilFinal = (user: UserTurn, { persona }: Shared): Deadlines =>
  awaitsFinal(user) ? { 'await-final': endDetectedOf(user) + persona.turnTaking.provider_timeout_ms } : {};

/** The recogniser owes a final for too long: what was understood so far counts. */
export function stopAwaitingFinals(step: Step): void {
  const { user } = step.shared;
  if (user !== null) step.shared = { ...step.shared, user: settleForPartials(user, step.now) };
}
