import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { opendir, rename, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ClientBase } from 'pg';
import type { SecretKey } from '../secrets/secret-key.ts';
import { codeOf, RECORDINGS_DIRECTORY, WAITING_DIRECTORY } from '../data-directory.ts';
import type { Database } from '../db/database.ts';
import { schemaVersion } from '../db/migrate.ts';
import { fingerprint } from '../secrets/secret-box.ts';
import { entryLine, FORMAT, rowLine, TransferError } from './archive.ts';
import type { TransferSummary } from './archive.ts';
import { inTransferTransaction, readRows, RowSum, tablesInOrder } from './tables.ts';

export interface ExportOptions {
  /** False: the database alone. Those in an object storage stay there, one way or the other. */
  recordings: boolean;
}

export interface Installation {
  database: Database;
  dataDirectory: string;
  secret: SecretKey;
}

async function* tableLines(client: ClientBase, summary: TransferSummary): AsyncGenerator<string> {
  for (const table of tablesInOrder()) {
    yield entryLine({ type: 'table', name: table.name });
    const sum = new RowSum();
    for await (const rows of readRows(client, table)) {
      rows.forEach((row) => sum.add(row));
      yield rows.map(rowLine).join('');
    }
    yield entryLine({ type: 'table_end', name: table.name, rows: sum.rows, sha256: sum.digest() });
    summary.tables += 1;
    summary.rows += sum.rows;
  }
}

async function* filesBelow(directory: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(directory, { recursive: true })) if (entry.isFile()) yield join(entry.parentPath, entry.name);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Of both folders, each once: what waited for an object storage is a recording like the others where it is imported. */
async function* recordingFiles(dataDirectory: string): AsyncGenerator<{ file: string; path: string }> {
  const told = new Set<string>();
  for (const name of [WAITING_DIRECTORY, RECORDINGS_DIRECTORY]) {
    const directory = join(dataDirectory, name);
    for await (const file of filesBelow(directory)) {
      const path = relative(directory, file).split(sep).join('/');
      if (!told.has(path)) yield { file, path };
      told.add(path);
    }
  }
}

async function* recordingLines(dataDirectory: string, summary: TransferSummary): AsyncGenerator<string> {
  for await (const { file, path } of recordingFiles(dataDirectory)) {
    yield entryLine({ type: 'file', path });
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      yield entryLine({ type: 'data', base64: chunk.toString('base64') });
    }
    yield entryLine({ type: 'file_end', path, bytes, sha256: hash.digest('hex') });
    summary.files += 1;
  }
}

interface Work extends ExportOptions {
  installation: Installation;
  summary: TransferSummary;
}

async function* lines(client: ClientBase, { installation, summary, recordings }: Work): AsyncGenerator<string> {
  yield entryLine({
    type: 'installation',
    format: FORMAT,
    schema: schemaVersion(),
    exported_at: new Date().toISOString(),
    secret_key: fingerprint(installation.secret),
  });
  yield* tableLines(client, summary);
  if (recordings) yield* recordingLines(installation.dataDirectory, summary);
  yield entryLine({ type: 'end', ...summary });
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Writes the whole installation, as it is at one moment, to a new file. The file appears only when it is complete. */
export async function exportInstallation(
  installation: Installation,
  file: string,
  { recordings }: ExportOptions = { recordings: true },
): Promise<TransferSummary> {
  if (await exists(file)) throw new TransferError(`${file} exists already: name a new file.`);
  const unfinished = `${file}.unfinished`;
  const summary: TransferSummary = { tables: 0, rows: 0, files: 0 };
  const client = await installation.database.pool.connect();
  try {
    await inTransferTransaction(client, 'read only', () =>
      pipeline(
        Readable.from(lines(client, { installation, summary, recordings })),
        createGzip(),
        createWriteStream(unfinished, { mode: 0o600, flush: true }),
      ),
    );
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    const code = codeOf(cause);
    if (code === 'ENOSPC') throw new TransferError(`The disk of ${file} is full: make room and export again.`, cause);
    if (code === 'EACCES' || code === 'ENOENT' || code === 'EROFS')
      throw new TransferError(`${file} cannot be written: name a file in a directory that can.`, cause);
    throw cause;
  } finally {
    client.release();
  }
  return summary;
}
