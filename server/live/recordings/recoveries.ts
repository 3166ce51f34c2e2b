/** What was left of recordings when a node died is taken up again: by itself when it is back, by another as far as the object storage has it. */
import path from 'node:path';
import { isOver } from '@parley/contract';
import { WAV_HEADER_BYTES } from '@parley/engine/audio/wav.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { refOf, type CallRef } from '../call-events/call-ref.ts';
import { StorageError, type ObjectStorage, type StoredObject, type StoredPart } from './object-storage.ts';
import * as rows from './recording-rows.ts';
import { durationOf, type Recordings } from './recordings.ts';
import type { Uploads } from './uploads.ts';
import { writeWhole } from './whole-file.ts';

const ROWS_AT_ONCE = 500;
/** A node that is only restarted has taken up its own by then, and has all of it. */
const LEFT_ALONE_MS = 120_000;

export interface RecoveryDeps {
  database: Pick<Database, 'asSystem'>;
  recordings: Recordings;
  /** Null: recordings stay on the disk. */
  stored: { storage: ObjectStorage; uploads: Uploads } | null;
  nodeName: string;
  log: Log;
  leftAloneMs?: number;
}

/** The parts from the first on, none missing between them. */
function unbroken(parts: readonly StoredPart[]): StoredPart[] {
  const ordered = parts.toSorted((a, b) => a.number - b.number);
  return ordered.filter(({ number }, index) => number === index + 1);
}

export class Recoveries {
  readonly #deps: RecoveryDeps;
  /** Lost calls of which nothing is anywhere. */
  readonly #hopeless = new Set<string>();
  #strangers = 0;

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
  }

  /** Recordings on this disk whose calls were deleted while this node was away or had another name. */
  async sweep(): Promise<void> {
    const { recordings, database } = this.#deps;
    for (const folder of [recordings.waitingFolder, recordings.folder]) {
      const found = await recordings.list(folder);
      for (let from = 0; from < found.length; from += ROWS_AT_ONCE) {
        const paths = found.slice(from, from + ROWS_AT_ONCE);
        for (const row of await database.asSystem((tx) => rows.selectRemovalsOf(tx, paths)))
          if (row.everywhere) await recordings.remove(row.path);
      }
    }
  }

  /** One round. */
  async run(): Promise<void> {
    await this.#takeUpWaiting();
    await this.#takeUpLost();
  }

  /** What an earlier run of this node did not get uploaded. */
  async #takeUpWaiting(): Promise<void> {
    const { recordings, database, stored, log } = this.#deps;
    if (stored === null) return;
    const waiting = new Map<string, string>();
    for (const relative of await recordings.list(recordings.waitingFolder)) {
      const callId = path.basename(relative, '.wav');
      if (!recordings.isOpen(callId) && !stored.uploads.has(relative)) waiting.set(callId, relative);
    }
    const ids = [...waiting.keys()];
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      const places = await database.asSystem((tx) => rows.selectPlaces(tx, ids.slice(from, from + ROWS_AT_ONCE)));
      for (const place of places) {
        waiting.delete(place.id);
        if (isOver(place.status)) await this.#takeUp(place, stored);
      }
    }
    if (waiting.size > this.#strangers)
      log.warn(
        `${String(waiting.size)} recordings wait for the object storage whose calls this database does not know; they are left as they are.`,
      );
    this.#strangers = waiting.size;
  }

  async #takeUp(place: rows.PlaceRow, { storage, uploads }: { storage: ObjectStorage; uploads: Uploads }): Promise<void> {
    const { recordings } = this.#deps;
    const ref = refOf(place);
    const relative = recordings.pathOf(ref);
    const here = await recordings.find(relative);
    if (here === null || recordings.isOpen(ref.callId)) return;
    if (place.recordingStored) {
      const there = await storage.describe(relative);
      // Another node may have saved less of it than is here.
      if (there !== null && there.bytes >= here.bytes) return recordings.remove(relative);
    }
    await this.#keep(ref);
    uploads.kept(ref);
  }

  /** Repaired, and told in the call's row. */
  async #keep(ref: CallRef): Promise<void> {
    const { recordings, database, nodeName } = this.#deps;
    const durationMs = await recordings.repair(ref);
    if (durationMs === null) return;
    const kept = { path: recordings.pathOf(ref), durationMs, node: nodeName };
    await database.asSystem((tx) => rows.keepOnDisk(tx, ref, kept));
  }

  /** Calls that others closed while this node was away, and calls of nodes that do not come back. */
  async #takeUpLost(): Promise<void> {
    const { recordings, database, stored, leftAloneMs = LEFT_ALONE_MS } = this.#deps;
    for (const place of await database.asSystem((tx) => rows.selectLost(tx, leftAloneMs))) {
      const ref = refOf(place);
      if (this.#hopeless.has(place.id) || recordings.isOpen(place.id)) continue;
      if ((await recordings.find(recordings.pathOf(ref))) !== null) {
        await this.#keep(ref);
        if (stored !== null) stored.uploads.kept(ref);
      } else if (stored !== null && place.settled) await this.#salvage(ref, stored);
    }
  }

  async #salvage(ref: CallRef, { storage, uploads }: { storage: ObjectStorage; uploads: Uploads }): Promise<void> {
    const { recordings, database, log } = this.#deps;
    const key = recordings.pathOf(ref);
    await this.#completeWhatIsThere(key, storage);
    const there = await storage.describe(key);
    if (there === null) return void this.#hopeless.add(ref.callId);
    if (await this.#isWhole(key, there, storage)) {
      const durationMs = durationOf(there.bytes);
      await database.asSystem((tx) => rows.noteStored(tx, ref, { path: key, durationMs }));
      return;
    }
    await this.#bring(key, storage);
    await this.#keep(ref);
    uploads.kept(ref);
    log.warn(
      { callId: ref.callId },
      'the recording of a call whose node is lost was saved as far as it had been uploaded; its last 5 MB at most are on the disk of that node',
    );
  }

  async #completeWhatIsThere(key: string, storage: ObjectStorage): Promise<void> {
    const [upload] = await storage.unfinished(key);
    if (upload === undefined) return;
    const parts = unbroken(await storage.parts(upload));
    if (parts.length === 0) return storage.abandon(upload);
    await storage.complete(upload, parts).catch((error: unknown) => {
      // Another node was first.
      if (!(error instanceof StorageError) || error.fault !== 'no_upload') throw error;
    });
  }

  /** The header knows the length: whoever uploaded it did so to the end. */
  async #isWhole(key: string, { bytes }: StoredObject, storage: ObjectStorage): Promise<boolean> {
    if (bytes <= WAV_HEADER_BYTES) return bytes === WAV_HEADER_BYTES;
    const chunks: Buffer[] = [];
    for await (const chunk of await storage.read(key, { start: 0, end: WAV_HEADER_BYTES - 1 })) chunks.push(chunk as Buffer);
    const told = Buffer.concat(chunks).readUInt32LE(WAV_HEADER_BYTES - 4);
    return told > 0 && durationOf(bytes) === durationOf(WAV_HEADER_BYTES + told);
  }

  async #bring(key: string, storage: ObjectStorage): Promise<void> {
    const { recordings } = this.#deps;
    await writeWhole(path.join(recordings.waitingFolder, key), await storage.read(key));
    await recordings.weighOne(key);
  }
}
