/** What the caller says, and what the answer must contain. */
type Line = readonly [says: string, answer?: string | RegExp];

export interface Conversation {
  title: string;
  lines: readonly Line[];
  calls?: readonly (readonly [name: string, args: Record<string, unknown>])[];
}

export const booked = (name: string, date: string, time: string) => [['book_appointment', { name, date, time }]] as const;
export const FRIDAY = 'Friday the twenty-seventh of November';
