/** `npm run bench:load` and `npm run bench:memory`, in short: they run, and more calls than a node takes are told so. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const bench = async (name: string, ...args: number[]): Promise<string> => {
  const file = fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url));
  return (await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args.map(String)])).stdout;
};

test('bench:load: an unmeasured node takes three calls a core of those that come at once, and every other one hears when to try again', async () => {
  const most = 3 * availableParallelism();
  const calls = most + 10;
  const printed = await bench('load', calls, 0);
  const [taken = 0, refused = 0] = (/: (\d+) taken, (\d+) refused/.exec(printed) ?? []).slice(1).map(Number);
  expect(taken + refused, printed).toBe(calls);
  expect(taken, printed).toBeGreaterThan(0);
  expect(taken, printed).toBeLessThanOrEqual(most);
  expect(printed).toContain('without Retry-After: 0');
}, 300_000);

test.skipIf(process.platform !== 'linux')(
  'bench:memory: says what each process holds (skipped: needs /proc)',
  async () => {
    expect(await bench('memory', 2, 1, 2, 0)).toMatch(
      /after 2 in a row .*\nafter 1 times 2 at once .*\ngrown by: main -?\d+ % \| media -?\d+ %, -?\d+ % /,
    );
  },
  300_000,
);
