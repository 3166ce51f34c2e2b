/** Words that come late, while the caller speaks again: nothing is committed before the caller is through, and every word has its place. */
import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';

const COUNT = 'One two three four five six seven eight nine ten eleven twelve thirteen.';
const committed = (rehearsal: Rehearsal): ReturnType<typeof rehearsal.decisions<'user_turn.committed'>> =>
  rehearsal.decisions('user_turn.committed');

test('late-final-while-speaking: a final of an utterance before does not end the turn of a caller who speaks', async () => {
  const rehearsal = new Rehearsal();
  await rehearsal.silence(1_500);
  // Its final takes 2.5 s each time that it is heard: by then it stands as empty and its turn is over.
  await rehearsal.say('hello', { ms: 600, finalMs: 2_500, partial: false });
  await rehearsal.silence(3_600);
  await rehearsal.say('i want to book a table for two tomorrow at eight', { ms: 3_000, finalMs: 100 });
  const spokeUntilMs = rehearsal.clock.now();
  await rehearsal.silence(6_000);
  await rehearsal.finish();
  expect(committed(rehearsal)[0]?.at_ms).toBeGreaterThan(spokeUntilMs);
  for (const { start_ms, end_ms } of committed(rehearsal)) expect(start_ms).toBeLessThan(end_ms);
});

test('late-final-while-speaking: more words for an answered turn, while the caller speaks again', async () => {
  const rehearsal = new Rehearsal({ answers: [COUNT] });
  await rehearsal.silence(1_500);
  // The partial stands in after 1.5 s ("what"), the whole final comes a second later.
  await rehearsal.say('what are your opening hours', { ms: 900, finalMs: 3_200 });
  await rehearsal.silence(2_700);
  await rehearsal.say('i mean on a sunday in december please', { ms: 2_500, finalMs: 100 });
  const spokeUntilMs = rehearsal.clock.now();
  await rehearsal.silence(6_000);
  await rehearsal.finish();
  const [first, second] = committed(rehearsal);
  expect(first?.text).toBe('what');
  expect(second?.text).toBe('what are your opening hours i mean on a sunday in december please');
  expect(second?.at_ms).toBeGreaterThan(spokeUntilMs);
  for (const { start_ms, end_ms } of committed(rehearsal)) expect(start_ms).toBeLessThan(end_ms);
});

const TALK = Array.from({ length: 330 }, (_word, index) => `w${index}`);
/** A word takes a third of a second; the recogniser's utterances are cut after 30 s. */
const CUTS = [TALK.slice(0, 90), TALK.slice(90, 180), TALK.slice(180, 270), TALK.slice(270)];

test.each([
  ['with partials, finals after 0.1 s', true, 100],
  ['without partials, finals after 0.1 s', false, 100],
  ['with partials, finals after 2.4 s', true, 2_400],
  ['without partials, finals after 1.4 s', false, 1_400],
])('long-talk-committed-while-speaking: 110 s without a pause, %s', async (_name, partials, finalMs) => {
  const answers = Array.from({ length: 9 }, () => 'This is an answer and it is long enough that one hears it for a while.');
  const rehearsal = new Rehearsal({ agent: { turn_taking: { reminder: { after_ms: 0 } } }, answers });
  await rehearsal.silence(1_500);
  for (const words of CUTS) rehearsal.stt.heard.push({ text: words.join(' '), partial: false, finalMs });
  for (let spokenMs = 0; spokenMs < 110_000; spokenMs += 500) {
    await rehearsal.sound(500);
    const started = rehearsal.inputs('user_speech.started');
    const words = Math.floor((rehearsal.clock.now() - (started.at(-1)?.speech_ms ?? 0)) / 333);
    const soFar = (CUTS[started.length - 1] ?? []).slice(0, words).join(' ');
    if (partials) rehearsal.stt.listeners.at(-1)?.onPartial(started.length, soFar);
  }
  const spokeUntilMs = rehearsal.clock.now();
  await rehearsal.silence(8_000);
  await rehearsal.finish();
  const turns = committed(rehearsal);
  expect(turns.filter(({ at_ms, reason }) => at_ms < spokeUntilMs && reason !== 'long_speech')).toEqual([]);
  for (const { start_ms, end_ms } of turns) expect(start_ms).toBeLessThan(end_ms);
  // Every word once and in order, over all turns.
  expect(turns.flatMap(({ text }) => text.split(' '))).toEqual(TALK);
});
