/** Runs Parley on its configuration and database: server, the end in order. Whatever prevents it is a StartError of one sentence. */
import { createApp, type App } from './app.ts';
import type { Config } from './config.ts';
import type { MediaLink } from './live/call-host/media-link.ts';
import type { Database } from './platform/db/database.ts';
import { listenOn } from './platform/http/listen.ts';
import { checkSecretKey } from './platform/secrets/secret-box.ts';
import type { Log } from './platform/log.ts';
import type { SecretKey } from './platform/secrets/secret-key.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function listen(app: App, config: Config): Promise<string> {
  const { host } = config;
  const { port } = await listenOn(app.server, config);
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${String(port)}`;
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

export interface Begun {
  config: Config;
  log: Log;
  /** The media processes, which load meanwhile. */
  media: readonly MediaLink[];
  secret: SecretKey;
  /** It opens meanwhile. */
  database: Promise<Database>;
}

export async function serve({ config, log, media, secret, database: opening }: Begun): Promise<void> {
  const database = await opening;
  await checkSecretKey(database, secret).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const app = createApp({ config, database, secret, log, media }, `http://${config.host}:${String(config.port)}`);
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
