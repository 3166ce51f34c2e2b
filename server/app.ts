/** Everything the server is made of, put together; main.ts listens, tests as well. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import express, { type Express, type Request } from 'express';
import { agentRoutes } from './resources/agents/routes.ts';
import { auditRoutes } from './access/audit/routes.ts';
import { apiKeyRoutes } from './access/api-keys/routes.ts';
import { createAuthenticator } from './access/authenticator.ts';
import { tokenRoutes } from './access/tokens/routes.ts';
import { signInHandlers } from './access/sign-in/sign-in-handler.ts';
import type { CallHost } from './live/call-host/call-host.ts';
import { mediaUpgrade } from './resources/calls/media-upgrade.ts';
import { callRoutes } from './resources/calls/routes.ts';
import type { Supervision } from './resources/calls/supervision.ts';
import { retellRouter, retellRoutes } from './compat/retell/router.ts';
import type { Config } from './config.ts';
import { conversationRoutes } from './resources/conversations/routes.ts';
import { answerClientErrors } from './platform/http/client-error.ts';
import { compress } from './platform/http/compress.ts';
import { cors } from './platform/http/cors.ts';
import { dashboardRouter } from './platform/http/dashboard.ts';
import { limitRefusals } from './platform/http/failed-credentials.ts';
import { createGate, type Gate } from './platform/http/gate.ts';
import { createIdempotency } from './platform/http/idempotency.ts';
import { createMetrics } from './platform/http/metrics.ts';
import { mayReadMetrics } from './platform/http/metrics-access.ts';
import { mountRoutes } from './platform/http/mount.ts';
import { isOwnOrigin } from './platform/http/own-origin.ts';
import { assignRequestId, notFound, problemHandler, RETRY_AFTER_S } from './platform/http/problems.ts';
import type { RouteDeclaration } from './platform/http/route.ts';
import { securityHeaders } from './platform/http/security-headers.ts';
import { openApiRouter } from './platform/openapi/serve.ts';
import { invitationRoutes } from './access/organization/invitation-routes.ts';
import { organizationRoutes } from './access/organization/routes.ts';
import { phoneNumberRoutes } from './resources/phone-numbers/routes.ts';
import { providerRoutes } from './resources/providers/routes.ts';
import { createRunning, createServices, type ServiceDeps, type Services } from './services.ts';
import { systemRoutes } from './resources/system/routes.ts';
import type { Setup } from './resources/system/setup.ts';
import { usageRoutes } from './resources/usage/routes.ts';
import { eventRoutes } from './resources/events/routes.ts';
import { webhookRoutes } from './resources/webhooks/routes.ts';

export const VERSION = '0.1.0';

export interface AppDeps extends ServiceDeps {
  /** For tests: sees every answer before it is sent. */
  onAnswer?: Gate['onAnswer'];
}

export interface App {
  server: Server;
  routes: readonly RouteDeclaration[];
  setup: Setup;
  host: CallHost;
  supervision: Supervision;
  /** Restores what earlier runs left, and begins to watch; the media processes are up or coming up. */
  start(): Promise<void>;
  /**
   * Takes no new calls and waits for the live ones to end by themselves: for as long as is configured, or until `cutShort`. `say` is told
   * what is waited for.
   */
  drain(cutShort: AbortSignal, say?: (line: string) => void): Promise<void>;
  /** Ends calls in order, then everything else; the database stays open. */
  stop(): Promise<void>;
}

/** Where the client of a request reaches this server. */
const originOf =
  ({ publicUrl }: Pick<Config, 'publicUrl'>) =>
  (request: Request): string =>
    publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;

function declareRoutes(services: Services, { config, database }: AppDeps): RouteDeclaration[] {
  const { agents, apiKeys, accessTokens, calls, conversations, recordingUrls, phoneNumbers, usage, quotas } = services;
  const { organizations, providers, voices, setup, signIn, host } = services;
  return [
    ...agentRoutes(agents),
    ...conversationRoutes(conversations),
    ...callRoutes({ calls, recordingUrls, recordingLinks: config.recordingStorage?.links ?? 'redirect', originOf: originOf(config) }),
    ...phoneNumberRoutes(phoneNumbers),
    ...apiKeyRoutes(apiKeys),
    ...tokenRoutes(accessTokens),
    ...usageRoutes(usage, quotas),
    ...webhookRoutes(services.webhooks, services.deliveries),
    ...eventRoutes(services.events, services.eventFeed),
    ...organizationRoutes(organizations),
    ...invitationRoutes({ invitations: services.invitations, attempts: services.attempts, originOf: originOf(config) }),
    ...auditRoutes(services.audit),
    ...providerRoutes(providers, voices),
    ...systemRoutes({ setup, signIn, host, database: database.kind, version: VERSION }),
  ];
}

/** For whoever looks why: recordings wait on the disk while their storage is away, and calls are taken all the same. */
function storageState({ recordingCare }: Services): { recording_storage?: 'reachable' | 'unreachable' } {
  const status = recordingCare.status();
  return status === null ? {} : { recording_storage: status.reachable ? 'reachable' : 'unreachable' };
}

/** Another protocol that a client offers to go over to, such as h2c, is passed over, and its request answered (RFC 9110, section 7.8). */
const speaksWebSocket = ({ headers }: IncomingMessage): boolean => /(?:^|[\s,])websocket(?:$|[\s,])/i.test(headers.upgrade ?? '');

function createExpress(services: Services, routes: readonly RouteDeclaration[], { config, database, log, onAnswer }: AppDeps): Express {
  const { apiKeys, accessTokens, clientTokens, signIn, organizations, host, limiter, meter, idempotencyKeys, signingKeys } = services;
  const authenticator = limitRefusals(
    createAuthenticator({ apiKeys, accessTokens, clientTokens, signIn, organizations, isOwnOrigin: isOwnOrigin(config.publicUrl) }),
  );
  const gate = createGate({
    authenticator,
    limiter,
    meter,
    idempotency: createIdempotency(idempotencyKeys),
    trail: services.audit,
    perMinute: config.rateLimit.perMinute,
    onAnswer,
  });
  const metrics = createMetrics(host, services.defects, services.recordingCare);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxies);
  app.use(assignRequestId, securityHeaders, metrics.observe);
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => {
    const answer = (status: 'ready' | 'starting' | 'draining' | 'no_database' | 'storage_full'): void =>
      void response
        .status(status === 'ready' ? 200 : 503)
        .set(status === 'ready' ? {} : { 'Retry-After': String(RETRY_AFTER_S) })
        .json({ status, ...(status === 'ready' ? { calls: host.load.room > 0 ? 'taken' : 'busy' } : {}), ...storageState(services) });
    database
      .asSystem(() => Promise.resolve())
      .then(
        () => answer(database.isFull ? 'storage_full' : host.isReady ? 'ready' : host.isDraining ? 'draining' : 'starting'),
        () => answer('no_database'),
      );
  });
  app.all('/api/auth/*splat', ...signInHandlers({ signIn, database, trail: services.audit, attempts: services.attempts, organizations }));
  app.use(compress);
  app.get('/metrics', mayReadMetrics(config.metrics), metrics.serve);
  const crossOrigin = cors(config.corsOrigins);
  app.get('/.well-known/jwks.json', crossOrigin, (_request, response, next) => {
    signingKeys.jwks().then((jwks) => response.set('Cache-Control', 'public, max-age=300').json(jwks), next);
  });
  const api = express.Router();
  mountRoutes(api, routes, gate);
  app.use('/api/v1', crossOrigin, api, notFound);
  app.use('/api', openApiRouter(routes, VERSION));
  app.use('/retell', retellRouter(retellRoutes(services, { database, config, originOf: originOf(config) }), gate, log));
  app.use(dashboardRouter());
  app.use(notFound, problemHandler(log));
  return app;
}

export function createApp(deps: AppDeps, baseUrl: string): App {
  const services = createServices(deps, baseUrl);
  const routes = declareRoutes(services, deps);
  const server = createServer({ shouldUpgradeCallback: speaksWebSocket }, createExpress(services, routes, deps));
  server.keepAliveTimeout = 65_000;
  answerClientErrors(server);
  const onUpgrade = mediaUpgrade(services.calls, deps.log);
  server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => onUpgrade(request, socket as Socket, head));
  const running = createRunning(services, deps, () => server.closeAllConnections());
  const { supervision, host, setup } = services;
  return {
    server,
    routes,
    setup,
    host,
    supervision,
    async start() {
      await running.start();
      await setup.prepare();
      await host.ready();
    },
    async drain(cutShort, say = () => undefined) {
      const { drainMs } = deps.config;
      if (host.liveCalls > 0 && drainMs > 0)
        say(`Taking no new calls; live ones (${String(host.liveCalls)}) may go on for ${String(Math.ceil(drainMs / 1_000))} s …`);
      await host.drain(drainMs, cutShort);
    },
    async stop() {
      // Its callback would wait for ever: sockets that were handed to a media process are never counted as closed here.
      server.close();
      await running.stop();
    },
  };
}
