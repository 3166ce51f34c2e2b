/** Server-sent events (WHATWG HTML 9.2). */
import type { Response } from 'express';
import { startRounds } from '../rounds.ts';

const KEEP_ALIVE_MS = 15_000;
/** A reader that falls this far behind is cut off; it resumes by `Last-Event-ID`. */
const MAX_BUFFERED_BYTES = 1_000_000;

export interface EventStream {
  send(event: { id?: string; event?: string; data: unknown }): void;
  close(): void;
  /** Runs once, when the stream is over whoever ended it. */
  onClose(listener: () => void): void;
}

export function openEventStream(response: Response): EventStream {
  response.status(200).set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const listeners = new Set<() => void>();
  const stopKeepingAlive = startRounds({
    everyMs: KEEP_ALIVE_MS,
    work: async () => response.write(': keep-alive\n\n'),
    onFailed: () => response.destroy(),
  });
  response.on('close', () => {
    void stopKeepingAlive();
    for (const listener of listeners) listener();
    listeners.clear();
  });
  return {
    send({ id, event, data }) {
      if (response.writableLength > MAX_BUFFERED_BYTES) return void response.destroy();
      response.write(
        `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`,
      );
    },
    close: () => response.end(),
    onClose: (listener) => {
      if (response.closed) listener();
      else listeners.add(listener);
    },
  };
}
