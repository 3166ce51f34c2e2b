/** Every rule of the house, shown to bite: bad code goes in, the rule's name must come out. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { ESLint } from 'eslint';
import { afterAll, describe, expect, test } from 'vitest';

const root = path.dirname(import.meta.dirname);
const CONFIGURATIONS = ['.dependency-cruiser.cjs', '.dependency-cruiser.folders.cjs'];
const WORKSPACES = ['contract', 'engine', 'providers', 'transports', 'server', 'cli', 'dashboard', 'bench', 'e2e', 'sdks'];

describe('ESLint', () => {
  const eslint = new ESLint({ cwd: root });

  /** The code is linted in the place of a file that exists, so that its types are known. */
  const broken = async (filePath: string, code: string): Promise<(string | null)[]> => {
    const [result] = await eslint.lintText(code, { filePath: path.join(root, filePath) });
    return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
  };

  const lines = (count: number): string => 'void 0;\n'.repeat(count);
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      'a promise nobody waits for',
      'server/platform/ids.ts',
      'const later = async (): Promise<void> => {};\nlater();',
      '@typescript-eslint/no-floating-promises',
    ],
    ['any', 'server/platform/ids.ts', 'export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
    ['console', 'server/platform/ids.ts', "console.log('x');", 'no-console'],
    ['the environment', 'server/platform/ids.ts', 'export const x = process.env.HOST;', 'no-restricted-properties'],
    ['the environment, taken apart', 'server/platform/ids.ts', 'export const { env } = process;', 'no-restricted-properties'],
    [
      'the environment, imported',
      'transports/caller-feed.ts',
      "import { env } from 'node:process';\nexport const x = env;",
      'no-restricted-imports',
    ],
    ['Date.now in the engine', 'engine/clock.ts', 'export const x = Date.now();', 'no-restricted-properties'],
    ['new Date() in the engine', 'engine/clock.ts', 'export const x = new Date();', 'no-restricted-syntax'],
    ['setTimeout in the engine', 'engine/clock.ts', 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    ['setTimeout of globalThis in the engine', 'engine/clock.ts', 'globalThis.setTimeout(() => undefined, 1);', 'no-restricted-properties'],
    ['performance in the engine', 'engine/clock.ts', 'export const x = performance.now();', 'no-restricted-globals'],
    ['AbortSignal.timeout in the engine', 'engine/clock.ts', 'export const x = AbortSignal.timeout(1);', 'no-restricted-properties'],
    ['an interval in the server', 'server/platform/ids.ts', 'setInterval(() => undefined, 1);', 'no-restricted-syntax'],
    ['an interval of globalThis', 'server/platform/ids.ts', 'globalThis.setInterval(() => undefined, 1);', 'no-restricted-syntax'],
    [
      'an interval, imported',
      'server/platform/ids.ts',
      "import { setInterval as every } from 'node:timers';\nevery(() => undefined, 1);",
      'no-restricted-syntax',
    ],
    ['fetch in the server', 'server/platform/ids.ts', "export const x = fetch('http://localhost');", 'no-restricted-globals'],
    [
      'undici in a provider',
      'providers/embedded/speech.ts',
      "import { request } from 'undici';\nexport const x = request;",
      'no-restricted-imports',
    ],
    [
      'a switch that forgets a case',
      'server/platform/ids.ts',
      "export const f = (x: 'a' | 'b'): number => { switch (x) { case 'a': return 1; } return 0; };",
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
    [
      'a switch whose default hides a case',
      'engine/clock.ts',
      "export const f = (x: 'a' | 'b'): number => { switch (x) { case 'a': return 1; default: return 0; } };",
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
    ['a file of 401 lines', 'server/platform/ids.ts', lines(401), 'max-lines'],
    ['a function of 61 lines', 'server/platform/ids.ts', `export function f(): void {\n${lines(59)}}`, 'max-lines-per-function'],
    [
      'a fifth parameter',
      'server/config.ts',
      'export const f = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;',
      'max-params',
    ],
    ['== instead of ===', 'server/platform/ids.ts', 'export const f = (x: string | null): boolean => x == null;', 'eqeqeq'],
    [
      'a hook in a condition',
      'dashboard/main.tsx',
      "import { useState } from 'react';\nexport function X({ on }: { on: boolean }): null { if (on) useState(1); return null; }",
      'react-hooks/rules-of-hooks',
    ],
    [
      'an excuse that excuses nothing',
      'server/platform/ids.ts',
      '// eslint-disable-next-line no-console\nexport const x = 1;',
      "Unused eslint-disable directive (no problems were reported from 'no-console').",
    ],
  ];

  test.each(cases)('%s', { timeout: 120_000 }, async (_name, file, code, rule) => {
    expect(await broken(file, code)).toContain(rule);
  });

  test.each([
    ['a clock in the server', 'server/platform/ids.ts', 'export const x = Date.now();'],
    ['the environment in config.ts', 'server/config.ts', 'export const x = process.env;'],
    ['the interval of rounds', 'server/platform/rounds.ts', 'setInterval(() => undefined, 1);'],
    ['console in a script', 'scripts/test-tools.ts', "console.log('x');"],
    ['a file of 400 lines', 'server/platform/ids.ts', lines(400)],
    ['a function of 60 lines', 'server/platform/ids.ts', `export function f(): void {\n${lines(58)}}`],
  ])('lets %s pass', { timeout: 120_000 }, async (_name, file, code) => {
    expect(await broken(file, code)).toEqual([]);
  });
});

describe('import directions', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-lint-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A house of these files, with the rules of this one. */
  function houseOf(files: Record<string, string>): string {
    const house = mkdtempSync(path.join(folder, 'house-'));
    for (const file of [...CONFIGURATIONS, 'tsconfig.json']) copyFileSync(path.join(root, file), path.join(house, file));
    mkdirSync(path.join(house, 'node_modules', '@parley'), { recursive: true });
    for (const name of WORKSPACES) {
      mkdirSync(path.join(house, name), { recursive: true });
      writeFileSync(
        path.join(house, name, 'package.json'),
        JSON.stringify({ name: `@parley/${name}`, type: 'module', exports: { './*.ts': './*.ts' } }),
      );
      symlinkSync(path.join(house, name), path.join(house, 'node_modules', '@parley', name));
    }
    for (const [file, code] of Object.entries({
      'engine/call.ts': 'export const call = 1;',
      'server/app.ts': 'export const app = 1;',
      ...files,
    })) {
      mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
      writeFileSync(path.join(house, file), code);
    }
    return house;
  }

  /** In this process: starting the command for each of the cases takes minutes. `walls` below starts it as a person does. */
  async function violations(files: Record<string, string>): Promise<string[]> {
    const house = houseOf(files);
    const before = process.cwd();
    process.chdir(house);
    try {
      const found: string[] = [];
      for (const config of CONFIGURATIONS) {
        const options = await extractDepcruiseOptions(path.join(house, config));
        const tsConfig = extractTSConfig(path.join(house, 'tsconfig.json'));
        const { output } = await cruise(WORKSPACES, options, undefined, { tsConfig });
        if (typeof output === 'string') throw new Error(`dependency-cruiser failed: ${output}`);
        found.push(...output.summary.violations.map((one) => one.rule.name));
      }
      return found;
    } finally {
      process.chdir(before);
    }
  }

  const FOLDER_CIRCLE = {
    'server/live/a/one.ts': "import '../b/one.ts';",
    'server/live/b/one.ts': 'export {};',
    'server/live/b/two.ts': "import '../a/two.ts';",
    'server/live/a/two.ts': 'export {};',
  };

  test.each([
    ['engine → server by path', { 'engine/a.ts': "import '../server/app.ts';" }, 'engine-imports-down'],
    ['engine → server by package', { 'engine/a.ts': "import '@parley/server/app.ts';" }, 'engine-imports-down'],
    [
      'a type is an import too',
      { 'engine/a.ts': "import type { app } from '@parley/server/app.ts';\nexport type A = typeof app;" },
      'engine-imports-down',
    ],
    ['a test of the engine → server', { 'engine/a.test.ts': "import '@parley/server/app.ts';" }, 'engine-imports-down'],
    ['contract → engine', { 'contract/a.ts': "import '@parley/engine/call.ts';" }, 'contract-imports-down'],
    ['providers → server', { 'providers/a.ts': "import '@parley/server/app.ts';" }, 'providers-imports-down'],
    ['dashboard → engine', { 'dashboard/a.tsx': "import '@parley/engine/call.ts';" }, 'dashboard-imports-down'],
    [
      'the SDK → contract',
      { 'sdks/node/src/a.ts': "import '@parley/contract/b.ts';", 'contract/b.ts': 'export {};' },
      'sdks-node-src-imports-down',
    ],
    ['the SDK → Node', { 'sdks/node/src/a.ts': "import 'node:crypto';" }, 'sdk-stands-alone'],
    [
      'store → service',
      { 'server/resources/calls/call-store.ts': "import './call-service.ts';", 'server/resources/calls/call-service.ts': 'export {};' },
      'store-never-back',
    ],
    [
      'store → routes',
      { 'server/resources/calls/call-store.ts': "import './routes.ts';", 'server/resources/calls/routes.ts': 'export {};' },
      'store-never-back',
    ],
    [
      'service → routes',
      { 'server/resources/calls/call-service.ts': "import './routes.ts';", 'server/resources/calls/routes.ts': 'export {};' },
      'service-never-back',
    ],
    [
      "one resource → another's store",
      { 'server/resources/calls/a.ts': "import '../usage/usage-store.ts';", 'server/resources/usage/usage-store.ts': 'export {};' },
      'stores-at-home',
    ],
    [
      'platform → access',
      { 'server/platform/db/a.ts': "import '../../access/b.ts';", 'server/access/b.ts': 'export {};' },
      'platform-looks-down',
    ],
    ['platform → a boot file', { 'server/platform/db/a.ts': "import '../../app.ts';" }, 'platform-looks-down'],
    ['access → live', { 'server/access/a.ts': "import '../live/b/c.ts';", 'server/live/b/c.ts': 'export {};' }, 'access-looks-down'],
    [
      'live → resources',
      { 'server/live/a/b.ts': "import '../../resources/c/d.ts';", 'server/resources/c/d.ts': 'export {};' },
      'live-looks-down',
    ],
    [
      'resources → compat, by a type',
      {
        'server/resources/a/b.ts': "import type { c } from '../../compat/c.ts';\nexport type B = typeof c;",
        'server/compat/c.ts': 'export const c = 1;',
      },
      'resources-looks-down',
    ],
    ['compat → a boot file', { 'server/compat/a.ts': "import '../app.ts';" }, 'compat-looks-down'],
    [
      'transports → providers',
      { 'transports/a.ts': "import '../providers/b.ts';", 'providers/b.ts': 'export {};' },
      'transports-imports-down',
    ],
    ['server → cli', { 'server/a.ts': "import '../cli/b.ts';", 'cli/b.ts': 'export {};' }, 'server-imports-down'],
    ['two folders that know each other, though no two files do', FOLDER_CIRCLE, 'no-folder-circles'],
    ['engine → node', { 'engine/a.ts': "import 'node:http';" }, 'engine-stands-alone'],
    ['engine → a vendor', { 'engine/a.ts': "import 'vendor';", 'node_modules/vendor/index.js': '' }, 'engine-stands-alone'],
    ['a circle', { 'server/a.ts': "import './b.ts';", 'server/b.ts': "import './a.ts';" }, 'no-circles'],
    ['a file that is not there', { 'server/a.ts': "import './nowhere.ts';" }, 'resolvable'],
  ])('%s', async (_name, files, rule) => {
    expect(await violations(files)).toContain(rule);
  });

  /** How `npm run lint:walls` ends, and what it says. */
  function walls(files: Record<string, string>): { status: number | null; said: string } {
    const script = path.join(root, 'scripts', 'lint-walls.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: houseOf(files), encoding: 'utf8' });
    return { status, said: stdout + stderr };
  }

  const BROKEN_RULE = { 'engine/a.ts': "import '../server/app.ts';" };
  test.each<[string, Record<string, string>, string[]]>([
    ['a circle of folders', FOLDER_CIRCLE, ['no-folder-circles']],
    ['a file that breaks a rule', BROKEN_RULE, ['engine-imports-down']],
    ['both, of which neither hides the other', { ...FOLDER_CIRCLE, ...BROKEN_RULE }, ['engine-imports-down', 'no-folder-circles']],
    ['nothing', {}, []],
  ])('the walls with %s in them', (_name, files, rules) => {
    const { status, said } = walls(files);
    expect([...new Set(said.match(/engine-imports-down|no-folder-circles/g) ?? [])].sort()).toEqual(rules);
    expect(status, said).toBe(rules.length > 0 ? 1 : 0);
  });

  test('downwards is fine', async () => {
    const files = {
      'server/resources/calls/routes.ts': "import './call-service.ts';",
      'server/resources/calls/call-service.ts': "import './call-store.ts';\nimport '@parley/engine/call.ts';",
      'server/resources/calls/call-store.ts': "import 'node:http';\nimport '../../platform/db.ts';",
      'server/platform/db.ts': "import '../config.ts';",
      'server/config.ts': 'export {};',
      'server/platform/db.test.ts': "import '../app.ts';",
    };
    expect(await violations(files)).toEqual([]);
  });
});
