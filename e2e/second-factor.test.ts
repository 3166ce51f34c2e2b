import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretIn, totp } from '@parley/server/access/sign-in/testing-totp.ts';
import { describeWith } from '../scripts/test-tools.ts';
import { becomeOwner, clipboardOf, visit } from './browser.ts';
import { faultsOf } from './dashboard-views.ts';
import { install, temporaryFolder, type Installation } from './installation.ts';

const PASSWORD = 'correct horse battery';

describeWith('chromium', 'an owner with a second factor', (executablePath) => {
  const place = temporaryFolder();
  let parley: Installation;
  let browser: Browser;
  let page: Page;
  let faults: readonly string[];
  let secret: Buffer;
  /** Of the half minute after the one whose code turned it on, which works once only. */
  let nextCode = '';
  let recovery: string[] = [];

  beforeAll(async () => {
    parley = await install(place.folder, { PARLEY_MEDIA_PROCESSES: '1' });
    ({ browser, page, faults } = await visit(parley, executablePath));
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await parley.stop();
    place.remove();
  }, 30_000);

  const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
  const said = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
  const openAccount = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Your account' }).click();
    await page.getByRole('list', { name: 'Your sessions' }).waitFor();
  };
  async function signOutAndGivePassword(): Promise<void> {
    await page.getByRole('button', { name: 'Default', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Email').fill('olivia@example.com');
    await page.getByLabel('Password').fill(PASSWORD);
    await press('Sign in');
    await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
  }
  const give = async (label: string, code: string): Promise<void> => {
    await page.getByLabel(label).fill(code);
    await press('Sign in');
  };
  const isIn = (): Promise<void> => page.getByRole('link', { name: 'Audit trail' }).waitFor();

  test('sets it up: the password, the QR code, a first code, and recovery codes to keep', async () => {
    await becomeOwner(page, parley);
    await openAccount();
    await press(/^Set up/);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your password').fill('not the password');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await said('This is not your password.');
    await dialog.getByLabel('Your password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByRole('img', { name: /^QR code/ }).waitFor();
    const uri = (await dialog.getByRole('link', { name: 'Open the app' }).getAttribute('href')) ?? '';
    expect(uri).toMatch(/^otpauth:\/\/totp\/Parley:olivia/);
    secret = secretIn(uri);
    await dialog.getByRole('textbox', { name: 'Code' }).fill(totp(secret, Date.now() - 300_000));
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    await said(/^This code is not right/);
    const at = Date.now();
    await dialog.getByRole('textbox', { name: 'Code' }).fill(totp(secret, at));
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    nextCode = totp(secret, at + 30_000);
    await page.getByRole('dialog', { name: 'The second factor is on' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Copy codes' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    recovery = (await clipboardOf(page)).split('\n');
    expect(recovery).toHaveLength(10);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await said('At every sign-in, after your password');
  });

  test('is asked for the code at sign-in, and let in by the right one', async () => {
    await signOutAndGivePassword();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${parley.url}/settings/account`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Email').fill('olivia@example.com');
    await page.getByLabel('Password').fill(PASSWORD);
    await press('Sign in');
    await give('Code', totp(secret, Date.now() - 300_000));
    await said(/^This code is not right/);
    await give('Code', nextCode);
    await page.getByRole('list', { name: 'Your sessions' }).waitFor();
  });

  test('is let in by a recovery code once', async () => {
    await signOutAndGivePassword();
    await press('Use a recovery code');
    await give('Recovery code', recovery[0]!.toUpperCase());
    await isIn();
    await signOutAndGivePassword();
    await press('Use a recovery code');
    await give('Recovery code', recovery[0]!);
    await said(/^This is none of your recovery codes/);
    await give('Recovery code', recovery[1]!);
    await isIn();
  });

  test('asks every member for one: a member is led to set it up, and gets no further until it is', async () => {
    const invitation = await page.evaluate<{ url: string }>(
      `fetch('/api/v1/invitations', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"role":"member"}' }).then((answer) => answer.json())`,
    );
    await page.goto(`${parley.url}/settings/organization`);
    await page.getByLabel('Ask every member for a second factor').check();
    await said('Every member needs a second factor now');
    expect(await faultsOf(page)).toEqual([]);
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const other = await context.newPage();
    await other.goto(invitation.url);
    await other.getByLabel('Name').fill('Mia Member');
    await other.getByLabel('Email').fill('mia@example.com');
    await other.getByLabel('Password').fill(PASSWORD);
    await other.getByRole('button', { name: 'Accept invitation' }).click();
    const heading = other.getByRole('heading', { name: 'Set up your second factor' });
    await heading.waitFor();
    expect(await faultsOf(other)).toEqual([]);
    await other.goto(`${parley.url}/calls`);
    await heading.waitFor();
    await other.getByRole('button', { name: /^Set up/ }).click();
    const dialog = other.getByRole('dialog');
    await dialog.getByLabel('Your password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    const uri = (await dialog.getByRole('link', { name: 'Open the app' }).getAttribute('href')) ?? '';
    await dialog.getByRole('textbox', { name: 'Code' }).fill(totp(secretIn(uri), Date.now()));
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await other.getByRole('button', { name: 'Continue' }).click();
    await other.getByRole('heading', { name: 'Calls' }).waitFor();
    await context.close();
    await page.getByLabel('Ask every member for a second factor').uncheck();
    await said('A second factor is each member’s choice now');
  });

  test('finds it all in the audit trail, and turns it off', async () => {
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await page.getByRole('list', { name: 'Entries' }).getByText('Sign in with a recovery code').first().waitFor();
    await page.getByRole('list', { name: 'Entries' }).getByText('Turn on the second factor').first().waitFor();
    await openAccount();
    await press(/^Turn off/);
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
    await said('With it, your password alone lets nobody in');
    expect(faults).toEqual([]);
  });
});
