import type { CallInput } from '@parley/contract';
import { followAgent } from './turn-taking.ts';
import type { CallState, PausedState, StateFile, Step } from './state.ts';

/** Speech or typing over the agent pauses it; anything else is not an answer to speech (null). */
export function reactToSpeech(state: CallState, input: CallInput, step: Step): PausedState | CallState | null {
  if (input.type === 'user_text.received') return { name: 'paused', cut: null, typed: input.text };
  if (input.type !== 'user_speech.started') return null;
  return step.settings.turnTaking.interruption.enabled ? { name: 'paused', cut: null, typed: null } : state;
}

/** The agent is audible. */
export const speaking: StateFile<Extract<CallState, { name: 'speaking' }>> = {
  enter: (state) => state,
  on: (state, input, step) => reactToSpeech(state, input, step) ?? followAgent(step),
  exit() {},
};
