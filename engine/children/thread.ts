/** A worker thread as a life of a child. */
import type { Life, LifeEvents } from './kept-child.ts';

/** What is needed of `node:worker_threads`' Worker. */
export interface Thread {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: string, listener: (value: unknown) => void): unknown;
  terminate(): Promise<number>;
}

export function overThread<Out, In>(thread: Thread, { onMessage, onGone }: LifeEvents<In>): Life<Out, readonly ArrayBuffer[]> {
  let reason = new Error('The worker ended.');
  thread.on('message', (message) => onMessage(message as In));
  thread.on('error', (error) => (reason = error instanceof Error ? error : reason));
  thread.on('exit', () => onGone(reason));
  return {
    send: (message, transfer = []) => thread.postMessage(message, transfer),
    end: () => void thread.terminate(),
  };
}
