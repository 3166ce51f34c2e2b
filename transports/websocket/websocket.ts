/**
 * Media over one WebSocket. The client's first frame is text, `{"type":"start","encoding","sample_rate"}`; then binary frames
 * both ways are audio of that format (from the client one stream of bytes in chunks of any size up to one second, of which one
 * may end in the middle of a sample; from us exactly 20 ms), text frames are the messages of contract/media.ts.
 */
import { AppError, type MediaStart } from '@parley/contract';
import type { CallTransport } from '@parley/engine/transport.ts';
import type { RawData, WebSocket } from 'ws';
import { errorOf, parseStart } from '../client-messages.ts';
import { guardWith } from '../guard.ts';
import { audioFormat } from './audio-format.ts';
import { POLICY_VIOLATION, WEBSOCKET_MEDIA_DEFAULTS, type WebSocketMediaOptions } from './websocket-options.ts';
import { WebSocketTransport } from './websocket-transport.ts';
import { say, textOf } from './wire.ts';

/**
 * Waits for the client's `start` and answers `ready`. It listens from the moment it is called, so call it in the same turn in
 * which the socket was made. A client that does not start, or asks for a format there is none of, is told why, its socket is
 * closed, and the promise rejects with `AppError`.
 */
export function acceptWebSocketMedia(
  socket: WebSocket,
  options: Pick<WebSocketMediaOptions, 'clock'> & Partial<WebSocketMediaOptions>,
): Promise<CallTransport> {
  const complete: WebSocketMediaOptions = { ...WEBSOCKET_MEDIA_DEFAULTS, ...options };
  const { promise, resolve, reject } = Promise.withResolvers<CallTransport>();
  const detach = (): void => {
    cancelTimeout();
    socket.off('message', onMessage);
    socket.off('close', onClose);
  };
  const refuse = (error: AppError): void => {
    detach();
    say(socket, errorOf(error));
    socket.close(POLICY_VIOLATION, error.code);
    cutOffLater(socket, complete);
    reject(error);
  };
  const begin = (data: RawData, binary: boolean): void => {
    const start = readStart(data, binary);
    if (start instanceof AppError) return refuse(start);
    const transport = new WebSocketTransport(socket, audioFormat(start), complete);
    detach();
    say(socket, { type: 'ready' });
    resolve(transport);
  };
  const guard = guardWith((error) => refuse(new AppError('internal', { defect: error })));
  const onMessage = guard(begin);
  const onClose = (): void => {
    detach();
    reject(new AppError('invalid_media_frame', { detail: 'The socket was closed before the start message.' }));
  };
  const cancelTimeout = complete.clock.schedule(complete.startTimeoutMs, () =>
    refuse(new AppError('invalid_media_frame', { detail: 'The start message did not come in time.' })),
  );
  // Without a listener an oversized or malformed frame would be an uncaught exception; `close` follows in each case.
  socket.on('error', () => undefined);
  socket.on('message', onMessage);
  socket.on('close', onClose);
  if (socket.readyState !== socket.OPEN) onClose();
  return promise;
}

/** A refused client that does not finish the closing handshake is cut off. */
function cutOffLater(socket: WebSocket, { clock, closeTimeoutMs }: WebSocketMediaOptions): void {
  const cancel = clock.schedule(closeTimeoutMs, () => socket.terminate());
  socket.once('close', cancel);
}

function readStart(data: RawData, binary: boolean): MediaStart | AppError {
  if (binary) return new AppError('invalid_media_frame', { detail: 'The first frame must be the start message, as text.' });
  const parsed = parseStart(textOf(data));
  if (parsed.ok) return parsed.message;
  return parsed.code === 'unsupported_audio_format'
    ? new AppError(parsed.code, { detail: 'The start message must have encoding pcm_s16le or mulaw and sample_rate 8000, 16000 or 24000.' })
    : new AppError(parsed.code);
}
