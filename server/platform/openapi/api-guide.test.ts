import { readFileSync } from 'node:fs';
import { ERRORS, RESOURCES } from '@parley/contract';
import { expect, test } from 'vitest';
import { declaredRoutes } from './testing.ts';

const guide = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

test('docs/api.md lists every error code with its status and its words', () => {
  const listed = [...guide.matchAll(/^\| `(\w+)` \| (\d{3}) \| (.*) \|$/gm)].map(([, code, status, title]) => `${code} ${status} ${title}`);
  expect(listed.sort()).toEqual(
    Object.entries(ERRORS)
      .map(([code, { status, title }]) => `${code} ${String(status)} ${title}`)
      .sort(),
  );
});

test('docs/api.md names every resource of scopes', () => {
  for (const resource of RESOURCES) expect(guide).toContain(`\`${resource}\``);
});

test('docs/api.md speaks of operations that there are', () => {
  const routes = new Set(declaredRoutes().map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')}`));
  const spokenOf = [...guide.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`?]*)`/g)].map(([, operation]) => operation!);
  expect(spokenOf.length).toBeGreaterThan(8);
  expect(spokenOf.filter((operation) => !routes.has(operation))).toEqual([]);
});
