/**
 * A refusal for who cannot read the HTTP status of a handshake, as no page in a browser can: the connection is opened for one `error` message and
 * closed with a code of its own. Nothing is asked of anybody for it.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { closeCodeOf, REFUSALS_AS_MESSAGES, type AppError, type ServerMessage } from '@parley/contract';
import { WebSocketServer } from 'ws';
import { RETRY_AFTER_S } from '../../platform/http/problems.ts';

/** A client that does not close in turn is cut off. */
const GOODBYE_MS = 1_000;
/** Whatever it says to that is not heard. */
const MAX_PAYLOAD_BYTES = 4_096;

const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: MAX_PAYLOAD_BYTES, perMessageDeflate: false });

/** Browsers name their page's origin with every handshake; programs ask for it by the sub-protocol. */
export function readsMessagesOnly({ headers }: IncomingMessage): boolean {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return headers['sec-websocket-key'] !== undefined && (headers.origin !== undefined || offered.includes(REFUSALS_AS_MESSAGES));
}

export function refuseInWords(
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
  error: AppError,
): void {
  const said: ServerMessage = {
    type: 'error',
    code: error.code,
    message: error.message,
    ...(error.status === 503 ? { retry_after: RETRY_AFTER_S } : {}),
  };
  server.handleUpgrade(request, socket, head, (connection) => {
    connection.on('error', () => connection.terminate());
    connection.send(JSON.stringify(said));
    connection.close(closeCodeOf(error.status), error.code);
    setTimeout(() => connection.terminate(), GOODBYE_MS).unref();
  });
}
