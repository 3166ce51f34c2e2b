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
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { wavHeader } from '@parley/engine/audio/wav.ts';
import { synthesise } from '@parley/providers/embedded/tts/flite.ts';

const folder = path.join(import.meta.dirname, '..', 'screenshots');
const start = new URL(process.argv[2] ?? 'http://localhost:3000');
const email = process.env.PARLEY_EMAIL ?? 'owner@example.com';
const password = process.env.PARLEY_PASSWORD ?? 'a long password';
const SIZES = { desktop: { width: 1_440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const THEMES = ['light', 'dark'] as const;

type State = Awaited<ReturnType<BrowserContext['storageState']>>;
interface Seen {
  agent: string;
  call: string;
  webhook: string;
}
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
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  failures += violations.length;
  for (const { id, help, nodes } of violations)
    console.log(
      `${name}: ${id}: ${help}\n  ${nodes
        .map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`)
        .slice(0, 4)
        .join('\n  ')}`,
    );
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

/** Talks, and looks while it talks. */
async function talk(page: Page): Promise<Omit<Seen, 'webhook'>> {
  const agent = new URL(page.url()).pathname;
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
  const call = await link.getAttribute('href');
  await look(page, 'talk-ended');
  return { agent, call: call ?? '/calls' };
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

type At = (name: string, where: string, ready: string, act?: (page: Page) => Promise<void>) => Promise<void>;
const press =
  (name: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name }).first().click();

async function walkUsageAndKeys(at: At): Promise<void> {
  await at('usage', '/usage', 'text=How many calls?');
  await at('usage-tooltip', '/usage', '.recharts-surface', (page) => page.locator('.recharts-surface').first().hover());
  await at('usage-table', '/usage?view=table', 'role=table');
  await at('usage-agents', '/usage?by=agent', 'role=table');
  await at('usage-keys', '/usage?by=api_key&range=90d', 'role=heading[name="Quotas"]');
  await at('usage-none', '/usage?from=2020-01-01&to=2020-01-31', 'text=Nothing was used on these days');
  await at('quota-new', '/usage', 'role=heading[name="Quotas"]', press('New quota'));
  await at('api-keys', '/settings/api-keys', 'text=New API key');
  await at('api-key-new', '/settings/api-keys', 'text=New API key', async (page) => {
    await press('New API key')(page);
    await page.getByRole('radio', { name: /^Custom/ }).check();
    await press('Create API key')(page);
  });
}

async function walkWebhooks(at: At, webhook: string): Promise<void> {
  await at('webhooks', '/webhooks', 'role=link[name=/hooks/]');
  await at('webhook', `/webhooks/${webhook}`, 'text=would have been sent');
  await at('webhook-new', '/webhooks/new', 'role=button[name="Create webhook"]', press('Create webhook'));
  await at('webhook-test', `/webhooks/${webhook}/test`, 'role=button[name="Send test event"]', async (page) => {
    await press('Send test event')(page);
    await page.getByText(/The event (arrived|did not arrive)/).waitFor();
  });
  await at('deliveries', '/webhooks/deliveries', 'role=list[name="Deliveries"]');
  await at('deliveries-selected', '/webhooks/deliveries', 'role=list[name="Deliveries"]', (page) =>
    page.getByLabel('Select all that are loaded').check(),
  );
  await at('delivery', '/webhooks/deliveries', 'role=list[name="Deliveries"]', (page) =>
    page.getByRole('list', { name: 'Deliveries' }).getByRole('link').first().click(),
  );
  await at('deliveries-none', '/webhooks/deliveries?status=sending', 'text=No delivery matches');
}

async function walk(browser: Browser, state: State, theme: (typeof THEMES)[number], size: keyof typeof SIZES, seen: Seen): Promise<void> {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme: theme, storageState: state, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const at: At = async (name, where, ready, act) => {
    await page.goto(new URL(where, start).href);
    await page.locator(ready).first().waitFor();
    await act?.(page);
    await look(page, `${name}-${theme}-${size}`);
  };
  await at('agents', '/agents', 'text=Front desk');
  await at('agents-new', '/agents?new=true', 'role=dialog');
  await at('agent', seen.agent, 'text=Saved');
  await at('agent-talk', `${seen.agent}?panel=talk`, 'role=button[name="Talk to draft"]');
  await at('agent-versions', `${seen.agent}?panel=versions`, 'text=Version 1');
  await at('agent-compare', `${seen.agent}?panel=versions`, 'text=Version 1', press('Compare version 1'));
  await at('calls', '/calls', 'role=listitem');
  await at('calls-none', '/calls?reason=error_llm', 'text=No call matches');
  await at('calls-filters', '/calls?sort=-duration_ms&min=1', 'role=listitem', press(/^More filters/));
  await at('calls-peek', `/calls?peek=${seen.call.split('/').at(-1) ?? ''}`, 'text=Latency in ms');
  await at('call', seen.call, 'text=Why the turn ended');
  for (const tab of ['figures', 'data', 'events']) await at(`call-${tab}`, `${seen.call}?tab=${tab}`, 'role=tabpanel');
  await at('providers', '/settings/providers', 'role=heading[name="OpenAI"]');
  await walkUsageAndKeys(at);
  await walkWebhooks(at, seen.webhook);
  await at('organization', '/settings/organization', 'text=Record calls');
  await at('missing', '/calls/call_00000000000000000000000000', 'role=alert');
  await page.keyboard.press('Control+k');
  await look(page, `palette-${theme}-${size}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await look(page, `keys-${theme}-${size}`);
  await context.close();
  const stranger = await browser.newContext({ viewport: SIZES[size], colorScheme: theme });
  const signIn = await stranger.newPage();
  await signIn.goto(new URL('/sign-in', start).href);
  await signIn.getByLabel('Password').waitFor();
  await look(signIn, `sign-in-${theme}-${size}`);
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
    const seen = { ...(await talk(page)), webhook: await addWebhook(page) };
    const state = await context.storageState();
    for (const theme of THEMES) for (const size of ['desktop', 'phone'] as const) await walk(browser, state, theme, size, seen);
  } finally {
    await browser.close();
    rmSync(temporary, { recursive: true, force: true });
  }
  console.log(`${failures === 0 ? 'axe found nothing' : `axe found ${failures} faults`}; the screens are in screenshots/`);
  process.exitCode = failures === 0 ? 0 : 1;
}

await main();
