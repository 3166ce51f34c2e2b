/**
 * Looks at the dashboard: drives Chromium against a running server, makes a spoken call, writes every screen in light and dark at
 * both sizes to screenshots/, and checks each with axe.
 *
 *   npm run screens <the link that a fresh server printed>
 *   PARLEY_EMAIL=… PARLEY_PASSWORD=… npm run screens http://localhost:3000
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { wavHeader } from '@parley/engine/audio/wav.ts';
import { synthesise } from '@parley/providers/embedded/tts/flite.ts';
import { faultsOf, open, SIZES, THEMES, VIEWS, type Seeded } from '../e2e/dashboard-views.ts';

const folder = path.join(import.meta.dirname, '..', 'screenshots');
const start = new URL(process.argv[2] ?? 'http://localhost:3000');
const email = process.env.PARLEY_EMAIL ?? 'owner@example.com';
const password = process.env.PARLEY_PASSWORD ?? 'a long password';
type State = Awaited<ReturnType<BrowserContext['storageState']>>;
let failures = 0;

/** Silence, a question, silence for the answer, another question. */
async function microphoneFile(file: string): Promise<void> {
  const parts: Int16Array[] = [];
  let rate = 16_000;
  const say = async (text: string): Promise<void> => {
    const { pcm, sampleRate } = await synthesise(text, 'rms', 1);
    rate = sampleRate;
    parts.push(pcm);
  };
  const silence = (seconds: number): void => void parts.push(new Int16Array(Math.round(seconds * rate)));
  silence(7);
  await say('What are your opening hours?');
  silence(4);
  await say('Where can I park?');
  silence(9);
  await say('I would like to book an appointment on Friday at ten.');
  silence(20);
  const bytes = Buffer.concat(parts.map((pcm) => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)));
  writeFileSync(file, Buffer.concat([wavHeader({ sampleRate: rate, channels: 1 }, bytes.length), bytes]));
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(350);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  const faults = await faultsOf(page);
  failures += faults.length;
  for (const fault of faults) console.log(`${name}: ${fault}`);
}

async function enter(page: Page): Promise<void> {
  await page.goto(start.href);
  if (start.searchParams.has('token')) {
    await page.getByLabel('Name').fill('Ada Owner');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await look(page, 'setup');
    await page.getByRole('button', { name: 'Create owner account' }).click();
  } else {
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Front desk' }).click();
  }
  await page.getByRole('button', { name: 'Talk to draft' }).waitFor();
}

/** The id that a URL ends in. */
const lastPart = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

/** Talks, and looks while it talks. */
async function talk(page: Page): Promise<Omit<Seeded, 'webhook'>> {
  const agent = lastPart(page.url());
  await page.getByRole('button', { name: 'Talk to draft' }).click();
  const log = page.getByRole('log', { name: 'Transcript' });
  await log.getByText(/Market|eight to six|Monday to Thursday/).waitFor({ timeout: 30_000 });
  await look(page, 'talk-first-answer');
  await log.getByText(/parking behind/).waitFor({ timeout: 40_000 });
  await log.getByText(/name, please/).waitFor({ timeout: 40_000 });
  await page.getByLabel('Type instead').fill('Ada Lovelace');
  await page.getByLabel('Type instead').press('Enter');
  await log.getByText(/Is that right/).waitFor({ timeout: 20_000 });
  await page.getByLabel('Type instead').fill('Yes');
  await page.getByLabel('Type instead').press('Enter');
  await log.getByText(/You are booked/).waitFor({ timeout: 20_000 });
  await look(page, 'talk-booked');
  await page.getByRole('button', { name: 'Hang up' }).click();
  const link = page.getByRole('link', { name: 'Open this call' });
  const call = lastPart(new URL((await link.getAttribute('href')) ?? '', start).href);
  await look(page, 'talk-ended');
  return { agent, call };
}

/** An endpoint; nobody has to be there. Its id. */
async function addWebhook(page: Page): Promise<string> {
  await page.goto(new URL('/webhooks/new', start).href);
  await page.getByLabel('Endpoint URL').fill('https://example.com/hooks/parley');
  await page.getByLabel('Description').fill('Booking system');
  await page.getByRole('button', { name: 'Create webhook' }).click();
  await look(page, 'webhook-secret');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.waitForURL(/\/webhooks\/webhook_[0-9a-z]+\/test$/);
  return new URL(page.url()).pathname.split('/').at(-2) ?? '';
}

/** A key, so that the list of them is not empty. */
async function addApiKey(page: Page): Promise<void> {
  await page.goto(new URL('/settings/api-keys', start).href);
  await page.getByRole('button', { name: 'New API key' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill('Reporting');
  await page.getByRole('button', { name: 'Create API key' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
}

interface Look {
  theme: (typeof THEMES)[number];
  size: keyof typeof SIZES;
}

async function walk(browser: Browser, state: State, seeded: Seeded, { theme, size }: Look): Promise<void> {
  const options = { viewport: SIZES[size], colorScheme: theme, reducedMotion: 'reduce' } as const;
  const owner = await browser.newContext({ ...options, storageState: state });
  const stranger = await browser.newContext(options);
  const pages = { owner: await owner.newPage(), stranger: await stranger.newPage() };
  for (const view of VIEWS) {
    const page = view.stranger === true ? pages.stranger : pages.owner;
    await open(page, view, start.origin, seeded);
    await look(page, `${view.name}-${theme}-${size}`);
  }
  await owner.close();
  await stranger.close();
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'parley-screens-'));
  const microphone = path.join(temporary, 'microphone.wav');
  await microphoneFile(microphone);
  const browser = await chromium.launch({
    executablePath: process.env.PARLEY_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphone}%noloop`,
    ],
  });
  try {
    const context = await browser.newContext({ viewport: SIZES.desktop, permissions: ['microphone'], colorScheme: 'light' });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.log(`page error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && console.log(`console: ${message.text()}`));
    await enter(page);
    const seeded = { ...(await talk(page)), webhook: await addWebhook(page) };
    await addApiKey(page);
    const state = await context.storageState();
    for (const theme of THEMES) for (const size of ['desktop', 'phone'] as const) await walk(browser, state, seeded, { theme, size });
  } finally {
    await browser.close();
    rmSync(temporary, { recursive: true, force: true });
  }
  console.log(`${failures === 0 ? 'axe found nothing' : `axe found ${failures} faults`}; the screens are in screenshots/`);
  process.exitCode = failures === 0 ? 0 : 1;
}

await main();
