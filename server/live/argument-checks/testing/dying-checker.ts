/** A thread that checks once and dies of the second time, until it is begun again. */
import { parentPort } from 'node:worker_threads';
import type { FromChecker, ToChecker } from '../check-messages.ts';

const send = (message: FromChecker): void => parentPort?.postMessage(message);

let checked = 0;
parentPort?.on('message', ({ id }: ToChecker) => {
  if (checked > 0) throw new Error('out of memory');
  checked += 1;
  send({ type: 'checked', id, verdict: { ok: true } });
});
send({ type: 'ready' });
