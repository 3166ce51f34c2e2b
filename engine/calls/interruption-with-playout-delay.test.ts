import { expect, test } from 'vitest';
import { FakeTransport, Rehearsal, VirtualClock } from '../testing/index.ts';
import { greeted, LONG } from './testing.ts';

test.each([0, 60, 200, 400])('what was on its way to the caller when the agent paused is told as heard (%i ms)', async (delayMs) => {
  const clock = new VirtualClock();
  const transport = new FakeTransport(clock);
  const rehearsal = new Rehearsal({ clock, transport, answers: [LONG, 'Fine.'] });
  transport.playoutDelayMs = delayMs;
  await rehearsal.silence(400);
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_600);
  await rehearsal.say('stop it now please');
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  const cut = rehearsal.decisions('agent_turn.finished').find(({ turn }) => turn === 1);
  const told = cut?.text.split(' ') ?? [];
  const played = transport.heard(rehearsal.tts).filter((word) => LONG.split(' ').includes(word));
  expect(Math.abs(told.length - played.length)).toBeLessThanOrEqual(1);
  expect(told.length).toBeGreaterThan(2);
});
