/** Nothing that `npm start` began outlives npm, whichever way that ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const PARENTS = pathToFileURL(path.join(path.dirname(fileURLToPath(import.meta.url)), 'parents.mjs')).href;
/** As the start script, without the server: says who it is, and ends when npm is gone. */
const SCRIPT = `
import { whenNpmIsGone } from ${JSON.stringify(PARENTS)};
const life = setInterval(() => undefined, 1_000);
whenNpmIsGone(() => clearInterval(life));
process.stdout.write(process.pid + '\\n');
`;

/** What stands for npm begins the script, with a shell between that stays, or without. */
function npm(between: 'a shell' | 'nothing', environment: Record<string, string>): ChildProcess {
  const node = JSON.stringify(process.execPath);
  const script = JSON.stringify(SCRIPT);
  const begin =
    between === 'a shell'
      ? `spawn('sh', ['-c', '"$NODE" --input-type=module -e "$SCRIPT"; true'], { stdio: 'inherit', env: { ...process.env, NODE: ${node}, SCRIPT: ${script} } })`
      : `spawn(${node}, ['--input-type=module', '-e', ${script}], { stdio: 'inherit' })`;
  return spawn(
    process.execPath,
    ['-e', `const { spawn } = require('node:child_process'); ${begin}; setInterval(() => undefined, 1_000);`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], ...environment },
    },
  );
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const firstPid = async (child: ChildProcess): Promise<number> => Number(String((await once(child.stdout!, 'data'))[0]));

test.each(['a shell', 'nothing'] as const)(
  'npm is killed, with %s between: the script ends by itself',
  async (between) => {
    const child = npm(between, { npm_lifecycle_event: 'start' });
    const pid = await firstPid(child);
    expect(isAlive(pid)).toBe(true);
    const closed = once(child.stdout!, 'close');
    child.kill('SIGKILL');
    // The output stays open for as long as anybody lives who holds it.
    await closed;
  },
  30_000,
);

test('who was started by hand outlives the shell, as its user may want', async () => {
  const child = npm('nothing', {});
  const pid = await firstPid(child);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  const closed = once(child.stdout!, 'close').then(() => 'ended');
  expect(
    await Promise.race([closed, new Promise((resolve) => AbortSignal.timeout(1_500).addEventListener('abort', () => resolve('lives')))]),
  ).toBe('lives');
  process.kill(pid, 'SIGKILL');
}, 30_000);
