/** Cuts a model's text stream into clauses that can be spoken one by one. Pure. */

/** The first clause may end at a comma once it is this long, so that the answer begins early. */
const EARLY_CLAUSE_CHARS = 24;
/** A clause without any punctuation is cut at a space here. */
const MAX_CLAUSE_CHARS = 220;

const ABBREVIATION = /(?:\b(?:dr|mr|mrs|ms|prof|st|no|vs|etc|approx)|\b[a-z]\.[a-z]|\b[A-Z])$/i;

/** Index just after the sentence end in `text`, or -1. The character after the mark must be there: "3.5" is no end. */
function sentenceEnd(text: string): number {
  for (const match of text.matchAll(/[.!?…]+["')\]]*(?=\s)|\n+/g)) {
    const before = text.slice(0, match.index);
    // "at two p.m. Shall I" ends a sentence, "two p.m. on Friday" does not.
    const beginsAnother = /^\s+[A-Z]/.test(text.slice(match.index + match[0].length)) && /\b[ap]\.m$/.test(before);
    if (match[0].startsWith('.') && !match[0].startsWith('..') && ABBREVIATION.test(before) && !beginsAnother) continue;
    if (before.trim() !== '') return match.index + match[0].length;
  }
  return -1;
}

function commaEnd(text: string): number {
  for (const match of text.matchAll(/[,;:–—](?=\s)/g)) {
    if (match.index + 1 >= EARLY_CLAUSE_CHARS) return match.index + 1;
  }
  return -1;
}

function forcedEnd(text: string): number {
  if (text.length <= MAX_CLAUSE_CHARS) return -1;
  const space = text.lastIndexOf(' ', MAX_CLAUSE_CHARS);
  return space > 0 ? space : MAX_CLAUSE_CHARS;
}

/** Takes every complete clause from the front of `text`; `first` allows the early cut for the first of them. */
export function takeClauses(text: string, first: boolean): { clauses: string[]; rest: string } {
  const clauses: string[] = [];
  let rest = text;
  for (;;) {
    const ends = [sentenceEnd(rest), first && clauses.length === 0 ? commaEnd(rest) : -1].filter((end) => end > 0);
    const end = ends.length > 0 ? Math.min(...ends) : forcedEnd(rest);
    if (end <= 0) return { clauses, rest };
    const clause = rest.slice(0, end).trim();
    if (clause !== '') clauses.push(clause);
    rest = rest.slice(end);
  }
}
