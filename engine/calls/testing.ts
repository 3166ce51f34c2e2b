/** What the tests of whole calls share. */
import { expect } from 'vitest';
import type { Rehearsal } from '../testing/index.ts';

export const LONG = 'One two three four five six seven eight nine ten eleven twelve.';

/** Greeting "Hello there caller." takes 600 ms to say. */
export const greeted = async (rehearsal: Rehearsal): Promise<void> => {
  await rehearsal.silence(800);
  expect(rehearsal.states().at(-1)).toBe('listening');
};

/** The transcript as it was told, a line a turn; what was not heard of a turn stands behind the slash. */
export const lines = (rehearsal: Rehearsal): string[] =>
  rehearsal.events.flatMap(({ kind, event }) =>
    kind === 'decision' && event.type === 'user_turn.committed'
      ? [`user ${event.turn}: ${event.text}`]
      : kind === 'decision' && event.type === 'agent_turn.finished'
        ? [`agent ${event.turn}: ${event.text}${event.interrupted ? ` /${event.unheard_text}` : ''}`]
        : [],
  );
