/** Words for which the voice has no sound: they are unheard, and no call ends with them. */
import { AppError } from '@parley/contract';
import { expect, test } from 'vitest';
import { Rehearsal, type FakeTts, type RehearsalOptions } from '../testing/index.ts';
import { APOLOGY } from '../turns/limits.ts';
import { greeted, lines } from './testing.ts';

/** A voice of another script than the words that `isMute`. */
const without = (tts: FakeTts, isMute: (text: string) => boolean): void => {
  const speak = tts.synthesize.bind(tts);
  tts.synthesize = async function* (request, signal) {
    if (isMute(request.text)) throw new AppError('text_not_speakable');
    yield* speak(request, signal);
  };
};
const cyrillic = (text: string): boolean => /[а-я]/i.test(text);

const rehearsed = (options: RehearsalOptions, isMute = cyrillic): Rehearsal =>
  new Rehearsal({ ...options, tts: (tts) => without(tts, isMute) });

const unheard = (rehearsal: Rehearsal): string[] =>
  rehearsal.decisions('agent_turn.finished').flatMap(({ unheard_text }) => (unheard_text === '' ? [] : [unheard_text]));

test('greeting: told as unheard, an apology is heard, and the call goes on', async () => {
  const rehearsal = rehearsed({ agent: { greeting: '{{g}}', variables: { g: 'Привет' } }, answers: ['From nine to five.'] });
  await rehearsal.silence(5_000);
  expect(rehearsal.inputs('tts.failed')).toMatchObject([{ code: 'text_not_speakable', rendered_ms: 0 }]);
  expect(unheard(rehearsal)).toEqual(['Привет']);
  expect(lines(rehearsal)).toContain(`agent 0: ${APOLOGY}`);
  await rehearsal.say('when do you open');
  await rehearsal.silence(4_000);
  expect(rehearsal.end).toBeNull();
  expect(lines(rehearsal).at(-1)).toBe('agent 1: From nine to five.');
  await rehearsal.finish();
});

test('answer-after-answer: an apology for each, however many there are', async () => {
  const rehearsal = rehearsed({ answers: ['Мы открыты.', 'С девяти до пяти.', 'До свидания.', 'Fine.'] });
  await greeted(rehearsal);
  for (const turn of [1, 2, 3]) {
    await rehearsal.say('when do you open');
    await rehearsal.silence(5_000);
    expect(lines(rehearsal).at(-1)).toBe(`agent ${turn}: ${APOLOGY}`);
  }
  await rehearsal.say('in english please');
  await rehearsal.silence(4_000);
  expect(lines(rehearsal).at(-1)).toBe('agent 4: Fine.');
  expect([rehearsal.end, unheard(rehearsal)]).toEqual([null, ['Мы открыты.', 'С девяти до пяти.', 'До свидания.']]);
  await rehearsal.finish();
});

test('reminder: nothing is heard of it, and the call goes on to its end for silence', async () => {
  const reminder = { text: 'Алло?', after_ms: 3_000, max: 2 };
  const rehearsal = rehearsed({ agent: { turn_taking: { reminder, idle_timeout_ms: 20_000 } } });
  await greeted(rehearsal);
  await rehearsal.silence(12_000);
  expect(rehearsal.inputs('tts.failed')).toHaveLength(2);
  expect(rehearsal.end).toBeNull();
  await rehearsal.silence(20_000);
  expect(rehearsal.end).toBe('inactivity');
  await rehearsal.finish();
});

test('apology-as-well: the caller is listened to', async () => {
  const rehearsal = rehearsed({ agent: { greeting: '' }, answers: ['One.', 'Два.'] }, (text) => text !== 'Два.');
  await rehearsal.silence(500);
  await rehearsal.say('hello');
  await rehearsal.silence(4_000);
  expect(unheard(rehearsal)).toEqual(['One.', APOLOGY]);
  await rehearsal.say('are you there');
  await rehearsal.silence(4_000);
  expect(rehearsal.end).toBeNull();
  expect(lines(rehearsal).at(-1)).toBe('agent 2: Два.');
  await rehearsal.finish();
});
