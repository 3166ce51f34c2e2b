/** Conditions of filters that may be left out. */
import { eq, gte, inArray, lte, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** One value, or any of several. */
export const is = <T extends string | number>(column: AnyPgColumn, value: T | readonly T[] | undefined): SQL | undefined =>
  value === undefined ? undefined : typeof value === 'object' ? inArray(column, [...value]) : eq(column, value);

export const from = (column: AnyPgColumn, time: string | undefined): SQL | undefined =>
  time === undefined ? undefined : gte(column, new Date(time));

export const until = (column: AnyPgColumn, time: string | undefined): SQL | undefined =>
  time === undefined ? undefined : lte(column, new Date(time));
