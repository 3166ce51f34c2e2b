/** The table of docs/security.md says of every operation what its declaration says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

interface Operation {
  operationId: string;
  description: string;
  'x-scope': string | null;
}

const root = path.resolve(import.meta.dirname, '../../..');
const { paths } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};
const rows = readFileSync(path.join(root, 'docs/security.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, under = '', read = '', change = '', scope = ''] = /^\|[^|]*\| `(\/[^`]+)` \| (\w+) \| (\w+) \| `(\w+)` \|$/.exec(line) ?? [];
    return under === '' ? [] : [{ under, read, change, scope, asked: { read: new Set<string>(), change: new Set<string>() } }];
  });
const byLength = rows.toSorted((a, b) => b.under.length - a.under.length);

const roleOf = ({ description }: Operation): string =>
  description.includes('People need the role `owner`')
    ? 'owner'
    : description.includes('People need the role `admin`')
      ? 'admin'
      : 'member';

for (const [at, operations] of Object.entries(paths)) {
  for (const operation of Object.values(operations)) {
    const [resource, kind] = operation['x-scope']?.split(':') ?? [];
    if (resource === undefined) continue;
    const row = byLength.find(({ under }) => at === under || at.startsWith(`${under}/`));
    test(`${operation.operationId} is in the table, under the scope that it asks for`, () => expect(row?.scope).toBe(resource));
    row?.asked[kind === 'read' ? 'read' : 'change'].add(roleOf(operation));
  }
}

test.each(rows)('$under: what people need', ({ read, change, asked }) => {
  expect([...asked.read]).toEqual(read === 'nobody' ? [] : [read]);
  expect([...asked.change]).toEqual(change === 'nobody' ? [] : [change]);
});
