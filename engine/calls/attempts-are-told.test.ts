/** Every model that was asked is told of with what it took, whatever came of it. */
import { AppError } from '@parley/contract';
import { expect, test } from 'vitest';
import { HANGS, Rehearsal } from '../testing/index.ts';
import { greeted } from './testing.ts';

const asked = async (options: ConstructorParameters<typeof Rehearsal>[0]): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal(options);
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(600);
  return rehearsal;
};

test('an answer that is heard', async () => {
  const rehearsal = await asked({ answers: ['Yes.'] });
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(rehearsal.inputs('attempt.settled')).toMatchObject([
    { request: 1, provider: 'fake', model: 'fake-1', outcome: 'won', first_ms: 100, estimated: false, usage: { input_tokens: 10 } },
  ]);
});

test('an answer that is taken back because the caller goes on', async () => {
  const rehearsal = await asked({ answers: [{ text: 'Too early', then: HANGS }, 'Friday.'], llmDelayMs: 20, llmBetweenMs: 400 });
  await rehearsal.say('on friday please');
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  const [first, second] = rehearsal.inputs('attempt.settled');
  expect(first).toMatchObject({ request: 1, outcome: 'aborted', estimated: true });
  expect(first?.usage.input_tokens).toBeGreaterThan(5);
  expect(second).toMatchObject({ request: 2, outcome: 'won', estimated: false });
});

test('a model that fails', async () => {
  const rehearsal = await asked({ answers: [new AppError('provider_failed')] });
  await rehearsal.finish();
  expect(rehearsal.inputs('attempt.settled')).toMatchObject([{ outcome: 'failed', code: 'provider_failed', estimated: true }]);
});

test('a model that is asked when the call ends', async () => {
  const rehearsal = await asked({ answers: [HANGS] });
  await rehearsal.finish();
  expect(rehearsal.inputs('attempt.settled')).toMatchObject([{ request: 1, outcome: 'aborted' }]);
  expect(rehearsal.events.at(-1)?.event.type).toBe('call.ended');
});
