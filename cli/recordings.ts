/** `parley recordings move`. */
import { StartError, type Config } from '@parley/server/config.ts';
import { moveToDirectory, moveToStorage, type Moved } from '@parley/server/live/recordings/moving.ts';
import { createRecordingCare } from '@parley/server/live/recordings/recording-care.ts';
import { openDatabase } from '@parley/server/platform/db/open.ts';
import { createLog } from '@parley/server/platform/log.ts';

const SAY_EVERY_MS = 2_000;

const inWords = ({ moved, bytes, left }: Moved): string =>
  `${String(moved)} recordings (${(bytes / 1_000_000).toFixed(1)} MB)${left === 0 ? '' : `; ${String(left)} left where they are`}`;

export async function moveRecordings(config: Config, { to, dryRun }: { to: string; dryRun: boolean }): Promise<void> {
  if (to !== 's3' && to !== 'directory') throw new StartError('--to must be "s3" or "directory".');
  const database = await openDatabase(config);
  try {
    const { storage, recordings, removals } = createRecordingCare({ config, database, log: createLog('error') });
    if (storage === null) throw new StartError('PARLEY_RECORDINGS_S3_BUCKET must be set, as it is for the server.');
    if (!dryRun) await storage.check();
    let said = performance.now();
    const onProgress = (so: Moved): void => {
      if (performance.now() - said < SAY_EVERY_MS) return;
      said = performance.now();
      console.log(`${inWords(so)} …`);
    };
    const deps = { database, storage, recordings, nodeName: config.nodeName, dryRun, onProgress };
    const so = await (to === 's3' ? moveToStorage(deps) : moveToDirectory(deps));
    // The copies in the storage, only now that the others are on the disk.
    if (to === 'directory' && !dryRun) await removals.run();
    console.log(`${dryRun ? 'Would move' : 'Moved'} ${inWords(so)} ${to === 's3' ? `to ${storage.place}` : `to ${recordings.folder}`}.`);
  } finally {
    await database.close();
  }
}
