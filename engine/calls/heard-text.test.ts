/** What the transcript says was heard, beside the frames that were sent: by marks, however they come, and by the pace without any. */
import { describe, expect, test } from 'vitest';
import { Rehearsal, type FakeTts } from '../testing/index.ts';
import { greeted } from './testing.ts';

const COUNTING =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty.';

/** What two words at first are, their final tells. */
async function untilCut(rehearsal: Rehearsal): Promise<void> {
  for (let waited = 0; waited < 1_000 && !rehearsal.decisions('agent_turn.finished').some((one) => one.interrupted); waited += 20)
    await rehearsal.silence(20);
}

/** The agent counts in the caller's ear for `ms`, then the caller interrupts. */
async function interrupted(answer: string, ms: number, voice: (tts: FakeTts) => void): Promise<Rehearsal> {
  const rehearsal = new Rehearsal({ answers: [answer, 'Fine.'] });
  await greeted(rehearsal);
  voice(rehearsal.tts);
  await rehearsal.say('please count');
  await rehearsal.silence(ms);
  await rehearsal.say('stop it now please');
  await untilCut(rehearsal);
  return rehearsal;
}
const told = (rehearsal: Rehearsal): string[] => (rehearsal.decisions('agent_turn.finished').at(-1)?.text ?? '').split(' ');
/** Without the three words of the greeting. */
const played = (rehearsal: Rehearsal): string[] => rehearsal.transport.heard(rehearsal.tts).slice(3);

describe('while the voice streams, heard is what was played', () => {
  const streaming = (marks: FakeTts['marks']) => (tts: FakeTts) => Object.assign(tts, { marks, chunkMs: 100, firstMs: 100, betweenMs: 95 });

  test.each(['first', 'with'] as const)('marks %s', async (marks) => {
    const rehearsal = await interrupted(COUNTING, 1_800, streaming(marks));
    expect(played(rehearsal).length).toBeGreaterThan(3);
    expect(told(rehearsal)).toEqual(played(rehearsal));
    await rehearsal.finish();
  });

  test.each(['last', 'none'] as const)('marks %s: within a word', async (marks) => {
    const rehearsal = await interrupted(COUNTING, 1_800, streaming(marks));
    const sounded = played(rehearsal);
    expect(sounded.length).toBeGreaterThan(3);
    expect(Math.abs(told(rehearsal).length - sounded.length)).toBeLessThanOrEqual(1);
    await rehearsal.finish();
  });

  test('a voice twenty words ahead of playout has not been heard twenty words far', async () => {
    const rehearsal = await interrupted(COUNTING, 1_800, (tts) => Object.assign(tts, { marks: 'last' }));
    expect(told(rehearsal)).toEqual(played(rehearsal));
    await rehearsal.finish();
  });
});

test('the pace is learned from the clauses of the call before', async () => {
  const quick = `${'everybody appointment '.repeat(10).trim()}.`;
  const rehearsal = new Rehearsal({ agent: { greeting: 'Wonderful afternoon everybody.' }, answers: [quick, 'Fine.'] });
  await greeted(rehearsal);
  Object.assign(rehearsal.tts, { marks: 'none', chunkMs: 100, betweenMs: 95 });
  await rehearsal.say('please count');
  await rehearsal.silence(1_800);
  await rehearsal.say('stop it now please');
  await untilCut(rehearsal);
  // At the default pace it would be a third of the words, each of which takes 200 ms.
  expect(played(rehearsal).length).toBeGreaterThan(3);
  expect(Math.abs(told(rehearsal).length - played(rehearsal).length)).toBeLessThanOrEqual(1);
  await rehearsal.finish();
});

test('what is read otherwise than it is written is told as it is written', async () => {
  const rehearsal = await interrupted('It costs $25 and it is ready on 5/12 at noon.', 2_000, (tts) => {
    tts.reads.set('$25', 'twenty five dollars').set('5/12', 'the fifth of december');
  });
  expect(told(rehearsal).slice(0, 4)).toEqual(['It', 'costs', '$25', 'and']);
  expect(told(rehearsal)).toEqual(played(rehearsal));
  await rehearsal.finish();
});

const startsOf = (rehearsal: Rehearsal): number[] =>
  rehearsal
    .inputs('playout.finished')
    .at(-1)
    ?.words.map((word) => word.start_ms) ?? [];
/** When the first frame of each word was sent, the greeting's three left out. */
const soundsOf = ({ transport }: Rehearsal): number[] => {
  const first = new Map<number, number>();
  for (const { level, atMs } of transport.frames) if (level > 0 && !first.has(level)) first.set(level, atMs);
  return [...first.values()].slice(3);
};

test('a cough in the middle of a clause shifts the words after it only', async () => {
  const rehearsal = new Rehearsal({ answers: ['one two three four five six seven eight.'] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_300);
  await rehearsal.say('', { ms: 120 });
  await rehearsal.silence(5_000);
  expect(soundsOf(rehearsal)).toHaveLength(8);
  expect(startsOf(rehearsal)).toEqual(soundsOf(rehearsal));
  await rehearsal.finish();
});

test('a voice that falls behind shifts the words that come late', async () => {
  const rehearsal = new Rehearsal({ answers: ['one two three four five six.'] });
  await greeted(rehearsal);
  Object.assign(rehearsal.tts, { chunkMs: 400, betweenMs: 900 });
  await rehearsal.say('please count');
  await rehearsal.silence(6_000);
  const starts = soundsOf(rehearsal);
  expect(starts).toHaveLength(6);
  expect((starts[2] ?? 0) - (starts[1] ?? 0)).toBeGreaterThan(400);
  expect(startsOf(rehearsal)).toEqual(starts);
  await rehearsal.finish();
});
