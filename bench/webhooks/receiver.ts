/** A receiver in a process of its own: tells its parent what came and when. `/dead` is never answered. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrival {
  path: string;
  /** Of the event: in the header `webhook-id`. */
  id: string;
  atMs: number;
}

const TELL_EVERY_MS = 20;
let untold: Arrival[] = [];

const server = createServer((request, response) => {
  const path = request.url ?? '';
  request.resume().on('end', () => {
    untold.push({ path, id: String(request.headers['webhook-id']), atMs: Date.now() });
    if (path !== '/dead') response.writeHead(204).end();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
setInterval(() => {
  if (untold.length > 0) process.send?.(untold);
  untold = [];
}, TELL_EVERY_MS);
process.on('disconnect', () => process.exit());
