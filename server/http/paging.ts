/** Keyset paging by creation time and id: stable while rows come and go. */
import { AppError, type Page } from '@parley/contract';
import { and, desc, eq, lt, or, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

interface Position {
  createdAt: Date;
  id: string;
}

const encode = ({ createdAt, id }: Position): string => Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');

/** As `encode` writes it; nothing else may reach the database. */
const POSITION = /^([12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z) ([0-9a-z_]{1,64})$/;

function decode(cursor: string): Position {
  const [, time, id] = POSITION.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  const createdAt = new Date(time ?? '');
  if (id === undefined || Number.isNaN(createdAt.getTime())) {
    throw new AppError('validation_failed', { fields: [{ pointer: '/query/cursor', message: 'is not a cursor of this list' }] });
  }
  return { createdAt, id };
}

/** Rows after the cursor, newest first. */
export function afterCursor(cursor: string | undefined, createdAt: AnyPgColumn, id: AnyPgColumn): SQL | undefined {
  if (cursor === undefined) return undefined;
  const position = decode(cursor);
  return or(lt(createdAt, position.createdAt), and(eq(createdAt, position.createdAt), lt(id, position.id)));
}

export const newestFirst = (createdAt: AnyPgColumn, id: AnyPgColumn): SQL[] => [desc(createdAt), desc(id)];

/** A page of `rows`, of which one more than `limit` was asked for. */
export function pageOf<R extends Position, T>(rows: readonly R[], limit: number, present: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit;
  return { items: shown.map(present), next_cursor: more && last !== undefined ? encode(last) : null, has_more: more };
}
