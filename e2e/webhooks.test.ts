import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../scripts/test-tools.ts';
import { becomeOwner, clipboardOf, visit } from './browser.ts';
import { install, temporaryFolder, type Installation } from './installation.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

describeWith('chromium', 'a new user with a webhook', (executablePath) => {
  const place = temporaryFolder();
  const received: Received[] = [];
  let receiver: Server;
  let endpoint: string;
  let status = 200;
  let parley: Installation;
  let browser: Browser;
  let page: Page;
  let secret = '';
  let faults: readonly string[];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        // Asked to wait, the server does not try again by itself in between.
        response.writeHead(status, status === 200 ? {} : { 'Retry-After': '600' }).end(status === 200 ? 'thank you' : 'not today');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
    parley = await install(place.folder, { PARLEY_MEDIA_PROCESSES: '1', PARLEY_OUTBOUND_ALLOW: '127.0.0.1' });
    ({ browser, page, faults } = await visit(parley, executablePath));
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await parley.stop();
    receiver.close();
    place.remove();
  }, 30_000);

  const rows = () => page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem');
  const signatureOf = ({ headers, body }: Received): string =>
    `v1,${createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
      .update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`)
      .digest('base64')}`;

  test('adds an endpoint, is told what is wrong first, and copies its secret', async () => {
    await becomeOwner(page, parley);
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    await page.getByRole('link', { name: 'New webhook' }).first().click();

    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('Give the whole address').waitFor();
    await page.getByLabel('Endpoint URL').fill('https://10.0.0.1/hook');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await expect.poll(() => page.getByLabel('Endpoint URL').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Endpoint URL').fill(endpoint);
    await page.getByRole('checkbox', { name: 'call.ended' }).check();
    await page.getByRole('checkbox', { name: 'agent.*' }).check();
    await page.getByRole('button', { name: 'Add header' }).click();
    await page.getByLabel('Name of header 1').fill('X-Gateway');
    await page.getByLabel('Value of header 1').fill('letmein');
    await page.getByRole('button', { name: 'Create webhook' }).click();

    const dialog = page.getByRole('dialog', { name: 'The webhook is created' });
    await dialog.getByRole('button', { name: 'Copy secret' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    secret = await clipboardOf(page);
    expect(secret).toMatch(/^whsec_/);
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  test('sends a test event with own data, and sees the signed request and the answer', async () => {
    await page.getByLabel('Its data, as JSON').fill('{"half":');
    await page.getByRole('button', { name: 'Send test event' }).click();
    await page.getByText(/^This is not JSON/).waitFor();
    await page.getByRole('button', { name: 'Use the sample' }).click();
    const sample = JSON.parse(await page.getByLabel('Its data, as JSON').inputValue()) as Record<string, unknown>;
    await page.getByLabel('Its data, as JSON').fill(JSON.stringify({ ...sample, metadata: { from: "it's the page" } }));
    await page.getByRole('button', { name: 'Send test event' }).click();
    await page.getByText('The event arrived.').waitFor();

    expect(received).toHaveLength(1);
    const [first] = received as [Received];
    expect(first.headers['webhook-signature']).toBe(signatureOf(first));
    expect(first.headers['x-gateway']).toBe('letmein');
    expect(JSON.parse(first.body)).toMatchObject({ type: 'call.ended', data: { metadata: { from: "it's the page" } } });
    const response = page.getByRole('region', { name: 'Response' });
    expect(await response.innerText()).toContain('thank you');
    const request = page.getByRole('region', { name: 'Request' });
    expect(await request.innerText()).toContain(String(first.headers['webhook-signature']));
    expect(await request.innerText()).not.toContain('letmein');
    await request.getByRole('button', { name: 'Copy as curl' }).click();
    await request.getByRole('button', { name: 'Copied' }).waitFor();
    // The shell's words: what was sent, byte for byte, so that its signature holds.
    const words = execFileSync('sh', ['-c', (await clipboardOf(page)).replace(/^curl/, "printf '%s\\036'")], { encoding: 'utf8' }).split(
      '\u001e',
    );
    expect(words).toContain(endpoint);
    expect(words).toContain(`webhook-signature: ${signatureOf(first)}`);
    expect(words[words.indexOf('--data-raw') + 1]).toBe(first.body);
  });

  test('finds it in the log, and resends it', async () => {
    await page.getByRole('link', { name: 'Show it in the log' }).click();
    const sheet = page.getByRole('dialog', { name: 'Delivery' });
    await sheet.getByText('a test').waitFor();
    await sheet.getByRole('button', { name: 'Resend' }).click();
    await expect.poll(() => received.length).toBe(2);
    expect(received[1]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id']);
    await expect.poll(() => sheet.getByRole('list', { name: 'Attempts' }).getByRole('listitem').count()).toBe(2);
    await page.keyboard.press('Escape');
    await expect.poll(() => rows().count()).toBe(1);
    expect(await rows().first().innerText()).toContain('delivered');
  });

  test('sees what really happened come in, filters it, and keeps the filters in the URL', async () => {
    status = 500;
    const agent = await parley.api.request<{ id: string }>('POST', '/agents', { name: 'Night desk' });
    await parley.api.request('POST', `/agents/${agent.id}/publish`);
    await page.getByRole('button', { name: 'Show 1 new' }).click();
    await expect.poll(() => rows().count()).toBe(2);
    await page.getByLabel('State').selectOption({ label: 'tried again later' });
    await expect.poll(() => rows().count()).toBe(1);
    expect(await rows().first().innerText()).toContain('agent.deployed');
    await page.reload();
    await expect.poll(() => rows().count()).toBe(1);
    expect(await page.getByLabel('State').inputValue()).toBe('retrying');

    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Delivery' });
    await sheet.getByText('not today').waitFor();
    await page.keyboard.press('Escape');
  });

  test('resends a selection once the receiver is well', async () => {
    status = 200;
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => rows().count()).toBe(2);
    const before = received.length;
    await page.getByLabel('Select all that are loaded').check();
    await page.getByRole('button', { name: 'Resend 2 deliveries' }).click();
    await page.getByText('2 deliveries are being sent again').waitFor();
    await expect.poll(() => received.length).toBe(before + 2);
    await expect.poll(() => rows().filter({ hasText: 'delivered' }).count()).toBe(2);
  });

  test('narrows the filter and sees what the last day would have matched', async () => {
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await page.getByRole('link', { name: endpoint }).click();
    const preview = page.getByRole('list', { name: 'By type' });
    await preview.getByText('agent.deployed').waitFor();
    await page.getByRole('button', { name: 'Add condition' }).click();
    await page.getByLabel('Field of condition 1').fill('/data/version');
    await page.getByLabel('Comparison of condition 1').selectOption('gt');
    await page.getByLabel('Value of condition 1').fill('1');
    await page.getByText(/^0 of \d+ events? would have been sent/).waitFor();
    await page.getByRole('button', { name: 'Save webhook' }).click();
    await page.getByText('The webhook is changed').waitFor();
    const [webhook] = (await parley.api.request<{ items: { conditions: unknown; header_names: string[] }[] }>('GET', '/webhooks')).items;
    expect(webhook?.conditions).toEqual([{ field: '/data/version', operator: 'gt', value: 1 }]);
    expect(webhook?.header_names).toEqual(['X-Gateway']);
  });

  test('turns it off, and deletes it', async () => {
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Webhooks' }).click();
    await page.getByRole('button', { name: `Actions for ${endpoint}` }).click();
    await page.getByRole('menuitem', { name: 'Turn off' }).click();
    const row = page.getByRole('list', { name: 'Webhooks' }).getByRole('listitem');
    await row.getByText('off', { exact: true }).waitFor();
    await page.getByRole('button', { name: `Actions for ${endpoint}` }).click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await page.getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    expect(faults).toEqual([]);
  });
});
