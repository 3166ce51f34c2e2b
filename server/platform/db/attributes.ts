/** Conditions on metadata and variables that an index serves: the table resource_attributes, which triggers keep (at the end of 0000_schema.sql, and 0007_agent_metadata.sql). */
import { createHash } from 'node:crypto';
import { and, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

type Kind = 'metadata' | 'variables';

/** As the trigger makes it. */
const digestOf = (kind: Kind, key: string, value: string): string => createHash('md5').update(`${kind}:${key}=${value}`).digest('hex');

/** Every member of `wanted` is a member of the resource's metadata or variables. */
export function holds(id: AnyPgColumn, column: AnyPgColumn, kind: Kind, wanted: Record<string, string> | undefined): SQL | undefined {
  const entries = Object.entries(wanted ?? {});
  if (entries.length === 0) return undefined;
  const digests = entries.map(
    ([key, value]) => sql`${id} in (select resource_id from resource_attributes where digest = ${digestOf(kind, key, value)})`,
  );
  // A digest stands for its value nearly always; the value itself decides.
  return and(...digests, sql`${column} @> ${JSON.stringify(wanted)}::jsonb`);
}

export const hasKey = (id: AnyPgColumn, kind: Kind, key: string | undefined): SQL | undefined =>
  key === undefined ? undefined : sql`${id} in (select resource_id from resource_attributes where kind = ${kind} and key = ${key})`;
