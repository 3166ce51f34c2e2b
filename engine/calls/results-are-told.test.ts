/** What a function has done is told to the caller, whatever of the words around it fails. */
import { AppError } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { HANGS, Rehearsal, type FakeAnswer, type FakeTts } from '../testing/index.ts';
import { APOLOGY } from '../turns/limits.ts';
import { greeted, lines } from './testing.ts';

const REFUSES = new AppError('provider_failed');
const CALL = { type: 'function_call' as const, call: { id: 'fc', name: 'calculator', arguments: { expression: '1 + 1' } } };
const FILLER = { type: 'text' as const, text: 'One moment please. ' };

async function answered(answers: FakeAnswer[], voice: (tts: FakeTts) => void = () => undefined): Promise<Rehearsal> {
  const turnTaking = { provider_timeout_ms: 1_000 };
  const rehearsal = new Rehearsal({ agent: { functions: [{ type: 'built_in', name: 'calculator' }], turn_taking: turnTaking }, answers });
  await greeted(rehearsal);
  voice(rehearsal.tts);
  await rehearsal.say('hello please');
  await rehearsal.silence(12_000);
  return rehearsal;
}

describe('the voice fails in what is said before the result', () => {
  test.each([
    [0, 'agent 1: It is two.'],
    [1, 'agent 1: One It is two.'],
    [3, 'agent 1: One moment please. It is two.'],
  ])('after %s words', async (failAfter, told) => {
    const rehearsal = await answered([[FILLER, CALL], 'It is two.'], (tts) => Object.assign(tts, { failWith: REFUSES, failAfter }));
    expect(lines(rehearsal).at(-1)).toBe(told);
    expect(rehearsal.inputs('function.finished')).toHaveLength(1);
    await rehearsal.finish();
  });

  test('the voice stalls', async () => {
    const rehearsal = await answered([[FILLER, CALL], 'It is two.'], (tts) => {
      const speak = tts.synthesize.bind(tts);
      tts.stallAfter = 1;
      tts.synthesize = (request, signal) => {
        if (request.text.startsWith('It')) tts.stallAfter = Infinity;
        return speak(request, signal);
      };
    });
    expect(lines(rehearsal).at(-1)).toBe('agent 1: One It is two.');
    await rehearsal.finish();
  });

  test('it has no sound for it', async () => {
    const rehearsal = await answered([[{ ...FILLER, text: 'Момент. ' }, CALL], 'It is two.'], (tts) => {
      const speak = tts.synthesize.bind(tts);
      tts.synthesize = async function* (request, signal) {
        if (!request.text.startsWith('М')) yield* speak(request, signal);
      };
    });
    expect(lines(rehearsal).at(-1)).toBe('agent 1: It is two.');
    await rehearsal.finish();
  });
});

describe('the model fails', () => {
  test.each<[string, Error | typeof HANGS]>([
    ['fails', REFUSES],
    ['hangs', HANGS],
  ])('behind its call, %s: it is asked once more, with the result', async (_title, then) => {
    const rehearsal = await answered([{ text: [FILLER, CALL], then }, 'It is two.']);
    expect(lines(rehearsal).at(-1)).toBe('agent 1: One moment please. It is two.');
    expect(rehearsal.inputs('function.finished')).toHaveLength(1);
    await rehearsal.finish();
  });

  test.each<[string, Error | typeof HANGS]>([
    ['fails', REFUSES],
    ['hangs', HANGS],
  ])('at the result, %s: "one moment" is no answer, the caller hears an apology', async (_title, then) => {
    const rehearsal = await answered([[FILLER, CALL], then]);
    expect(lines(rehearsal).slice(-2)).toEqual(['agent 1: One moment please.', `agent 1: ${APOLOGY}`]);
    await rehearsal.finish();
  });

  test('behind its call each time: the caller hears an apology', async () => {
    const fails = { text: [FILLER, CALL], then: REFUSES };
    const rehearsal = await answered([fails, fails]);
    expect(lines(rehearsal).slice(-2)).toEqual(['agent 1: One moment please. One moment please.', `agent 1: ${APOLOGY}`]);
    await rehearsal.finish();
  });

  test('it has nothing to add: what it said before the result stands', async () => {
    const rehearsal = await answered([[{ ...FILLER, text: 'That makes two. ' }, CALL], []]);
    expect(lines(rehearsal).at(-1)).toBe('agent 1: That makes two.');
    await rehearsal.finish();
  });
});

test('the voice fails at the result: "one moment" is no answer, the caller hears an apology', async () => {
  const rehearsal = await answered([[FILLER, CALL], 'It is two.'], (tts) => {
    const speak = tts.synthesize.bind(tts);
    tts.synthesize = async function* (request, signal) {
      if (request.text.startsWith('It')) throw REFUSES;
      yield* speak(request, signal);
    };
  });
  expect(lines(rehearsal).slice(-2)).toEqual(['agent 1: One moment please.', `agent 1: ${APOLOGY}`]);
  await rehearsal.finish();
});
