import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../scripts/test-tools.ts';
import { becomeOwner, clipboardOf, visit } from './browser.ts';
import { install, temporaryFolder, type Installation } from './installation.ts';

describeWith('chromium', 'an owner with API keys, usage and quotas', (executablePath) => {
  const place = temporaryFolder();
  let parley: Installation;
  let browser: Browser;
  let page: Page;
  let secret = '';
  let faults: readonly string[];

  beforeAll(async () => {
    parley = await install(place.folder, { PARLEY_MEDIA_PROCESSES: '1' });
    ({ browser, page, faults } = await visit(parley, executablePath));
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await parley.stop();
    place.remove();
  }, 30_000);

  const ask = (method: 'GET' | 'POST', path: string, bearer: string): Promise<Response> =>
    fetch(`${parley.url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
      ...(method === 'POST' ? { body: JSON.stringify({ name: 'Made with a key' }) } : {}),
    });

  /** The secret in the dialog, as its copy button gives it. */
  const copied = async (): Promise<string> => {
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Copy key' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    const text = await clipboardOf(page);
    expect(await dialog.getByText(text, { exact: true }).count()).toBe(1);
    await dialog.getByRole('button', { name: 'Done' }).click();
    return text;
  };

  const keyRow = () => page.getByRole('list', { name: 'API keys' }).getByRole('listitem').filter({ hasText: 'Reporting' });

  test('makes a key that may read agents, from here only, and copies its secret', async () => {
    await becomeOwner(page, parley);
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('button', { name: 'New API key' }).first().click();

    const dialog = page.getByRole('dialog', { name: 'New API key' });
    await dialog.getByRole('button', { name: 'Create API key' }).click();
    await dialog.getByText('Give it a name that says where it is used.').waitFor();
    await dialog.getByLabel('Name').fill('Reporting');
    await dialog.getByRole('radio', { name: /^Custom/ }).check();
    await dialog.getByRole('combobox', { name: 'Agents', exact: true }).selectOption('read');
    await dialog.getByRole('combobox', { name: 'Calls', exact: true }).selectOption('none');
    await dialog.getByRole('combobox', { name: 'Expires', exact: true }).selectOption('30');
    await dialog.getByLabel('Allowed IP addresses').fill('127.0.0.0/8\nhome');
    await dialog.getByRole('button', { name: 'Create API key' }).click();
    await dialog.getByText(/^home must be an IP address/).waitFor();
    await dialog.getByLabel('Allowed IP addresses').fill('127.0.0.0/8\n::1');
    await dialog.getByRole('button', { name: 'Create API key' }).click();
    await page.getByRole('dialog', { name: 'Reporting is created' }).waitFor();
    secret = await copied();
    await expect.poll(() => keyRow().innerText()).toContain('Agents: read');
    expect(await keyRow().innerText()).toContain('from 2 addresses only');
  });

  test('the key is allowed what it may, and refused the rest', async () => {
    expect((await ask('GET', '/agents', secret)).status).toBe(200);
    const refused = await ask('POST', '/agents', secret);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'insufficient_scope' });
    expect((await ask('GET', '/calls', secret)).status).toBe(403);
  });

  test('rotates it: both secrets work until the old one ends, and then only the new one', async () => {
    const rotate = async (overlap: string): Promise<string> => {
      await page.getByRole('button', { name: 'Actions for Reporting' }).click();
      await page.getByRole('menuitem', { name: 'Rotate …' }).click();
      await page.getByLabel('The old secret goes on working').selectOption(overlap);
      await page.getByRole('button', { name: 'Rotate API key' }).click();
      await page.getByRole('dialog', { name: 'Reporting has a new secret' }).waitFor();
      return copied();
    };
    const second = await rotate('3600');
    await expect.poll(() => keyRow().innerText()).toContain('old secret works until');
    expect(second).not.toBe(secret);
    for (const each of [secret, second]) expect((await ask('GET', '/agents', each)).status).toBe(200);
    const third = await rotate('0');
    expect((await ask('GET', '/agents', third)).status).toBe(200);
    await expect.poll(async () => (await ask('GET', '/agents', second)).status).toBe(401);
    secret = third;
  });

  test('sees the requests of the key on the usage page', async () => {
    for (let more = 0; more < 5; more += 1) expect((await ask('GET', '/agents', secret)).status).toBe(200);
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Reporting' }) });
    const requests = async (): Promise<number> => {
      await page.goto(`${parley.url}/usage?by=api_key&range=7d`);
      await page.getByRole('rowheader').first().waitFor();
      if ((await row.count()) === 0) return 0;
      const column = await page.getByRole('columnheader').allInnerTexts();
      const at = column.findIndex((name) => name.includes('API requests'));
      return Number(
        (
          await row
            .getByRole('cell')
            .nth(at - 1)
            .innerText()
        ).trim(),
      );
    };
    await expect.poll(requests, { timeout: 30_000, interval: 500 }).toBeGreaterThanOrEqual(8);

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^parley-usage-by-api-key-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
    const [head, ...lines] = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(head).toMatch(/^api_key_id,api_key_name,.*,api_requests,cost_usd$/);
    expect(lines.some((line) => /^key_[0-9a-z]{26},Reporting,/.test(line))).toBe(true);

    await page.getByRole('button', { name: 'Day' }).click();
    const chart = page.getByRole('figure').filter({ hasText: 'How many API requests?' });
    await expect.poll(() => chart.locator('.recharts-bar-rectangle path').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Table' }).click();
    expect(new URL(page.url()).search).toContain('view=table');
    await page.getByRole('rowheader', { name: /so far$/ }).waitFor();
  });

  test('sets a quota on the key, which is then refused, changes it and deletes it', async () => {
    await page.getByRole('button', { name: 'New quota' }).click();
    const dialog = page.getByRole('dialog', { name: 'New quota' });
    await dialog.getByLabel('Of what').selectOption({ label: 'API requests' });
    await dialog.getByLabel('In', { exact: true }).selectOption('day');
    await dialog.getByLabel('Limits').selectOption({ label: `Key Reporting (…${secret.slice(-4)})` });
    await dialog.getByLabel('Limit, in requests').fill('few');
    await dialog.getByRole('button', { name: 'Set quota' }).click();
    await dialog.getByText('Give a whole number of requests').waitFor();
    await dialog.getByLabel('Limit, in requests').fill('8');
    await dialog.getByRole('button', { name: 'Set quota' }).click();

    const quota = page.getByRole('list', { name: 'Quotas' }).getByRole('listitem');
    await quota.getByText('used up').waitFor();
    expect(await quota.innerText()).toContain('Key Reporting');
    await expect.poll(async () => (await ask('GET', '/agents', secret)).status).toBe(429);

    await quota.getByRole('button', { name: /^Change the quota/ }).click();
    await page.getByLabel('Limit, in requests').fill('1,000,000');
    await page.getByRole('button', { name: 'Change quota' }).click();
    await quota.getByText('fine').waitFor();
    await expect.poll(async () => (await ask('GET', '/agents', secret)).status).toBe(200);

    await quota.getByRole('button', { name: /^Delete the quota/ }).click();
    await page.getByRole('button', { name: 'Delete quota' }).click();
    await page.getByRole('heading', { name: 'No quotas' }).waitFor();
  });

  test('revokes the key', async () => {
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('button', { name: 'Actions for Reporting' }).click();
    await page.getByRole('menuitem', { name: 'Revoke …' }).click();
    await page.getByRole('button', { name: 'Revoke API key' }).click();
    await expect.poll(() => keyRow().count()).toBe(0);
    await expect.poll(async () => (await ask('GET', '/agents', secret)).status).toBe(401);
  });

  test('is told in words why the last owner stays one', async () => {
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByLabel('Role of Olivia Owner').selectOption('member');
    await page.getByText('An organization needs an owner').waitFor();
    await expect.poll(() => page.getByLabel('Role of Olivia Owner').inputValue()).toBe('owner');
    expect(faults).toEqual([]);
  });
});
