/** Their pages over ours. */
import type { Page } from '@parley/contract';
import { z } from 'zod';

export const MOST_ITEMS = 1_000;
const MOST_SKIPPED = 100_000;
const DEFAULT_ITEMS = 50;

const order = z
  .enum(['ascending', 'descending'])
  .nullish()
  .transform((given) => given ?? undefined);
const key = z
  .string()
  .max(512)
  .nullish()
  .transform((given) => (given === null || given === '' ? undefined : given));

const limitOf = (text: z.ZodType<number, unknown>, most: number) =>
  text.nullish().transform((given) => Math.min(given ?? DEFAULT_ITEMS, most));

const queryNumber = z.coerce.number().int().min(1).max(1_000_000);
/** In the query: `limit`, `pagination_key`, `sort_order`. */
export const pageQuery = { limit: limitOf(queryNumber, MOST_ITEMS), pagination_key: key, sort_order: order };
/** In the body, of calls and chats. */
export const pageBody = {
  limit: limitOf(z.int().min(1).max(1_000_000), MOST_ITEMS),
  pagination_key: key,
  sort_order: order,
  skip: z
    .int()
    .min(0)
    .max(MOST_SKIPPED)
    .nullish()
    .transform((given) => given ?? 0),
  include_total: z
    .boolean()
    .nullish()
    .transform((given) => given ?? false),
};

export interface Wanted {
  limit: number;
  pagination_key?: string | undefined;
  sort_order?: 'ascending' | 'descending' | undefined;
  skip?: number;
}

export const sortOf = ({ sort_order }: Pick<Wanted, 'sort_order'>): 'created_at' | '-created_at' =>
  sort_order === 'ascending' ? 'created_at' : '-created_at';

export interface TheirPage<T> {
  items: T[];
  has_more: boolean;
  pagination_key?: string;
  total?: number;
}

const AT_ONCE = 100;

/** A page of those that `keep` keeps; a page of ours is asked for as often as it takes. */
export async function gather<T>(
  { limit, pagination_key, skip = 0 }: Wanted,
  pageOf: (limit: number, cursor: string | undefined) => Promise<Page<T>>,
  keep: (items: T[]) => Promise<T[]> | T[] = (items) => items,
): Promise<{ items: T[]; next: string | null }> {
  const items: T[] = [];
  let cursor = pagination_key;
  let toSkip = skip;
  for (;;) {
    const page = await pageOf(toSkip > 0 ? Math.min(toSkip, MOST_ITEMS) : Math.min(limit - items.length, AT_ONCE), cursor);
    const kept = await keep(page.items);
    const skipped = Math.min(toSkip, kept.length);
    toSkip -= skipped;
    items.push(...kept.slice(skipped));
    if (page.next_cursor === null) return { items, next: null };
    cursor = page.next_cursor;
    if (items.length >= limit) return { items, next: cursor };
  }
}

export const asPage = <T>(items: T[], next: string | null): TheirPage<T> => ({
  items,
  has_more: next !== null,
  ...(next === null ? {} : { pagination_key: next }),
});
