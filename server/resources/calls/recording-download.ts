/** A recording over HTTP, whole or in part (RFC 9110, 14). */
import { AppError } from '@parley/contract';
import type { Request, Response } from 'express';
import type { FoundRecording } from './found-recording.ts';
import { sendStored } from './stored-recording.ts';

type RecordingFile = Extract<FoundRecording, { on: 'disk' }>;

/**
 * The range as `res.sendFile` may read it, undefined for the whole file. It would refuse two headers that the RFC does not let
 * it refuse: an invalid one is ignored (14.2), and a suffix longer than the file is the file (14.1.2).
 */
function rangeOf(header: string | undefined, bytes: number): string | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '') return last === '' ? undefined : `bytes=-${String(Math.min(Number(last), bytes))}`;
  return last !== '' && Number(last) < Number(first) ? undefined : header;
}

interface SendError extends Error {
  status?: number;
  code?: string;
}

/** An error of `res.sendFile` in an answer of ours; true where it is answered. */
function answered({ status, code }: SendError, response: Response, headers: Record<string, string>): boolean {
  // The client has gone; its file is closed.
  if (code === 'ECONNABORTED') return true;
  if (response.headersSent) {
    response.destroy();
    return false;
  }
  for (const name of [...Object.keys(headers), 'ETag', 'Last-Modified']) response.removeHeader(name);
  if (status === 404) throw new AppError('not_found', { detail: 'The call has no recording.' });
  if (status === 412) throw new AppError('precondition_failed');
  if (status === 416) response.status(416).set('Content-Length', '0').end();
  return status === 416;
}

export function sendRecording(found: FoundRecording, request: Request, response: Response): Promise<null> {
  if (found.on === 'disk') return sendFile(found, request, response);
  // A suffix longer than the file is the file there as well.
  return sendStored(found, request, rangeOf(request.headers.range, Number.MAX_SAFE_INTEGER));
}

async function sendFile({ callId, folder, path, bytes }: RecordingFile, request: Request, response: Response): Promise<null> {
  const range = rangeOf(request.headers.range, bytes);
  if (range === undefined) delete request.headers.range;
  else request.headers.range = range;
  const headers = {
    'Content-Type': 'audio/wav',
    'Cache-Control': 'private, no-store',
    'Content-Disposition': `attachment; filename="${callId}.wav"`,
    'Accept-Ranges': 'bytes',
  };
  const error = await new Promise<SendError | undefined>((resolve) => response.sendFile(path, { root: folder, headers }, resolve));
  if (error !== undefined && !answered(error, response, headers)) throw error;
  return null;
}
