/** Times by the clock of the database, which all nodes share: their own differ, and are set. */
import { sql, type SQL } from 'drizzle-orm';

export const fromNow = (ms: number): SQL<Date> => sql<Date>`now() + ${ms} * interval '1 millisecond'`;
