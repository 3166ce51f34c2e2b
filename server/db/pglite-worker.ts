/** Runs in a worker thread: PGlite computes synchronously and would stop every timer of the thread that it shares. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { DurableFileSystem } from './durable-file-system.ts';
import type { FromPglite, PgliteSettings, ToPglite } from './pglite-messages.ts';

const SETTINGS = ['shared_buffers=16MB', 'jit=off', 'max_wal_size=128MB', 'min_wal_size=32MB'];
const DURABLE = ['fsync=on', 'wal_sync_method=fsync'];
/** PGlite's own first parameters contain -F, which is fsync=off. */
const NO_FSYNC = '-F';

async function open(directory: string, durable: boolean, log: string[]): Promise<PGlite> {
  const base = durable ? PGlite.defaultStartParams.filter((parameter) => parameter !== NO_FSYNC) : PGlite.defaultStartParams;
  const settings = durable ? [...SETTINGS, ...DURABLE] : SETTINGS;
  const remember = (line: string): boolean => {
    log.push(line);
    if (log.length > 20) log.shift();
    return false;
  };
  return PGlite.create({
    fs: durable ? new DurableFileSystem(directory) : new NodeFS(directory),
    startParams: [...base, ...settings.flatMap((setting) => ['-c', setting])],
    onStderr: remember,
  });
}

/** A first start that is killed half-way leaves only a directory that the next one throws away. */
async function create(directory: string, durable: boolean, log: string[]): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const database = await open(unfinished, durable, log);
  await database.close();
  renameSync(unfinished, directory);
}

async function run(
  settings: PgliteSettings,
  send: (message: FromPglite, transfer?: ArrayBuffer[]) => void,
  receive: (listener: (message: ToPglite) => void) => void,
): Promise<void> {
  const log: string[] = [];
  const fail = (error: unknown): void => {
    send({ type: 'failed', message: [error instanceof Error ? error.message : String(error), ...log].join('\n') });
    parentPort?.close();
  };
  try {
    if (!existsSync(settings.directory)) await create(settings.directory, settings.durable, log);
    const database = await open(settings.directory, settings.durable, log);
    let tail = Promise.resolve();
    const execute = async (id: number, input: Uint8Array): Promise<void> => {
      const bytes = new Uint8Array(await database.execProtocolRaw(input, { throwOnError: false }));
      send({ type: 'executed', id, bytes }, [bytes.buffer]);
    };
    const close = async (): Promise<void> => {
      await database.close();
      send({ type: 'closed' });
      parentPort?.close();
    };
    receive((message) => {
      tail = tail.then(() => (message.type === 'close' ? close() : execute(message.id, message.bytes))).catch(fail);
    });
    send({ type: 'ready' });
  } catch (error) {
    fail(error);
  }
}

const port = parentPort;
if (port === null) throw new Error('pglite-worker.ts runs in a worker thread only.');
await run(
  workerData as PgliteSettings,
  (message, transfer) => {
    port.postMessage(message, transfer ?? []);
  },
  (listener) => {
    port.on('message', listener);
  },
);
