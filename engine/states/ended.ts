import type { EndedState, StateFile } from './state.ts';

/** The last decision of every call; nothing happens after it. */
export const ended: StateFile<EndedState> = {
  enter(state, step) {
    step.decide({ type: 'call.ended', reason: state.reason, ...(state.message === null ? {} : { message: state.message }) });
    return state;
  },
  on: (state) => state,
  exit() {},
};
