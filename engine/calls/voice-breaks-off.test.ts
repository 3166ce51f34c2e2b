/** A voice that fails or stalls in the middle of a clause, and text that has no sound. */
import { AppError } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { HANGS, Rehearsal, type FakeTts, type RehearsalOptions } from '../testing/index.ts';
import { APOLOGY } from '../turns/limits.ts';
import { greeted, lines } from './testing.ts';

const REFUSES = new AppError('provider_failed');

async function answered(options: RehearsalOptions, voice: (tts: FakeTts) => void): Promise<Rehearsal> {
  const rehearsal = new Rehearsal(options);
  await greeted(rehearsal);
  voice(rehearsal.tts);
  await rehearsal.say('hello please');
  await rehearsal.silence(6_000);
  return rehearsal;
}
const unheard = (rehearsal: Rehearsal): string => rehearsal.decisions('agent_turn.finished').at(-1)?.unheard_text ?? '';
const played = (rehearsal: Rehearsal): string => rehearsal.transport.heard(rehearsal.tts).slice(3).join(' ');

describe('a clause that breaks off is heard as far as it went', () => {
  test.each(['first', 'with'] as const)('marks %s', async (marks) => {
    const rehearsal = await answered({ answers: ['Reply number one is here now.'] }, (tts) =>
      Object.assign(tts, { marks, failWith: REFUSES, failAfter: 3 }),
    );
    expect(rehearsal.inputs('tts.failed')).toMatchObject([{ code: 'provider_failed', rendered_ms: 600 }]);
    expect(played(rehearsal)).toBe('Reply number one');
    expect(lines(rehearsal).at(-1)).toBe('agent 1: Reply number one');
    expect(unheard(rehearsal)).toBe('is here now.');
    expect(rehearsal.inputs('playout.finished').at(-1)).toMatchObject({ heard_text: 'Reply number one' });
    await rehearsal.finish();
  });

  test('without any marks: within a word', async () => {
    const rehearsal = await answered({ answers: ['Reply number one is here now.'] }, (tts) =>
      Object.assign(tts, { marks: 'none', failWith: REFUSES, failAfter: 3 }),
    );
    expect(lines(rehearsal).at(-1)).toMatch(/^agent 1: Reply number( one( is)?)?$/);
    await rehearsal.finish();
  });

  test('while the clause before it plays', async () => {
    const rehearsal = new Rehearsal({ answers: ['One two three four. Five six seven.'], llmBetweenMs: 100 });
    await greeted(rehearsal);
    await rehearsal.say('hello please');
    while (!rehearsal.tts.spoken.includes('One two three four.')) await rehearsal.silence(20);
    Object.assign(rehearsal.tts, { failWith: REFUSES, failAfter: 2 });
    await rehearsal.silence(5_000);
    expect(rehearsal.inputs('tts.failed')[0]?.at_ms).toBeLessThan(rehearsal.inputs('playout.finished')[1]?.at_ms ?? 0);
    expect(played(rehearsal)).toBe('One two three four. Five six');
    expect(lines(rehearsal).at(-1)).toBe('agent 1: One two three four. Five six');
    expect(unheard(rehearsal)).toBe('seven.');
    await rehearsal.finish();
  });

  test('the voice stalls in the middle of a clause', async () => {
    const rehearsal = await answered(
      { agent: { turn_taking: { provider_timeout_ms: 1_000 } }, answers: ['Reply number one is here now.'] },
      (tts) => void (tts.stallAfter = 3),
    );
    expect(rehearsal.inputs('tts.failed')).toMatchObject([{ code: 'provider_timeout', rendered_ms: 600 }]);
    expect(lines(rehearsal).at(-1)).toBe('agent 1: Reply number one');
    expect(rehearsal.tts.active).toBe(0);
    await rehearsal.finish();
  });

  test('the voice fails behind its last sample', async () => {
    const rehearsal = await answered({ answers: ['Reply number one.'] }, (tts) => Object.assign(tts, { failWith: REFUSES, failAfter: 3 }));
    expect(lines(rehearsal).at(-1)).toBe('agent 1: Reply number one.');
    expect(rehearsal.inputs('playout.finished').at(-1)).not.toHaveProperty('heard_text');
    await rehearsal.finish();
  });
});

test('a clause of which no sample came is never told as played', async () => {
  const rehearsal = await answered({ answers: ['One two. Three four.'] }, (tts) => void (tts.failWith = REFUSES));
  const failed = rehearsal.inputs('tts.failed');
  expect(failed).toMatchObject([{ rendered_ms: 0 }]);
  expect(rehearsal.inputs('playout.finished').map(({ clause }) => clause)).not.toContain(failed[0]?.clause);
  expect(lines(rehearsal).at(-1)).toBe('agent 1: Three four.');
  expect(unheard(rehearsal)).toBe('One two.');
  await rehearsal.finish();
});

test('nothing sounds of a turn that was given up before its first frame', async () => {
  const rehearsal = new Rehearsal({
    agent: { turn_taking: { provider_timeout_ms: 1_000 } },
    answers: [{ text: 'This is late. ', then: HANGS }],
  });
  await greeted(rehearsal);
  // Half a frame at a time: there is audio, and none to be sent, until the model is given up.
  Object.assign(rehearsal.tts, { chunkMs: 10, firstMs: 950, betweenMs: 995 });
  await rehearsal.say('hello please');
  await rehearsal.silence(2_000);
  Object.assign(rehearsal.tts, { chunkMs: 200, firstMs: 0, betweenMs: 0 });
  await rehearsal.silence(6_000);
  expect(lines(rehearsal).at(-1)).toBe(`agent 1: ${APOLOGY}`);
  expect(played(rehearsal)).toBe(APOLOGY);
  await rehearsal.finish();
});

test('an apology whose first words have no voice is said again as a whole, never its end alone', async () => {
  const rehearsal = await answered({ answers: [REFUSES, 'Fine.'] }, (tts) => void (tts.failWith = REFUSES));
  expect(played(rehearsal)).toBe(APOLOGY);
  expect(rehearsal.decisions('agent_turn.finished').map(({ text }) => text)).toEqual(['Hello there caller.', '', APOLOGY]);
  await rehearsal.finish();
});

describe('text without a sound', () => {
  test.each(['…', '—', '😀'])('"%s" is silent, no failure, not told as heard and no answer: the model is asked again', async (text) => {
    const rehearsal = await answered({ answers: [text, 'Fine.'] }, () => undefined);
    expect(rehearsal.inputs('tts.failed')).toEqual([]);
    expect(rehearsal.tts.spoken).not.toContain(text);
    expect(rehearsal.inputs('playout.finished').at(-2)).toMatchObject({ words: [], heard_text: '' });
    expect(lines(rehearsal).at(-1)).toBe('agent 1: Fine.');
    expect(unheard(rehearsal)).toBe(text);
    await rehearsal.finish();
  });

  test('words that the voice gives no audio for are a failure, and unheard', async () => {
    const rehearsal = await answered({ answers: ['Привет. Hello.'] }, (tts) => {
      const speak = tts.synthesize.bind(tts);
      tts.synthesize = async function* (request, signal) {
        if (!request.text.startsWith('П')) yield* speak(request, signal);
      };
    });
    expect(rehearsal.inputs('tts.failed')).toMatchObject([{ code: 'text_not_speakable', rendered_ms: 0 }]);
    expect(lines(rehearsal).at(-1)).toBe('agent 1: Hello.');
    expect(unheard(rehearsal)).toBe('Привет.');
    await rehearsal.finish();
  });

  test('words that the voice leaves out are unheard, and the rest is heard', async () => {
    const text = 'Your order from Юрий is ready.';
    const rehearsal = await answered({ answers: [text] }, (tts) => {
      const speak = tts.synthesize.bind(tts);
      tts.synthesize = async function* (request, signal) {
        for await (const chunk of speak(request, signal)) yield { ...chunk, leavesOut: [{ from: 16, to: 20 }] };
      };
    });
    expect(lines(rehearsal).at(-1)).toBe('agent 1: Your order from is ready.');
    expect(unheard(rehearsal)).toBe('Юрий');
    await rehearsal.finish();
  });
});
