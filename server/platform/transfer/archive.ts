/**
 * An exported installation: gzip of one JSON value per line.
 *
 *   installation, then for each table: table, row …, table_end, then for each recording: file, data …, file_end, then end
 *
 * A row is kept as the text that the database wrote, and its checksum is over that text: read as JavaScript numbers and
 * written again, it would not be the same.
 */
import { z } from 'zod';

export const FORMAT = 1;

/** Something prevents the export or import. The message is one sentence that says what to do. */
export class TransferError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TransferError';
  }
}

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Below the recordings directory; never leads out of it. */
const path = z.string().regex(/^(?!.*(^|\/)\.\.?(\/|$))[^/\\\0][^\\\0]*$/);

export const Entry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('installation'), format: z.int(), schema: z.string(), exported_at: z.string(), secret_key: z.string() }),
  z.object({ type: z.literal('table'), name: z.string() }),
  z.object({ type: z.literal('table_end'), name: z.string(), rows: count, sha256 }),
  z.object({ type: z.literal('file'), path }),
  z.object({ type: z.literal('data'), base64: z.base64() }),
  z.object({ type: z.literal('file_end'), path, bytes: count, sha256 }),
  z.object({ type: z.literal('end'), tables: count, rows: count, files: count }),
]);
export type Entry = z.infer<typeof Entry>;

const ROW_START = '{"type":"row","row":';

export const rowLine = (row: string): string => `${ROW_START}${row}}\n`;
export const entryLine = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

export type Line = Entry | { type: 'row'; row: string };

export function parseLine(line: string): Line {
  if (line.startsWith(ROW_START) && line.endsWith('}')) return { type: 'row', row: line.slice(ROW_START.length, -1) };
  try {
    return Entry.parse(JSON.parse(line));
  } catch (cause) {
    throw new TransferError('The file is no export of Parley, or it is damaged: take another copy of it.', cause);
  }
}

export interface TransferSummary {
  tables: number;
  rows: number;
  files: number;
}
