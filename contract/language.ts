/** Tags of languages (BCP 47), and the ranges in which an engine says what it can do. Pure. */

/** The tag in its canonical form, `EN-us` as `en-US`; null for what is no tag. */
export function canonicalLanguage(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** Whether a range holds the tag (basic filtering, RFC 4647 section 3.3.1): `en` holds `en-US`, `en-US` does not hold `en-GB`. */
export function holdsLanguage(ranges: readonly string[], tag: string): boolean {
  const wanted = tag.toLowerCase();
  return ranges.some((range) => wanted === range.toLowerCase() || wanted.startsWith(`${range.toLowerCase()}-`));
}

/** Whether two tags are of one language, whatever the regions: a British voice can speak for an American agent. */
export const isSameLanguage = (one: string, other: string): boolean => languageOf(one) === languageOf(other);

const languageOf = (tag: string): string => tag.toLowerCase().split('-', 1)[0] ?? '';
