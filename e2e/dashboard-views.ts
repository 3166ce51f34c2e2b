/** Every page of the dashboard, and what can lie over it: where it is, and what shows that it is there. */
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

export const SIZES = { desktop: { width: 1_440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export const THEMES = ['light', 'dark'] as const;

/** Ids of what an installation has. */
export interface Seeded {
  agent: string;
  call: string;
  webhook: string;
}

export interface View {
  name: string;
  /** Path of the route in dashboard/router.tsx; null where none matches. */
  route: string | null;
  /** Path and search. */
  at: (seeded: Seeded) => string;
  /** What is there when the page has what it shows. */
  ready: string;
  /** What opens a part of the page that has no URL. */
  act?: (page: Page) => Promise<void>;
  /** Seen by somebody who is not signed in. */
  stranger?: true;
}

const press =
  (...names: readonly (string | RegExp)[]) =>
  async (page: Page): Promise<void> => {
    for (const name of names) await page.getByRole('button', { name }).first().click();
  };

/** From the menu behind the button. */
const choose =
  (menu: string | RegExp, item: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await press(menu)(page);
    await page.getByRole('menuitem', { name: item }).click();
  };

const keys =
  (combination: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press(combination);
    await page.getByRole('dialog').waitFor();
  };

const ENTRANCE: readonly View[] = [
  { name: 'setup', route: '/setup', at: () => '/setup?token=abc', ready: 'role=button[name="Create owner account"]', stranger: true },
  { name: 'setup-incomplete', route: '/setup', at: () => '/setup', ready: 'text=The link is incomplete', stranger: true },
  { name: 'reset', route: '/reset', at: () => '/reset?token=abc', ready: 'text=Set a new password', stranger: true },
  { name: 'invitation', route: '/invitation', at: () => '/invitation?token=abc', ready: 'text=Accept the invitation', stranger: true },
  { name: 'sign-in', route: '/sign-in', at: () => '/sign-in', ready: 'role=button[name="Sign in"]', stranger: true },
  {
    name: 'sign-in-refused',
    route: '/sign-in',
    at: () => '/sign-in',
    ready: 'role=button[name="Sign in"]',
    act: async (page) => {
      await page.getByLabel('Email').fill('nobody@example.com');
      await page.getByLabel('Password').fill('not the password');
      await press('Sign in')(page);
      await page.getByRole('alert').waitFor();
    },
    stranger: true,
  },
  { name: 'second-factor', route: '/second-factor', at: () => '/second-factor', ready: 'role=button[name=/^Set up/]' },
  { name: 'no-such-page', route: null, at: () => '/no/such/page', ready: 'text=There is no such page' },
  { name: 'no-such-settings', route: null, at: () => '/settings/none', ready: 'text=There is no such page' },
  {
    name: 'unreachable',
    route: '/agents',
    at: () => '/agents',
    ready: 'text=Front desk',
    act: async (page) => {
      await page.route('**/api/v1/me', (route) => route.abort());
      await page.reload();
      await page.getByRole('alert').waitFor();
      await page.unroute('**/api/v1/me');
    },
  },
];

const agent = ({ agent: id }: Seeded): string => `/agents/${id}`;
const AGENTS: readonly View[] = [
  { name: 'home', route: '/', at: () => '/', ready: 'text=Front desk' },
  { name: 'agents', route: '/agents', at: () => '/agents', ready: 'text=Front desk' },
  { name: 'agents-new', route: '/agents', at: () => '/agents?new=true', ready: 'role=dialog' },
  { name: 'agent', route: '/agents/$agentId', at: agent, ready: 'text=Saved' },
  {
    name: 'agent-talk',
    route: '/agents/$agentId',
    at: (seeded) => `${agent(seeded)}?panel=talk`,
    ready: 'role=button[name="Talk to draft"]',
  },
  { name: 'agent-versions', route: '/agents/$agentId', at: (seeded) => `${agent(seeded)}?panel=versions`, ready: 'text=Version 1' },
  {
    name: 'agent-compare',
    route: '/agents/$agentId',
    at: (seeded) => `${agent(seeded)}?panel=versions`,
    ready: 'text=Version 1',
    act: press('Compare version 1'),
  },
  { name: 'agent-function', route: '/agents/$agentId', at: agent, ready: 'text=Saved', act: press('Add function') },
  { name: 'agent-delete', route: '/agents/$agentId', at: agent, ready: 'text=Saved', act: choose('More actions', /^Delete/) },
  {
    name: 'agent-missing',
    route: '/agents/$agentId',
    at: () => '/agents/agent_00000000000000000000000000',
    ready: 'role=alert',
  },
];

const call = ({ call: id }: Seeded): string => `/calls/${id}`;
const CALLS: readonly View[] = [
  { name: 'calls', route: '/calls', at: () => '/calls', ready: 'role=listitem' },
  { name: 'calls-none', route: '/calls', at: () => '/calls?reason=error_llm', ready: 'text=No call matches' },
  {
    name: 'calls-filters',
    route: '/calls',
    at: () => '/calls?sort=-duration_ms&min=1',
    ready: 'role=listitem',
    act: press(/^More filters/),
  },
  { name: 'calls-peek', route: '/calls', at: ({ call: id }) => `/calls?peek=${id}`, ready: 'text=Latency in ms' },
  { name: 'call', route: '/calls/$callId', at: call, ready: 'text=Why the turn ended' },
  { name: 'call-figures', route: '/calls/$callId', at: (seeded) => `${call(seeded)}?tab=figures`, ready: 'role=tabpanel' },
  { name: 'call-data', route: '/calls/$callId', at: (seeded) => `${call(seeded)}?tab=data`, ready: 'role=tabpanel' },
  { name: 'call-events', route: '/calls/$callId', at: (seeded) => `${call(seeded)}?tab=events`, ready: 'role=tabpanel' },
  { name: 'call-missing', route: '/calls/$callId', at: () => '/calls/call_00000000000000000000000000', ready: 'role=alert' },
];

const USAGE: readonly View[] = [
  { name: 'usage', route: '/usage', at: () => '/usage', ready: 'text=How many calls?' },
  {
    name: 'usage-tooltip',
    route: '/usage',
    at: () => '/usage',
    ready: '.recharts-surface',
    act: (page) => page.locator('.recharts-surface').first().hover(),
  },
  { name: 'usage-table', route: '/usage', at: () => '/usage?view=table', ready: 'role=table' },
  { name: 'usage-agents', route: '/usage', at: () => '/usage?by=agent', ready: 'role=table' },
  { name: 'usage-keys', route: '/usage', at: () => '/usage?by=api_key&range=90d', ready: 'role=heading[name="Quotas"]' },
  { name: 'usage-none', route: '/usage', at: () => '/usage?from=2020-01-01&to=2020-01-31', ready: 'text=Nothing was used on these days' },
  { name: 'quota-new', route: '/usage', at: () => '/usage', ready: 'role=heading[name="Quotas"]', act: press('New quota') },
];

const WEBHOOKS: readonly View[] = [
  { name: 'webhooks', route: '/webhooks', at: () => '/webhooks', ready: 'role=link[name=/hooks/]' },
  {
    name: 'webhook-new',
    route: '/webhooks/new',
    at: () => '/webhooks/new',
    ready: 'role=button[name="Create webhook"]',
    act: press('Create webhook'),
  },
  { name: 'webhook', route: '/webhooks/$webhookId', at: ({ webhook }) => `/webhooks/${webhook}`, ready: 'text=would have been sent' },
  {
    name: 'webhook-test',
    route: '/webhooks/$webhookId/test',
    at: ({ webhook }) => `/webhooks/${webhook}/test`,
    ready: 'role=button[name="Send test event"]',
    act: async (page) => {
      await press('Send test event')(page);
      await page.getByText(/The event (arrived|did not arrive)/).waitFor();
    },
  },
  { name: 'deliveries', route: '/webhooks/deliveries', at: () => '/webhooks/deliveries', ready: 'role=list[name="Deliveries"]' },
  {
    name: 'deliveries-selected',
    route: '/webhooks/deliveries',
    at: () => '/webhooks/deliveries',
    ready: 'role=list[name="Deliveries"]',
    act: (page) => page.getByLabel('Select all that are loaded').check(),
  },
  {
    name: 'delivery',
    route: '/webhooks/deliveries',
    at: () => '/webhooks/deliveries',
    ready: 'role=list[name="Deliveries"]',
    act: async (page) => {
      await page.getByRole('list', { name: 'Deliveries' }).getByRole('link').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'deliveries-none',
    route: '/webhooks/deliveries',
    at: () => '/webhooks/deliveries?status=sending',
    ready: 'text=No delivery matches',
  },
];

const SETTINGS: readonly View[] = [
  { name: 'settings', route: '/settings', at: () => '/settings', ready: 'role=heading[name="OpenAI"]' },
  { name: 'providers', route: '/settings/providers', at: () => '/settings/providers', ready: 'role=heading[name="OpenAI"]' },
  { name: 'api-keys', route: '/settings/api-keys', at: () => '/settings/api-keys', ready: 'role=list[name="API keys"]' },
  {
    name: 'api-key-new',
    route: '/settings/api-keys',
    at: () => '/settings/api-keys',
    ready: 'text=New API key',
    act: async (page) => {
      await press('New API key')(page);
      await page.getByRole('radio', { name: /^Custom/ }).check();
      await press('Create API key')(page);
    },
  },
  {
    name: 'api-key-rotate',
    route: '/settings/api-keys',
    at: () => '/settings/api-keys',
    ready: 'role=list[name="API keys"]',
    act: choose(/^Actions for/, 'Rotate …'),
  },
  { name: 'organization', route: '/settings/organization', at: () => '/settings/organization', ready: 'text=Record calls' },
];

const people = (): string => '/settings/people';
const account = (): string => '/settings/account';

const PEOPLE: readonly View[] = [
  { name: 'people', route: '/settings/people', at: people, ready: 'role=list[name="Invitations"]' },
  {
    name: 'people-invite',
    route: '/settings/people',
    at: people,
    ready: 'role=list[name="Invitations"]',
    act: async (page) => {
      await press('Invite somebody')(page);
      await page.getByLabel('Email').fill('nobody');
      await press('Make link')(page);
    },
  },
  {
    name: 'people-sessions',
    route: '/settings/people',
    at: people,
    ready: 'role=list[name="Members"]',
    act: async (page) => {
      await choose(/^Actions for/, 'Sessions …')(page);
      await page.getByRole('list', { name: 'Sessions' }).waitFor();
    },
  },
  {
    name: 'people-remove',
    route: '/settings/people',
    at: people,
    ready: 'role=list[name="Members"]',
    act: choose(/^Actions for/, 'Remove …'),
  },
  { name: 'audit', route: '/settings/audit-log', at: () => '/settings/audit-log', ready: 'role=list[name="Entries"]' },
  {
    name: 'audit-entry',
    route: '/settings/audit-log',
    at: () => '/settings/audit-log?on=webhook&by=api_key',
    ready: 'role=list[name="Entries"]',
    act: async (page) => {
      await page.getByRole('list', { name: 'Entries' }).getByRole('link').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'audit-none',
    route: '/settings/audit-log',
    at: () => '/settings/audit-log?by=client&outcome=failure',
    ready: 'text=No entry matches',
  },
  { name: 'account', route: '/settings/account', at: account, ready: 'role=list[name="Your sessions"]' },
  {
    name: 'account-factor',
    route: '/settings/account',
    at: account,
    ready: 'role=list[name="Your sessions"]',
    act: async (page) => {
      await press(/^Set up/)(page);
      await page.getByLabel('Your password').fill('correct horse battery');
      await press('Continue')(page);
      await page.getByRole('img', { name: /^QR code/ }).waitFor();
    },
  },
];

const SHELL: readonly View[] = [
  { name: 'palette', route: '/agents', at: () => '/agents', ready: 'text=Front desk', act: keys('Control+k') },
  { name: 'keys', route: '/agents', at: () => '/agents', ready: 'text=Front desk', act: keys('?') },
];

export const VIEWS: readonly View[] = [...ENTRANCE, ...AGENTS, ...CALLS, ...USAGE, ...WEBHOOKS, ...SETTINGS, ...PEOPLE, ...SHELL];

/** Opens it in a page of the right person. */
export async function open(page: Page, { at, ready, act }: View, origin: string, seeded: Seeded): Promise<void> {
  await page.goto(new URL(at(seeded), origin).href);
  await page.locator(ready).first().waitFor();
  await act?.(page);
}

const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => ({ violations }))`;

/** What axe finds on the page as it stands, by all its rules; a line for each element. */
export async function faultsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>(RUN);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}
