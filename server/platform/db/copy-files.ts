/** A copy of a folder whose files are written meanwhile: once without disturbing whoever writes, then what has changed, while nobody does. */
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { codeOf } from '../data-directory.ts';

/** File systems tell times of change no finer than some milliseconds. */
const TIME_OF_CHANGE_MS = 1_000;

const gone = (error: unknown): void => {
  if (codeOf(error) !== 'ENOENT') throw error;
};

/** The first copy: torn, because the files are written meanwhile. Resolves with when it began. */
export async function copyLoosely(from: string, to: string): Promise<number> {
  const began = Date.now();
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const copy = join(to, relative(from, file));
    if (entry.isDirectory()) await mkdir(copy, { recursive: true, mode: 0o700 });
    else await copyFile(file, copy).catch(gone);
  }
  return began;
}

interface Times {
  size: number;
  mtimeMs: number;
}

const timesOf = (file: string): Times | undefined => statSync(file, { throwIfNoEntry: false });

/** Makes the first copy that of this moment. Nobody may write to `from` meanwhile; the files are as a power cut would leave them. */
export function copyChanged(from: string, to: string, began: number): void {
  const kept = new Set<string>();
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const copy = join(to, relative(from, file));
    kept.add(copy);
    if (entry.isDirectory()) {
      mkdirSync(copy, { recursive: true, mode: 0o700 });
      continue;
    }
    const [now, copied] = [timesOf(file), timesOf(copy)];
    if (now === undefined) continue;
    if (copied === undefined || copied.size !== now.size || now.mtimeMs >= began - TIME_OF_CHANGE_MS) copyFileSync(file, copy);
  }
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    const copy = join(entry.parentPath, entry.name);
    if (!kept.has(copy)) rmSync(copy, { recursive: true, force: true });
  }
}
