/** What recordings need of a storage beyond the disk of one node. Keys are paths such as `<organization>/<call>.wav`. */
import type { Readable } from 'node:stream';

/** S3 takes no smaller part but the last: 82 seconds of a recording. */
export const PART_BYTES = 5 * 1024 * 1024;

export type StorageFault =
  /** The credentials may not do this. */
  | 'refused'
  | 'no_bucket'
  /** There is no upload of this id any more. */
  | 'no_upload'
  | 'unreachable'
  | 'failed';

/** The message is one sentence for whoever runs the server; it holds no key. */
export class StorageError extends Error {
  readonly fault: StorageFault;
  constructor(fault: StorageFault, message: string) {
    super(message);
    this.name = 'StorageError';
    this.fault = fault;
  }
}

export interface StoredObject {
  bytes: number;
  /** As in the HTTP header, with its quotes. */
  etag: string;
  modifiedAt: Date;
  /** In how many parts it was uploaded; null: in one piece. */
  parts: number | null;
  /** The ETag is made of MD5 sums: so it is unless a key of its own encrypts the object. */
  etagIsMd5: boolean;
}

export interface StoredPart {
  number: number;
  etag: string;
  bytes: number;
}

/** An upload in parts that is not complete: nobody sees anything of it yet. */
export interface PartUpload {
  key: string;
  id: string;
}

export interface ByteRange {
  start: number;
  /** The last byte, which belongs to it. */
  end: number;
}

export interface ObjectLink {
  fileName: string;
  lifeSeconds: number;
}

/** Every method but `link` rejects with a `StorageError`; what a storage answers late, it gives up by itself. */
export interface ObjectStorage {
  /** Where recordings go, in words. */
  readonly place: string;
  /** Writes and deletes a small object: whether recordings can be kept. */
  check(): Promise<void>;
  put(key: string, body: Buffer): Promise<void>;
  begin(key: string): Promise<PartUpload>;
  /** Numbers begin with 1; a part that is sent again takes the place of the first. Resolves with its ETag. */
  putPart(upload: PartUpload, number: number, body: Buffer): Promise<string>;
  /** Uploads of this key that were begun and not completed, the newest first. */
  unfinished(key: string): Promise<PartUpload[]>;
  parts(upload: PartUpload): Promise<StoredPart[]>;
  complete(upload: PartUpload, parts: readonly Pick<StoredPart, 'number' | 'etag'>[]): Promise<void>;
  abandon(upload: PartUpload): Promise<void>;
  /** Null when there is no such object. */
  describe(key: string): Promise<StoredObject | null>;
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Nothing happens where there is no such object. */
  remove(key: string): Promise<void>;
  /** A URL that opens the object without credentials. */
  link(key: string, link: ObjectLink): Promise<string>;
}
