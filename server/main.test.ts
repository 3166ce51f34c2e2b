import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from './db/open.ts';
import { copyTemplate } from './db/testing.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Starts the server as a person would, and waits until it has given up. */
async function attempt(environment: Record<string, string>): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { PATH: process.env['PATH'], PORT: '0', PARLEY_WEBRTC_UDP_PORTS: '0', PARLEY_MEDIA_PROCESSES: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

describe('a start that cannot be is one sentence that says what to do', () => {
  let folder = '';
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-start-'));
    await copyTemplate(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const refused = async (environment: Record<string, string>): Promise<string> => {
    const { code, out, err } = await attempt({ PARLEY_DATA_DIR: folder, ...environment });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/^[^\n]+\.\n$/);
    return err.trim();
  };

  test('a taken port', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = String((other.address() as AddressInfo).port);
    expect(await refused({ PORT: port })).toBe(`Port ${port} on 127.0.0.1 is taken: stop what uses it, or set PORT to another one.`);
    await new Promise((resolve) => other.close(resolve));
  });

  test('a second server on the same data directory, which the first does not notice', async () => {
    const first = await openDatabase({ databaseUrl: undefined, dataDirectory: folder }, { durable: false });
    expect(await refused({})).toBe(
      `Another Parley server (process ${String(process.pid)}) uses the data directory ${folder}: stop it, or give this one its own PARLEY_DATA_DIR.`,
    );
    expect(await first.asSystem(() => Promise.resolve('still here'))).toBe('still here');
    await first.close();
  });

  test('a data directory that is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await refused({ PARLEY_DATA_DIR: file })).toBe(`The data directory ${file} is not a directory: set PARLEY_DATA_DIR to one.`);
    expect(await refused({ PARLEY_DATA_DIR: join(file, 'within') })).toContain('is not a directory');
  });

  test.runIf(process.platform === 'linux')('a data directory where nobody may write, root neither', async () => {
    expect(await refused({ PARLEY_DATA_DIR: '/proc/parley' })).toBe(
      'The data directory /proc/parley cannot be written: change its owner or permissions, or set PARLEY_DATA_DIR to another place.',
    );
  });

  test.each([
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535.'],
    [{ HOST: '192.0.2.1' }, 'HOST must be an address of this machine; 192.0.2.1 is not.'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be a postgres:// URL.'],
    [{ DATABASE_URL: 'postgres://127.0.0.1:1/parley' }, 'PostgreSQL at 127.0.0.1:1 cannot be reached: start it or correct DATABASE_URL.'],
    [{ PARLEY_BOOTSTRAP_API_KEY: 'short' }, 'PARLEY_BOOTSTRAP_API_KEY must be 16 to 256 letters, digits, "_" or "-".'],
  ])('%j', async (environment, sentence) => {
    expect(await refused(environment)).toBe(sentence);
  });
});
