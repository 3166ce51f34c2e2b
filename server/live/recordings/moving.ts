/** `parley recordings move`: what exists goes to the object storage, or comes back. Whatever stops it, the next run goes on; what is there already is left. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { Transform } from 'node:stream';
import { isOver } from '@parley/contract';
import type { Database } from '../../platform/db/database.ts';
import { refOf } from '../call-events/call-ref.ts';
import { PART_BYTES, StorageError, type ObjectStorage, type StoredObject } from './object-storage.ts';
import * as rows from './recording-rows.ts';
import { RecordingUpload } from './recording-upload.ts';
import type { Recordings } from './recordings.ts';
import { writeWhole } from './whole-file.ts';

const ROWS_AT_ONCE = 500;

export interface MoveDeps {
  database: Pick<Database, 'asSystem'>;
  storage: ObjectStorage;
  recordings: Recordings;
  nodeName: string;
  /** Nothing is changed: only counted. */
  dryRun: boolean;
  /** Told after each recording. */
  onProgress: (so: Moved) => void;
}

export interface Moved {
  moved: number;
  bytes: number;
  /** Of calls that are going on, or that this database does not know. */
  left: number;
}

/** Everything on this machine's disk. */
export async function moveToStorage(deps: MoveDeps): Promise<Moved> {
  const { recordings, database, onProgress } = deps;
  const so: Moved = { moved: 0, bytes: 0, left: 0 };
  const paths = [
    ...new Set([...(await recordings.list(recordings.waitingFolder)), ...(await recordings.list(recordings.folder))]),
  ].toSorted();
  for (let from = 0; from < paths.length; from += ROWS_AT_ONCE) {
    const some = paths.slice(from, from + ROWS_AT_ONCE);
    const places = await database.asSystem((tx) =>
      rows.selectPlaces(
        tx,
        some.map((one) => path.basename(one, '.wav')),
      ),
    );
    for (const relative of some) {
      const place = places.find((one) => recordings.pathOf(refOf(one)) === relative);
      if (place === undefined || !isOver(place.status)) so.left += 1;
      else {
        so.bytes += await send(deps, place, relative);
        so.moved += 1;
      }
      onProgress(so);
    }
  }
  return so;
}

/** Resolves with its bytes. */
async function send(
  { recordings, database, storage, nodeName, dryRun }: MoveDeps,
  place: rows.PlaceRow,
  relative: string,
): Promise<number> {
  const ref = refOf(place);
  const here = await recordings.find(relative);
  if (here === null) return 0;
  if (dryRun) return here.bytes;
  const there = place.recordingStored ? await storage.describe(relative) : null;
  if (there === null || there.bytes < here.bytes) {
    if (place.recordingPath === null) {
      const durationMs = (await recordings.repair(ref)) ?? 0;
      await database.asSystem((tx) => rows.keepOnDisk(tx, ref, { path: relative, durationMs, node: nodeName }));
    }
    const upload = new RecordingUpload(storage, { file: path.join(here.folder, relative), key: relative, resumed: true });
    upload.grew(here.bytes);
    upload.isWhole();
    await upload.advance(new AbortController().signal);
    await database.asSystem((tx) => rows.noteStored(tx, ref, { path: relative }));
  }
  await recordings.remove(relative);
  return here.bytes;
}

/** Everything in the object storage, to this machine's disk. */
export async function moveToDirectory(deps: MoveDeps): Promise<Moved> {
  const { database, onProgress } = deps;
  const so: Moved = { moved: 0, bytes: 0, left: 0 };
  for (let after = ''; ;) {
    const places = await database.asSystem((tx) => rows.selectStored(tx, after, ROWS_AT_ONCE));
    for (const place of places) {
      const bytes = await fetchOne(deps, place);
      if (bytes === null) so.left += 1;
      else {
        so.moved += 1;
        so.bytes += bytes;
      }
      onProgress(so);
    }
    if (places.length < ROWS_AT_ONCE) return so;
    after = places.at(-1)?.id ?? '';
  }
}

/** Resolves with its bytes; null when the storage does not have it. The copy in the storage is noted for removal with the change of the row. */
async function fetchOne(deps: MoveDeps, place: rows.PlaceRow): Promise<number | null> {
  const { recordings, database, storage, nodeName, dryRun } = deps;
  const relative = place.recordingPath ?? recordings.pathOf(refOf(place));
  const there = await storage.describe(relative);
  if (there === null) return null;
  if (dryRun) return there.bytes;
  await download(deps, relative, there);
  const back = { path: relative, node: nodeName };
  const exists = await database.asSystem((tx) => rows.noteReturned(tx, refOf(place), back));
  if (!exists) await recordings.remove(relative);
  return there.bytes;
}

/** The file appears only when it is whole, compared and on the disk. */
async function download({ recordings, storage }: MoveDeps, relative: string, there: StoredObject): Promise<void> {
  const sum = new EtagSum();
  const check = (): void => {
    if (sum.bytes !== there.bytes || (there.etagIsMd5 && sum.etag(there.parts) !== there.etag))
      throw new StorageError(
        'failed',
        `The object storage gave something else than it keeps of ${relative}: nothing was changed of it; run the command again.`,
      );
  };
  await writeWhole(path.join(recordings.folder, relative), await storage.read(relative), { through: sum.passing(), check });
}

/** What S3 gives an object for its ETag: MD5, or MD5 of the parts' MD5s. */
class EtagSum {
  bytes = 0;
  readonly #whole = createHash('md5');
  #part = createHash('md5');
  #inPart = 0;
  readonly #parts: Buffer[] = [];

  passing(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#add(chunk);
        done(null, chunk);
      },
    });
  }

  #add(chunk: Buffer): void {
    this.bytes += chunk.length;
    this.#whole.update(chunk);
    for (let at = 0; at < chunk.length;) {
      const piece = chunk.subarray(at, at + PART_BYTES - this.#inPart);
      this.#part.update(piece);
      this.#inPart += piece.length;
      at += piece.length;
      if (this.#inPart === PART_BYTES) this.#endPart();
    }
  }

  #endPart(): void {
    this.#parts.push(this.#part.digest());
    this.#part = createHash('md5');
    this.#inPart = 0;
  }

  /** After the last byte, once. */
  etag(parts: number | null): string {
    if (parts === null) return `"${this.#whole.digest('hex')}"`;
    if (this.#inPart > 0) this.#endPart();
    return `"${createHash('md5').update(Buffer.concat(this.#parts)).digest('hex')}-${String(this.#parts.length)}"`;
  }
}
