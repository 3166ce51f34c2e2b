import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call, CallSummary, Page as ListPage } from '@parley/contract';
import { rms } from '@parley/engine/audio/level.ts';
import { createResampler } from '@parley/engine/audio/resample.ts';
import { readWav, writeWav } from '@parley/engine/audio/wav.ts';
import { synthesise } from '@parley/providers/embedded/tts/flite.ts';
import { describeWith } from '../scripts/test-tools.ts';
import { becomeOwner } from './browser.ts';
import { install, temporaryFolder, type Installation } from './installation.ts';

const RATE = 48_000;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

/** What the microphone hears: silence while the agent greets, then two questions with time for the answers. */
async function microphone(file: string): Promise<void> {
  const silence = (ms: number): Int16Array => new Int16Array((RATE * ms) / 1_000);
  const spoken = async (text: string): Promise<Int16Array> => {
    const { pcm, sampleRate } = await synthesise(text, 'rms', 1);
    return createResampler(sampleRate, RATE).process(pcm);
  };
  const parts = [
    silence(7_000),
    await spoken('What are your opening hours?'),
    silence(11_000),
    await spoken('Where are you located?'),
    silence(60_000),
  ];
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  writeFileSync(file, writeWav(RATE, [all]));
}

describeWith('chromium', 'a newcomer in the browser', (executablePath) => {
  const place = temporaryFolder();
  let parley: Installation;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const wav = path.join(place.folder, 'microphone.wav');
    await microphone(wav);
    parley = await install(path.join(place.folder, 'data'));
    browser = await chromium.launch({ executablePath, args: [...FLAGS, `--use-file-for-fake-audio-capture=${wav}%noloop`] });
    page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await parley.stop();
    place.remove();
  }, 30_000);

  const agentLevel = async (): Promise<number> => Number((await page.getByTestId('level-agent').getAttribute('aria-valuenow')) ?? 0);

  test('signs in through the printed link, presses Talk, asks two questions and hears two answers', async () => {
    await becomeOwner(page, parley);
    await page.getByRole('button', { name: 'Talk to draft' }).click();

    const transcript = page.getByRole('log', { name: 'Transcript' });
    const levels: number[] = [];
    const heardWhile = async (text: RegExp): Promise<number> => {
      levels.length = 0;
      await transcript.getByText(text).first().waitFor({ timeout: 40_000 });
      // The words are shown as they begin to be heard: their energy is in the page during the next second.
      for (let look = 0; look < 40; look += 1) {
        levels.push(await agentLevel());
        await page.waitForTimeout(25);
      }
      return Math.max(...levels);
    };
    expect(await heardWhile(/Bright Smile Dental/)).toBeGreaterThan(5);
    expect(await heardWhile(/Monday to Thursday/)).toBeGreaterThan(5);
    expect(await heardWhile(/Market Street/)).toBeGreaterThan(5);
    await expect.poll(() => transcript.innerText()).toMatch(/opening hours/i);
    await expect.poll(() => transcript.innerText()).toMatch(/where are you located/i);
    await page.waitForTimeout(3_000);
    await page.getByRole('button', { name: 'Hang up' }).click();
  }, 120_000);

  test('the recording holds both voices on the right channels', async () => {
    let id = '';
    await expect
      .poll(
        async () => {
          const { items } = await parley.api.request<ListPage<CallSummary>>('GET', '/calls');
          id = items[0]?.id ?? '';
          return items[0]?.recording.available === true ? items[0].status : 'not kept yet';
        },
        { timeout: 10_000 },
      )
      .toBe('ended');
    const call = await parley.api.request<Call>('GET', `/calls/${id}`);
    expect(call.transport).toBe('webrtc');
    expect(call.disconnection_reason).toBe('user_hangup');
    expect(call.latency.e2e.num).toBe(2);
    const wav = readWav(new Uint8Array(await (await parley.api.raw('GET', `/calls/${id}/recording`)).arrayBuffer()));
    const [left = new Int16Array(0), right = new Int16Array(0)] = wav.pcm;
    for (const line of call.transcript) {
      const [own, other] = line.role === 'user' ? [left, right] : [right, left];
      const span = (pcm: Int16Array): number => rms(pcm.subarray(line.start_ms * 16, line.end_ms * 16));
      expect(span(own)).toBeGreaterThan(5 * span(other) + 0.001);
    }
  }, 30_000);
});
