import { expect, test } from 'vitest';
import { Pace } from '../tts/pace.ts';
import { PlayoutQueue } from './playout-queue.ts';

const RATE = 16_000;
const audio = (ms: number): Int16Array => new Int16Array((RATE * ms) / 1_000).fill(1);
const MARKS = [
  { atMs: 100, chars: 3 },
  { atMs: 200, chars: 7 },
  { atMs: 300, chars: 13 },
];

const opened = (...texts: string[]): PlayoutQueue => {
  const queue = new PlayoutQueue(RATE);
  for (const [index, text] of texts.entries()) queue.open(index + 1, text, new Pace(1));
  return queue;
};
/** Frames sent from `fromMs` on, while there are any; the time of the first that is missing. */
const play = (queue: PlayoutQueue, fromMs: number, untilMs = Infinity): number => {
  let now = fromMs;
  while (now < untilMs && queue.next(now).frame !== null) now += 20;
  return now;
};

test('words have the call times at which they were sent: a pause and an under-run shift what comes after them', () => {
  const queue = opened('One two three');
  queue.append(1, audio(200));
  queue.mark(1, MARKS);
  play(queue, 1_000, 1_100);
  // Paused for 500 ms, then the voice is late by 300.
  expect(play(queue, 1_600)).toBe(1_700);
  queue.append(1, audio(100));
  queue.complete(1, true);
  play(queue, 2_000);
  const [heard] = queue.heard(5_000);
  expect(heard?.words).toEqual([
    { text: 'One', start_ms: 1_000, end_ms: 1_100 },
    { text: 'two', start_ms: 1_600, end_ms: 1_700 },
    { text: 'three', start_ms: 2_000, end_ms: 2_100 },
  ]);
});

test('the second sentence begins after the gap', () => {
  const queue = opened('Yes.', 'No.');
  for (const id of [1, 2]) {
    queue.append(id, audio(100));
    queue.complete(id, true);
  }
  play(queue, 0);
  expect(queue.heard(5_000).map(({ words }) => words[0]?.start_ms)).toEqual([0, 220]);
});

test('a clause counts as heard when its last frame has reached the caller, and its position follows what has', () => {
  const queue = opened('One two three');
  queue.append(1, audio(300));
  queue.mark(1, MARKS);
  queue.complete(1, true);
  play(queue, 1_000);
  expect(queue.heard(1_270)).toEqual([]);
  expect(queue.isEmpty).toBe(false);
  expect(queue.position(1_270 - 120)).toMatchObject({ text: 'One two', heardMs: 170, whole: false });
  expect(queue.position(900)).toMatchObject({ text: '', heardMs: 0 });
  expect(queue.heard(1_280)).toMatchObject([{ text: 'One two three', whole: true }]);
  expect(queue.isEmpty).toBe(true);
});

test('a clause whose end is told after its last frame keeps its words', () => {
  const queue = opened('One two three');
  queue.append(1, audio(300));
  queue.mark(1, MARKS);
  const end = play(queue, 0);
  expect(queue.heard(end)).toEqual([]);
  queue.complete(1, true);
  queue.next(end);
  expect(queue.heard(end)[0]?.words.map(({ text, end_ms }) => [text, end_ms])).toEqual([
    ['One', 100],
    ['two', 200],
    ['three', 300],
  ]);
});

test('a clause that broke off is heard as far as its audio goes', () => {
  const queue = opened('One two three');
  queue.append(1, audio(210));
  queue.mark(1, MARKS);
  queue.complete(1, false);
  play(queue, 0);
  expect(queue.heard(5_000)).toMatchObject([{ text: 'One two', whole: false }]);
});

test('a clause without audio is passed over and nothing of it is heard', () => {
  const queue = opened('…', 'Yes');
  queue.complete(1, true);
  queue.append(2, audio(100));
  queue.complete(2, true);
  expect(queue.next(0).started).toBe(2);
  expect(queue.heard(0)).toMatchObject([{ clause: 1, text: '', words: [], whole: false }]);
});

test('what was cleared or dropped takes no more audio', () => {
  const queue = opened('Yes', 'No');
  queue.drop(1);
  queue.append(1, audio(100));
  queue.clear();
  queue.append(2, audio(100));
  expect(queue.next(0)).toEqual({ frame: null, started: null });
  expect(queue.queuedMs).toBe(0);
});
