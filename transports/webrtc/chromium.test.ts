/** Our WebRTC against the browser that callers use: its microphone is a WAV file, what it hears is measured in the page. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@parley/contract';
import { Framer } from '@parley/engine/audio/framer.ts';
import { rms } from '@parley/engine/audio/level.ts';
import { createResampler } from '@parley/engine/audio/resample.ts';
import { writeWav } from '@parley/engine/audio/wav.ts';
import type { CallTransport } from '@parley/engine/transport.ts';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../../scripts/test-tools.ts';
import { CALLER_PAGE } from './testing/caller-page.ts';
import { RecordingListener, tone, until } from '../testing/conformance.ts';
import { realClock } from '../testing/real-clock.ts';
import { createWebRtcHost, type WebRtcHost } from './webrtc.ts';
import { weriftPeers } from './werift-peer.ts';

const UDP_PORT = 42_118;

declare global {
  // The page's own globals, see caller-page.ts.
  var messages: unknown[];
  var levels: number[];
  var call: (camera?: boolean) => Promise<void>;
  var pc: { close(): void; getTransceivers(): { currentDirection: string | null }[] };
  var sender: { dtmf: { insertDTMF(tones: string, duration: number, gap: number): void } };
  var events: { send(text: string): void };
  var inbound: () => Promise<{ packetsReceived: number; concealedSamples: number; totalSamplesReceived: number } | null>;
  var remoteInbound: () => Promise<{ packetsLost: number; roundTripTime?: number } | null>;
}

/** Says everything back, and remembers it. */
class Echo extends RecordingListener {
  readonly #transport: CallTransport;
  readonly #resampler = createResampler(16_000, 24_000);
  readonly #framer = new Framer(480);

  constructor(transport: CallTransport) {
    super();
    this.#transport = transport;
    transport.attach(this);
  }

  override onFrame(frame: Int16Array): void {
    super.onFrame(frame);
    for (const out of this.#framer.push(this.#resampler.process(frame))) this.#transport.sendFrame(out);
  }
}

const LIBRARIES = [
  { name: 'node-datachannel', createHost: () => createWebRtcHost({ clock: realClock, udpPort: UDP_PORT }), pageLeft: 'socket_closed' },
  // werift does not hear the page's farewell: the silence that follows tells.
  { name: 'werift', createHost: () => createWebRtcHost({ clock: realClock, udpPort: 0, peers: weriftPeers() }), pageLeft: 'media_timeout' },
];

describeWith('chromium', 'Chromium as a WebRTC caller', (executablePath) => {
  describe.each(LIBRARIES)('of $name', ({ createHost, pageLeft }) => {
    const calls: Echo[] = [];
    const transports: CallTransport[] = [];
    let directory: string;
    let host: WebRtcHost;
    let server: Server;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'parley-chromium-'));
      const microphone = join(directory, 'microphone.wav');
      // One second of tone, one of silence, over and over.
      await writeFile(microphone, writeWav(48_000, [Int16Array.from([...tone(500, 48_000, 1_000), ...new Int16Array(48_000)])]));
      host = createHost();
      server = createServer((request, response) => {
        if (request.method !== 'POST') {
          response.setHeader('content-type', 'text/html');
          response.end(CALLER_PAGE);
          return;
        }
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          host.answer(Buffer.concat(chunks).toString()).then(
            ({ sdp, transport }) => {
              calls.push(new Echo(transport));
              transports.push(transport);
              response.end(sdp);
            },
            (error: unknown) => response.writeHead(error instanceof AppError ? error.status : 500).end(),
          );
        });
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      browser = await chromium.launch({
        executablePath,
        args: [
          ...[
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
          ...[
            '--use-fake-device-for-media-stream',
            '--use-fake-ui-for-media-stream',
            `--use-file-for-fake-audio-capture=${microphone}`,
            '--autoplay-policy=no-user-gesture-required',
          ],
        ],
      });
      page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.evaluate(() => call());
    }, 60_000);

    afterAll(async () => {
      await browser.close();
      await host.close();
      server.close();
      await rm(directory, { recursive: true });
    }, 30_000);

    test('is heard, and hears the same back', async () => {
      await until(() => expect(Math.max(0, ...(calls[0]?.frames ?? []).map((frame) => rms(frame)))).toBeGreaterThan(0.1));
      await page.waitForFunction(() => Math.max(0, ...levels) > 0.1);
    });

    test('sends key presses as events', async () => {
      await page.evaluate(() => sender.dtmf.insertDTMF('159#0*', 120, 60));
      const digits = (): string[] => (calls[0]?.digits ?? []).map(({ digit }) => digit);
      await until(() => expect(digits()).toEqual([...'159#0*']));
    });

    test('has messages both ways', async () => {
      transports[0]?.sendMessage({ type: 'agent_speaking', value: true });
      await page.waitForFunction(() => messages.length === 1);
      expect(await page.evaluate(() => messages)).toEqual([{ type: 'agent_speaking', value: true }]);
      await page.evaluate(() => events.send('{"type":"text","text":"good morning"}'));
      await until(() => expect(calls[0]?.received.at(-1)).toEqual({ type: 'text', text: 'good morning' }));
    });

    test('reads our reports and loses nothing', async () => {
      await page.waitForFunction(() => remoteInbound().then((report) => report?.roundTripTime !== undefined));
      const report = await page.evaluate(() => remoteInbound());
      expect(report?.packetsLost).toBe(0);
      const heard = await page.evaluate(() => inbound());
      expect(heard?.packetsReceived).toBeGreaterThan(50);
    });

    test('is told why the call ends', async () => {
      await transports[0]?.close('agent_hangup');
      await page.waitForFunction(() => messages.length === 2);
      expect(await page.evaluate(() => messages[1])).toEqual({ type: 'ended', reason: 'agent_hangup' });
      await until(() => expect(host.openCalls).toBe(0));
    });

    test('that leaves the page has hung up', async () => {
      await page.reload();
      await page.evaluate(() => call());
      await page.waitForFunction(() => Math.max(0, ...levels) > 0.1);
      await page.evaluate(() => pc.close());
      await until(() => expect(calls[1]?.closings).toEqual([pageLeft]));
      expect(host.openCalls).toBe(0);
    });

    test('with a camera is heard and hears, and its other lines are refused', async () => {
      await page.reload();
      await page.evaluate(() => call(true));
      await page.waitForFunction(() => Math.max(0, ...levels) > 0.1);
      await until(() => expect(Math.max(0, ...(calls[2]?.frames ?? []).map((frame) => rms(frame)))).toBeGreaterThan(0.1));
      // What was refused is stopped, and gone from the list.
      expect(await page.evaluate(() => pc.getTransceivers().map((one) => one.currentDirection))).toEqual(['sendrecv']);
      await page.evaluate(() => events.send('{"type":"text","text":"good morning"}'));
      await until(() => expect(calls[2]?.received.at(-1)).toEqual({ type: 'text', text: 'good morning' }));
      await page.evaluate(() => pc.close());
      await until(() => expect(calls[2]?.closings).toEqual([pageLeft]));
    });
  });
});
