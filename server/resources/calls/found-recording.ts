/** Where a call's recording is, seen from this node. */
import { AppError } from '@parley/contract';
import type { ObjectStorage } from '../../live/recordings/object-storage.ts';
import type { Recordings } from '../../live/recordings/recordings.ts';
import type { Database } from '../../platform/db/database.ts';
import type { CallRow } from './call-store.ts';

export type FoundRecording =
  | { on: 'disk'; callId: string; folder: string; path: string; bytes: number }
  | { on: 'storage'; callId: string; path: string; storage: ObjectStorage };

export interface RecordingPlaces {
  recordings: Pick<Recordings, 'find'>;
  storage: ObjectStorage | null;
  nodeName: string;
  database: Pick<Database, 'kind'>;
}

type Row = Pick<CallRow, 'id' | 'recordingPath' | 'recordingStored' | 'recordingNode'>;

/** Throws `not_found` when there is none, `recording_unavailable` when it cannot be had from here. */
export async function findRecording(row: Row, { recordings, storage, nodeName, database }: RecordingPlaces): Promise<FoundRecording> {
  const { id: callId, recordingPath: path, recordingStored, recordingNode } = row;
  if (path !== null) {
    const here = await recordings.find(path);
    if (here !== null) return { on: 'disk', callId, ...here };
    if (recordingStored && storage !== null) return { on: 'storage', callId, path, storage };
    if (recordingStored)
      throw new AppError('recording_unavailable', {
        detail: 'The recording is in an object storage, and this server is not configured for one.',
        retryable: false,
      });
    // The embedded database has one server: whatever that was called before.
    if (recordingNode !== null && recordingNode !== nodeName && database.kind === 'postgresql')
      throw new AppError('recording_unavailable', {
        detail: `The recording is on the disk of the node "${recordingNode}": ask that node, or give all nodes one object storage.`,
      });
  }
  throw new AppError('not_found', { detail: 'The call has no recording.' });
}
