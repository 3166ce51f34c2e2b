/** Pieces of Python, as text. */

export const HEADER = '# Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.';
const WIDTH = 120;

const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** `from` is a word of Python: `from_`. */
export const safeName = (name: string): string => (KEYWORDS.has(name) ? `${name}_` : name);

/** `call.started`, `user_speech` → `CallStarted`, `UserSpeech`. */
export const pascalCase = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** `MessageStreamEvent` → `MESSAGE_STREAM_EVENT`. */
export const upperSnake = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();

export const indented = (text: string, indent = '    '): string => text.replaceAll(/^(?=.)/gm, indent);

/** A JSON value as Python writes it. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${literal(name)}: ${literal(member)}`)
    .join(', ')}}`;
}

/** Between brackets: in one line where it fits, else one part a line. */
export function bracketed(open: string, parts: readonly string[], close: string): string {
  const line = `${open}${parts.join(', ')}${close}`;
  if (line.length <= WIDTH - 8 && !line.includes('\n')) return line;
  return `${open}\n${parts.map((part) => `${indented(part)},\n`).join('')}${close}`;
}

/** Lines that are not longer than a line should be; later lines of a paragraph that begins with `:param` are set in. */
function wrapped(paragraph: string): string {
  const further = paragraph.startsWith(':') ? '    ' : '';
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH - 8) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : further + word);
  }
  return lines.join('\n');
}

/** A docstring of paragraphs, each of lines; what is empty is left out. Empty when nothing is left. */
export function docstring(paragraphs: readonly (string | null)[]): string {
  const said = paragraphs.flatMap((paragraph) => (paragraph === null || paragraph.trim() === '' ? [] : [paragraph.trim()]));
  if (said.length === 0) return '';
  const text = said
    .map((paragraph) => paragraph.split('\n').map(wrapped).join('\n'))
    .join('\n\n')
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"');
  const single = !text.includes('\n') && !text.endsWith('"');
  return single ? `"""${text}"""\n` : `"""\n${text}\n"""\n`;
}

/** `from x import (…)`, or nothing where nothing is taken. */
export function importText(module: string, names: Iterable<string>): string {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return '';
  const line = `from ${module} import ${sorted.join(', ')}`;
  return `${line.length <= WIDTH ? line : `from ${module} import (\n${sorted.map((name) => `    ${name},\n`).join('')})`}\n`;
}

export const allText = (names: readonly string[]): string =>
  `__all__ = [\n${[...names]
    .sort()
    .map((name) => `    "${name}",\n`)
    .join('')}]\n`;
