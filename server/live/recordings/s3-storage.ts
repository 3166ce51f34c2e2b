/** Object storage by S3's protocol: Amazon's own, MinIO, Ceph, R2 and others. The client is loaded with the first use: a server without one does not pay for it. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type * as S3 from '@aws-sdk/client-s3';
import type { ObjectStorageSettings } from '../../config.ts';
import {
  StorageError,
  type ByteRange,
  type ObjectLink,
  type ObjectStorage,
  type PartUpload,
  type StorageFault,
  type StoredObject,
  type StoredPart,
} from './object-storage.ts';

/** Name and version of the object that says whether recordings can be kept. */
const CHECK_KEY = '.parley-check';
const CONNECT_WITHIN_MS = 5_000;
/** Without a byte: a part takes longer on a slow line. */
const SILENT_MS = 30_000;
const LOST_CONNECTION = /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|EPIPE|ETIMEDOUT|TimeoutError|NetworkingError)/;

type Sdk = typeof S3 & { client: S3.S3Client };

interface SdkError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

const md5 = (body: Buffer): string => createHash('md5').update(body).digest('base64');

function faultOf({ name, code = '', $metadata: { httpStatusCode: status } = {} }: SdkError): StorageFault {
  if (name === 'NoSuchBucket') return 'no_bucket';
  if (name === 'NoSuchUpload') return 'no_upload';
  if (name === 'CredentialsProviderError' || status === 401 || status === 403) return 'refused';
  return LOST_CONNECTION.test(code) || LOST_CONNECTION.test(name) ? 'unreachable' : 'failed';
}

export class S3Storage implements ObjectStorage {
  readonly place: string;
  readonly #settings: ObjectStorageSettings;
  #sdk: Promise<Sdk> | undefined;

  constructor(settings: ObjectStorageSettings) {
    this.#settings = settings;
    const { bucket, endpoint, region } = settings;
    this.place = `the bucket "${bucket}" at ${endpoint ?? `Amazon S3 in ${region}`}`;
  }

  async check(): Promise<void> {
    await this.put(CHECK_KEY, Buffer.from('Parley looks whether it can keep recordings here.\n'));
    await this.unfinished(CHECK_KEY);
    await this.remove(CHECK_KEY);
  }

  put(key: string, body: Buffer): Promise<void> {
    return this.#ask(async ({ client, PutObjectCommand }) => {
      await client.send(new PutObjectCommand({ ...this.#new(key), Body: body, ContentMD5: md5(body) }));
    });
  }

  begin(key: string): Promise<PartUpload> {
    return this.#ask(async ({ client, CreateMultipartUploadCommand }) => {
      const { UploadId: id } = await client.send(new CreateMultipartUploadCommand(this.#new(key)));
      return { key, id: given(id) };
    });
  }

  putPart({ key, id }: PartUpload, number: number, body: Buffer): Promise<string> {
    return this.#ask(async ({ client, UploadPartCommand }) => {
      const part = { ...this.#object(key), UploadId: id, PartNumber: number, Body: body, ContentMD5: md5(body) };
      return given((await client.send(new UploadPartCommand(part))).ETag);
    });
  }

  unfinished(key: string): Promise<PartUpload[]> {
    const { Bucket, Key } = this.#object(key);
    return this.#ask(async ({ client, ListMultipartUploadsCommand }) => {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
      return Uploads.filter((one) => one.Key === Key && one.UploadId !== undefined)
        .toSorted((a, b) => (b.Initiated?.getTime() ?? 0) - (a.Initiated?.getTime() ?? 0))
        .map((one) => ({ key, id: given(one.UploadId) }));
    });
  }

  parts({ key, id }: PartUpload): Promise<StoredPart[]> {
    return this.#ask(async ({ client, ListPartsCommand }) => {
      const found: StoredPart[] = [];
      for (let after: string | undefined; ;) {
        const {
          Parts = [],
          IsTruncated,
          NextPartNumberMarker,
        } = await client.send(
          new ListPartsCommand({ ...this.#object(key), UploadId: id, ...(after === undefined ? {} : { PartNumberMarker: after }) }),
        );
        for (const { PartNumber, ETag, Size } of Parts) found.push({ number: given(PartNumber), etag: given(ETag), bytes: given(Size) });
        if (IsTruncated !== true || NextPartNumberMarker === undefined) return found;
        after = NextPartNumberMarker;
      }
    });
  }

  complete({ key, id }: PartUpload, parts: readonly Pick<StoredPart, 'number' | 'etag'>[]): Promise<void> {
    return this.#ask(async ({ client, CompleteMultipartUploadCommand }) => {
      const Parts = parts.toSorted((a, b) => a.number - b.number).map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      await client.send(new CompleteMultipartUploadCommand({ ...this.#object(key), UploadId: id, MultipartUpload: { Parts } }));
    });
  }

  abandon({ key, id }: PartUpload): Promise<void> {
    return this.#ask(async ({ client, AbortMultipartUploadCommand }) => {
      await client.send(new AbortMultipartUploadCommand({ ...this.#object(key), UploadId: id }));
    });
  }

  describe(key: string): Promise<StoredObject | null> {
    return this.#ask(async ({ client, HeadObjectCommand }) => {
      try {
        const {
          ContentLength,
          ETag,
          LastModified,
          ServerSideEncryption = 'AES256',
        } = await client.send(new HeadObjectCommand(this.#object(key)));
        const etag = given(ETag);
        const parts = /-(\d+)"?$/.exec(etag)?.[1];
        return {
          bytes: given(ContentLength),
          etag,
          modifiedAt: given(LastModified),
          parts: parts === undefined ? null : Number(parts),
          etagIsMd5: ServerSideEncryption === 'AES256',
        };
      } catch (error) {
        if ((error as SdkError).$metadata?.httpStatusCode === 404) return null;
        throw error;
      }
    });
  }

  read(key: string, range?: ByteRange): Promise<Readable> {
    const wanted = range === undefined ? {} : { Range: `bytes=${String(range.start)}-${String(range.end)}` };
    return this.#ask(async ({ client, GetObjectCommand }) => {
      const { Body } = await client.send(new GetObjectCommand({ ...this.#object(key), ...wanted }));
      // In Node it is a stream of Node's.
      return given(Body) as Readable;
    });
  }

  remove(key: string): Promise<void> {
    return this.#ask(async ({ client, DeleteObjectCommand }) => {
      await client.send(new DeleteObjectCommand(this.#object(key)));
    });
  }

  async link(key: string, { fileName, lifeSeconds }: ObjectLink): Promise<string> {
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
    const answer = { ResponseContentType: 'audio/wav', ResponseContentDisposition: `attachment; filename="${fileName}"` };
    return this.#ask(({ client, GetObjectCommand }) =>
      getSignedUrl(client, new GetObjectCommand({ ...this.#object(key), ...answer }), { expiresIn: lifeSeconds }),
    );
  }

  #object(key: string): { Bucket: string; Key: string } {
    const { bucket, prefix } = this.#settings;
    return { Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` };
  }

  #new(key: string) {
    const { encryption } = this.#settings;
    return {
      ...this.#object(key),
      ContentType: 'audio/wav',
      ...(encryption === undefined ? {} : { ServerSideEncryption: encryption.algorithm }),
      ...(encryption?.kmsKeyId === undefined ? {} : { SSEKMSKeyId: encryption.kmsKeyId }),
    };
  }

  async #load(): Promise<Sdk> {
    const sdk = await import('@aws-sdk/client-s3');
    const { endpoint, region, pathStyle, credentials } = this.#settings;
    const client = new sdk.S3Client({
      region,
      forcePathStyle: pathStyle,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: 2,
      // Content-MD5 goes with every body; the newer checksums are refused by storages that do not know them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_WITHIN_MS, requestTimeout: SILENT_MS, throwOnRequestTimeout: true },
    });
    return { ...sdk, client };
  }

  async #ask<T>(work: (sdk: Sdk) => Promise<T>): Promise<T> {
    this.#sdk ??= this.#load();
    const sdk = await this.#sdk;
    try {
      return await work(sdk);
    } catch (error) {
      throw this.#inWords(error as SdkError);
    }
  }

  /** Without the error itself: what a storage says of a signature holds keys. */
  #inWords(error: SdkError): StorageError {
    const fault = faultOf(error);
    const status = error.$metadata?.httpStatusCode;
    const shown = `${error.name}${status === undefined ? '' : `, ${String(status)}`}`;
    switch (fault) {
      case 'no_bucket':
        return new StorageError(fault, `There is no ${this.place.slice(4)}: make it, or set PARLEY_RECORDINGS_S3_BUCKET to another.`);
      case 'refused':
        return new StorageError(
          fault,
          `The object storage refuses Parley's access to ${this.place} (${shown}): check the credentials and what they may do.`,
        );
      case 'unreachable':
        return new StorageError(fault, `The object storage with ${this.place} cannot be reached (${shown}).`);
      case 'no_upload':
        return new StorageError(fault, 'The object storage knows nothing of the upload any more.');
      case 'failed':
        return new StorageError(fault, `The object storage failed at ${this.place} (${shown}).`);
      default:
        return fault satisfies never;
    }
  }
}

/** What the protocol says is always there. */
function given<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('The object storage left out what S3 always sends.');
  return value;
}
