import { expect, test } from 'vitest';
import { AppError } from '@parley/contract';
import { HANGS, Rehearsal } from '../testing/index.ts';
import { greeted, lines } from './testing.ts';

test('a model that fails once is apologised for, twice in a row ends the call', async () => {
  const rehearsal = new Rehearsal({ answers: [new AppError('provider_failed'), new AppError('provider_failed')] });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(4_000);
  expect(lines(rehearsal).at(-1)).toMatch(/^agent 1: Sorry/);
  await rehearsal.say('hello please');
  await rehearsal.silence(1_500);
  expect(rehearsal.end).toBe('error_llm');
  await rehearsal.finish();
});

test('a model that hangs is given up after the provider time-out', async () => {
  const rehearsal = new Rehearsal({ agent: { turn_taking: { provider_timeout_ms: 1_000 } }, answers: [HANGS, 'Better now.'] });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(1_800);
  expect(rehearsal.llm.aborted).toContain(0);
  expect(rehearsal.tts.spoken.at(-1)).toMatch(/^(Sorry|Could you)/);
  await rehearsal.finish();
});
