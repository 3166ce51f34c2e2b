/** What the caller says or types in the agent's turn, as facts for the verdict. */
import { asksAtItsEnd, canBeTakenBack, isQuestion } from '../turns/agent-turn.ts';
import type { OverlapFacts } from '../turns/overlap.ts';
import type { PausedState, Shared } from './state.ts';

/** True when there is something of the caller that holds the agent's turn up. */
export function overlaps({ user, agent, persona, lastForLater }: Shared): boolean {
  if (user === null || agent === null) return false;
  if (user.typed !== null || user.keys !== null) return true;
  if ((user.utterances.at(-1)?.id ?? 0) <= lastForLater) return false;
  // Who may not interrupt may still go on with a turn whose answer nobody has heard.
  return persona.turnTaking.interruption.enabled || canBeTakenBack(agent);
}

export function overlapFacts({ sinceMs, cut }: PausedState, shared: Shared, now: number): OverlapFacts | null {
  const { user, agent, persona, agentText } = shared;
  if (user === null || agent === null) return null;
  const audible = agent.startMs !== null;
  const asked = audible ? asksAtItsEnd(agent, cut?.clause ?? 0) : isQuestion(agentText);
  return { user, sinceMs, audible, asked, settings: persona.turnTaking.interruption, now };
}
