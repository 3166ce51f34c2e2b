import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { DurableFileSystem } from './durable-file-system.ts';

const SETTINGS = ['shared_buffers=16MB', 'jit=off', 'max_wal_size=128MB', 'min_wal_size=32MB'];
const DURABLE = ['fsync=on', 'wal_sync_method=fsync'];
/** PGlite's own first parameters contain -F, which is fsync=off. */
const NO_FSYNC = '-F';

/** Computes in the thread that calls it. `log` keeps the last lines that PostgreSQL wrote. */
export async function openPglite(directory: string, durable: boolean, log: string[]): Promise<PGlite> {
  const base = durable ? PGlite.defaultStartParams.filter((parameter) => parameter !== NO_FSYNC) : PGlite.defaultStartParams;
  const settings = durable ? [...SETTINGS, ...DURABLE] : SETTINGS;
  const remember = (line: string): boolean => {
    log.push(line);
    if (log.length > 20) log.shift();
    return false;
  };
  return PGlite.create({
    fs: durable ? new DurableFileSystem(directory) : new NodeFS(directory),
    startParams: [...base, ...settings.flatMap((setting) => ['-c', setting])],
    onStderr: remember,
  });
}
