/** Every page and what its URL carries. Pages load when they are first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { agentsQuery, meQuery, queryClient, systemQuery } from './api/queries.ts';
import { RequestFailed } from './api/problem.ts';
import { auditSearchOf } from './audit/audit-filters.ts';
import { searchOf } from './calls/call-filters.ts';
import { CALL_TABS, type CallTab } from './calls/call-tabs.ts';
import { Shell } from './shell/shell.tsx';
import { AppFailed, AppMissing, PageFailed, PageMissing } from './shell/page-failed.tsx';
import { usageSearchOf } from './usage/usage-search.ts';
import { deliverySearchOf } from './webhooks/delivery-filters.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const whole = (value: unknown): number | undefined => {
  const number = Number(value);
  return value !== undefined && value !== '' && Number.isInteger(number) && number >= 0 ? number : undefined;
};

const root = createRootRoute({ component: Outlet, notFoundComponent: AppMissing, errorComponent: AppFailed });

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { token?: string | undefined } => ({
    token: text(search.token) ?? (typeof search.token === 'number' ? String(search.token) : undefined),
  }),
  component: lazyRouteComponent(() => import('./sign-in/setup-page.tsx'), 'SetupPage'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => ({ next: text(search.next) }),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: (search: Record<string, unknown>): { token?: string | undefined } => ({ token: text(search.token) }),
  component: lazyRouteComponent(() => import('./sign-in/reset-page.tsx'), 'ResetPage'),
});

/** Where members are led who need a second factor and have none. */
const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => ({ next: text(search.next) }),
  component: lazyRouteComponent(() => import('./sign-in/second-factor-page.tsx'), 'SecondFactorPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  validateSearch: (search: Record<string, unknown>): { token?: string | undefined } => ({ token: text(search.token) }),
  component: lazyRouteComponent(() => import('./sign-in/invitation-page.tsx'), 'InvitationPage'),
});

/** Everything behind the sign-in. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  errorComponent: AppFailed,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      const search = { next: location.href === '/' ? undefined : location.href };
      if (error.code === 'second_factor_required') redirect({ to: '/second-factor', search, throw: true });
      if (error.status !== 401) throw error;
      await queryClient.ensureQueryData(systemQuery);
      redirect({ to: '/sign-in', search, throw: true });
    }
  },
});

const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => redirect({ to: '/agents', throw: true }),
});

const agents = createRoute({
  getParentRoute: () => app,
  path: '/agents',
  validateSearch: (search: Record<string, unknown>): { new?: boolean | undefined } => ({ new: search.new === true ? true : undefined }),
  loader: () => void queryClient.prefetchQuery(agentsQuery),
  component: lazyRouteComponent(() => import('./agents/agents-page.tsx'), 'AgentsPage'),
});

const AGENT_PANELS = ['talk', 'versions'] as const;
type AgentPanel = (typeof AGENT_PANELS)[number];

const agent = createRoute({
  getParentRoute: () => app,
  path: '/agents/$agentId',
  validateSearch: (search: Record<string, unknown>): { panel?: AgentPanel | undefined } => ({
    panel: AGENT_PANELS.find((panel) => panel === search.panel),
  }),
  component: lazyRouteComponent(() => import('./agents/agent-page.tsx'), 'AgentPage'),
});

const calls = createRoute({
  getParentRoute: () => app,
  path: '/calls',
  validateSearch: searchOf,
  component: lazyRouteComponent(() => import('./calls/calls-page.tsx'), 'CallsPage'),
});

const call = createRoute({
  getParentRoute: () => app,
  path: '/calls/$callId',
  validateSearch: (search: Record<string, unknown>): { t?: number | undefined; turn?: number | undefined; tab?: CallTab | undefined } => ({
    t: whole(search.t),
    turn: whole(search.turn),
    tab: CALL_TABS.find((tab) => tab === search.tab),
  }),
  component: lazyRouteComponent(() => import('./calls/call-page.tsx'), 'CallPage'),
});

const usage = createRoute({
  getParentRoute: () => app,
  path: '/usage',
  validateSearch: usageSearchOf,
  component: lazyRouteComponent(() => import('./usage/usage-page.tsx'), 'UsagePage'),
});

const webhooks = createRoute({
  getParentRoute: () => app,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});
const deliveries = createRoute({
  getParentRoute: () => app,
  path: '/webhooks/deliveries',
  validateSearch: deliverySearchOf,
  component: lazyRouteComponent(() => import('./webhooks/deliveries-page.tsx'), 'DeliveriesPage'),
});
const newWebhook = createRoute({
  getParentRoute: () => app,
  path: '/webhooks/new',
  component: lazyRouteComponent(() => import('./webhooks/webhook-page.tsx'), 'NewWebhookPage'),
});
const webhook = createRoute({
  getParentRoute: () => app,
  path: '/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('./webhooks/webhook-page.tsx'), 'WebhookPage'),
});
const testWebhook = createRoute({
  getParentRoute: () => app,
  path: '/webhooks/$webhookId/test',
  component: lazyRouteComponent(() => import('./webhooks/test-page.tsx'), 'TestWebhookPage'),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-layout.tsx'), 'SettingsLayout'),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => redirect({ to: '/settings/providers', throw: true }),
});
const providers = createRoute({
  getParentRoute: () => settings,
  path: '/providers',
  component: lazyRouteComponent(() => import('./settings/providers-page.tsx'), 'ProvidersPage'),
});
const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('./settings/api-keys-page.tsx'), 'ApiKeysPage'),
});
const organization = createRoute({
  getParentRoute: () => settings,
  path: '/organization',
  component: lazyRouteComponent(() => import('./settings/organization-page.tsx'), 'OrganizationPage'),
});
const people = createRoute({
  getParentRoute: () => settings,
  path: '/people',
  component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
});
const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit-log',
  validateSearch: auditSearchOf,
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});
const account = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    setup,
    signIn,
    reset,
    secondFactor,
    invitation,
    app.addChildren([
      home,
      agents,
      agent,
      calls,
      call,
      usage,
      webhooks,
      deliveries,
      newWebhook,
      webhook,
      testWebhook,
      settings.addChildren([settingsHome, providers, apiKeys, organization, people, audit, account]),
    ]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
