/** Conditions of filters that may be left out. */
import { eq, gt, gte, inArray, lte, or, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** One value, or any of several. */
export const is = <T extends string | number>(column: AnyPgColumn, value: T | readonly T[] | undefined): SQL | undefined =>
  value === undefined ? undefined : typeof value === 'object' ? inArray(column, [...value]) : eq(column, value);

/** Due by a node's clock, which may have been set back meanwhile: later than `neverMs` from now nothing is put off to. */
export const isDue = (column: AnyPgColumn, now: Date, neverMs: number): SQL | undefined =>
  or(lte(column, now), gt(column, new Date(now.getTime() + neverMs)));

/** Part of any of these texts, in capitals or not; `%` and `_` stand for themselves. */
export const contains = (q: string | undefined, ...texts: (AnyPgColumn | SQL)[]): SQL | undefined =>
  q === undefined ? undefined : or(...texts.map((text) => sql`${text} ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`));

export const from = (column: AnyPgColumn, time: string | undefined): SQL | undefined =>
  time === undefined ? undefined : gte(column, new Date(time));

export const until = (column: AnyPgColumn, time: string | undefined): SQL | undefined =>
  time === undefined ? undefined : lte(column, new Date(time));
