/** A final that says otherwise than the turn that was committed without it. */
import type { Core, Step } from './state.ts';
import { canBeTakenBack, type AgentTurn } from '../turns/agent-turn.ts';
import { correctionsIn, NOTHING_SAID, takeUpAgain } from '../turns/user-turn.ts';
import { textOfFinal, type Utterance } from '../turns/utterances.ts';

const mayAnswerAgain = (agent: AgentTurn | null, { id }: Utterance): boolean =>
  agent !== null && canBeTakenBack(agent) && agent.answers?.user.utterances.some((one) => one.id === id) === true;

/**
 * Before anything of the answer was heard the turn is the caller's again, as with any other words that come late. Afterwards nobody is
 * interrupted by what the caller said long ago: the log has it.
 */
export function takeInCorrections({ state, shared }: Core, step: Step): void {
  for (const corrected of correctionsIn(shared, step.shared)) {
    const { agent, user, past, turn } = step.shared;
    if (state.name !== 'ending' && mayAnswerAgain(agent, corrected))
      step.shared = { ...step.shared, ...takeUpAgain({ user, past }, { ...NOTHING_SAID, utterances: [corrected] }) };
    else step.decide({ type: 'interruption.dismissed', turn, reason: 'late_words', text: textOfFinal(corrected) });
  }
}
