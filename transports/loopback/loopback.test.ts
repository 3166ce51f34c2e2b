import { VirtualClock } from '@parley/engine/testing/virtual-clock.ts';
import { expect, test } from 'vitest';
import { parseClientMessage } from '../client-messages.ts';
import { RecordingListener, tone, transportConformance } from '../testing/conformance.ts';
import { createLoopback } from './loopback.ts';

transportConformance('loopback', () => {
  const clock = new VirtualClock();
  const { transport, caller } = createLoopback({ clock });
  const errors: string[] = [];
  return Promise.resolve({
    transport,
    caller: {
      speak: (pcm) => caller.speak(pcm),
      send: (message) => caller.send(message),
      // There is no wire on which anything but a message could travel: what the parser says is said to the caller.
      sendGarbage: (text) => {
        const parsed = parseClientMessage(text);
        if (!parsed.ok) errors.push(parsed.code);
      },
      get messages() {
        return [...caller.messages, ...errors.map((code) => ({ type: 'error' as const, code, message: '' }))];
      },
      heard: () => caller.heard.map(({ frame }) => frame),
      hangUp: () => caller.hangUp(),
      get closed() {
        return caller.endedReason !== null;
      },
    },
    pass: (ms) => clock.advance(ms),
    dispose: async () => {
      caller.hangUp();
      await clock.advance(0);
      expect(clock.pending).toBe(0);
    },
  });
});

test('speech takes the time it takes, one frame each 20 ms', async () => {
  const clock = new VirtualClock();
  const { transport, caller } = createLoopback({ clock });
  const times: number[] = [];
  transport.attach(Object.assign(new RecordingListener(), { onFrame: () => times.push(clock.now()) }));
  const said = caller.speak(tone(440, 16_000, 60));
  await clock.advance(59);
  expect(times).toEqual([20, 40]);
  await clock.advance(1);
  await said;
  expect(times).toEqual([20, 40, 60]);
});

test('what is heard carries its time', async () => {
  const clock = new VirtualClock();
  const { transport, caller } = createLoopback({ clock, playoutSampleRate: 16_000 });
  await clock.advance(100);
  transport.sendFrame(new Int16Array(320));
  await clock.advance(20);
  transport.endTalkspurt();
  expect(caller.heard.map(({ atMs }) => atMs)).toEqual([100]);
  expect(caller.talkspurtEnds).toEqual([120]);
});
