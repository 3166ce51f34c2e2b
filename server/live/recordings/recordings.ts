/** Stereo WAV files of calls, 16 kHz, caller left and agent right, under the data directory: to stay there, or until the object storage has them. */
import { mkdir, open, readdir, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { WAV_HEADER_BYTES, wavHeader } from '@parley/engine/audio/wav.ts';
import { RECORDINGS_DIRECTORY, WAITING_DIRECTORY } from '../../platform/data-directory.ts';
import type { Log } from '../../platform/log.ts';
import type { CallRef } from '../call-events/call-ref.ts';

const FORMAT = { sampleRate: 16_000, channels: 2 } as const;
/** One sample of both sides. */
const SAMPLE_BYTES = FORMAT.channels * 2;
const BYTES_PER_SECOND = FORMAT.sampleRate * FORMAT.channels * 2;

/** Who takes the recordings over, and how many bytes may wait for that. */
export interface RecordingTaker {
  maxWaitingBytes: number;
  /** So many bytes of it are on the disk, header and all. */
  grew(ref: CallRef, bytes: number): void;
  /** It is whole, and its call's row says so. */
  kept(ref: CallRef): void;
}

/** A recording on this disk. */
export interface RecordingOnDisk {
  /** Where recordings of its kind are; absolute. */
  folder: string;
  /** In there: `<organization>/<call>.wav`. */
  path: string;
  bytes: number;
}

/** Whole samples of a file of this size; what a process left behind that died may end in a torn one. */
const audioBytesOf = (fileBytes: number): number => {
  const bytes = Math.max(0, fileBytes - WAV_HEADER_BYTES);
  return bytes - (bytes % SAMPLE_BYTES);
};

/** In ms. */
export const durationOf = (fileBytes: number): number => Math.round((audioBytesOf(fileBytes) * 1_000) / BYTES_PER_SECOND);

interface OpenRecording {
  /** Absolute. */
  path: string;
  ref: CallRef;
  file: FileHandle | null;
  bytes: number;
  /** Chunks are written one after the other. */
  tail: Promise<void>;
}

export class Recordings {
  /** Where they stay. */
  readonly folder: string;
  /** Where they wait for the object storage. */
  readonly waitingFolder: string;
  readonly #log: Log;
  readonly #open = new Map<string, OpenRecording>();
  #taker: RecordingTaker | null = null;
  #waitingBytes = 0;

  constructor(dataDirectory: string, log: Log) {
    this.folder = path.join(dataDirectory, RECORDINGS_DIRECTORY);
    this.waitingFolder = path.join(dataDirectory, WAITING_DIRECTORY);
    this.#log = log;
  }

  /** From here on recordings are made in the waiting folder. */
  giveTo(taker: RecordingTaker): void {
    this.#taker = taker;
  }

  /** Of the waiting folder, what is being recorded included. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  isOpen(callId: string): boolean {
    return this.#open.has(callId);
  }

  /** Relative to the recordings folder; ids hold letters, digits and underscores only. */
  pathOf({ organizationId, callId }: CallRef): string {
    return path.join(organizationId, `${callId}.wav`);
  }

  /** Makes the file before anything is heard: a call that begins has one, whatever happens next. */
  async begin(ref: CallRef): Promise<void> {
    await (this.#open.get(ref.callId) ?? this.#begin(ref)).tail;
  }

  /** Adds interleaved samples. A full disk ends the recording, never the call. */
  append(ref: CallRef, pcm: Uint8Array): void {
    const recording = this.#open.get(ref.callId) ?? this.#begin(ref);
    recording.tail = recording.tail.then(() => this.#write(ref.callId, recording, pcm));
  }

  /** Its call's row tells of it now. */
  kept(ref: CallRef): void {
    this.#taker?.kept(ref);
  }

  /** Closes the file with its true length; resolves with the duration in ms. Null when nothing was recorded: an empty file is kept only where asked for. */
  async finish(callId: string, keepEmpty = false): Promise<number | null> {
    const recording = this.#open.get(callId);
    if (recording === undefined) return null;
    this.#open.delete(callId);
    await recording.tail;
    await this.#patch(recording);
    await recording.file?.close().catch(() => undefined);
    if (recording.bytes > 0 || keepEmpty) return Math.round((recording.bytes * 1_000) / BYTES_PER_SECOND);
    // Where it could not be made there is nothing to remove.
    await rm(recording.path, { force: true }).catch(() => undefined);
    this.#waits(-WAV_HEADER_BYTES);
    return null;
  }

  /** Writes the header of a file whose process died before it could; the duration in ms, null when there is no file. */
  async repair(ref: CallRef): Promise<number | null> {
    const found = await this.find(this.pathOf(ref));
    if (found === null) return null;
    const file = path.join(found.folder, found.path);
    if (found.bytes < WAV_HEADER_BYTES) await writeFile(file, wavHeader(FORMAT, 0));
    if (found.bytes <= WAV_HEADER_BYTES) return 0;
    const bytes = audioBytesOf(found.bytes);
    const handle = await open(file, 'r+');
    await handle.write(wavHeader(FORMAT, bytes), 0, WAV_HEADER_BYTES, 0);
    await handle.close();
    return durationOf(found.bytes);
  }

  /** Null when it is not on this disk. */
  async find(relative: string): Promise<RecordingOnDisk | null> {
    for (const folder of [this.waitingFolder, this.folder]) {
      const found = await stat(path.join(folder, relative)).catch(() => null);
      if (found !== null) return { folder, path: relative, bytes: found.size };
    }
    return null;
  }

  /** What is in one of the folders, as paths in there. */
  async list(folder: string): Promise<string[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries
      .filter((one) => one.isFile() && one.name.endsWith('.wav'))
      .map((one) => path.relative(folder, path.join(one.parentPath, one.name)).split(path.sep).join('/'));
  }

  /** Sums up what an earlier run left waiting. */
  async weigh(): Promise<void> {
    for (const relative of await this.list(this.waitingFolder)) await this.weighOne(relative);
  }

  /** It was put into the waiting folder by somebody else. */
  async weighOne(relative: string): Promise<void> {
    this.#waits((await this.find(relative))?.bytes ?? 0);
  }

  async remove(relative: string): Promise<void> {
    const waiting = await stat(path.join(this.waitingFolder, relative)).catch(() => null);
    if (waiting !== null) {
      await rm(path.join(this.waitingFolder, relative), { force: true });
      this.#waits(-waiting.size);
    }
    await rm(path.join(this.folder, relative), { force: true });
  }

  #waits(bytes: number): void {
    if (this.#taker !== null) this.#waitingBytes = Math.max(0, this.#waitingBytes + bytes);
  }

  /** Throws what is logged where the recording ends. */
  #requireRoom(): void {
    if (this.#taker !== null && this.#waitingBytes >= this.#taker.maxWaitingBytes)
      throw new Error('More recordings wait for the object storage than PARLEY_RECORDINGS_WAITING_MB allows.');
  }

  #begin(ref: CallRef): OpenRecording {
    const { callId } = ref;
    const folder = this.#taker === null ? this.folder : this.waitingFolder;
    const recording: OpenRecording = { path: path.join(folder, this.pathOf(ref)), ref, file: null, bytes: 0, tail: Promise.resolve() };
    this.#open.set(callId, recording);
    recording.tail = this.#create(ref, recording).catch((error: unknown) => this.#giveUp(callId, recording, error));
    return recording;
  }

  async #create(ref: CallRef, recording: OpenRecording): Promise<void> {
    const file = recording.path;
    this.#requireRoom();
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    recording.file = await open(file, 'w', 0o600);
    await recording.file.write(wavHeader(FORMAT, 0));
    this.#waits(WAV_HEADER_BYTES);
  }

  async #write(callId: string, recording: OpenRecording, pcm: Uint8Array): Promise<void> {
    if (recording.file === null) return;
    try {
      this.#requireRoom();
      // A disk that fills up takes a part first, and says why with the next.
      for (let written = 0; written < pcm.length;) {
        const { bytesWritten } = await recording.file.write(pcm, written, pcm.length - written, WAV_HEADER_BYTES + recording.bytes);
        written += bytesWritten;
        recording.bytes += bytesWritten;
        this.#waits(bytesWritten);
      }
      this.#taker?.grew(recording.ref, WAV_HEADER_BYTES + recording.bytes);
    } catch (error) {
      await this.#giveUp(callId, recording, error);
    }
  }

  async #giveUp(callId: string, recording: OpenRecording, error: unknown): Promise<void> {
    this.#log.error({ err: error, callId }, 'the recording could not be written and ends here; the call goes on');
    recording.bytes -= recording.bytes % SAMPLE_BYTES;
    await this.#patch(recording);
    await recording.file?.close().catch(() => undefined);
    recording.file = null;
  }

  async #patch(recording: OpenRecording): Promise<void> {
    await recording.file?.write(wavHeader(FORMAT, recording.bytes), 0, WAV_HEADER_BYTES, 0).catch(() => undefined);
  }
}
