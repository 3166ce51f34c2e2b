/** A worker thread of the embedded engines: begun at once, and again when it dies. */
import { Worker } from 'node:worker_threads';
import { KeptChild, type KeptChildOptions, type Life, type LifeEvents } from '@parley/engine/children/kept-child.ts';
import { overThread } from '@parley/engine/children/thread.ts';

export type KeptWorker<Out, In> = KeptChild<Out, In, readonly ArrayBuffer[]>;

export interface KeptWorkerOptions<Out, In> extends Pick<KeptChildOptions<never, In>, 'onMessage' | 'onLost'> {
  url: URL;
  workerData: unknown;
  /**
   * Asks the thread to end by itself, between two messages: terminated inside a native library, it would take the whole process along. It is terminated
   * all the same when it has not ended after 5 s.
   */
  farewell?: Out;
}

const MOST_DEATHS = 3;
const FAREWELL_MS = 5_000;

function begin<Out, In>(
  { url, workerData, farewell }: KeptWorkerOptions<Out, In>,
  events: LifeEvents<In>,
): Life<Out, readonly ArrayBuffer[]> {
  const worker = new Worker(url, { workerData });
  const life = overThread<Out, In>(worker, events);
  if (farewell === undefined) return life;
  return {
    ...life,
    end: () => {
      life.send(farewell);
      const timer = setTimeout(() => life.end(), FAREWELL_MS);
      worker.once('exit', () => clearTimeout(timer));
    },
  };
}

export const keptWorker = <Out, In>(options: KeptWorkerOptions<Out, In>): KeptWorker<Out, In> =>
  new KeptChild({
    begin: (events) => begin(options, events),
    restart: { when: 'at once', mostDeaths: MOST_DEATHS },
    onMessage: options.onMessage,
    onLost: options.onLost,
  });
