import { z } from 'zod';
import './fault-words.ts';

/** Opaque prefixed id: `<prefix>_` and 26 characters of Crockford base32, sortable by creation time. */
export const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), `must be an id that starts with "${prefix}_"`);

export const timestamp = z.iso
  .datetime()
  .refine((time) => !time.startsWith('0000'), 'must be a time after the year 0')
  .meta({ id: 'Timestamp', description: 'RFC 3339 time in UTC; there was no year 0.' });

/** `+` in a query string that was not escaped is a blank by now. */
const withPlus = (given: unknown): unknown => (typeof given === 'string' ? given.replace(/(?<=\d) (?=\d\d:\d\d$)/, '+') : given);

/** A time that a request names: with any offset, from here on in UTC. */
export const givenTime = z
  .preprocess(
    withPlus,
    z.iso
      .datetime({
        offset: true,
        error: 'must be a time with its offset from UTC, such as 2026-05-04T09:30:00Z or 2026-05-04T11:30:00+02:00',
      })
      .transform((time) => new Date(time).toISOString())
      .refine((time) => /^(?!0000)\d{4}-/.test(time), 'must be a time in the years 1 to 9999 in UTC'),
  )
  .meta({ id: 'GivenTime', description: 'RFC 3339 time with `Z` or an offset such as `+02:00` (in a query string `%2B02:00`).' });

/** Milliseconds, whole. */
export const milliseconds = z.int().min(0);

export const microUsd = z.int().meta({ id: 'MicroUsd', description: 'Money in integer micro-USD (1,000,000 = one US dollar).' });

export const MAX_METADATA_KEYS = 50;
export const metadata = z
  .record(z.string().min(1).max(64), z.string().max(1_024))
  .refine((entries) => Object.keys(entries).length <= MAX_METADATA_KEYS, `must have at most ${MAX_METADATA_KEYS.toString()} keys`)
  .meta({ id: 'Metadata' });
export type Metadata = z.infer<typeof metadata>;

export const MetadataPatch = z
  .record(z.string().min(1).max(64), z.string().max(1_024).nullable())
  .meta({ id: 'MetadataPatch', description: 'JSON merge patch of metadata (RFC 7396): null removes a key.' });

/** The filters of a list of what has metadata; `what` they are: "calls". */
export const metadataFilters = (what: string) => ({
  metadata: metadata.optional().meta({ description: `\`?metadata[plan]=gold\`: the ${what} whose metadata has this key with this value.` }),
  metadata_key: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: `\`?metadata_key=plan\`: the ${what} whose metadata has this key.` }),
});

const pages = new WeakMap<z.ZodType, z.ZodType>();

/** A page of a list; `next_cursor` is null on the last page. Named after its items. */
export function page<T extends z.ZodType>(item: T) {
  const build = () => {
    const shape = z.strictObject({ items: z.array(item), next_cursor: z.string().nullable(), has_more: z.boolean() });
    const name = item.meta()?.id;
    return name === undefined ? shape : shape.meta({ id: `${name}Page` });
  };
  const known = (pages.get(item) as ReturnType<typeof build> | undefined) ?? build();
  pages.set(item, known);
  return known;
}
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  has_more: boolean;
}

/** A whole number in a query string. */
const queryNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

export const pageQuery = z.strictObject({
  limit: queryNumber(1, 100).default(50).meta({ description: 'At most so many items.' }),
  cursor: z
    .string()
    .max(2_048)
    .optional()
    .meta({ description: '`next_cursor` of the page before, of the same list with the same filters in the same order.' }),
});

/** A filter of a list by part of a text; `what` the text is: "the name". */
export const searchText = (what: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(128)
    .optional()
    .meta({ description: `Part of ${what}, in capitals or not.` });

export const queryMilliseconds = queryNumber(0, 2_147_483_647);
export const queryVersion = queryNumber(1, 2_147_483_647);

/** A filter takes so many values at most. */
export const MAX_SEVERAL = 100;

/** What the documentation says of a list's items: by name where the schema has one. */
const described = (schema: z.ZodType): object => {
  const name = schema.meta()?.id;
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  const { $schema: _dialect, ...plain } = z.toJSONSchema(schema, { io: 'input' });
  return plain;
};

/**
 * A filter of a list by an enum, an id or a number: one value or, with commas between, several of which any will do
 * (`?status=ended,error`); a name that is repeated says the same. The documentation describes it as the list that it means.
 */
export function several<T extends z.ZodType<string | number>>(one: T) {
  return z
    .preprocess((given) => (Array.isArray(given) ? given.join(',') : given), z.string().max(MAX_SEVERAL * 64))
    .transform((text, context): z.output<T>[] => {
      const given = [...new Set(text.split(',').map((value) => value.trim()))];
      if (given.length > MAX_SEVERAL) context.addIssue({ code: 'custom', message: `must have at most ${MAX_SEVERAL.toString()} values` });
      const read = given.map((value) => one.safeParse(value));
      const wrong = read.find((result) => !result.success)?.error?.issues[0];
      if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong.message });
      return read.flatMap((result) => (result.success ? [result.data] : []));
    })
    .meta({
      override: ({ jsonSchema }: { jsonSchema: object }) => {
        Object.assign(jsonSchema, { type: 'array', items: described(one), minItems: 1, maxItems: MAX_SEVERAL, maxLength: undefined });
      },
    })
    .optional();
}

/**
 * Which large parts of `item` are wanted: `?fields=transcript,cost`. Whatever else it has is always there: it may be named too, and changes
 * nothing. The documentation describes it as the list that it means.
 */
export function fieldsOf<const T extends readonly [string, ...string[]]>(parts: T, item: { shape: object }) {
  const known = [...parts, ...Object.keys(item.shape).filter((name) => !parts.includes(name))];
  return z
    .string()
    .max(512)
    .transform((text, context): T[number][] => {
      const given = text.split(',').map((name) => name.trim());
      if (given.every((name) => known.includes(name))) return parts.filter((part) => given.includes(part));
      context.addIssue({ code: 'custom', message: `must be a comma-separated list of ${known.join(', ')}` });
      return z.NEVER;
    })
    .meta({
      override: ({ jsonSchema }: { jsonSchema: object }) => {
        Object.assign(jsonSchema, { type: 'array', items: { type: 'string', enum: known }, maxLength: undefined });
      },
    });
}

/** The item with the parts that `fields` names and whatever is always there; all of it where nothing is named. */
export function chosenFields<T extends object, P extends string>(item: T, parts: readonly P[], fields: readonly P[] | undefined): T {
  if (fields === undefined) return item;
  const left = new Set<string>(parts.filter((part) => !fields.includes(part)));
  return Object.fromEntries(Object.entries(item).filter(([name]) => !left.has(name))) as T;
}

/** `name` ascends, `-name` descends. */
export const sortBy = <const T extends readonly [string, ...string[]]>(names: T) =>
  z
    .enum(names.flatMap((name) => [name, `-${name}`]) as [T[number] | `-${T[number]}`, ...(T[number] | `-${T[number]}`)[]])
    .meta({ description: 'What the list is ordered by; with `-` before it, descending.' });
