import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
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
