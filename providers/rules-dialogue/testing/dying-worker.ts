/** A thread that answers its first request and dies of the second, until it is begun again. */
import { parentPort } from 'node:worker_threads';
import type { ToDialogue } from '../dialogue-messages.ts';

let answered = 0;
parentPort?.on('message', (message: ToDialogue) => {
  if (message.type === 'prepare') return;
  if (answered > 0) throw new Error('out of memory');
  answered += 1;
  parentPort?.postMessage({ id: message.id, deltas: [{ type: 'text', text: 'Here.' }] });
});
