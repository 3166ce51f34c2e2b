/** PostgreSQL has no NUL, and JSONB no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** As it can be kept: what cannot is replaced, character by character. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\ufffd');
