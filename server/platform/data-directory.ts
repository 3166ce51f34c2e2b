import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../config.ts';

/** The embedded database's, below the data directory. */
export const EMBEDDED_DIRECTORY = 'database';
/** Where recordings stay. */
export const RECORDINGS_DIRECTORY = 'recordings';
/** Where those are that the object storage does not have yet. */
export const WAITING_DIRECTORY = 'recordings-waiting';

const MEBIBYTE = 1024 * 1024;
/** A fresh database takes 45 MiB, and its log writes ahead in files of 16 MiB. */
const NEEDED_BYTES = 64 * MEBIBYTE;

const sentence = (directory: string, code: unknown): string => {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of the data directory ${directory} is full: make room and start again.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `The data directory ${directory} is not a directory: set PARLEY_DATA_DIR to one.`;
    case 'EROFS':
      return `The data directory ${directory} is on a read-only file system: set PARLEY_DATA_DIR to a place that can be written.`;
    default:
      return `The data directory ${directory} cannot be written: change its owner or permissions, or set PARLEY_DATA_DIR to another place.`;
  }
};

export const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const removeProbe = (probe: string): void => {
  try {
    rmSync(probe, { force: true });
  } catch {
    // It was never made; why not, the caller says.
  }
};

/** Not `recursive: true`: below /proc that never returns. */
function makeDirectory(directory: string): void {
  const parent = dirname(directory);
  if (parent !== directory && !existsSync(parent)) makeDirectory(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** What group and others may do. */
const OTHERS = 0o077;

/** Takes it from them, and answers whether they had any; what is right already is not touched. */
function keepToOwner(path: string): boolean {
  const { mode } = lstatSync(path);
  const wasOpen = (mode & OTHERS) !== 0;
  if (wasOpen) chmodSync(path, mode & 0o700);
  return wasOpen;
}

/** The folder's entries, with what is in them or not; a link is not followed. */
function keepEntriesToOwner(folder: string, recursive: boolean): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive }))
    if (!entry.isSymbolicLink()) keepToOwner(join(entry.parentPath, entry.name));
}

function closing(directory: string, close: () => void): void {
  if (process.platform === 'win32') return;
  try {
    close();
  } catch (cause) {
    throw new StartError(
      `Others on this machine can read the data directory ${directory}, and its permissions cannot be changed: make the user that runs Parley its owner, or set PARLEY_DATA_DIR to a new directory inside it.`,
      cause,
    );
  }
}

/** The files of the embedded database, which are many: once a start, when the database is there. */
export const closeDatabaseToOthers = (directory: string): void =>
  closing(directory, () => keepEntriesToOwner(join(directory, EMBEDDED_DIRECTORY), true));

/**
 * Whoever else has an account on the machine reads nothing here. The directory itself decides, whatever was made in it before; its entries are
 * put right as well, and the database's files where the directory was open, because a copy or a mount may show them without it.
 */
const closeToOthers = (directory: string): void =>
  closing(directory, () => {
    const wasOpen = keepToOwner(directory);
    keepEntriesToOwner(directory, false);
    if (wasOpen && existsSync(join(directory, EMBEDDED_DIRECTORY))) closeDatabaseToOthers(directory);
  });

const bytesFree = (directory: string): number => {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
};

/** Makes the data directory and sees that it can be written, has room and is closed to other users; a StartError says what to do. */
export function prepareDataDirectory(directory: string, freeBytes = bytesFree): void {
  const probe = join(directory, `.write-test-${process.pid.toString()}`);
  try {
    makeDirectory(directory);
    writeFileSync(probe, 'x'.repeat(4_096), { flush: true });
  } catch (cause) {
    throw new StartError(sentence(directory, codeOf(cause)), cause);
  } finally {
    removeProbe(probe);
  }
  closeToOthers(directory);
  if (freeBytes(directory) < NEEDED_BYTES)
    throw new StartError(
      `The disk of the data directory ${directory} is almost full: Parley needs ${(NEEDED_BYTES / MEBIBYTE).toString()} MiB of room to start.`,
    );
}
