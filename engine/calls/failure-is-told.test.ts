/** A call that fails says so to its client before the connection is closed. */
import { AppError } from '@parley/contract';
import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';

const failure = (rehearsal: Rehearsal) => rehearsal.transport.messages.filter(({ type }) => type === 'error');

test('a recogniser that never opens', async () => {
  const refusal = new AppError('engine_unavailable', { detail: 'It understands English only.' });
  const rehearsal = new Rehearsal({ stt: (stt) => void stt.openErrors.push(...Array.from({ length: 20 }, () => refusal)) });
  await rehearsal.silence(120_000);
  expect(rehearsal.transport.closedWith).toBe('error_stt');
  expect(failure(rehearsal)).toEqual([{ type: 'error', code: 'engine_unavailable', message: 'It understands English only.' }]);
});

test('not where nothing failed', async () => {
  const rehearsal = new Rehearsal();
  await rehearsal.silence(1_000);
  rehearsal.call.hangUp('api');
  await rehearsal.silence(1_000);
  expect(rehearsal.transport.closedWith).toBe('api_hangup');
  expect(failure(rehearsal)).toEqual([]);
});
