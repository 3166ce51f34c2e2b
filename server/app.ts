/** Everything the server is made of, put together; main.ts listens, tests as well. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import express, { type Express, type Request } from 'express';
import { Agents } from './agents/agent-service.ts';
import { agentRoutes } from './agents/routes.ts';
import { apiKeyRoutes } from './api-keys/routes.ts';
import { ApiKeys } from './auth/api-key-service.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { ClientTokens } from './auth/client-token.ts';
import { MemberStore } from './auth/member-store.ts';
import { signInHandlers } from './auth/sign-in-handler.ts';
import { createSignIn } from './auth/sign-in.ts';
import { CallHost } from './call-host/call-host.ts';
import { CallLog } from './call-events/call-log.ts';
import { LiveFeed } from './call-events/live-feed.ts';
import { Calls } from './calls/call-service.ts';
import { CallStore } from './calls/call-store.ts';
import { mediaUpgrade } from './calls/media-upgrade.ts';
import { callRoutes } from './calls/routes.ts';
import { Supervision } from './calls/supervision.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import { createSecretBox } from './db/secret-box.ts';
import { dashboardRouter, securityHeaders } from './http/dashboard.ts';
import { limitRefusals } from './http/failed-credentials.ts';
import { createMetrics } from './http/metrics.ts';
import { assignRequestId, notFound, problemHandler } from './http/problems.ts';
import { mountRoutes, type RouteDeclaration } from './http/route.ts';
import type { Log } from './log.ts';
import { organizationRoutes } from './organization/routes.ts';
import { Providers } from './providers/provider-service.ts';
import { ProviderStore } from './providers/provider-store.ts';
import { providerRoutes } from './providers/routes.ts';
import { Voices } from './providers/voices.ts';
import { Recordings } from './recordings/recordings.ts';
import type { SecretKey } from './secret-key.ts';
import { systemRoutes } from './system/routes.ts';
import { Setup } from './system/setup.ts';

export const VERSION = '0.1.0';

export interface AppDeps {
  config: Config;
  database: Database;
  secret: SecretKey;
  log: Log;
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
  const feed = new LiveFeed(database);
  const callLog = new CallLog(database, feed, log);
  const callStore = new CallStore(database);
  const recordings = new Recordings(config.dataDirectory, log);
  const host = new CallHost({ config, callLog, calls: callStore, recordings, log });
  const agents = new Agents(database);
  const setup = new Setup({ database, agents, bootstrapApiKey: config.bootstrapApiKey });
  const members = new MemberStore(database);
  const signIn = createSignIn({ database, config, secret, log, baseUrl, onOrganizationCreated: (id) => setup.seed(id), isOwnOrigin: isOwnOrigin(config.publicUrl) });
  const apiKeys = new ApiKeys(database);
  const clientTokens = new ClientTokens(secret, config.clientTokenTtlMs);
  const providers = new Providers({ store: new ProviderStore(database), secretBox: createSecretBox(secret), config, engines: () => host.status().engines });
  const voices = new Voices(config.dataDirectory, (voice, text) => host.synthesise(voice, text));
  const calls = new Calls({ calls: callStore, agents, clientTokens, host, callLog, feed, recordings, config, nodeId, secretsOf: (id, agent) => providers.secretsOf(id, agent) });
  const supervision = new Supervision({ nodeId, calls: callStore, callLog, recordings, held: () => host.held, log, config });
  return { feed, callLog, recordings, host, agents, setup, members, signIn, apiKeys, clientTokens, providers, voices, calls, supervision };
}

type Services = ReturnType<typeof createServices>;

function declareRoutes(services: Services, { config, database }: AppDeps): RouteDeclaration[] {
  const { agents, apiKeys, calls, recordings, members, providers, voices, setup, signIn, host } = services;
  const originOf = (request: Request): string => config.publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  return [
    ...agentRoutes(agents),
    ...callRoutes({ calls, recordings, originOf }),
    ...apiKeyRoutes(apiKeys),
    ...providerRoutes(providers, voices),
    ...organizationRoutes(members),
    ...systemRoutes({ setup, signIn, host, database: database.kind, version: VERSION }),
  ];
}

const isOwnOrigin =
  (publicUrl: string | undefined) =>
  (origin: string, host: string | undefined): boolean => {
    if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
  };

function createExpress(services: Services, routes: readonly RouteDeclaration[], { config, database, log }: AppDeps): Express {
  const { apiKeys, clientTokens, signIn, members, host } = services;
  const authenticator = limitRefusals(createAuthenticator({ apiKeys, clientTokens, signIn: signIn, members, isOwnOrigin: isOwnOrigin(config.publicUrl) }));
  const metrics = createMetrics(host);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.use(assignRequestId, securityHeaders, metrics.observe);
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => {
    const answer = (status: 'ready' | 'starting' | 'no_database'): void => void response.status(status === 'ready' ? 200 : 503).json({ status });
    database.asSystem(() => Promise.resolve()).then(() => answer(host.isReady ? 'ready' : 'starting'), () => answer('no_database'));
  });
  app.get('/metrics', metrics.serve);
  app.all('/api/auth/*splat', ...signInHandlers(signIn));
  const api = express.Router();
  mountRoutes(api, routes, authenticator);
  app.use('/api/v1', api, notFound);
  app.use(dashboardRouter());
  app.use(notFound, problemHandler(log));
  return app;
}

export function createApp(deps: AppDeps, baseUrl: string): App {
  const services = createServices(deps, baseUrl);
  const routes = declareRoutes(services, deps);
  const server = createServer(createExpress(services, routes, deps));
  server.keepAliveTimeout = 65_000;
  const onUpgrade = mediaUpgrade(services.calls, deps.log);
  server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => onUpgrade(request, socket as Socket, head));
  const { supervision, host, callLog, apiKeys, feed, setup } = services;
  const stops: (() => Promise<void>)[] = [];
  return {
    server,
    routes,
    setup,
    host,
    supervision,
    async start() {
      stops.push(await apiKeys.start(), await feed.start());
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
      server.closeAllConnections();
      for (const stop of stops) await stop().catch(() => undefined);
    },
  };
}
