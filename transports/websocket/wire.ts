import type { ServerMessage } from '@parley/contract';
import type { RawData, WebSocket } from 'ws';
import { MAX_CLIENT_MESSAGE_CHARS } from '../client-messages.ts';

export function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** Cut a little beyond the limit, so that the parser refuses it without reading it all. */
export function textOf(data: RawData): string {
  const bytes = bytesOf(data).subarray(0, MAX_CLIENT_MESSAGE_CHARS * 4 + 4);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

export function say(socket: WebSocket, message: ServerMessage): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}
