import { DrizzleQueryError } from 'drizzle-orm';
import { AppError } from '@parley/contract';
import pg from 'pg';

const DISK_FULL = '53100';
/** PostgreSQL has no SQLSTATE of its own for a quota, and older ones none for the other. */
const NO_ROOM = /No space left on device|Disk quota exceeded/i;
/** Messages of these say a value that was stored or compared. */
const DATA_EXCEPTIONS = '22';

/** SQLSTATEs of a server that goes away, is not there yet, has no connection left, or has become a standby. */
const AWAY = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03', '25006']);
/** SQLSTATEs of what fails by itself now and may work in a moment: memory, files or locks that others have, a cancelled query, a disk that errs. */
const NOT_NOW = new Set(['53000', '53200', '53400', '40001', '40P01', '55006', '55P03', '57014', '58030']);
/** SQLSTATEs of connections. */
const CONNECTION_EXCEPTIONS = '08';
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** `pg` and its pool give these no code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|The embedded database)/;

/** Whoever asks again later may be answered: the database is away, not the question wrong. What was asked may have been done all the same. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'database_unavailable';
  if (error instanceof pg.DatabaseError)
    return (
      error.severity === 'FATAL' ||
      error.severity === 'PANIC' ||
      AWAY.has(error.code ?? '') ||
      error.code?.startsWith(CONNECTION_EXCEPTIONS) === true
    );
  if (error instanceof DrizzleQueryError) return isUnavailable(error.cause);
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true;
  if (!(error instanceof Error)) return false;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  // The socket of a server on this machine is a file.
  return NETWORK.has(code) || (code === 'ENOENT' && syscall === 'connect') || LOST.test(error.message);
}

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

/** The database says that it can store nothing more. */
const isFull = ({ code, message }: pg.DatabaseError): boolean => code === DISK_FULL || NO_ROOM.test(message);

/** What may leave this folder in place of `error`. */
export function presentable(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const [cause, said] = error instanceof DrizzleQueryError ? [new QueryFailed(error.query, error.cause), error.cause] : [error, error];
  if (said instanceof pg.DatabaseError && isFull(said)) return new AppError('storage_full', { cause });
  if (isUnavailable(said)) return new AppError('database_unavailable', { cause });
  return said instanceof pg.DatabaseError && NOT_NOW.has(said.code ?? '') ? new AppError('database_busy', { cause }) : cause;
}

/** True for a row that breaks the named unique constraint, or any of them. */
export const isDuplicate = (error: unknown, constraint?: string): boolean =>
  error instanceof QueryFailed && error.code === '23505' && (constraint === undefined || error.constraint === constraint);
