/** Everything that recordings need besides their calls, put together: where they go, what brings them there, what takes them away. */
import type { Config } from '../../config.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { startRounds } from '../../platform/rounds.ts';
import { StorageError, type ObjectStorage } from './object-storage.ts';
import { Recordings } from './recordings.ts';
import { Recoveries } from './recoveries.ts';
import { Removals } from './removals.ts';
import { S3Storage } from './s3-storage.ts';
import { Uploads, type UploadStatus } from './uploads.ts';

const ROUND_MS = 60_000;

export interface RecordingCareDeps {
  config: Pick<Config, 'dataDirectory' | 'recordingStorage' | 'recordingsWaitingMaxBytes' | 'nodeName'>;
  database: Database;
  log: Log;
}

export interface RecordingCare {
  recordings: Recordings;
  /** Null: they stay on the disk. */
  storage: ObjectStorage | null;
  removals: Removals;
  /** Null where there is no object storage. */
  status(): UploadStatus | null;
  /** Takes up what earlier runs left; returns the way to stop, which waits a while for what is on its way. */
  start(): Promise<() => Promise<void>>;
}

export function createRecordingCare({ config, database, log }: RecordingCareDeps): RecordingCare {
  const { nodeName, recordingStorage, recordingsWaitingMaxBytes: maxWaitingBytes } = config;
  const recordings = new Recordings(config.dataDirectory, log);
  const storage = recordingStorage === undefined ? null : new S3Storage(recordingStorage);
  const uploads = storage === null ? null : new Uploads({ storage, recordings, database, maxWaitingBytes, log });
  const removals = new Removals({ database, recordings, storage, uploads, nodeName, log });
  const stored = storage === null || uploads === null ? null : { storage, uploads };
  const recoveries = new Recoveries({ database, recordings, stored, nodeName, log });
  if (uploads !== null) recordings.giveTo(uploads);

  const round = async (): Promise<void> => {
    await removals.run();
    // While the storage is away there is nothing to ask it.
    if (uploads?.status.reachable !== false) await recoveries.run();
  };
  const onFailed = (error: unknown): void => {
    // It is logged where it begins.
    if (!(error instanceof StorageError)) log.error({ err: error }, 'a round over the recordings failed; it is tried again');
  };
  return {
    recordings,
    storage,
    removals,
    status: () => uploads?.status ?? null,
    async start() {
      await recordings.weigh();
      if (storage === null && (await recordings.list(recordings.waitingFolder)).length > 0)
        log.warn(
          'Recordings wait for an object storage, and none is configured any more: "parley recordings move --to directory" brings them to the others.',
        );
      // A storage that does not answer does not hold up the start.
      const first = (uploads?.check() ?? Promise.resolve()).then(() => recoveries.sweep()).then(round);
      const begun = first.catch(onFailed);
      const stopRounds = startRounds({ everyMs: ROUND_MS, work: () => begun.then(round), onFailed });
      return async () => {
        await Promise.all([stopRounds(), begun, uploads?.stop()]);
      };
    },
  };
}
