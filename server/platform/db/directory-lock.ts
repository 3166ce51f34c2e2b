import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from '../../config.ts';

const SQLITE_BUSY = 5;

/** PGlite does not lock its directory: two processes on it lose rows without an error. */
export interface DirectoryLock {
  release(): void;
}

const holder = (pidFile: string): string => {
  try {
    const pid = readFileSync(pidFile, 'utf8').trim();
    return /^\d+$/.test(pid) ? ` (process ${pid})` : '';
  } catch {
    return '';
  }
};

/**
 * Holds SQLite's exclusive lock on an otherwise empty file. The operating system owns that lock, so it ends with the
 * process however that dies, and holds between containers that share the directory, where process ids mean nothing.
 */
export function lockDirectory(dataDirectory: string): DirectoryLock {
  const pidFile = join(dataDirectory, 'server.pid');
  const file = new DatabaseSync(join(dataDirectory, 'server.lock'), { timeout: 0 });
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY)
      throw new StartError(
        `Another Parley server${holder(pidFile)} uses the data directory ${dataDirectory}: stop it, or give this one its own PARLEY_DATA_DIR.`,
        cause,
      );
    throw new StartError(
      `The data directory ${dataDirectory} cannot be locked: put PARLEY_DATA_DIR on a file system that supports locks.`,
      cause,
    );
  }
  writeFileSync(pidFile, `${process.pid.toString()}\n`);
  return { release: () => file.close() };
}
