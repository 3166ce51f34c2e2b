import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Agent } from '@parley/contract';
import { describeWith } from '../scripts/test-tools.ts';
import { API_KEY, install, temporaryFolder, type Installation } from './installation.ts';

describeWith('chromium', 'a developer in the API documentation', (executablePath) => {
  const place = temporaryFolder();
  let parley: Installation;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    parley = await install(place.folder, { PARLEY_MEDIA_PROCESSES: '1' });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
    page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
    // There is no network but this server.
    await page.route(
      (url) => url.origin !== new URL(parley.url).origin && url.protocol.startsWith('http'),
      (route) => {
        faults.push(`asked for ${route.request().url()}`);
        return route.abort();
      },
    );
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await parley.stop();
    place.remove();
  }, 30_000);

  const operation = (id: string) => page.locator(`[id="operations-${id}"]`);

  test('reads every group of operations', async () => {
    await page.goto(`${parley.url}/api/docs`);
    for (const name of ['Agents', 'Conversations', 'Calls', 'API keys', 'Usage'])
      await page.getByRole('heading', { name, exact: false }).first().waitFor();
    expect(await page.locator('.errors-wrapper').count()).toBe(0);
  });

  test('reads how the request is sent in three languages', async () => {
    const list = operation('Agents-getAgent');
    await list.locator('.opblock-summary-control').click();
    const samples = list.getByRole('region', { name: 'Samples' });
    expect(await samples.locator('pre').innerText()).toContain('curl "$PARLEY_BASE_URL/api/v1/agents/');
    await samples.getByRole('tab', { name: 'Python' }).click();
    expect(await samples.locator('pre').innerText()).toContain('parley.agents.get(');
    await list.locator('.opblock-summary-control').click();
  });

  test('is refused without a key', async () => {
    await operation('Agents-listAgents').locator('.opblock-summary-control').click();
    await operation('Agents-listAgents').getByRole('button', { name: 'Try it out' }).click();
    await operation('Agents-listAgents').getByRole('button', { name: 'Execute' }).click();
    const status = operation('Agents-listAgents').locator('.live-responses-table .response .response-col_status');
    await expect.poll(() => status.innerText()).toContain('401');
  });

  test('authorizes with a key, tries an operation out and reads the answer', async () => {
    const made = await parley.api.request<Agent>('POST', '/agents', { name: 'Front desk of the documentation' });
    await page.locator('.auth-wrapper .authorize').first().click();
    const scheme = page.locator('.auth-container', { hasText: 'apiKey' }).first();
    await scheme.locator('input:focus').fill(API_KEY);
    await scheme.getByRole('button', { name: 'Apply credentials' }).click();
    await page.locator('.dialog-ux').getByRole('button', { name: 'Close' }).first().click();

    await operation('Agents-listAgents').getByRole('button', { name: 'Execute' }).click();
    const answer = operation('Agents-listAgents').locator('.live-responses-table .response');
    await expect.poll(() => answer.locator('.response-col_status').innerText()).toContain('200');
    expect(await answer.innerText()).toContain(made.name);
    expect(await answer.innerText()).toContain('ratelimit-policy');
  });

  test('asks for nothing that was not filled in', async () => {
    const list = operation('Calls-listCalls');
    await list.locator('.opblock-summary-control').click();
    await list.getByRole('button', { name: 'Try it out' }).click();
    const asked = page.waitForRequest((request) => request.url().includes('/api/v1/calls'));
    await list.getByRole('button', { name: 'Execute' }).click();
    expect(new URL((await asked).url()).search).toBe('?limit=50&sort=-created_at');
  });

  test('is still authorized when the page is opened at an operation', async () => {
    await page.goto(`${parley.url}/api/docs?again#/Agents/createAgent`);
    const create = operation('Agents-createAgent');
    await create.getByRole('button', { name: 'Try it out' }).click();
    await create.getByRole('button', { name: 'Execute' }).click();
    const status = create.locator('.live-responses-table .response .response-col_status');
    await expect.poll(() => status.innerText()).toContain('201');
  });

  test('saw nothing fail but the refused request', () => {
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
  });
});
