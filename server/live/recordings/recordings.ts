/** Stereo WAV files of calls, 16 kHz, caller left and agent right, under the data directory. */
import { mkdir, open, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { WAV_HEADER_BYTES, wavHeader } from '@parley/engine/audio/wav.ts';
import type { Log } from '../../platform/log.ts';
import type { CallRef } from '../call-events/call-ref.ts';

const FORMAT = { sampleRate: 16_000, channels: 2 } as const;
/** One sample of both sides. */
const SAMPLE_BYTES = FORMAT.channels * 2;
const BYTES_PER_SECOND = FORMAT.sampleRate * FORMAT.channels * 2;

interface OpenRecording {
  /** Absolute. */
  path: string;
  file: FileHandle | null;
  bytes: number;
  /** Chunks are written one after the other. */
  tail: Promise<void>;
}

export class Recordings {
  /** Where all of them are. */
  readonly folder: string;
  readonly #log: Log;
  readonly #open = new Map<string, OpenRecording>();

  constructor(dataDirectory: string, log: Log) {
    this.folder = path.join(dataDirectory, 'recordings');
    this.#log = log;
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
    return null;
  }

  /** Writes the header of a file whose process died before it could; the duration in ms, null when there is no file. */
  async repair(ref: CallRef): Promise<number | null> {
    const file = path.join(this.folder, this.pathOf(ref));
    const found = await stat(file).catch(() => null);
    if (found === null) return null;
    if (found.size < WAV_HEADER_BYTES) await writeFile(file, wavHeader(FORMAT, 0));
    if (found.size <= WAV_HEADER_BYTES) return 0;
    const bytes = found.size - WAV_HEADER_BYTES - ((found.size - WAV_HEADER_BYTES) % SAMPLE_BYTES);
    const handle = await open(file, 'r+');
    await handle.write(wavHeader(FORMAT, bytes), 0, WAV_HEADER_BYTES, 0);
    await handle.close();
    return Math.round((bytes * 1_000) / BYTES_PER_SECOND);
  }

  async size(relative: string): Promise<number | null> {
    return (await stat(path.join(this.folder, relative)).catch(() => null))?.size ?? null;
  }

  async remove(relative: string): Promise<void> {
    await rm(path.join(this.folder, relative), { force: true });
  }

  #begin(ref: CallRef): OpenRecording {
    const { callId } = ref;
    const recording: OpenRecording = { path: path.join(this.folder, this.pathOf(ref)), file: null, bytes: 0, tail: Promise.resolve() };
    this.#open.set(callId, recording);
    recording.tail = this.#create(ref, recording).catch((error: unknown) => this.#giveUp(callId, recording, error));
    return recording;
  }

  async #create(ref: CallRef, recording: OpenRecording): Promise<void> {
    const file = recording.path;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    recording.file = await open(file, 'w', 0o600);
    await recording.file.write(wavHeader(FORMAT, 0));
  }

  async #write(callId: string, recording: OpenRecording, pcm: Uint8Array): Promise<void> {
    if (recording.file === null) return;
    try {
      // A disk that fills up takes a part first, and says why with the next.
      for (let written = 0; written < pcm.length;) {
        const { bytesWritten } = await recording.file.write(pcm, written, pcm.length - written, WAV_HEADER_BYTES + recording.bytes);
        written += bytesWritten;
        recording.bytes += bytesWritten;
      }
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
