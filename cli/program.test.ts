import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyTemplate } from '@parley/server/platform/db/testing.ts';

const BIN = fileURLToPath(new URL('./bin/parley.mjs', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  out: string;
  error: string;
}

const run = async (args: readonly string[], env: Record<string, string>, nodeOptions: readonly string[] = []): Promise<Outcome> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...nodeOptions, BIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, out, error };
};

test('export and import move an installation', { timeout: 120_000 }, async () => {
  const [from, to, file] = [join(folder, 'from'), join(folder, 'to'), join(folder, 'installation.gz')];
  const secret = { PARLEY_SECRET_KEY: 's'.repeat(32) };
  await copyTemplate(from);
  const exported = await run(['export', file], { PARLEY_DATA_DIR: from, ...secret });
  expect(exported).toMatchObject({ code: 0, error: '' });
  expect(exported.out).toContain('Exported 1 rows of 38 tables and 0 recordings');
  const imported = await run(['import', file], { PARLEY_DATA_DIR: to, ...secret });
  expect(imported).toEqual({ code: 0, error: '', out: `Imported and verified 1 rows of 38 tables and 0 recordings from ${file}.\n` });
  const again = await run(['import', file], { PARLEY_DATA_DIR: to, ...secret });
  expect(again).toEqual({ code: 1, out: '', error: 'The target is in use already: import into an empty database and data directory.\n' });
});

test('what is wrong is one sentence and exit code 1', async () => {
  const empty = join(folder, 'empty');
  expect(await run(['export', join(folder, 'file')], { PARLEY_DATA_DIR: empty })).toEqual({
    code: 1,
    out: '',
    error: `There is no Parley installation in ${empty}: set PARLEY_DATA_DIR or DATABASE_URL.\n`,
  });
  expect(existsSync(empty)).toBe(false);
  expect(await run(['import', 'file'], { PORT: 'x' })).toEqual({
    code: 1,
    out: '',
    error: 'PORT must be a whole number from 0 to 65535.\n',
  });
});

const brought = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

test('an older Node hands over to the one that the packages brought', async () => {
  const old = join(folder, 'old.mjs');
  writeFileSync(old, `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });`);
  const pretend = ['--import', old];
  // Not every platform has a Node among the packages.
  if (existsSync(brought))
    expect(await run(['--help'], {}, pretend)).toMatchObject({
      code: 0,
      error: '',
      out: expect.stringContaining('Usage: parley') as unknown,
    });
  const stuck = await run(['--help'], { PARLEY_NODE_HANDED_OVER: '1' }, pretend);
  expect(stuck).toMatchObject({ code: 1, out: '', error: expect.stringMatching(/^Parley needs Node 24 or newer/) as unknown });
});
