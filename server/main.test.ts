import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from './platform/db/open.ts';
import { copyTemplate } from './platform/db/testing.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

const environmentWith = (environment: Record<string, string>): Record<string, string | undefined> => ({
  PATH: process.env['PATH'],
  PORT: '0',
  PARLEY_WEBRTC_UDP_PORTS: '0',
  PARLEY_MEDIA_PROCESSES: '1',
  ...environment,
});

/** Starts the server as a person would, and waits until it has given up. */
async function attempt(environment: Record<string, string>): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: environmentWith(environment),
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

/** The most memory that a process has had so far; 0 where nobody can say. */
const peakMbOf = (pid: number | undefined): number =>
  process.platform === 'linux'
    ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? Infinity) / 1_024
    : 0;

describe('a start', () => {
  const BOOTSTRAP = 'parley_bootstrap_key_of_a_test';
  const LINES = /^Parley is ready at (http:\/\/127\.0\.0\.1:\d+)\n(?:Sign in as its owner, once, at (\S+\/setup\?token=[\w-]{32})\n)?$/;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-start-'));
    await copyTemplate(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts, waits for the first lines, does `work`, and ends the server with as many signals as one Ctrl-C makes. */
  async function run(
    work: (url: string, ownerLink: string | undefined) => Promise<void>,
  ): Promise<{ code: number | null; out: string; peakMb: number }> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
      env: environmentWith({ PARLEY_DATA_DIR: folder, PARLEY_BOOTSTRAP_API_KEY: BOOTSTRAP }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (data: Buffer) => ((out += data.toString()), resolve()));
      child.once('exit', () => reject(new Error('the server ended by itself')));
    });
    const [, url = '', ownerLink] = LINES.exec(out) ?? [];
    expect(out).toMatch(LINES);
    const peakMb = peakMbOf(child.pid);
    await work(url, ownerLink).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
    for (let i = 0; i < 3; i += 1) child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number | null];
    return { code, out, peakMb };
  }

  const statusOf = async (url: string, path: string, init: RequestInit = {}): Promise<number> => (await fetch(url + path, init)).status;

  test('prints its address and the owner’s link until there is an owner, is ready when it says so, and ends in order', async () => {
    const links: (string | undefined)[] = [];
    const first = await run(async (url, link) => {
      links.push(link);
      for (const path of ['/healthz', '/readyz', '/metrics']) expect(await statusOf(url, path), path).toBe(200);
      const me = await fetch(`${url}/api/v1/me`, { headers: { Authorization: `Bearer ${BOOTSTRAP}` } });
      expect(await me.json()).toMatchObject({ organization: { name: 'Default' }, role: 'api_key' });
    });
    expect(first.code).toBe(0);
    expect(first.out).toContain('Ending calls and closing …\n');
    const second = await run(async (url, link) => {
      links.push(link);
      const setUp = (token: string): Promise<number> =>
        statusOf(url, '/api/v1/setup', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ token, name: 'Ann', email: 'ann@example.org', password: 'correct horse battery' }),
        });
      const [old = '', current = ''] = links.map((one) => one?.split('token=')[1]);
      expect(await setUp(old)).toBe(401);
      expect(await setUp(current)).toBe(201);
    });
    expect(second.code).toBe(0);
    // Of a start on a database that is there already.
    expect(second.peakMb).toBeLessThan(400);
    await run(async (_url, link) => expect(link).toBeUndefined());
  }, 120_000);
});
