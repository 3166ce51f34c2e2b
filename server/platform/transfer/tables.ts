import { createHash } from 'node:crypto';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { ClientBase } from 'pg';
import * as schema from '../db/schema.ts';

const ROWS_AT_ONCE = 100;

export interface TransferTable {
  name: string;
  primaryKey: string[];
}

/** Every table of the schema, each after those that it refers to. */
export function tablesInOrder(): TransferTable[] {
  const configs = Object.values(schema)
    .filter((value) => is(value, PgTable))
    .map((table) => getTableConfig(table));
  const ordered: TransferTable[] = [];
  const place = (config: (typeof configs)[number]): void => {
    if (ordered.some(({ name }) => name === config.name)) return;
    for (const key of config.foreignKeys) {
      const target = getTableConfig(key.reference().foreignTable).name;
      const referred = configs.find(({ name }) => name === target);
      if (referred !== undefined && target !== config.name) place(referred);
    }
    const single = config.columns.filter((column) => column.primary).map((column) => column.name);
    const compound = config.primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
    ordered.push({ name: config.name, primaryKey: [...single, ...compound] });
  };
  configs.forEach(place);
  return ordered;
}

/** Kept by triggers, and in no export. */
const DERIVED = ['resource_attributes'];

/** The tables as the database has them, which may be those of an older version. */
export async function tablesOf(client: ClientBase): Promise<TransferTable[]> {
  const { rows } = await client.query<TransferTable>(
    `select c.relname as name, coalesce(array_agg(a.attname::text order by k.place) filter (where a.attname is not null), '{}') as "primaryKey"
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     left join pg_constraint p on p.conrelid = c.oid and p.contype = 'p'
     left join unnest(p.conkey) with ordinality as k(number, place) on true
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
     where n.nspname = 'public' and c.relkind = 'r'
     group by c.relname order by c.relname`,
  );
  return rows.filter(({ name }) => !DERIVED.includes(name));
}

/** The rows as text, in an order that is the same on every database, a few at a time. Needs a transaction with the time zone UTC. */
export async function* readRows(client: ClientBase, table: TransferTable): AsyncGenerator<string[]> {
  const order = table.primaryKey.map((column) => `${pg.escapeIdentifier(column)}::text collate "C"`).join(', ');
  await client.query(
    `declare transfer no scroll cursor for select row_to_json(t)::text as row from ${pg.escapeIdentifier(table.name)} t order by ${order}`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${ROWS_AT_ONCE.toString()} from transfer`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await client.query('close transfer');
}

/** Counts rows and sums them up as they pass. */
export class RowSum {
  readonly #hash = createHash('sha256');
  rows = 0;

  add(row: string): void {
    this.#hash.update(row).update('\n');
    this.rows += 1;
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}

export async function sumOf(client: ClientBase, table: TransferTable): Promise<RowSum> {
  const sum = new RowSum();
  for await (const rows of readRows(client, table)) rows.forEach((row) => sum.add(row));
  return sum;
}

/** A transaction that sees every organization and one moment of the database. */
export async function inTransferTransaction<T>(client: ClientBase, access: 'read only' | 'read write', work: () => Promise<T>): Promise<T> {
  await client.query(
    `begin isolation level repeatable read ${access}; set local role parley_system; set local timezone = 'UTC'; set local idle_in_transaction_session_timeout = 0`,
  );
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
