/** What README, CONTRIBUTING and docs/ tell people to type exists, and runs where the machine's own Node cannot run TypeScript. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.dirname(import.meta.dirname);
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'sdks/README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join('docs', name.replaceAll(path.sep, '/'))),
];

/** The lines of code blocks, fenced or indented, and the code within sentences. */
function codeOf(markdown: string): string[] {
  const code: string[] = [];
  let fenced = false;
  for (const line of markdown.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    else if (fenced || /^( {4}|\t)/.test(line)) code.push(line.trim());
    if (!fenced) code.push(...[...line.matchAll(/`([^`]+)`/g)].map((span) => span[1] ?? ''));
  }
  return code;
}

const manifestOf = (workspace: string): { scripts?: Record<string, string> } =>
  JSON.parse(read(path.posix.join(workspace, 'package.json'))) as { scripts?: Record<string, string> };

/** Of one line of code: the scripts of npm that there are not, and programs that plain `node` cannot run. */
function faultsOf(line: string): string[] {
  const faults: string[] = [];
  for (const command of line.split(/&&|\|\||[|;]/)) {
    const script = /\bnpm run ([\w:-]+)/.exec(command)?.[1] ?? /\bnpm (start|test)\b/.exec(command)?.[1];
    const workspace = /(?:-w|--workspace)[ =](\S+)/.exec(command)?.[1] ?? '.';
    if (script !== undefined && manifestOf(workspace).scripts?.[script] === undefined) faults.push(`no such script: ${command.trim()}`);
    if (/\bnode\s[^`]*\.m?tsx?\b/.test(command)) faults.push(`not with every Node, make it an npm script: ${command.trim()}`);
  }
  return faults;
}

describe('a command that is documented runs', () => {
  test.each(PAGES)('%s', (page) => {
    expect(codeOf(read(page)).flatMap(faultsOf)).toEqual([]);
  });

  test('the pages have commands at all', () => {
    expect(PAGES.flatMap((page) => codeOf(read(page))).filter((line) => line.includes('npm ')).length).toBeGreaterThan(10);
  });

  test.each([
    ['a script that does not exist, fenced', '```sh\nnpm run no-such-thing\n```'],
    ['a script that does not exist, indented', 'Do this:\n\n    npm run lint && npm run no-such-thing   # and more'],
    ['a script that does not exist, in a sentence', 'Then `npm run no-such-thing` writes it.'],
    ['a script that a workspace does not have', '    npm run lint -w dashboard'],
    ['TypeScript for plain node, fenced', '```\nnode scripts/write-openapi.ts\n```'],
    ['TypeScript for plain node, with options', '    FOO=1 node --trace-warnings bench/calls.ts 20'],
    ['TypeScript for plain node, in a sentence', 'See `node sdks/generate/main.ts`.'],
  ])('%s: is found', (_name, markdown) => {
    expect(codeOf(markdown).flatMap(faultsOf)).toHaveLength(1);
  });

  test.each([
    ['a script that exists', '    npm run lint && npm run typecheck'],
    ['a script of a workspace', 'Run `npm run dev -w dashboard`.'],
    ['a program that any Node runs', '    node scripts/install.mjs'],
    ['prose about a script', 'Do not npm run anything.'],
  ])('%s: is no fault', (_name, markdown) => {
    expect(codeOf(markdown).flatMap(faultsOf)).toEqual([]);
  });
});

/** Comments, messages and names of tests tell people what to type, too. */
test('no source tells people to run our TypeScript by plain node', () => {
  const folders = [
    'bench',
    'cli',
    'contract',
    'dashboard',
    'e2e',
    'engine',
    'providers',
    'scripts',
    'sdks/generate',
    'server',
    'transports',
  ];
  const told = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(m?js|m?tsx?)$/.test(name) && !/(^|[\\/])(node_modules|dist)[\\/]/.test(name))
      .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
      .filter((file) => file !== 'scripts/documented-command-that-does-not-run.test.ts')
      .filter((file) => /\bnode (\.\/)?(bench|scripts|sdks|server|cli|e2e)\/\S+\.ts\b/.test(read(file))),
  );
  expect(told).toEqual([]);
});
