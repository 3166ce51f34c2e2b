import { z } from 'zod';

/** Opaque prefixed id: `<prefix>_` and 26 characters of Crockford base32, sortable by creation time. */
export const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), `must be an id that starts with "${prefix}_"`);

/** RFC 3339 time in UTC; there was no year 0. */
export const timestamp = z.iso.datetime().refine((time) => !time.startsWith('0000'), 'must be a time after the year 0').meta({ id: 'Timestamp' });

/** Milliseconds, whole. */
export const milliseconds = z.int().min(0);

/** Money in integer micro-USD (1,000,000 = one US dollar). */
export const microUsd = z.int().meta({ id: 'MicroUsd' });

export const metadata = z.record(z.string().min(1).max(64), z.string().max(1_024)).meta({ id: 'Metadata' });
export type Metadata = z.infer<typeof metadata>;

/** A page of a list; `next_cursor` is null on the last page. */
export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next_cursor: z.string().nullable(), has_more: z.boolean() });
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  has_more: boolean;
}

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(512).optional(),
});
