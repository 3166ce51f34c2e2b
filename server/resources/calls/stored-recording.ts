/** A recording of the object storage over HTTP, whole or in part (RFC 9110, 13 and 14), as `res.sendFile` gives one of the disk. */
import { pipeline } from 'node:stream/promises';
import { AppError } from '@parley/contract';
import type { Request } from 'express';
import { StorageError, type ByteRange, type ObjectStorage, type StoredObject } from '../../live/recordings/object-storage.ts';

export interface StoredRecording {
  callId: string;
  path: string;
  storage: ObjectStorage;
}

/** What went wrong with the storage is logged where recordings are uploaded; whoever asks for one may ask again. */
export async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new AppError('recording_unavailable', { detail: 'The object storage with the recording does not answer as it should.' });
  }
}

/** The bytes that a valid range header wants; null: none of those that there are. */
function bytesOf(header: string, size: number): ByteRange | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? null : { start, end };
}

/** RFC 9110, 13.1.1 and 13.1.4. */
function isOther({ headers }: Request, { etag, modifiedAt }: StoredObject): boolean {
  const wanted = headers['if-match'];
  if (wanted !== undefined) return wanted !== '*' && !wanted.split(',').some((one) => one.trim() === etag);
  const since = Date.parse(headers['if-unmodified-since'] ?? '');
  return !Number.isNaN(since) && wholeSeconds(modifiedAt) > since;
}

/** RFC 9110, 13.1.5: a range of what the client has the rest of. */
function isSame({ headers }: Request, { etag, modifiedAt }: StoredObject): boolean {
  const condition = headers['if-range'];
  if (condition === undefined) return true;
  const named = String(condition);
  return named.includes('"') ? named === etag : wholeSeconds(modifiedAt) <= Date.parse(named);
}

/** Dates of HTTP know no less. */
const wholeSeconds = (time: Date): number => Math.floor(time.getTime() / 1_000) * 1_000;

/** `range`: a header that may be heeded; undefined: the whole file. */
export async function sendStored({ callId, path, storage }: StoredRecording, request: Request, range: string | undefined): Promise<null> {
  const response = request.res!;
  const object = await asking(() => storage.describe(path));
  if (object === null) throw new AppError('not_found', { detail: 'The call has no recording.' });
  if (isOther(request, object)) throw new AppError('precondition_failed');
  response.set({ ETag: object.etag, 'Last-Modified': object.modifiedAt.toUTCString(), 'Cache-Control': 'private, no-store' });
  if (request.fresh) {
    response.status(304).end();
    return null;
  }
  const part = range === undefined || !isSame(request, object) ? undefined : bytesOf(range, object.bytes);
  if (part === null) {
    for (const name of ['ETag', 'Last-Modified', 'Cache-Control']) response.removeHeader(name);
    response
      .status(416)
      .set({ 'Content-Range': `bytes */${String(object.bytes)}`, 'Content-Length': '0' })
      .end();
    return null;
  }
  const length = part === undefined ? object.bytes : part.end - part.start + 1;
  const audio = request.method === 'HEAD' ? null : await asking(() => storage.read(path, part));
  response.status(part === undefined ? 200 : 206).set({
    'Content-Type': 'audio/wav',
    'Content-Disposition': `attachment; filename="${callId}.wav"`,
    'Accept-Ranges': 'bytes',
    'Content-Length': String(length),
    ...(part === undefined ? {} : { 'Content-Range': `bytes ${String(part.start)}-${String(part.end)}/${String(object.bytes)}` }),
  });
  if (audio === null) response.end();
  // The client went, or the storage did in the middle: either way the connection is over.
  else await pipeline(audio, response).catch(() => response.destroy());
  return null;
}
