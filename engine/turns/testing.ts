/** What the tests of clauses share. */
import { expect, test } from 'vitest';
import { takeClauses } from './clauses.ts';

/** Hands `text` in as a model streams it, in the given parts. */
export function streamed(parts: readonly string[], language: string, first = false): string[] {
  const spoken: string[] = [];
  let rest = '';
  for (const [index, part] of parts.entries()) {
    const whole = index === parts.length - 1;
    const cut = takeClauses(rest + part, { first: first && spoken.length === 0, language, whole });
    spoken.push(...cut.clauses);
    rest = cut.rest;
  }
  return spoken;
}

/** Sentences with a bar where one ends; each must come out the same at once, by the letter, and with whole words in a delta. */
export const cases = (language: string, lines: string): void => {
  const table = lines.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  test.each(table)('%s', (line) => {
    const clauses = line.split('|').map((clause) => clause.trim());
    const text = line.replaceAll('|', '');
    expect(streamed([text], language)).toEqual(clauses);
    expect(streamed([...text], language)).toEqual(clauses);
    expect(streamed(text.match(/\s*\S+/gu) ?? [], language)).toEqual(clauses);
    expect(streamed(text.match(/\S+\s*/gu) ?? [], language)).toEqual(clauses);
  });
};
