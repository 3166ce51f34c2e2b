import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';

test('a voice that hangs ends the call', async () => {
  const rehearsal = new Rehearsal({ agent: { turn_taking: { provider_timeout_ms: 1_000 } } });
  rehearsal.tts.hangs = true;
  await rehearsal.nothing(5_000);
  await greetedOrEnded(rehearsal);
});

const greetedOrEnded = async (rehearsal: Rehearsal): Promise<void> => {
  await rehearsal.nothing(30_000);
  await rehearsal.nothing(60_000);
  expect(rehearsal.end).not.toBeNull();
};
