import type { CallState, StateFile } from './state.ts';

/** Nothing more happens. */
export const ended: StateFile<Extract<CallState, { name: 'ended' }>> = {
  enter: (state) => state,
  on: (state) => state,
  exit() {},
};
