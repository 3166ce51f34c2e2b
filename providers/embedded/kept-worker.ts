/** A worker thread of the embedded engines: begun at once, and again when it dies. */
import { Worker } from 'node:worker_threads';
import { KeptChild, type KeptChildOptions } from '@parley/engine/children/kept-child.ts';
import { overThread } from '@parley/engine/children/thread.ts';

export type KeptWorker<Out, In> = KeptChild<Out, In, readonly ArrayBuffer[]>;

export interface KeptWorkerOptions<In> extends Pick<KeptChildOptions<never, In>, 'onMessage' | 'onLost'> {
  url: URL;
  workerData: unknown;
}

const MOST_DEATHS = 3;

export const keptWorker = <Out, In>({ url, workerData, onMessage, onLost }: KeptWorkerOptions<In>): KeptWorker<Out, In> =>
  new KeptChild({
    begin: (events) => overThread<Out, In>(new Worker(url, { workerData }), events),
    restart: { when: 'at once', mostDeaths: MOST_DEATHS },
    onMessage,
    onLost,
  });
