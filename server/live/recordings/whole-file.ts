/** A recording that comes to this disk is there when it is whole, or not at all. */
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, type Duplex, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** `through`: what sees every byte; `check`: throws where what came is not what was wanted. Resolves when the file is on the disk. */
export async function writeWhole(
  file: string,
  from: Readable,
  { through = new PassThrough(), check }: { through?: Duplex; check?: () => void } = {},
): Promise<void> {
  const unfinished = `${file}.unfinished`;
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await pipeline(from, through, createWriteStream(unfinished, { mode: 0o600, flush: true }));
    check?.();
    await rename(unfinished, file);
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  } finally {
    await rm(unfinished, { force: true });
  }
}
