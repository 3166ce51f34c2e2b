/** The diagram above the states, and the guide's pointer to it: what is drawn is what may happen. */
import { readFile } from 'node:fs/promises';
import { CALL_STATES } from '@parley/contract';
import { expect, test } from 'vitest';
import { NEXT } from './state.ts';

/** One edge a line: `from ──┬─▶ to`, and below it the others of the same state. */
function drawn(source: string): Record<string, string[]> {
  const [, diagram = ''] = /```\n([^]*?)```/.exec(source) ?? [];
  const edges: Record<string, string[]> = Object.fromEntries(CALL_STATES.map((name) => [name, []]));
  let from = '';
  for (const line of diagram.trimEnd().split('\n').slice(0, -1)) {
    const [, begins, to = ''] = /^ \* (?:([a-z-]+) ─+| +)[┬├└─]─▶ ([a-z-]+)(?: |$)/.exec(line) ?? [];
    expect(to, `an edge in "${line}"`).not.toBe('');
    from = begins ?? from;
    edges[from]?.push(to);
  }
  return edges;
}

test('diagram-is-not-the-table: each edge of NEXT is drawn once, and no other', async () => {
  const edges = drawn(await readFile(new URL('state.ts', import.meta.url), 'utf8'));
  const sorted = (all: Readonly<Record<string, readonly string[]>>): unknown =>
    Object.fromEntries(Object.entries(all).map(([from, to]) => [from, to.toSorted()]));
  expect(sorted(edges)).toEqual(sorted(NEXT));
});
