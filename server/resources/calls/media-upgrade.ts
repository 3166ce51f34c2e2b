/** The media WebSocket's handshake, as far as it is ours: the path, the token, and a problem document, or words for a browser, when it is refused. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '@parley/contract';
import { refuse } from '../../platform/http/client-error.ts';
import { asAppError } from '../../platform/http/problems.ts';
import type { Log } from '../../platform/log.ts';
import type { Calls } from './call-service.ts';
import { readsMessagesOnly, refuseInWords } from './refused-in-words.ts';

const PATH = /^\/api\/v1\/calls\/(call_[0-9a-z]{26})\/media$/;

export const mediaUpgrade =
  (calls: Calls, log: Log) =>
  (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const refused = (error: AppError): void =>
      readsMessagesOnly(request) ? refuseInWords({ request, socket, head }, error) : refuse(socket, error);
    // Anything may stand in a request line, `//` too.
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (url === null) return refused(new AppError('not_found'));
    const match = PATH.exec(url.pathname);
    const token = url.searchParams.get('token');
    if (match === null) return refused(new AppError('not_found'));
    if (token === null || token === '') return refused(new AppError('unauthenticated'));
    calls.upgrade(match[1] ?? '', token, { request, socket, head }).catch((thrown: unknown) => {
      const error = asAppError(thrown);
      if (error.status >= 500 && error.status !== 503) log.error({ err: error.cause ?? error }, 'a media connection could not be taken');
      refused(error);
    });
  };
