/** axe on every page of the dashboard, light and dark, wide and narrow. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call, CreatedWebhook } from '@parley/contract';
import { eventually, isOver } from '@parley/server/testing.ts';
import { describeWith } from '../scripts/test-tools.ts';
import { becomeOwner, visit } from './browser.ts';
import { Caller, type Api } from './caller.ts';
import { faultsOf, open, SIZES, THEMES, VIEWS, type Seeded, type View } from './dashboard-views.ts';
import { install, temporaryFolder, type Installation } from './installation.ts';

/** A call with questions, answers and an end. */
async function talk(api: Api, agent: string): Promise<string> {
  const { id, media_url = '' } = await api.call(agent);
  const caller = await Caller.connect(media_url);
  caller.send({ type: 'text', text: 'What are your opening hours?' });
  await caller.until(() => caller.transcripts('agent').length >= 1, 'an answer');
  caller.send({ type: 'text', text: 'I would like to book an appointment on Friday at ten.' });
  await caller.until(() => caller.transcripts('agent').length >= 2, 'a second answer');
  await caller.hangUp();
  await eventually(() => api.request<Call>('GET', `/calls/${id}`), isOver);
  return id;
}

async function seed(api: Api, endpoint: string): Promise<Seeded> {
  const agent = await api.frontDesk();
  const webhook = await api.request<CreatedWebhook>('POST', '/webhooks', { url: endpoint, description: 'Booking system', events: ['*'] });
  await api.request('POST', `/agents/${agent}/publish`);
  await api.request('PUT', `/agents/${agent}/tags/live`, { version: 1 });
  await api.request('POST', '/conversations', { agent_id: agent });
  await api.request('POST', '/phone-numbers', { number: '+15550100', inbound_agent: { agent_id: agent } });
  await api.request('POST', '/api-keys', { name: 'Reporting', scopes: ['usage:read'], allowed_ips: ['127.0.0.0/8'] });
  await api.request('POST', '/invitations', { role: 'admin', email: 'ada@example.com' });
  await api.request('POST', '/quotas', { metric: 'calls', limit: 100 });
  await api.request('POST', `/webhooks/${webhook.id}/test`, { type: 'call.ended' });
  return { agent, call: await talk(api, agent), webhook: webhook.id };
}

/** What the page made of its new size is on the screen. */
const drawn = (page: Page) => page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

describeWith('chromium', 'the dashboard, looked at by axe', (executablePath) => {
  const place = temporaryFolder();
  let receiver: Server;
  let parley: Installation;
  let browser: Browser;
  let owner: Page;
  let stranger: Page;
  let seeded: Seeded;

  beforeAll(async () => {
    receiver = createServer((_request, response) => response.end('thank you'));
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    parley = await install(place.folder, { PARLEY_MEDIA_PROCESSES: '1', PARLEY_OUTBOUND_ALLOW: '127.0.0.1' });
    ({ browser, page: owner } = await visit(parley, executablePath));
    await owner.emulateMedia({ reducedMotion: 'reduce' });
    stranger = await browser.newPage({ reducedMotion: 'reduce' });
    const port = (receiver.address() as AddressInfo).port;
    [seeded] = await Promise.all([seed(parley.api, `http://127.0.0.1:${String(port)}/hooks`), becomeOwner(owner, parley)]);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await parley.stop();
    receiver.close();
    place.remove();
  }, 30_000);

  test('the table has every route of the dashboard', async () => {
    const routes = await owner.evaluate<string[]>('Object.keys(window.__TSR_ROUTER__.routesByPath)');
    expect(new Set(VIEWS.map(({ route }) => route))).toEqual(new Set([...routes, null]));
  });

  test.each(VIEWS)('$name', async (view: View) => {
    const page = view.stranger === true ? stranger : owner;
    await page.setViewportSize(SIZES.desktop);
    await open(page, view, parley.url, seeded);
    const faults: string[] = [];
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const theme of THEMES) {
        // As the page's own switch does, which a dialog would lie over.
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
        await drawn(page);
        faults.push(...(await faultsOf(page)).map((fault) => `${theme}, ${size}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  });
});
