import { rms } from '@parley/engine/audio/level.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecordingListener, tone, transportConformance, until } from '../testing/conformance.ts';
import { realClock } from '../testing/real-clock.ts';
import { WebRtcCaller } from '../testing/webrtc-caller.ts';
import { createWebRtcHost, type WebRtcHost } from './webrtc.ts';
import { parseRtcp } from './rtcp.ts';
import type { CallTransport } from '@parley/engine/transport.ts';

const UDP_PORT = 42_117;
let host: WebRtcHost;

beforeAll(() => {
  host = createWebRtcHost({ clock: realClock, udpPort: UDP_PORT, bindAddress: '127.0.0.1' });
});

afterAll(() => host.close());

interface Connected {
  transport: CallTransport;
  caller: WebRtcCaller;
}

/** libdatachannel as the offerer fails now and then (its DTLS can begin before it knows our fingerprint); browsers do not. */
async function connect(attempts = 4): Promise<Connected> {
  const caller = await WebRtcCaller.create();
  const { sdp, transport } = await host.answer(await caller.offer);
  caller.accept(sdp);
  try {
    await until(() => expect(caller.ready || caller.closed).toBe(true));
    if (!caller.ready) throw new Error('the caller did not connect');
    return { transport, caller };
  } catch (error) {
    caller.free();
    await transport.close('error_transport');
    if (attempts <= 1) throw error;
    return connect(attempts - 1);
  }
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => realClock.schedule(ms, resolve));

const framesOf = (pcm: Int16Array): Int16Array[] => Array.from({ length: pcm.length / 320 }, (_, n) => pcm.slice(n * 320, n * 320 + 320));

transportConformance('WebRTC', async () => {
  const { transport, caller } = await connect();
  return {
    transport,
    caller: {
      speak: async (pcm) => {
        for (const frame of framesOf(pcm)) {
          caller.send(caller.packet(frame));
          await pass(20);
        }
      },
      send: (message) => caller.say(message),
      sendGarbage: (text) => caller.say(text),
      messages: caller.messages,
      heard: () => caller.heard,
      hangUp: () => caller.hangUp(),
      get closed() {
        return caller.closed;
      },
    },
    pass,
    dispose: async () => {
      await transport.close('error_transport');
      caller.free();
    },
  };
});

test('50 callers come and go on one port: no connection is left', async () => {
  for (let cycle = 0; cycle < 50; cycle += 1) {
    const { transport, caller } = await connect();
    const listener = new RecordingListener();
    transport.attach(listener);
    caller.send(caller.packet(tone(440, 16_000, 20)));
    if (cycle % 2 === 0) {
      caller.hangUp();
      await until(() => expect(listener.closings).toEqual(['socket_closed']));
    } else {
      await transport.close('agent_hangup');
      await until(() => expect(caller.closed).toBe(true));
    }
    caller.free();
  }
  await until(() => expect(host.openCalls).toBe(0));
}, 120_000);
