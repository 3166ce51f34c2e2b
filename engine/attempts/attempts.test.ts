/** Engines that answer, fail, hang and answer late, asked in the order of their health. */
import { AppError } from '@parley/contract';
import { expect, test } from 'vitest';
import { firstToAnswer, type AttemptsOptions, type Candidate, type SettledAttempt } from './first-to-answer.ts';
import { Health } from './health.ts';
import { VirtualClock } from '../testing/index.ts';

/** Waits, items and failures, one after the other. */
type Course = readonly (number | string | Error)[];

function candidate(clock: VirtualClock, name: string, course: Course): Candidate<string> & { aborted: boolean; opened: number } {
  const made = {
    name,
    aborted: false,
    opened: 0,
    async *open(signal: AbortSignal): AsyncGenerator<string> {
      made.opened += 1;
      signal.addEventListener('abort', () => (made.aborted = true), { once: true });
      for (const part of course) {
        if (part instanceof Error) throw part;
        if (typeof part === 'number') await new Promise<void>((resolve) => clock.schedule(part, resolve));
        else yield part;
      }
    },
  };
  return made;
}

function race(courses: readonly Course[], options: Partial<AttemptsOptions<string>> = {}) {
  const clock = new VirtualClock();
  const candidates = courses.map((course, index) => candidate(clock, 'abc'.charAt(index), course));
  const settled: SettledAttempt<string>[] = [];
  const ended = new AbortController();
  const heard: string[] = [];
  const done = { error: null as unknown, ended: false };
  const health = options.health ?? new Health(clock);
  const listen = async (): Promise<void> => {
    const given = { clock, health, silenceMs: null, hedgeMs: null, signal: ended.signal, onDefect: () => undefined, ...options };
    for await (const item of firstToAnswer(candidates, { ...given, onSettled: (one) => settled.push(one) })) heard.push(item);
  };
  const listening = listen().then(
    () => (done.ended = true),
    (error: unknown) => (done.error = error),
  );
  const outcomes = (): string[] => settled.map(({ candidate: { name }, outcome, firstMs }) => `${name} ${outcome} ${String(firstMs)}`);
  return { clock, candidates, heard, done, ended, listening, outcomes, health };
}

const FAILS = new AppError('provider_failed');

test('one engine: its items, and that it won', async () => {
  const { clock, heard, done, outcomes } = race([[100, 'one', 50, 'two']]);
  await clock.advance(1_000);
  expect([heard, done.ended, outcomes()]).toEqual([['one', 'two'], true, ['a won 100']]);
  expect(clock.pending).toBe(0);
});

test('an engine that fails before it answered is followed by the next', async () => {
  const { clock, heard, outcomes } = race([
    [100, FAILS],
    [50, 'two'],
  ]);
  await clock.advance(1_000);
  expect([heard, outcomes()]).toEqual([['two'], ['a failed null', 'b won 50']]);
});

test('an engine that fails in the middle of its answer has failed it', async () => {
  const { clock, heard, done, candidates, outcomes } = race([['one', 100, FAILS], ['two']]);
  await clock.advance(1_000);
  expect([heard, done.error, candidates[1]?.opened, outcomes()]).toEqual([['one'], FAILS, 0, ['a failed 0']]);
});

test('when all fail, the last one’s error is thrown', async () => {
  const last = new AppError('provider_timeout');
  const { clock, done, outcomes } = race([[FAILS], [100, last]]);
  await clock.advance(1_000);
  expect([done.error, outcomes()]).toEqual([last, ['a failed null', 'b failed null']]);
});

test('an engine that hangs is given up after the silence, and followed by the next', async () => {
  const { clock, heard, candidates, outcomes } = race([[10_000, 'late'], ['two']], { silenceMs: 500 });
  await clock.advance(600);
  expect([heard, candidates[0]?.aborted, outcomes()]).toEqual([['two'], true, ['a failed null', 'b won 0']]);
});

test('a slow engine gets company, and the first to answer is listened to', async () => {
  const { clock, heard, candidates, outcomes } = race(
    [
      [2_000, 'slow'],
      [100, 'quick', 1_000, 'on'],
    ],
    { hedgeMs: 300 },
  );
  await clock.advance(5_000);
  expect([heard, candidates[0]?.aborted, outcomes()]).toEqual([['quick', 'on'], true, ['a lost null', 'b won 100']]);
});

test('a slow engine that answers before its company is listened to', async () => {
  const { clock, heard, candidates, outcomes } = race(
    [
      [350, 'slow'],
      [100, 'late'],
    ],
    { hedgeMs: 300 },
  );
  await clock.advance(1_000);
  expect([heard, candidates[1]?.aborted, outcomes()]).toEqual([['slow'], true, ['b lost null', 'a won 350']]);
});

test('an abort is told at once, leaves no timer, and asks nobody else', async () => {
  const { clock, heard, done, ended, candidates, outcomes } = race([[100, 'one', 1_000, 'two'], ['other']], { silenceMs: 5_000 });
  await clock.advance(500);
  ended.abort();
  expect(outcomes()).toEqual(['a aborted 100']);
  await clock.advance(0);
  expect([heard, done.ended, candidates[0]?.aborted, candidates[1]?.opened]).toEqual([['one'], false, true, 0]);
  expect(done.error).toMatchObject({ name: 'AbortError' });
});

test('an engine that heeds no abort keeps nobody waiting', async () => {
  const { clock, done, ended } = race([[60_000, 'one']]);
  await clock.advance(500);
  ended.abort();
  await clock.advance(0);
  expect(done.error).toMatchObject({ name: 'AbortError' });
});

test('an engine that failed three times on end is asked last until it has rested', () => {
  const clock = new VirtualClock();
  const health = new Health(clock, { failures: 3, restMs: 1_000 });
  const engines = [{ name: 'a' }, { name: 'b' }];
  const order = (): string =>
    health
      .inOrder(engines)
      .map(({ name }) => name)
      .join(' ');
  health.failed('a');
  health.failed('a');
  expect(order()).toBe('a b');
  health.failed('a');
  expect(order()).toBe('b a');
  health.succeeded('a');
  expect(order()).toBe('a b');
  for (let times = 0; times < 3; times += 1) health.failed('a');
  expect(order()).toBe('b a');
});

test('after its rest it is asked again', async () => {
  const clock = new VirtualClock();
  const health = new Health(clock, { failures: 1, restMs: 1_000 });
  health.failed('a');
  await clock.advance(999);
  expect(health.isWell('a')).toBe(false);
  await clock.advance(1);
  expect(health.isWell('a')).toBe(true);
});
