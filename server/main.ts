/** Starts Parley: configuration, database, server. Whatever prevents it is said in one sentence. */
import { createServer, type AddressInfo, type Server as NetServer } from 'node:net';
import { createApp, type App } from './app.ts';
import { environment, loadConfig, StartError, type Config } from './config.ts';
import { prepareDataDirectory } from './platform/data-directory.ts';
import type { Database } from './platform/db/database.ts';
import { openDatabase } from './platform/db/open.ts';
import { checkSecretKey } from './platform/secrets/secret-box.ts';
import { createLog, type Log } from './platform/log.ts';
import { loadSecretKey } from './platform/secrets/secret-key.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const listenFault = ({ host, port }: Config, error: NodeJS.ErrnoException): StartError => {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${String(port)} on ${host} is taken: stop what uses it, or set PORT to another one.`,
    EACCES: `Port ${String(port)} needs more rights than this user has: set PORT to one above 1023.`,
    EADDRNOTAVAIL: `HOST must be an address of this machine; ${host} is not.`,
    ENOTFOUND: `HOST must be an address of this machine; ${host} is not.`,
  };
  return new StartError(sentences[error.code ?? ''] ?? 'The server cannot listen on HOST and PORT.', error);
};

async function listenOn(server: NetServer, config: Config): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFault(config, error)));
    server.listen(config.port, config.host, resolve);
  });
  return server.address() as AddressInfo;
}

/** Before media processes are started for nothing. */
async function checkAddress(config: Config): Promise<void> {
  const server = createServer();
  await listenOn(server, config);
  await new Promise((resolve) => server.close(resolve));
}

async function listen(app: App, config: Config): Promise<string> {
  const { host } = config;
  const { port } = await listenOn(app.server, config);
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${String(port)}`;
}

async function open(config: Config, log: Log): Promise<Database> {
  prepareDataDirectory(config.dataDirectory);
  return openDatabase(config, {
    onProblem: (message, error) => log.error({ err: error }, message),
    onBack: (message) => log.info(message),
  });
}

/** One Ctrl-C arrives more than once: from the terminal, from npm, from the start script. Only a later one is impatience. */
const SAME_SIGNAL_MS = 1_000;
/** Ending calls and closing takes no longer; whatever is left then is closed at the next start. */
const END_WITHIN_MS = 20_000;

function close(app: App, database: Database, log: Log): void {
  say('Ending calls and closing …');
  setTimeout(() => {
    log.error('the server did not close in time');
    process.exit(1);
  }, END_WITHIN_MS).unref();
  app
    .stop()
    .then(() => database.close())
    .then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the server did not close in order');
        process.exit(1);
      },
    );
}

/** The first signal lets live calls go on for a while, the second ends them, the third ends the process. */
function endInOrder(app: App, database: Database, log: Log): void {
  const impatience = new AbortController();
  let state: 'running' | 'draining' | 'closing' = 'running';
  let last = -Infinity;
  const end = (): void => {
    const now = performance.now();
    if (now - last < SAME_SIGNAL_MS) return;
    last = now;
    switch (state) {
      case 'running':
        state = 'draining';
        return void app.drain(impatience.signal, say).then(() => {
          state = 'closing';
          close(app, database, log);
        });
      case 'draining':
        return impatience.abort();
      case 'closing':
        return process.exit(1);
      default:
        return state satisfies never;
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // Whoever started the server is gone, even if it could not say so.
  if (process.channel !== undefined) {
    process.on('disconnect', end);
    if (!process.connected) end();
  }
}

async function main(): Promise<void> {
  // Whoever read the first lines need not read on.
  process.stdout.on('error', () => undefined);
  // Of what is made from here on, by this process and its children, others on this machine read nothing.
  process.umask(0o077);
  const config = loadConfig(environment());
  const log = createLog(config.logLevel);
  const secret = loadSecretKey(config);
  const database = await open(config, log);
  await checkSecretKey(database, secret)
    .then(() => checkAddress(config))
    .catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
  const app = createApp({ config, database, secret, log }, `http://${config.host}:${String(config.port)}`);
  const url = await listen(app, config).catch(async (error: unknown) => {
    await app.host.close();
    await database.close();
    throw error;
  });
  endInOrder(app, database, log);
  await app.start();
  const shownUrl = config.publicUrl ?? url;
  for (const engine of app.host.status().engines.filter((one) => one.state === 'failed')) say(engine.message);
  const ownerLink = (await app.setup.ownerExists()) ? null : `${shownUrl}/setup?token=${await app.setup.ownerToken()}`;
  // In one piece: whoever reads these lines finds both.
  say(`Parley is ready at ${shownUrl}${ownerLink === null ? '' : `\nSign in as its owner, once, at ${ownerLink}`}`);
}

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write('Parley needs Node 24 or newer: start it with "npm start", which brings it along.\n');
  process.exit(1);
}
main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof StartError ? error.message : `Parley could not start: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`}\n`,
  );
  process.exit(1);
});
