import { finishAgentTurn, followAgent } from './turn-taking.ts';
import type { CallState, StateFile } from './state.ts';

/**
 * A function runs and nothing is audible. It has effects in the world, so speech does not stop it; the caller's words
 * wait until it has finished and then come first.
 */
export const runningFunction: StateFile<Extract<CallState, { name: 'running-function' }>> = {
  enter: (state) => state,
  on(_state, input, step) {
    if (input.type === 'user_text.received') {
      // The result reaches the conversation when it comes (agent-inputs.ts); the typed turn need not wait for it.
      finishAgentTurn(step, null, false);
      return { name: 'listening' };
    }
    return followAgent(step);
  },
  exit() {},
};
