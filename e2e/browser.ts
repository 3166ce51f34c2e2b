/** A person's browser in front of an installation. */
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Installation } from './installation.ts';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

export interface Visit {
  browser: Browser;
  page: Page;
  /** What the page threw. */
  faults: readonly string[];
}

/** Opens a window that may use the clipboard. */
export async function visit(parley: Installation, executablePath: string): Promise<Visit> {
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: parley.url });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  return { browser, page, faults };
}

/** The owner's link, followed to the demo agent. */
export async function becomeOwner(page: Page, parley: Installation): Promise<void> {
  await page.goto(parley.ownerLink ?? '');
  await page.getByRole('textbox', { name: 'Name' }).fill('Olivia Owner');
  await page.getByLabel('Email').fill('olivia@example.com');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create owner account' }).click();
  await page.getByRole('button', { name: 'Talk to draft' }).waitFor();
}

export const clipboardOf = (page: Page): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');
