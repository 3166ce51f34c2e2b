import type { CallEvent } from '@parley/contract';
import { expect, test } from 'vitest';
import { refusalsOf } from './refusals.ts';

const failed = { type: 'llm.failed', request: 1, code: 'provider_failed', message: 'The language model refused the request.' } as const;
const at = (seq: number, event: Extract<CallEvent, { kind: 'input' }>['event']): CallEvent => ({
  seq,
  at_ms: seq * 100,
  kind: 'input',
  event,
});

test('a failure is listed where the provider said something', () => {
  const refusal = { status: 400, code: 'unsupported_value', param: 'temperature' };
  expect(refusalsOf([at(1, { type: 'call.started' }), at(2, failed), at(3, { ...failed, refusal })])).toEqual([
    { seq: 3, atMs: 300, message: 'The language model refused the request.', refusal },
  ]);
});
