/** A whole Parley of its own: server, media processes, data directory. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from '@parley/server/platform/db/database.ts';
import { openTestDatabase } from '@parley/server/platform/db/testing.ts';
import { ANY_LOAD } from '@parley/server/testing-any-load.ts';
import { Api } from './caller.ts';

const MAIN = fileURLToPath(new URL('../server/main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const READY_MS = 60_000;
export const API_KEY = 'parley_test_key_for_end_to_end_tests';

export interface Installation {
  url: string;
  /** The owner's one-time link; null once there is an owner. */
  ownerLink: string | null;
  api: Api;
  process: ChildProcess;
  /** What it has printed, its log included. */
  printed(): string;
  /** Ends it in order; its data stay for `start` with the same folder. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export const temporaryFolder = (): { folder: string; remove: () => void } => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-e2e-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** A database of its own for an installation, which brings its schema up to date by itself; `url` is undefined for the embedded one. */
export async function emptyDatabase(kind: Database['kind']): Promise<{ url: string | undefined; remove(): Promise<void> }> {
  if (kind === 'embedded') return { url: undefined, remove: () => Promise.resolve() };
  const opened = await openTestDatabase({ kind });
  await opened.database.close();
  return { url: opened.config.databaseUrl, remove: () => opened.close() };
}

/** How a server is begun by itself; by the channel it knows that whoever started it is gone. */
const BY_ITSELF = [process.execPath, '--disable-warning=ExperimentalWarning', MAIN];
/** As people do. npm has no channel, and the process that is begun is npm's. */
export const BY_NPM: readonly string[] = ['npm', 'start'];

/**
 * Starts a server on a free port and waits until it is ready. `within`: a command that runs another one, such as `nsenter …`, and becomes it;
 * `by`: what starts the server.
 */
export async function install(
  folder: string,
  environment: Record<string, string> = {},
  within: readonly string[] = [],
  by: readonly string[] = BY_ITSELF,
): Promise<Installation> {
  const [command = process.execPath, ...args] = [...within, ...by];
  const child = spawn(command, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: '0',
      PARLEY_DATA_DIR: folder,
      PARLEY_BOOTSTRAP_API_KEY: API_KEY,
      PARLEY_WEBRTC_UDP_PORTS: '0',
      PARLEY_LOG_LEVEL: 'warn',
      ...ANY_LOAD,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', ...(by === BY_ITSELF ? (['ipc'] as const) : [])],
  });
  let printed = '';
  const ready = new Promise<{ url: string; ownerLink: string | null }>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server was not ready in time: ${printed}`)), READY_MS);
    const look = (data: Buffer): void => {
      printed += data.toString();
      const url = /Parley is ready at (\S+)/.exec(printed)?.[1];
      if (url === undefined) return;
      // The link, where there is one, is printed right after.
      setTimeout(() => {
        clearTimeout(timer);
        resolve({ url, ownerLink: /(http\S+\/setup\?token=\S+)/.exec(printed)?.[1] ?? null });
      }, 300);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', (data: Buffer) => (printed += data.toString()));
    child.on('exit', (code) => reject(new Error(`the server ended with ${String(code)}: ${printed}`)));
  });
  const gone = once(child, 'exit');
  const { url, ownerLink } = await ready.catch((error: unknown) => {
    // Whoever gives up leaves no server behind.
    child.kill('SIGKILL');
    throw error;
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return {
    url,
    ownerLink,
    api: new Api(url, API_KEY),
    process: child,
    printed: () => printed,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
