/** What becomes of an agent's turn that failed: an apology, and in the end the call's. */
import { sayOwnWords } from './speech.ts';
import type { CallState, Failures, Step } from './state.ts';
import type { AgentTurn } from '../turns/agent-turn.ts';
import { APOLOGY, MAX_FAILED_TURNS } from '../turns/limits.ts';

const NO_ANSWER = 'The model gave no answer.';

/** Who failed the turn; null when it was said. A model that has nothing to say has failed as well. */
function failureOf({ failed, kind }: AgentTurn, said: boolean): AgentTurn['failed'] {
  return failed ?? (said || kind !== 'reply' ? null : { who: 'model', message: NO_ANSWER });
}

/** Failures of one kind count in turns on end; a turn in the agent's own words tells nothing of the model, words without a sound nothing of either. */
function counted({ model, voice }: Failures, agent: AgentTurn, failure: AgentTurn['failed']): Failures {
  return {
    model: failure?.who === 'model' ? model + 1 : agent.kind === 'reply' && failure === null ? 0 : model,
    voice: failure?.who === 'voice' ? voice + 1 : failure === null ? 0 : voice,
  };
}

/** Null when the turn left nothing to be made good. */
export function apologiseOrEnd(step: Step, agent: AgentTurn, said: boolean): CallState | null {
  const failure = failureOf(agent, said);
  const failures = counted(step.shared.failures, agent, failure);
  step.shared = { ...step.shared, failures };
  if (failure === null) return null;
  const { who, message } = failure;
  if (who !== 'text' && failures[who] >= MAX_FAILED_TURNS)
    return { name: 'ending', sinceMs: step.now, reason: who === 'model' ? 'error_llm' : 'error_tts', message };
  if (said || agent.kind === 'reminder') return null;
  // Said once more it would have no sound again: the caller hears an apology, or nothing where that has none either.
  if (who === 'text' && agent.kind === 'apology') return null;
  if (agent.kind === 'greeting' && who !== 'text') {
    sayOwnWords(step, 'greeting', step.shared.persona.greeting);
    return { name: 'greeting' };
  }
  sayOwnWords(step, 'apology', APOLOGY);
  return { name: 'thinking' };
}
