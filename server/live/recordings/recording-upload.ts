/** One recording on its way to the object storage: its parts while it grows, the rest when it is whole. */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { PART_BYTES, StorageError, type ObjectStorage, type PartUpload } from './object-storage.ts';

export interface UploadOf {
  /** Absolute. */
  file: string;
  key: string;
  /** An earlier process may have begun it: the storage is asked what it has. */
  resumed: boolean;
}

async function readPart(file: string, number: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(PART_BYTES);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, filled, PART_BYTES - filled, (number - 1) * PART_BYTES + filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === PART_BYTES) return buffer.subarray(0, filled);
    }
  } finally {
    await handle.close();
  }
}

/** What S3 gives a part for its ETag, unless it is encrypted by a key of its own. */
const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

export class RecordingUpload {
  readonly key: string;
  readonly #file: string;
  readonly #storage: ObjectStorage;
  readonly #resumed: boolean;
  #bytes = 0;
  #whole = false;
  #upload: PartUpload | null = null;
  #parts = new Map<number, string>();

  constructor(storage: ObjectStorage, { file, key, resumed }: UploadOf) {
    this.#storage = storage;
    this.#file = file;
    this.key = key;
    this.#resumed = resumed;
  }

  /** So many bytes of the file will not change any more, but for its header. */
  grew(bytes: number): void {
    this.#bytes = bytes;
  }

  /** Nothing of the file will change any more. */
  isWhole(): void {
    this.#whole = true;
  }

  /** There is something to send. */
  get isDue(): boolean {
    return this.#whole || this.#nextPart() !== undefined;
  }

  /** Sends what there is; true when the storage has all of it. What fails is not lost: the next time goes on where this one stopped. */
  async advance(signal: AbortSignal): Promise<boolean> {
    try {
      for (let number = this.#nextPart(); number !== undefined; number = this.#nextPart()) {
        signal.throwIfAborted();
        await this.#send(number);
      }
      return this.#whole && (await this.#finish());
    } catch (error) {
      // The storage let it go; from the start, then.
      if (error instanceof StorageError && error.fault === 'no_upload') this.#forget();
      throw error;
    }
  }

  #nextPart(): number | undefined {
    const full = Math.floor(this.#bytes / PART_BYTES);
    for (let number = 1; number <= full; number += 1) if (!this.#parts.has(number)) return number;
    return undefined;
  }

  async #send(number: number): Promise<void> {
    const upload = await this.#begun();
    // What an earlier process sent was found when the upload was taken up.
    if (this.#parts.has(number) && !this.#whole) return;
    const body = await readPart(this.#file, number);
    if (body.length === 0 || this.#parts.get(number) === etagOf(body)) return;
    this.#parts.set(number, await this.#storage.putPart(upload, number, body));
  }

  async #begun(): Promise<PartUpload> {
    if (this.#upload !== null) return this.#upload;
    const [found] = this.#resumed ? await this.#storage.unfinished(this.key) : [];
    if (found !== undefined) await this.#takeUp(found);
    return (this.#upload ??= await this.#storage.begin(this.key));
  }

  /** Goes on with an upload that an earlier process began, from what is really there. */
  async #takeUp(upload: PartUpload): Promise<void> {
    for (const { number, etag } of await this.#storage.parts(upload))
      if (etagOf(await readPart(this.#file, number)) === etag) this.#parts.set(number, etag);
    this.#upload = upload;
  }

  async #finish(): Promise<true> {
    const { size } = await stat(this.#file);
    this.#bytes = size;
    if (size <= PART_BYTES && this.#upload === null) await this.#storage.put(this.key, await readPart(this.#file, 1));
    else await this.#complete(Math.ceil(size / PART_BYTES));
    const stored = await this.#storage.describe(this.key);
    if (stored?.bytes === size) return true;
    this.#forget();
    throw new StorageError('failed', 'The object storage has another length of a recording than was sent; it is sent again.');
  }

  async #complete(count: number): Promise<void> {
    const upload = await this.#begun();
    // The first part again: its header knows the length only now.
    for (let number = count; number >= 1; number -= 1) if (number === 1 || !this.#parts.has(number)) await this.#send(number);
    const parts = [...this.#parts].filter(([number]) => number <= count).map(([number, etag]) => ({ number, etag }));
    try {
      await this.#storage.complete(upload, parts);
    } catch (error) {
      // An answer that was lost on the way: it may be complete already.
      const stored = error instanceof StorageError && error.fault === 'no_upload' ? await this.#storage.describe(this.key) : null;
      if (stored?.bytes !== this.#bytes) throw error;
    }
  }

  #forget(): void {
    this.#upload = null;
    this.#parts = new Map();
  }
}
