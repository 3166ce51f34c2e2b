/** Runs in a worker thread: PGlite computes synchronously and would stop every timer of the thread that it shares. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { copyChanged } from './copy-files.ts';
import type { FromPglite, PgliteSettings, ToPglite } from './pglite-messages.ts';
import { openPglite } from './pglite-open.ts';

/** A first start that is killed half-way leaves only a directory that the next one throws away. */
async function create(directory: string, durable: boolean, log: string[]): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const database = await openPglite(unfinished, durable, log);
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
    const database = await openPglite(settings.directory, settings.durable, log);
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
    /** Between two queries nothing is written; a disk that is full is no reason to end. */
    const snapshot = (id: number, to: string, began: number): void => {
      let fault: string | null = null;
      try {
        copyChanged(settings.directory, to, began);
      } catch (error) {
        fault = error instanceof Error ? error.message : String(error);
      }
      send({ type: 'copied', id, fault });
    };
    const handle = async (message: ToPglite): Promise<void> => {
      switch (message.type) {
        case 'close':
          return close();
        case 'snapshot':
          return snapshot(message.id, message.to, message.began);
        case 'execute':
          return execute(message.id, message.bytes);
        default:
          return message satisfies never;
      }
    };
    receive((message) => {
      tail = tail.then(() => handle(message)).catch(fail);
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
