import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import type { ClientBase } from 'pg';
import { codeOf, RECORDINGS_DIRECTORY } from '../data-directory.ts';
import { schemaSteps, type SchemaSteps } from '../db/migrate.ts';
import { fingerprint } from '../secrets/secret-box.ts';
import { FORMAT, parseLine, TransferError } from './archive.ts';
import type { Entry, Line, TransferSummary } from './archive.ts';
import type { Installation } from './export.ts';
import { inTransferTransaction, RowSum, sumOf, tablesInOrder, tablesOf, type TransferTable } from './tables.ts';

const LINE_FEED = 0x0a;
const BATCH_CHARACTERS = 1_000_000;
const DAMAGED = 'The file is damaged or incomplete: take another copy of it.';

type Of<T extends Line['type']> = Extract<Line, { type: T }>;

/** Splits at line feeds only; node:readline would also split at U+2028, which a transcript may hold. */
async function* splitLines(stream: Readable): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, at)]).toString('utf8');
      parts = [];
      from = at + 1;
    }
    parts.push(chunk.subarray(from));
  }
  if (parts.some((part) => part.length > 0)) throw new TransferError(DAMAGED);
}

/** Lines of the file; a cut or altered file ends in a TransferError. */
async function* readLines(file: string): AsyncGenerator<Line> {
  const gunzip = createGunzip();
  let failure: unknown;
  const reading = pipeline(createReadStream(file), gunzip).catch((error: unknown) => {
    failure = error;
  });
  try {
    for await (const line of splitLines(gunzip)) yield parseLine(line);
  } catch (error) {
    if (error instanceof TransferError) throw error;
    failure ??= error;
  } finally {
    gunzip.destroy();
    await reading;
  }
  if (failure === undefined) return;
  throw new TransferError(
    codeOf(failure) === 'ENOENT' ? `${file} does not exist: name the file that "parley export" wrote.` : DAMAGED,
    failure,
  );
}

/** How the target becomes what the archive was written from, and what this program needs. */
function checkInstallation(entry: Line | undefined, installation: Installation): SchemaSteps {
  if (entry?.type !== 'installation')
    throw new TransferError('The file is no export of Parley, or it is damaged: take another copy of it.');
  const steps = schemaSteps(entry.schema);
  if (entry.format !== FORMAT || steps === undefined)
    throw new TransferError(
      `The file was written by another version of Parley (${entry.schema}): import it with that version, then update.`,
    );
  if (entry.secret_key !== fingerprint(installation.secret))
    throw new TransferError(
      'The file comes from an installation with another secret key: set PARLEY_SECRET_KEY to that one, or copy its file "secret-key" into the new data directory.',
    );
  return steps;
}

/** Runs statements of migrations within the transaction. They are the owner's to run, rows are the system's to write. */
async function migrateWithin(client: ClientBase, statements: readonly string[]): Promise<void> {
  await client.query('reset role');
  for (const each of statements) await client.query(each);
  await client.query('set local role parley_system');
}

/** Inserts rows a batch at a time and sums them up as they come. */
class TableImport {
  readonly sum = new RowSum();
  readonly #client: ClientBase;
  readonly #name: string;
  #batch: string[] = [];
  #characters = 0;

  constructor(client: ClientBase, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async add(row: string): Promise<void> {
    this.sum.add(row);
    this.#batch.push(row);
    this.#characters += row.length;
    if (this.#characters >= BATCH_CHARACTERS) await this.#flush();
  }

  async finish(entry: Of<'table_end'>): Promise<void> {
    if (entry.name !== this.#name || entry.rows !== this.sum.rows || entry.sha256 !== this.sum.digest()) throw new TransferError(DAMAGED);
    await this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#batch.length === 0) return;
    const table = pg.escapeIdentifier(this.#name);
    const rows = `[${this.#batch.join(',')}]`;
    this.#batch = [];
    this.#characters = 0;
    await this.#client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`, [rows]);
  }
}

/** Writes one recording and sums it up. */
class FileImport {
  readonly #hash: Hash = createHash('sha256');
  readonly #handle: FileHandle;
  readonly #path: string;
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  static async begin(directory: string, path: string): Promise<FileImport> {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return new FileImport(path, await open(file, 'wx', 0o600));
  }

  async add(entry: Of<'data'>): Promise<void> {
    const chunk = Buffer.from(entry.base64, 'base64');
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    await this.#handle.writeFile(chunk);
  }

  async finish(entry: Of<'file_end'>): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    if (entry.path !== this.#path || entry.bytes !== this.#bytes || entry.sha256 !== this.#hash.digest('hex'))
      throw new TransferError(DAMAGED);
  }

  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }
}

/** Takes the lines of a file in the one order that is right. */
class ArchiveReader {
  readonly summary: TransferSummary = { tables: 0, rows: 0, files: 0 };
  readonly sums = new Map<string, RowSum>();
  readonly #client: ClientBase;
  readonly #directory: string;
  readonly #tables: readonly TransferTable[];
  #table: TableImport | undefined;
  #file: FileImport | undefined;
  #ended = false;

  constructor(client: ClientBase, directory: string, tables: readonly TransferTable[]) {
    this.#client = client;
    this.#directory = directory;
    this.#tables = tables;
  }

  async handle(line: Line): Promise<void> {
    if (this.#ended) throw new TransferError(DAMAGED);
    switch (line.type) {
      case 'table':
        return this.#beginTable(line);
      case 'row':
        return this.#current(this.#table).add(line.row);
      case 'table_end':
        return this.#endTable(line);
      case 'file':
        this.#file = await FileImport.begin(this.#directory, line.path);
        return;
      case 'data':
        return this.#current(this.#file).add(line);
      case 'file_end':
        return this.#endFile(line);
      case 'end':
        return this.#end(line);
      case 'installation':
        throw new TransferError(DAMAGED);
      default:
        return line satisfies never;
    }
  }

  /** After the last line. */
  finish(): void {
    if (!this.#ended) throw new TransferError(DAMAGED);
  }

  async abandon(): Promise<void> {
    await this.#file?.abandon();
  }

  #current<T>(part: T | undefined): T {
    if (part === undefined) throw new TransferError(DAMAGED);
    return part;
  }

  #beginTable(line: Of<'table'>): void {
    if (!this.#tables.some(({ name }) => name === line.name)) throw new TransferError(DAMAGED);
    this.#table = new TableImport(this.#client, line.name);
    this.sums.set(line.name, this.#table.sum);
  }

  async #endTable(line: Of<'table_end'>): Promise<void> {
    await this.#current(this.#table).finish(line);
    this.#table = undefined;
    this.summary.tables += 1;
    this.summary.rows += line.rows;
  }

  async #endFile(line: Of<'file_end'>): Promise<void> {
    await this.#current(this.#file).finish(line);
    this.#file = undefined;
    this.summary.files += 1;
  }

  #end(line: Extract<Entry, { type: 'end' }>): void {
    const { tables, rows, files } = this.summary;
    if (line.tables !== tables || line.rows !== rows || line.files !== files) throw new TransferError(DAMAGED);
    this.#ended = true;
  }
}

async function refuseOccupied(client: ClientBase, recordings: string): Promise<void> {
  for (const { name } of tablesInOrder()) {
    const { rows } = await client.query<{ occupied: boolean }>(`select exists (select from ${pg.escapeIdentifier(name)}) as occupied`);
    if (rows[0]?.occupied === true)
      throw new TransferError('The target is in use already: import into an empty database and data directory.');
  }
  const files = await readdir(recordings).catch(() => []);
  if (files.length > 0) throw new TransferError(`${recordings} holds recordings already: import into an empty data directory.`);
}

/** What the database holds now must be what the file said. */
async function verify(client: ClientBase, reader: ArchiveReader, tables: readonly TransferTable[]): Promise<void> {
  for (const table of tables) {
    const stored = await sumOf(client, table);
    const read = reader.sums.get(table.name);
    if (read === undefined || stored.rows !== read.rows || stored.digest() !== read.digest())
      throw new TransferError(`The table ${table.name} does not hold what the file holds: nothing was imported.`);
  }
}

/** Everything but the recordings, within the transaction; the recordings wait in `directory`. */
async function readArchive(client: ClientBase, installation: Installation, { file, directory }: { file: string; directory: string }) {
  const archive = readLines(file);
  const { until, after } = checkInstallation((await archive.next()).value as Line | undefined, installation);
  // Of an older version: into its own tables, which are then brought up to date as they would have been there.
  if (after.length > 0) await migrateWithin(client, ['drop schema public cascade; create schema public', ...until]);
  const tables = await tablesOf(client);
  const reader = new ArchiveReader(client, directory, tables);
  try {
    for await (const line of archive) await reader.handle(line);
    reader.finish();
  } finally {
    await reader.abandon();
  }
  await verify(client, reader, tables);
  if (after.length > 0) await migrateWithin(client, after);
  return reader.summary;
}

/** Fills an empty installation from a file; either all of it arrives and is verified, or nothing stays. */
export async function importInstallation(installation: Installation, file: string): Promise<TransferSummary> {
  const recordings = join(installation.dataDirectory, RECORDINGS_DIRECTORY);
  const unfinished = `${recordings}.unfinished`;
  const client = await installation.database.pool.connect();
  let moved = false;
  try {
    await rm(unfinished, { recursive: true, force: true });
    return await inTransferTransaction(client, 'read write', async () => {
      await refuseOccupied(client, recordings);
      // The audit trail comes with the file: rows that are brought in are no changes.
      await client.query(`select set_config('app.audit', '{"action":"import"}', true)`);
      const summary = await readArchive(client, installation, { file, directory: unfinished });
      if (summary.files === 0) return summary;
      await rm(recordings, { recursive: true, force: true });
      await rename(unfinished, recordings);
      moved = true;
      return summary;
    });
  } catch (cause) {
    if (moved) await rm(recordings, { recursive: true, force: true });
    if (codeOf(cause) === 'ENOSPC' || codeOf(cause) === '53100')
      throw new TransferError('The disk is full: make room and import again; nothing was imported.', cause);
    throw cause;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
    client.release();
  }
}
