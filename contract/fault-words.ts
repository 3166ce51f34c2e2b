/** What is wrong with a value, in the words of whoever sent it: every schema of the process says it so, unless it brings words of its own. */
import { z } from 'zod';

type Raw = z.core.$ZodRawIssue;
type Issue<C extends z.core.$ZodIssueCode> = Extract<Raw, { code: C }>;

/** A field that is not there; all options of a union say so together. */
export const REQUIRED = 'is required';

/** Types as they are called in sentences; JSON's own first. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  nan: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  set: 'a list',
  null: 'null',
  date: 'a time',
};
export const typeInWords = (type: string): string => TYPES[type] ?? type;

/** Formats that schemas name without words of their own. */
const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'must be a time in UTC such as 2026-05-04T09:30:00Z',
  date: 'must be a day such as 2026-05-04',
  email: 'must be an e-mail address such as ada@example.com',
  url: 'must be a URL such as https://example.com/path',
  ipv4: 'must be an IPv4 address such as 203.0.113.7',
  ipv6: 'must be an IPv6 address such as 2001:db8::7',
  cidrv4: 'must be a network such as 203.0.113.0/24',
  cidrv6: 'must be a network such as 2001:db8::/32',
  safeint: 'must be a whole number',
};

const counted = (number: number | bigint, thing: string): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? thing : `${thing}s`}`;

/** What a size counts; null for what is itself a number. */
const sized = (origin: string): string | null => (origin === 'string' ? 'character' : TYPES[origin] === TYPES.array ? 'item' : null);

function tooSmall({ origin, minimum, inclusive, exact }: Issue<'too_small'>): string {
  const thing = sized(origin);
  if (thing === null) return `must be ${inclusive === false ? 'more than' : 'at least'} ${minimum.toLocaleString('en-US')}`;
  if (exact === true) return `must have exactly ${counted(minimum, thing)}`;
  return minimum === 1 ? 'must not be empty' : `must have at least ${counted(minimum, thing)}`;
}

function tooBig({ origin, maximum, inclusive, exact }: Issue<'too_big'>): string {
  const thing = sized(origin);
  if (thing === null) return `must be ${inclusive === false ? 'less than' : 'at most'} ${maximum.toLocaleString('en-US')}`;
  return `must have ${exact === true ? 'exactly' : 'at most'} ${counted(maximum, thing)}`;
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? `must be ${JSON.stringify(values[0])}` : `must be one of ${values.map(String).join(', ')}`;

const WORDS: { readonly [C in z.core.$ZodIssueCode]: (issue: Issue<C>) => string } = {
  invalid_type: (issue) => (issue.input === undefined ? REQUIRED : `must be ${typeInWords(issue.expected)}`),
  invalid_value: (issue) => (issue.input === undefined ? REQUIRED : oneOf(issue.values)),
  too_small: tooSmall,
  too_big: tooBig,
  invalid_format: (issue) => FORMATS[issue.format] ?? 'does not have the form that is needed here',
  not_multiple_of: (issue) => `must be a multiple of ${String(issue.divisor)}`,
  unrecognized_keys: (issue) => `has fields that are not known here: ${issue.keys.join(', ')}`,
  invalid_key: () => 'has a name that is not possible here',
  invalid_element: () => 'has an item that is not possible here',
  invalid_union: (issue) =>
    'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options as unknown[]) : 'is nothing that is possible here',
  custom: () => 'is not possible here',
};

/** Whether the words are the table's, not the schema's. */
export const isOfTable = (code: 'invalid_key' | 'invalid_union', message: string): boolean =>
  message === (code === 'invalid_key' ? WORDS.invalid_key({} as Issue<'invalid_key'>) : WORDS.invalid_union({} as Issue<'invalid_union'>));

const wordsOf = (issue: Raw): string => (WORDS[issue.code] as (issue: Raw) => string)(issue);

z.config({ customError: wordsOf });
