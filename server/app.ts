/** Everything the server is made of, put together; main.ts listens, tests as well. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { AgentSnapshot } from '@parley/contract';
import express, { type Express, type Request } from 'express';
import { Agents } from './agents/agent-service.ts';
import { agentRoutes } from './agents/routes.ts';
import { apiKeyRoutes } from './api-keys/routes.ts';
import { AccessTokens } from './auth/access-token.ts';
import { ApiKeys } from './auth/api-key-service.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { ClientTokens } from './auth/client-token.ts';
import { MemberStore } from './auth/member-store.ts';
import { tokenRoutes } from './auth/routes.ts';
import { signInHandlers } from './auth/sign-in-handler.ts';
import { createSignIn } from './auth/sign-in.ts';
import { SigningKeys } from './auth/signing-keys.ts';
import { CallHost } from './call-host/call-host.ts';
import { CallLog } from './call-events/call-log.ts';
import { LiveFeed } from './call-events/live-feed.ts';
import { CallControl } from './calls/call-control.ts';
import { Calls } from './calls/call-service.ts';
import { CallStore } from './calls/call-store.ts';
import { mediaUpgrade } from './calls/media-upgrade.ts';
import { callRoutes } from './calls/routes.ts';
import { Supervision } from './calls/supervision.ts';
import type { Config } from './config.ts';
import { Conversations } from './conversations/conversation-service.ts';
import { conversationRoutes } from './conversations/routes.ts';
import { TextAgent } from './conversations/text-agent.ts';
import type { Database } from './db/database.ts';
import { createSecretBox, type SecretBox } from './db/secret-box.ts';
import { answerClientErrors } from './http/client-error.ts';
import { cors } from './http/cors.ts';
import { dashboardRouter, securityHeaders } from './http/dashboard.ts';
import { limitRefusals } from './http/failed-credentials.ts';
import { createGate, type Gate } from './http/gate.ts';
import { createIdempotency } from './http/idempotency.ts';
import { IdempotencyKeys } from './http/idempotency-store.ts';
import { createMetrics } from './http/metrics.ts';
import { mountRoutes } from './http/mount.ts';
import { assignRequestId, notFound, problemHandler } from './http/problems.ts';
import { RateLimiter } from './http/rate-limit.ts';
import { RateLimitWindows } from './http/rate-limit-store.ts';
import type { RouteDeclaration } from './http/route.ts';
import type { Log } from './log.ts';
import { startMaintenance } from './maintenance.ts';
import { openApiRouter } from './openapi/serve.ts';
import { organizationRoutes } from './organization/routes.ts';
import { Settings } from './organization/settings.ts';
import { PhoneNumbers } from './phone-numbers/phone-number-service.ts';
import { phoneNumberRoutes } from './phone-numbers/routes.ts';
import { Providers } from './providers/provider-service.ts';
import { ProviderStore } from './providers/provider-store.ts';
import { providerRoutes } from './providers/routes.ts';
import { Voices } from './providers/voices.ts';
import { Recordings } from './recordings/recordings.ts';
import { RecordingUrls } from './recordings/signed-urls.ts';
import type { SecretKey } from './secret-key.ts';
import { systemRoutes } from './system/routes.ts';
import { Setup } from './system/setup.ts';
import { Quotas } from './usage/quota-service.ts';
import { RequestMeter } from './usage/request-meter.ts';
import { usageRoutes } from './usage/routes.ts';
import { UsageReports } from './usage/usage-service.ts';

export const VERSION = '0.1.0';

export interface AppDeps {
  config: Config;
  database: Database;
  secret: SecretKey;
  log: Log;
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
  /** Ends calls in order, then everything else; the database stays open. */
  stop(): Promise<void>;
}

/** What the parts share. */
function createServices({ config, database, secret, log }: AppDeps, baseUrl: string) {
  const nodeId = `node_${randomUUID()}`;
  const secretBox = createSecretBox(secret);
  const feed = new LiveFeed(database);
  const callLog = new CallLog(database, feed, log);
  const callStore = new CallStore(database);
  const recordings = new Recordings(config.dataDirectory, log);
  const host = new CallHost({ config, callLog, calls: callStore, recordings, log });
  const agents = new Agents(database);
  const setup = new Setup({ database, agents, bootstrapApiKey: config.bootstrapApiKey });
  const members = new MemberStore(database);
  const settings = new Settings(database);
  const signIn = createSignIn({
    database,
    config,
    secret,
    log,
    baseUrl,
    onOrganizationCreated: (id) => setup.seed(id),
    isOwnOrigin: isOwnOrigin(config.publicUrl),
  });
  const clientTokens = new ClientTokens(secret, config.clientTokenTtlMs);
  const providers = new Providers({ store: new ProviderStore(database), secretBox, config, engines: () => host.status().engines });
  const voices = new Voices(config.dataDirectory, (voice, text) => host.synthesise(voice, text));
  const control = new CallControl(database, host, log);
  const secretsOf = (id: string, agent: AgentSnapshot) => providers.secretsOf(id, agent);
  const records = async (id: string): Promise<boolean> => config.recordings && (await settings.of(id)).recordings;
  const calls = new Calls({
    calls: callStore,
    agents,
    clientTokens,
    host,
    control,
    callLog,
    feed,
    recordings,
    config,
    nodeId,
    secretsOf,
    records,
  });
  const supervision = new Supervision({ nodeId, calls: callStore, callLog, recordings, held: () => host.held, log, config });
  const textAgent = new TextAgent({ outboundAllow: config.outboundAllow }, log);
  const conversations = new Conversations({ database, agents, textAgent, secretsOf });
  const access = createAccess({ config, database, secretBox, log });
  return {
    feed,
    callLog,
    recordings,
    recordingUrls: new RecordingUrls(secret),
    host,
    agents,
    setup,
    members,
    settings,
    signIn,
    clientTokens,
    providers,
    voices,
    control,
    calls,
    supervision,
    textAgent,
    conversations,
    phoneNumbers: new PhoneNumbers(database, agents),
    usage: new UsageReports(database),
    ...access,
  };
}

/** Keys and tokens, limits, usage. */
function createAccess({ config, database, secretBox, log }: Pick<AppDeps, 'config' | 'database' | 'log'> & { secretBox: SecretBox }) {
  const apiKeys = new ApiKeys(database);
  const signingKeys = new SigningKeys({ database, box: secretBox, rotateAfterMs: config.signingKeyMs });
  const accessTokens = new AccessTokens(signingKeys);
  const rateLimitWindows = new RateLimitWindows(database);
  const limiter = new RateLimiter(config.rateLimit.store === 'database' ? rateLimitWindows : null);
  const quotas = new Quotas(database);
  const meter = new RequestMeter(database, log);
  quotas.onChange(() => meter.forget());
  const idempotencyKeys = new IdempotencyKeys(database, secretBox);
  return { apiKeys, signingKeys, accessTokens, rateLimitWindows, limiter, quotas, meter, idempotencyKeys };
}

type Services = ReturnType<typeof createServices>;

function declareRoutes(services: Services, { config, database }: AppDeps): RouteDeclaration[] {
  const {
    agents,
    apiKeys,
    accessTokens,
    calls,
    conversations,
    recordings,
    recordingUrls,
    members,
    settings,
    phoneNumbers,
    providers,
    voices,
    setup,
    signIn,
    host,
    usage,
    quotas,
  } = services;
  const originOf = (request: Request): string => config.publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  return [
    ...agentRoutes(agents),
    ...conversationRoutes(conversations),
    ...callRoutes({ calls, recordings, recordingUrls, originOf }),
    ...phoneNumberRoutes(phoneNumbers),
    ...apiKeyRoutes(apiKeys),
    ...tokenRoutes(accessTokens),
    ...usageRoutes(usage, quotas),
    ...organizationRoutes({ members, settings }),
    ...providerRoutes(providers, voices),
    ...systemRoutes({ setup, signIn, host, database: database.kind, version: VERSION }),
  ];
}

const isOwnOrigin =
  (publicUrl: string | undefined) =>
  (origin: string, host: string | undefined): boolean => {
    if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
  };

function createExpress(services: Services, routes: readonly RouteDeclaration[], { config, database, log, onAnswer }: AppDeps): Express {
  const { apiKeys, accessTokens, clientTokens, signIn, members, host, limiter, meter, idempotencyKeys, signingKeys } = services;
  const authenticator = limitRefusals(
    createAuthenticator({ apiKeys, accessTokens, clientTokens, signIn, members, isOwnOrigin: isOwnOrigin(config.publicUrl) }),
  );
  const gate = createGate({
    authenticator,
    limiter,
    meter,
    idempotency: createIdempotency(idempotencyKeys),
    perMinute: config.rateLimit.perMinute,
    onAnswer,
  });
  const metrics = createMetrics(host);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.use(assignRequestId, securityHeaders, metrics.observe);
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => {
    const answer = (status: 'ready' | 'starting' | 'no_database'): void =>
      void response.status(status === 'ready' ? 200 : 503).json({ status });
    database
      .asSystem(() => Promise.resolve())
      .then(
        () => answer(host.isReady ? 'ready' : 'starting'),
        () => answer('no_database'),
      );
  });
  app.get('/metrics', metrics.serve);
  app.all('/api/auth/*splat', ...signInHandlers(signIn));
  const crossOrigin = cors(config.corsOrigins);
  app.get('/.well-known/jwks.json', crossOrigin, (_request, response, next) => {
    signingKeys.jwks().then((jwks) => response.set('Cache-Control', 'public, max-age=300').json(jwks), next);
  });
  const api = express.Router();
  mountRoutes(api, routes, gate);
  app.use('/api/v1', crossOrigin, api, notFound);
  app.use('/api', openApiRouter(routes, VERSION));
  app.use(dashboardRouter());
  app.use(notFound, problemHandler(log));
  return app;
}

/** Begins what watches and listens; returns the ways to stop it. */
async function startServices(services: Services, { database, log }: AppDeps): Promise<(() => Promise<void>)[]> {
  const { apiKeys, agents, quotas, feed, control, meter, idempotencyKeys, rateLimitWindows } = services;
  meter.start();
  const listening = [await apiKeys.start(), await agents.start(), await quotas.start(), await feed.start(), await control.start()];
  return [...listening, () => meter.stop(), startMaintenance({ database, idempotencyKeys, rateLimitWindows, log })];
}

export function createApp(deps: AppDeps, baseUrl: string): App {
  const services = createServices(deps, baseUrl);
  const routes = declareRoutes(services, deps);
  const server = createServer(createExpress(services, routes, deps));
  server.keepAliveTimeout = 65_000;
  answerClientErrors(server);
  const onUpgrade = mediaUpgrade(services.calls, deps.log);
  server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => onUpgrade(request, socket as Socket, head));
  const { supervision, host, callLog, setup } = services;
  const stops: (() => Promise<void>)[] = [];
  return {
    server,
    routes,
    setup,
    host,
    supervision,
    async start() {
      stops.push(...(await startServices(services, deps)));
      await supervision.start();
      await setup.prepare();
      await host.ready();
    },
    async stop() {
      // Its callback would wait for ever: sockets that were handed to a media process are never counted as closed here.
      server.close();
      await host.close();
      await supervision.stop();
      await callLog.drain();
      await services.textAgent.close();
      server.closeAllConnections();
      for (const stop of stops) await stop().catch(() => undefined);
    },
  };
}
