/** Brings recordings to the object storage beside their calls. What it does not take waits on the disk, and is tried again until it does. */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from '../../platform/rounds.ts';
import type { CallRef } from '../call-events/call-ref.ts';
import { StorageError, type ObjectStorage } from './object-storage.ts';
import { noteStored } from './recording-rows.ts';
import { RecordingUpload } from './recording-upload.ts';
import type { RecordingTaker, Recordings } from './recordings.ts';

/** Each holds one part in memory. */
const AT_ONCE = 2;
const LONGEST_WAIT_MS = 60_000;
/** A server that ends waits so long for what is on its way; the rest goes on with the next start. */
const DRAIN_MS = 8_000;

export interface UploadDeps {
  storage: ObjectStorage;
  recordings: Recordings;
  database: Pick<Database, 'asSystem'>;
  maxWaitingBytes: number;
  log: Log;
  /** After so many failures in a row. */
  waitMs?: (failures: number) => number;
}

interface Job {
  ref: CallRef;
  upload: RecordingUpload;
  running: Promise<void> | null;
}

export interface UploadStatus {
  /** False: the storage did not take the last recording that was offered. */
  reachable: boolean;
  waiting: number;
  waitingBytes: number;
  stored: number;
  failures: number;
}

/** 1, 2, 4, … 60 s, a part of it by chance. */
const backOff = (failures: number): number => Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);

export class Uploads implements RecordingTaker {
  readonly maxWaitingBytes: number;
  readonly #deps: UploadDeps;
  readonly #jobs = new Map<string, Job>();
  readonly #stopping = new AbortController();
  #paused = false;
  /** In a row. */
  #failures = 0;
  #failedInAll = 0;
  #stored = 0;
  #idle: PromiseWithResolvers<void> | null = null;

  constructor(deps: UploadDeps) {
    this.#deps = deps;
    this.maxWaitingBytes = deps.maxWaitingBytes;
  }

  get status(): UploadStatus {
    const { waitingBytes } = this.#deps.recordings;
    return {
      reachable: this.#failures === 0,
      waiting: this.#jobs.size,
      waitingBytes,
      stored: this.#stored,
      failures: this.#failedInAll,
    };
  }

  grew(ref: CallRef, bytes: number): void {
    this.#job(ref, false).upload.grew(bytes);
    this.#pump();
  }

  kept(ref: CallRef): void {
    this.#job(ref, true).upload.isWhole();
    this.#pump();
  }

  has(relative: string): boolean {
    return this.#jobs.has(relative);
  }

  /** Its call is gone: nothing more is sent of it. */
  async cancel(relative: string): Promise<void> {
    const job = this.#jobs.get(relative);
    this.#jobs.delete(relative);
    await job?.running;
  }

  /** Says whether the storage takes recordings, in the log and by `status`. */
  async check(): Promise<void> {
    await this.#deps.storage.check().catch((error: unknown) => this.#noteFailure(error));
  }

  /** Whoever stops the server waits for what is on its way; the rest is on the disk. */
  async stop(withinMs = DRAIN_MS): Promise<void> {
    this.#idle = Promise.withResolvers();
    this.#noteIdle();
    const over = new AbortController();
    await Promise.race([this.#idle.promise, delay(withinMs, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
    this.#stopping.abort();
  }

  /** `resumed`: nothing is known of it in this process. */
  #job(ref: CallRef, resumed: boolean): Job {
    const { storage, recordings } = this.#deps;
    const relative = recordings.pathOf(ref);
    const known = this.#jobs.get(relative);
    if (known !== undefined) return known;
    const file = path.join(recordings.waitingFolder, relative);
    const job: Job = { ref, upload: new RecordingUpload(storage, { file, key: relative, resumed }), running: null };
    this.#jobs.set(relative, job);
    return job;
  }

  #pump(): void {
    if (this.#paused || this.#stopping.signal.aborted) return;
    const jobs = [...this.#jobs.values()];
    const idle = jobs.filter(({ running, upload }) => running === null && upload.isDue);
    // One only, until the storage is known to take it.
    const room = (this.#failures > 0 ? 1 : AT_ONCE) - jobs.filter(({ running }) => running !== null).length;
    for (const job of idle.slice(0, Math.max(0, room)))
      job.running = this.#advance(job).finally(() => {
        job.running = null;
        this.#noteIdle();
        this.#pump();
      });
  }

  async #advance(job: Job): Promise<void> {
    const { key } = job.upload;
    try {
      const whole = await job.upload.advance(this.#stopping.signal);
      this.#noteSuccess();
      if (whole && this.#jobs.get(key) === job) await this.#settle(job);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      // The last in the queue: another may be taken where this one is not.
      if (this.#jobs.delete(key)) this.#jobs.set(key, job);
      if (error instanceof StorageError) return this.#noteFailure(error);
      if (isDatabaseAway(error)) return this.#pause();
      this.#jobs.delete(key);
      this.#deps.log.error({ err: error, callId: job.ref.callId }, 'a recording cannot be read from the disk; it is not uploaded');
    }
  }

  /** The row first, then the copy on the disk: killed between the two, the next start compares them. */
  async #settle({ ref, upload: { key } }: Job): Promise<void> {
    const { database, recordings, storage } = this.#deps;
    const exists = await database.asSystem((tx) => noteStored(tx, ref, { path: key }));
    if (!exists) await storage.remove(key);
    // A client that came too early may be about to be recorded anew.
    else if (!recordings.isOpen(ref.callId)) await recordings.remove(key);
    this.#jobs.delete(key);
    this.#stored += 1;
  }

  #noteSuccess(): void {
    if (this.#failures > 0) this.#deps.log.info(`Recordings are uploaded to ${this.#deps.storage.place} again.`);
    this.#failures = 0;
  }

  /** One line when it begins, one when it is over. */
  #noteFailure(error: unknown): void {
    this.#failures += 1;
    this.#failedInAll += 1;
    const sentence = error instanceof StorageError ? error.message : 'The object storage failed.';
    if (this.#failures === 1) this.#deps.log.error(`${sentence} Recordings wait on the disk until it takes them.`);
    else this.#deps.log.debug(sentence);
    this.#pause();
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    const { waitMs = backOff } = this.#deps;
    void delay(waitMs(Math.max(1, this.#failures)), undefined, { signal: this.#stopping.signal, ref: false })
      .then(() => {
        this.#paused = false;
        this.#pump();
      })
      .catch(() => undefined);
  }

  #noteIdle(): void {
    if (this.#jobs.size === 0) this.#idle?.resolve();
  }
}
