/** What does not get as far as a request, still answered in words: headers without end, no HTTP at all. */
import { STATUS_CODES, type Server } from 'node:http';
import { AppError } from '@parley/contract';
import type { Duplex } from 'node:stream';
import { newId } from '../ids.ts';
import { problemOf, RETRY_AFTER_S } from './problems.ts';

/** Writes a problem document to a bare connection and closes it. */
export function refuse(socket: Duplex, error: AppError): void {
  const requestId = newId('req');
  const body = JSON.stringify(problemOf(error, requestId));
  const head = [
    `HTTP/1.1 ${String(error.status)} ${STATUS_CODES[error.status] ?? ''}`,
    'Connection: close',
    ...(error.status === 503 ? [`Retry-After: ${String(RETRY_AFTER_S)}`] : []),
    `X-Request-Id: ${requestId}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function faultOf(code: string | undefined): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return new AppError('headers_too_large');
  if (code === 'HPE_INVALID_METHOD') return new AppError('method_not_allowed');
  return new AppError('malformed_json', { detail: 'The request is not HTTP.' });
}

export function answerClientErrors(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    refuse(socket, faultOf(error.code));
  });
}
