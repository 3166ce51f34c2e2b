import { DrizzleQueryError } from 'drizzle-orm';
import { AppError } from '@parley/contract';
import pg from 'pg';

const DISK_FULL = '53100';
/** Messages of these say a value that was stored or compared. */
const DATA_EXCEPTIONS = '22';

/** A query failed. Holds nothing that was stored: Drizzle's own error has every parameter in its message, keys and transcripts among them. */
export class QueryFailed extends Error {
  /** PostgreSQL's SQLSTATE, such as 23505 for a value that must be unique; undefined when the database did not answer. */
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  /** With placeholders instead of values. */
  readonly query: string;

  constructor(query: string, cause: unknown) {
    const failure = cause instanceof pg.DatabaseError ? cause : undefined;
    const reason =
      failure?.code?.startsWith(DATA_EXCEPTIONS) === true
        ? 'a value does not fit its type'
        : cause instanceof Error
          ? cause.message
          : 'the reason is unknown';
    super(`A query failed: ${reason}`);
    this.name = 'QueryFailed';
    this.code = failure?.code;
    this.constraint = failure?.constraint;
    this.table = failure?.table;
    this.query = query;
  }
}

/** What may leave this folder in place of `error`. */
export function presentable(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  const failed = new QueryFailed(error.query, error.cause);
  if (failed.code !== DISK_FULL) return failed;
  return new AppError('internal', {
    detail: 'The disk is full: nothing more can be stored until there is room.',
    cause: failed,
    retryable: true,
  });
}

/** True for a row that breaks the named unique constraint, or any of them. */
export const isDuplicate = (error: unknown, constraint?: string): boolean =>
  error instanceof QueryFailed && error.code === '23505' && (constraint === undefined || error.constraint === constraint);
