/** Usage by agent or key as tables and files show it. Pure. */
import type { UsageGroup, UsageMetric, UsageRow, UsageValues } from '@parley/contract';

export type Thing = Exclude<UsageGroup, 'day'>;

export const NOBODY = {
  agent: { name: 'No agent', note: 'API requests are not of an agent.' },
  api_key: { name: 'Signed-in people', note: 'What was done in the dashboard, without a key.' },
} as const satisfies Record<Thing, { name: string; note: string }>;
const GONE = { agent: 'Deleted agent', api_key: 'Revoked key' } as const satisfies Record<Thing, string>;

export const nameOf = ({ key, name }: UsageRow, thing: Thing): string => (key === null ? NOBODY[thing].name : (name ?? GONE[thing]));

/** How many calls went on at once is kept for each agent, for each key and for all: what belongs to none has no such figure. */
export function figuresOf({ key, values }: UsageRow): Partial<UsageValues> {
  if (key !== null) return values;
  const { concurrent_calls: _ofAll, ...rest } = values;
  return rest;
}

/** Most first, by that metric. */
export const sorted = (rows: readonly UsageRow[], metric: UsageMetric): UsageRow[] =>
  rows.toSorted((a, b) => (figuresOf(b)[metric] ?? 0) - (figuresOf(a)[metric] ?? 0));
