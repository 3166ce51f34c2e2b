/** Values in a URL's search; what does not fit is undefined. Pure. */
const matching = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

export const keyIn = <T extends object>(table: T, value: unknown): keyof T | undefined =>
  typeof value === 'string' && Object.hasOwn(table, value) ? (value as keyof T) : undefined;

/** An id with a prefix: `agent_…`. */
export const idIn = (value: unknown, prefix: string): string | undefined => matching(value, new RegExp(`^${prefix}_[0-9a-z]{26}$`));

/** A day that there is, as `yyyy-mm-dd`. */
export function dayIn(value: unknown): string | undefined {
  const day = matching(value, /^[1-9]\d{3}-\d\d-\d\d$/);
  return day !== undefined && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day) ? day : undefined;
}

/** Where the day begins, in the browser's time zone. */
export const startOfDay = (day: string): Date => new Date(`${day}T00:00:00`);

export function startOfNextDay(day: string): Date {
  const start = startOfDay(day);
  start.setDate(start.getDate() + 1);
  return start;
}

/** Without what is undefined. */
export const defined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

type Scalar = string | number | boolean;
type QueryValue = Scalar | readonly Scalar[] | Readonly<Record<string, Scalar>> | undefined;

function pairsOf([name, value]: [string, QueryValue]): string[][] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return [[name, value.join(',')]];
  if (typeof value === 'object') return Object.entries(value).map(([key, member]) => [`${name}[${key}]`, String(member)]);
  return [[name, String(value)]];
}

/** As the API takes a query: members of objects as `metadata[plan]=gold`, lists as `fields=a,b`; what is undefined is left out. */
export const queryText = (query: object): string =>
  new URLSearchParams(Object.entries<QueryValue>({ ...query }).flatMap(pairsOf)).toString();
