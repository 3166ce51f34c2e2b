/** `{{variables}}` in greeting and prompt. Pure. */
export interface TemplatePart {
  text: string;
  /** The variable's name, null for plain text. */
  variable: string | null;
}

const VARIABLE = /\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}/g;

export function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), variable: null });
    parts.push({ text: match[0], variable: match[1] ?? null });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), variable: null });
  return parts;
}

export const variablesIn = (...texts: string[]): string[] => [
  ...new Set(texts.flatMap((text) => templateParts(text).flatMap(({ variable }) => variable ?? []))),
];

/** Four characters a token: near enough for English prose to see what a prompt weighs. */
export const roughTokens = (text: string): number => Math.ceil(text.length / 4);
