/** Retell's Python package, unmodified, in an environment of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { startTestServer } from '../../testing.ts';

const run = promisify(execFile);
const CHECK = path.join(import.meta.dirname, '../../../scripts/retell-python-check.py');
const NO_INDEX = /NewConnectionError|ConnectTimeoutError|ProxyError|NameResolutionError|Connection refused|name resolution/;

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-retell-python-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Python with this version of the package; null where no index of packages can be reached. */
async function withPackage(python: string, version: string): Promise<string | null> {
  const environment = path.join(folder, version);
  await run(python, ['-m', 'venv', environment]);
  const inside = process.platform === 'win32' ? path.join(environment, 'Scripts', 'python.exe') : path.join(environment, 'bin', 'python');
  try {
    await run(
      inside,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--retries', '2', `retell-sdk==${version}`],
      { timeout: 120_000 },
    );
    return inside;
  } catch (error) {
    if (NO_INDEX.test((error as { stderr?: string }).stderr ?? '')) return null;
    throw error;
  }
}

describeWith('python', "Retell's Python package", (python) => {
  test.for(['5.66.1', '6.2.13'])('%s works unmodified', { timeout: 180_000 }, async (version, { skip }) => {
    const inside = await withPackage(python, version);
    if (inside === null) return skip('no index of Python packages can be reached');
    const parley = await startTestServer();
    try {
      const { key } = await parley.tenant();
      const checked = run(inside, [CHECK, parley.url, key], { timeout: 120_000 });
      const { stdout } = await checked.catch((error: unknown) => error as { stdout: string });
      expect(stdout.split('\n').filter((line) => line.startsWith('FAIL'))).toEqual([]);
      expect(stdout).toContain(`retell-sdk ${version}: 0 failed`);
    } finally {
      await parley.close();
    }
  });
});
