/** A whole server for tests: a real app on a free port over a database of its own, without media processes unless asked for. */
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Call } from '@parley/contract';
import { pino } from 'pino';
import { createApp, type App, type AppDeps } from './app.ts';
import { ApiKeys } from './access/api-keys/api-key-service.ts';
import { loadConfig, type Config } from './config.ts';
import type { Database } from './platform/db/database.ts';
import { openDatabase } from './platform/db/open.ts';
import { organization } from './platform/db/schema.ts';
import { openTestDatabase } from './platform/db/testing.ts';
import { newId } from './platform/ids.ts';
import { Agents } from './resources/agents/agent-service.ts';
import { Readiness } from './resources/agents/readiness.ts';
import { createEventLog } from './services.ts';
import type { Log } from './platform/log.ts';
import { loadSecretKey, type SecretKey } from './platform/secrets/secret-key.ts';
import { ANY_LOAD } from './testing-any-load.ts';

export interface TestServerOptions {
  kind?: Database['kind'];
  mediaProcesses?: number;
  environment?: Record<string, string>;
  /** The clock of the rate limits' windows, in ms since 1970: stands still where a test counts requests. */
  now?: () => number;
  /** On this database, which is whoever's made it; otherwise on one of its own. */
  on?: { databaseUrl: string; dataDirectory: string };
  /** A second node on the database and data directory of this server. */
  beside?: TestServer;
}

export interface Tenant {
  id: string;
  key: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; null when it is none. */
  json: unknown;
}

export interface RequestOptions {
  key?: string | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
}

export interface TestServer {
  app: App;
  url: string;
  database: Database;
  config: Config;
  secret: SecretKey;
  /** Answers that are not as their route declares them; `close` throws where there are any. */
  undeclared: string[];
  /** Everything that was logged, as JSON lines. */
  logged: string[];
  log: Log;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** An organization of its own with an API key. */
  tenant(name?: string): Promise<Tenant>;
  close(): Promise<void>;
}

/** Appends to the log of a call as a media process's events are: with all that follows from them. */
export const eventLog = createEventLog();

/** As the server has them, with a key for every provider. */
export const createAgents = (database: Database): Agents => new Agents(database, new Readiness(() => Promise.resolve(null)));

let addresses = 0;

/** Every answer of every test server is held to its route's declaration. */
const againstDeclaration =
  (undeclared: string[]): NonNullable<AppDeps['onAnswer']> =>
  ({ id, responses, produces }, { status, body }) => {
    const schema = responses[status];
    if (schema === undefined) undeclared.push(`${id} answered ${String(status)}`);
    else if (schema === null) {
      if (body !== undefined && body !== null && produces === undefined) undeclared.push(`${id} answered ${String(status)} with a body`);
    } else {
      const { error } = schema.safeParse(body);
      if (error !== undefined) undeclared.push(`${id} ${String(status)}: ${error.message}`);
    }
  };

async function send(url: string, method: string, path: string, { key, body, raw, headers = {} }: RequestOptions): Promise<Answer> {
  const response = await fetch(url + (path.startsWith('/api/') || path.startsWith('/healthz') ? path : `/api/v1${path}`), {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      // Each request from an address of its own: refusals are counted by address.
      'X-Forwarded-For': `198.51.${String((addresses >> 8) & 255)}.${String(addresses++ & 255)}`,
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(raw !== undefined ? { body: raw } : body !== undefined ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Not JSON: `text` says what it is.
  }
  return { status: response.status, headers: response.headers, text, json };
}

export function collectingLog(): { log: Log; logged: string[] } {
  const logged: string[] = [];
  return { logged, log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }) };
}

export async function insertOrganization(database: Database, name: string): Promise<string> {
  const id = newId('org');
  await database.asSystem((tx) => tx.insert(organization).values({ id, name, slug: `tenant-${id.slice(-16)}` }));
  return id;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { kind = 'embedded', mediaProcesses = 0, environment = {}, on, now } = options;
  const given = on ?? options.beside?.config;
  const own = given === undefined ? await openTestDatabase({ kind }) : null;
  const { databaseUrl, dataDirectory } = given ?? own!.config;
  const parsed = loadConfig({
    PORT: '0',
    PARLEY_DATA_DIR: dataDirectory,
    PARLEY_WEBRTC_UDP_PORTS: '0',
    PARLEY_RATE_LIMIT_PER_MINUTE: '0',
    ...ANY_LOAD,
    // The tests' clients come from many addresses.
    PARLEY_TRUSTED_PROXIES: '127.0.0.1',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...environment,
  });
  const config: Config = { ...parsed, media: { ...parsed.media, processes: mediaProcesses } };
  const database = own?.database ?? (await openDatabase(config));
  const secret = loadSecretKey(config);
  const { log, logged } = collectingLog();
  const undeclared: string[] = [];
  const deps = { config, database, secret, log, onAnswer: againstDeclaration(undeclared), ...(now === undefined ? {} : { now }) };
  const app = createApp(deps, 'http://127.0.0.1:0');
  await new Promise<void>((resolve) => app.server.listen(0, '127.0.0.1', resolve));
  await app.start();
  const url = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`;
  const keys = new ApiKeys(database);
  return {
    app,
    url,
    database,
    config,
    secret,
    log,
    logged,
    undeclared,
    request: (method, path, requestOptions = {}) => send(url, method, path, requestOptions),
    async tenant(name = 'Tenant') {
      const id = await insertOrganization(database, name);
      return { id, key: (await keys.create(id, { name: 'Test' })).secret };
    },
    async close() {
      await app.stop();
      await (own ?? database).close();
      if (undeclared.length > 0) throw new Error(`answers that no route declares:\n${undeclared.join('\n')}`);
    },
  };
}

/** Asks again until `condition` holds: for what another process does in its own time. */
export async function eventually<T>(look: () => Promise<T> | T, condition: (value: T) => boolean, withinMs = 15_000): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (condition(value)) return value;
    if (performance.now() > until) throw new Error(`it did not happen within ${String(withinMs)} ms; last seen: ${JSON.stringify(value)}`);
    await wait(25);
  }
}

export const isOver = (call: Pick<Call, 'status'>): boolean => call.status === 'ended' || call.status === 'error';
