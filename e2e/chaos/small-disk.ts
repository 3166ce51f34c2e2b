/** A file system of a few MB in a namespace of its own: made without rights where the system allows user namespaces, else by root. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ways = (): { unshare: string[]; enter: string[] }[] => [
  ...(process.getuid?.() === 0 ? [{ unshare: ['-m'], enter: ['-m'] }] : []),
  { unshare: ['-m', '-U', '-r'], enter: ['-m', '-U', '--preserve-credentials'] },
];

/** What this system allows; null where it allows none of it. */
const way = (): ReturnType<typeof ways>[number] | null =>
  process.platform !== 'linux'
    ? null
    : (ways().find(({ unshare }) => spawnSync('unshare', [...unshare, 'mount', '-t', 'tmpfs', 'tmpfs', os.tmpdir()]).status === 0) ?? null);

export const canMakeSmallDisk = (): boolean => way() !== null;

export class SmallDisk {
  readonly folder: string;
  /** Runs a command where the disk can be seen. */
  readonly within: readonly string[];
  readonly #keeper: ChildProcess;

  private constructor(folder: string, keeper: ChildProcess, enter: readonly string[]) {
    this.folder = folder;
    this.#keeper = keeper;
    this.within = ['nsenter', '-t', String(keeper.pid), ...enter, '--'];
  }

  static async make(megabytes: number): Promise<SmallDisk> {
    const found = way();
    if (found === null) throw new Error('a small file system cannot be made here: neither root nor user namespaces');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-chaos-disk-'));
    // The namespace lives as long as this process.
    const script = 'mount -t tmpfs -o size="$1"m,mode=700 tmpfs "$0" && echo mounted && exec cat';
    const keeper = spawn('unshare', [...found.unshare, 'sh', '-c', script, folder, String(megabytes)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(keeper.stdout, 'data');
    return new SmallDisk(folder, keeper, found.enter);
  }

  /** Takes all the room there is, until the returned function gives it back. */
  fill(): () => void {
    const folder = `/proc/${String(this.#keeper.pid)}/root${this.folder}`;
    mkdirSync(path.join(folder, 'ballast'), { recursive: true });
    const file = openSync(path.join(folder, 'ballast', 'ballast'), 'w');
    const take = (bytes: number): void => {
      const some = Buffer.alloc(bytes);
      try {
        while (writeSync(file, some) === bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    };
    take(1_048_576);
    take(4_096);
    return () => {
      ftruncateSync(file, 0);
      closeSync(file);
    };
  }

  async close(): Promise<void> {
    const gone = once(this.#keeper, 'exit');
    this.#keeper.stdin?.end();
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
