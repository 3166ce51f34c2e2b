import { sayOwnWords, followAgent } from './turn-taking.ts';
import type { CallState, StateFile } from './state.ts';
import { reactToSpeech } from './speaking.ts';

/** The agent speaks first; with no greeting the caller does. */
export const greeting: StateFile<Extract<CallState, { name: 'greeting' }>> = {
  enter: (state) => state,
  on(state, input, step) {
    if (input.type === 'call.started') {
      step.startTimer('max-duration', step.settings.turnTaking.max_call_ms);
      step.startTimer('provider', step.settings.turnTaking.provider_timeout_ms);
      step.shared = { ...step.shared, quietSinceMs: step.now };
      if (step.settings.greeting === '') return { name: 'listening' };
      sayOwnWords(step, 'greeting', step.settings.greeting);
      return state;
    }
    if (input.type === 'playout.started') step.cancelTimer('provider');
    if (input.type === 'timer.fired' && input.timer === 'provider')
      return { name: 'ending', reason: 'error_tts', message: 'The voice did not start in time.' };
    return reactToSpeech(state, input, step) ?? followAgent(step);
  },
  exit(_state, step) {
    step.cancelTimer('provider');
  },
};
