/** What nodes have for their recordings, for tests: several of them on one database and one object storage. */
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../config.ts';
import { collectingLog, type TestServer } from '../../testing.ts';
import type { CallRef } from '../call-events/call-ref.ts';
import { keepOnDisk } from './recording-rows.ts';
import { Recordings } from './recordings.ts';
import { Recoveries } from './recoveries.ts';
import { Removals } from './removals.ts';
import { S3Storage } from './s3-storage.ts';
import type { TestStorage } from './testing-moto.ts';
import { Uploads } from './uploads.ts';

export const BUCKET = 'recordings';

/** Audio that is nowhere the same: a part in the wrong place shows. */
export const audio = (bytes: number, seed: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  let value = seed;
  for (let at = 0; at + 4 <= bytes; at += 4) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    buffer.writeUInt32LE(value, at);
  }
  return buffer;
};

export const storageEnvironment = ({ endpoint }: TestStorage, bucket: string): Record<string, string> => ({
  PARLEY_RECORDINGS_S3_BUCKET: bucket,
  PARLEY_RECORDINGS_S3_ENDPOINT: endpoint,
  PARLEY_RECORDINGS_S3_PREFIX: 'calls',
  PARLEY_RECORDINGS_S3_ACCESS_KEY_ID: 'test',
  PARLEY_RECORDINGS_S3_SECRET_ACCESS_KEY: 'test',
  PARLEY_RECORDINGS_S3_ENCRYPTION: 'AES256',
});

export interface NodeOptions {
  bucket?: string;
  /** The disk of one that was killed; otherwise one of its own. */
  disk?: string;
  maxWaitingBytes?: number;
}

export function createNode(
  { parley: { database }, storage }: { parley: TestServer; storage: TestStorage },
  nodeName: string,
  { bucket = BUCKET, disk, maxWaitingBytes = 1e9 }: NodeOptions = {},
) {
  const dataDirectory = disk ?? mkdtempSync(path.join(os.tmpdir(), 'parley-node-'));
  const { log, logged } = collectingLog();
  const s3 = new S3Storage(loadConfig(storageEnvironment(storage, bucket)).recordingStorage!);
  const recordings = new Recordings(dataDirectory, log);
  const uploads = new Uploads({ storage: s3, recordings, database, maxWaitingBytes, log, waitMs: () => 5 });
  // One of several, whatever the test's database is.
  const ofMany = { kind: 'postgresql' as const, asSystem: database.asSystem.bind(database) };
  const removals = new Removals({ database: ofMany, recordings, storage: s3, uploads, nodeName, log });
  const recoveries = new Recoveries({ database, recordings, stored: { storage: s3, uploads }, nodeName, log, leftAloneMs: -1_000 });
  recordings.giveTo(uploads);
  /** As the call host does. */
  const finish = async (ref: CallRef): Promise<void> => {
    const durationMs = (await recordings.finish(ref.callId)) ?? 0;
    await database.asSystem((tx) => keepOnDisk(tx, ref, { path: recordings.pathOf(ref), durationMs, node: nodeName }));
    recordings.kept(ref);
  };
  return { dataDirectory, logged, s3, recordings, uploads, removals, recoveries, finish };
}

export type TestNode = ReturnType<typeof createNode>;
