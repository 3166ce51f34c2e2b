/** What the log says of errors that nobody foresaw: what it takes to find them, and nothing that was said. */
import { AppError, DEFECT_PLACES } from '@parley/contract';
import { IllegalTransition } from '@parley/engine/states/core.ts';
import { expect, test } from 'vitest';
import { DefectCounts, logDefect, traceOf } from './defects.ts';

const WORDS = 'my card is 4111 1111 1111 1111';
const KEY = 'sk-live-0123456789abcdef';

const logged = (error: unknown): string => {
  const lines: string[] = [];
  const log = { error: (fields: unknown, message: string) => void lines.push(JSON.stringify({ ...(fields as object), msg: message })) };
  logDefect(log as never, { id: 'defect_1', place: 'llm.stream', trace: traceOf(error) }, { callId: 'call_1', state: 'thinking' });
  expect(lines.length).toBe(1);
  // The runner's own mark on the file's name, a time: any digits may be in it.
  return (lines[0] ?? '').replaceAll(/\?vitest=\d+/g, '');
};

test('message-with-words-and-key: neither is in the line, the type, the code and the frames are', () => {
  const error = Object.assign(new TypeError(`cannot read "${WORDS}" with Bearer ${KEY}`), { code: 'ERR_BAD', body: WORDS, url: KEY });
  const line = logged(error);
  expect(line).not.toMatch(/4111|sk-live|card/);
  expect(JSON.parse(line)).toMatchObject({
    defectId: 'defect_1',
    place: 'llm.stream',
    callId: 'call_1',
    state: 'thinking',
    error: { type: 'TypeError', code: 'ERR_BAD' },
  });
  expect(line).toMatch(/defects\.test\.ts:\d+:\d+/);
});

test('message-that-looks-like-a-stack: its lines are not taken for frames', () => {
  const line = logged(new Error(`boom\n    at ${KEY.replaceAll('-', '_')} (/tmp/card:1:1)\n    at my.card.is (file:///4111.ts:1:1)`));
  expect(line).not.toMatch(/4111|sk_live|card/);
  expect(line).toMatch(/defects\.test\.ts/);
});

test('message-changed-after-it-was-thrown: no name that a message could have planted is kept', () => {
  const error = new Error(`boom\n    at my.card.is.4111 (/srv/agent.ts:1:1)`);
  error.message = 'another';
  const { stack } = traceOf(error);
  expect(JSON.stringify(stack)).not.toMatch(/card|4111/);
  expect(stack.length).toBeGreaterThan(1);
});

test.each([
  ['a name that is a sentence', Object.assign(new Error('x'), { name: WORDS })],
  ['a code that is a sentence', Object.assign(new Error('x'), { code: WORDS })],
  ['a cause that has words', new Error('x', { cause: new RangeError(WORDS) })],
  ['a string', WORDS],
  ['an object', { words: WORDS }],
])('%s says nothing of them', (_title, error) => {
  expect(logged(error)).not.toMatch(/4111|card/);
});

test('the texts of our own errors are static and stay', () => {
  expect(traceOf(new IllegalTransition('greeting → thinking'))).toMatchObject({
    type: 'IllegalTransition',
    message: 'greeting → thinking',
  });
  expect(traceOf(new Error(WORDS, { cause: new AppError('provider_timeout') }))).toMatchObject({
    type: 'Error',
    cause: { type: 'AppError', message: 'The provider did not answer in time.' },
  });
});

test('an error that is its own cause comes to an end', () => {
  const error = new Error('x');
  error.cause = error;
  expect(JSON.stringify(traceOf(error)).length).toBeLessThan(20_000);
});

test('every place counts from zero', () => {
  const counts = new DefectCounts();
  counts.note('tts');
  counts.note('tts');
  expect(Object.fromEntries(counts.entries())).toEqual({ ...Object.fromEntries(DEFECT_PLACES.map((place) => [place, 0])), tts: 2 });
});
