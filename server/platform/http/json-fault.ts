/** Where a text stops being JSON (RFC 8259): the parser itself tells it for some faults only. */

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const KEY = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/** Index of the first character that cannot stand where it stands; the length of the text when only more is missing. */
export function jsonFaultAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found !== null;
  };
  for (;;) {
    skip(SPACE);
    const character = text[at];
    if (character === undefined) return at;
    if (
      (expected === ', or end' || expected === 'value or ]' || expected === 'key or }') &&
      character === (open.at(-1) === '{' ? '}' : ']') &&
      open.length > 0
    ) {
      if (expected === 'value or ]' && open.at(-1) !== '[') return at;
      open.pop();
      at += 1;
      expected = ', or end';
    } else if (expected === ', or end') {
      if (character !== ',' || open.length === 0) return at;
      at += 1;
      expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if (expected === ':') {
      if (character !== ':') return at;
      at += 1;
      expected = 'value';
    } else if (expected === 'key' || expected === 'key or }') {
      if (!skip(KEY)) return at;
      expected = ':';
    } else if (character === '{' || character === '[') {
      open.push(character);
      at += 1;
      expected = character === '{' ? 'key or }' : 'value or ]';
    } else {
      if (!skip(SCALAR)) return at;
      expected = ', or end';
    }
  }
}
