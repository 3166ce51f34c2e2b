/** Keyset paging by a sort column and the id: stable while rows come and go. */
import { AppError, type Page } from '@parley/contract';
import { and, asc, desc, gt, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { isStorable } from '../db/storable-text.ts';

type Kind = 'time' | 'number' | 'text';
type Value = string | number | null;

interface SortColumn<R> {
  column: AnyPgColumn | SQL;
  /** As the cursor holds it. */
  valueOf: (row: R) => Value;
  kind: Kind;
  /** Rows may have no value: they count as the smallest. */
  nullable?: true;
}
export type SortColumns<R> = Readonly<Record<string, SortColumn<R>>>;

interface Position {
  value: Value;
  id: string;
}

const ID = /^[0-9a-z_]{1,64}$/;
/** A time as PostgreSQL and JavaScript both hold it. */
const TIME = /^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** The sort is part of it: a cursor of another order means nothing. */
const encode = (sort: string, { value, id }: Position): string => Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

/** The cursor behind a row that is known without its page. */
export const cursorBehind = (sort: string, value: Value, id: string): string => encode(sort, { value, id });

/** JavaScript reads the 30th of February as a day in March; PostgreSQL does not read it at all. */
function isTime(value: string): boolean {
  const read = TIME.test(value) ? new Date(value) : null;
  return read !== null && !Number.isNaN(read.getTime()) && read.toISOString() === value;
}

function isValue(value: unknown, { kind, nullable }: Pick<SortColumn<never>, 'kind' | 'nullable'>): value is Value {
  if (value === null) return nullable === true;
  if (kind === 'number') return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 2 ** 31;
  if (typeof value !== 'string' || value.length > 512 || !isStorable(value)) return false;
  return kind === 'text' || isTime(value);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function decode(cursor: string, sort: string, sorted: Pick<SortColumn<never>, 'kind' | 'nullable'>): Position {
  const parsed = parse(cursor);
  const [order, value, id] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  const isOurs =
    order === sort && isValue(value, sorted) && typeof id === 'string' && ID.test(id) && encode(sort, { value, id }) === cursor;
  if (isOurs) return { value, id };
  throw new AppError('validation_failed', {
    fields: [{ pointer: '/query/cursor', message: 'is not a cursor of this list with these filters in this order' }],
  });
}

const bound = (kind: Kind, value: Value): SQL =>
  kind === 'time' ? sql`${String(value)}::timestamptz` : kind === 'number' ? sql`${Number(value)}::int` : sql`${String(value)}::text`;

function afterPosition(
  { column, kind, nullable }: Omit<SortColumn<never>, 'valueOf'>,
  id: AnyPgColumn,
  { value, id: last }: Position,
  descending: boolean,
): SQL | undefined {
  if (value === null) {
    const sameValue = and(isNull(column), descending ? lt(id, last) : gt(id, last));
    return descending ? sameValue : or(sameValue, isNotNull(column));
  }
  const at = bound(kind, value);
  const beyond = descending ? sql`(${column}, ${id}) < (${at}, ${last})` : sql`(${column}, ${id}) > (${at}, ${last})`;
  return nullable === true && descending ? or(beyond, isNull(column)) : beyond;
}

const nameOf = (sort: string): string => sort.replace(/^-/, '');

function sortedBy<R>(columns: SortColumns<R>, sort: string): SortColumn<R> {
  const sorted = columns[nameOf(sort)];
  if (sorted === undefined) throw new AppError('internal');
  return sorted;
}

/** The condition and the order of a page; `sort` is the name of a column, with `-` before it descending. */
export function sortedPage<R>(
  columns: SortColumns<R>,
  sort: string,
  cursor: string | undefined,
  id: AnyPgColumn,
): { after: SQL | undefined; orderBy: SQL[] } {
  const descending = sort.startsWith('-');
  const sorted = sortedBy(columns, sort);
  const { column, nullable } = sorted;
  const after = cursor === undefined ? undefined : afterPosition(sorted, id, decode(cursor, sort, sorted), descending);
  if (nullable !== true) return { after, orderBy: descending ? [desc(column), desc(id)] : [asc(column), asc(id)] };
  return { after, orderBy: descending ? [sql`${column} desc nulls last`, desc(id)] : [sql`${column} asc nulls first`, asc(id)] };
}

/** A page of `rows`, of which one more than `limit` was asked for. */
export function sortedPageOf<R extends { id: string }, T>(
  rows: readonly R[],
  { columns, sort, limit }: { columns: SortColumns<R>; sort: string; limit: number },
  present: (row: R) => T,
): Page<T> {
  const { valueOf } = sortedBy(columns, sort);
  return pageWith(rows, limit, present, (last) => encode(sort, { value: valueOf(last), id: last.id }));
}

function pageWith<R, T>(rows: readonly R[], limit: number, present: (row: R) => T, cursorOf: (last: R) => string): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit;
  return { items: shown.map(present), next_cursor: more && last !== undefined ? cursorOf(last) : null, has_more: more };
}

interface Created {
  createdAt: Date;
  id: string;
}

const NEWEST = '-created_at';

/** Rows after the cursor, newest first. */
export function afterCursor(cursor: string | undefined, createdAt: AnyPgColumn, id: AnyPgColumn): SQL | undefined {
  if (cursor === undefined) return undefined;
  return afterPosition({ column: createdAt, kind: 'time' }, id, decode(cursor, NEWEST, { kind: 'time' }), true);
}

export const newestFirst = (createdAt: AnyPgColumn, id: AnyPgColumn): SQL[] => [desc(createdAt), desc(id)];

export const pageOf = <R extends Created, T>(rows: readonly R[], limit: number, present: (row: R) => T): Page<T> =>
  pageWith(rows, limit, present, (last) => encode(NEWEST, { value: last.createdAt.toISOString(), id: last.id }));

/** Cursors of a list that is ordered by whole numbers which nothing else has, such as versions. */
export function numberCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  return Number(decode(cursor, 'number', { kind: 'number' }).value);
}

export const numberedPageOf = <R, T>(rows: readonly R[], limit: number, present: (row: R) => T, numberOf: (row: R) => number): Page<T> =>
  pageWith(rows, limit, present, (last) => encode('number', { value: numberOf(last), id: 'n' }));
