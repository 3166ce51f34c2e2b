import { describe, expect, test } from 'vitest';
import { Rehearsal, type FakeUtterance } from '../testing/index.ts';
import { greeted, lines, LONG } from './testing.ts';

test('a single word that the recogniser takes back in the end does not stop the agent', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  rehearsal.stt.heard.push({ text: 'uh huh' });
  await rehearsal.sound(280);
  rehearsal.stt.listeners.at(-1)?.onPartial(2, 'of');
  await rehearsal.sound(60);
  await rehearsal.silence(5_000);
  await rehearsal.finish();
  expect(lines(rehearsal).at(-1)).toBe(`agent 1: ${LONG}`);
  expect(rehearsal.decisions('interruption.dismissed')).toMatchObject([{ reason: 'listening_signal', text: 'uh huh' }]);
});

describe('of a sound as short as a signal the final decides', () => {
  const inAnswer = async (...heard: FakeUtterance[]): Promise<Rehearsal> => {
    const rehearsal = new Rehearsal({ answers: [LONG, 'Fine.'] });
    await greeted(rehearsal);
    await rehearsal.say('please count');
    await rehearsal.silence(1_500);
    rehearsal.stt.heard.push(...heard);
    return rehearsal;
  };
  const after = async (rehearsal: Rehearsal): Promise<string | undefined> => {
    await rehearsal.silence(5_000);
    await rehearsal.finish();
    return lines(rehearsal).find((line) => line.startsWith('agent 1'));
  };

  test.each([
    ['without a word until the final, which comes late', { text: 'yeah', partial: false, finalMs: 400 } as const, [], 300],
    ['two words that become a signal', { text: 'uh huh', partial: false, finalMs: 200 } as const, ['the', 'i have'], 400],
    ['three words that become a signal', { text: 'right', partial: false } as const, ['the like to'], 400],
    ['a word that is taken back', { text: 'okay', partial: false } as const, ['hold'], 640],
    ['no word after all', { text: '', rejected: true, finalMs: 300 } as const, ['of a'], 500],
  ])('%s: the agent goes on', async (_case, final, partials, ms) => {
    const rehearsal = await inAnswer(final);
    await rehearsal.sound(ms - 100);
    for (const partial of partials) rehearsal.stt.listeners.at(-1)?.onPartial(2, partial);
    await rehearsal.sound(100);
    expect(await after(rehearsal)).toBe(`agent 1: ${LONG}`);
    expect(rehearsal.decisions('interruption.detected')).toEqual([]);
  });

  test.each([
    ['"stop" in its final', { text: 'stop', partial: false, finalMs: 400 } as const, 300],
    ['"wait" in its partial', { text: 'wait', finalMs: 200 } as const, 400],
    ['words whose final never comes', { text: 'stop please', never: 'always' } as const, 400],
    ['a sound that no signal is as long as', { text: '', partial: false } as const, 1_300],
    ['a signal that more follows', { text: 'yeah but i have a question', finalMs: 100 } as const, 1_300],
  ])('%s: the agent has stopped at its first sound', async (_case, final, ms) => {
    const rehearsal = await inAnswer(final);
    const onset = rehearsal.clock.now();
    await rehearsal.sound(ms);
    expect(await after(rehearsal)).toMatch(/^agent 1: One .*\/.+/);
    const paused = rehearsal.decisions('playout.paused').at(-1)?.at_ms ?? Infinity;
    expect(paused - onset).toBeLessThan(250);
    const fine = 1_000 + rehearsal.tts.words.indexOf('Fine.');
    expect(rehearsal.transport.frames.some(({ loud, level, atMs }) => loud && level < fine && atMs > paused + 40)).toBe(false);
  });
});
