import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Caller } from './caller.ts';
import { install, temporaryFolder, type Installation } from './installation.ts';

const CALLS = 200;
/** Engines and caches fill during the first calls. */
const WARM_UP = 60;

let parley: Installation;
const place = temporaryFolder();

beforeAll(async () => {
  parley = await install(place.folder, { PARLEY_MEDIA_PROCESSES: '1', PARLEY_RATE_LIMIT_PER_MINUTE: '0' });
}, 90_000);

afterAll(async () => {
  await parley.stop();
  place.remove();
}, 30_000);

const statOf = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** Server and media process. */
function processes(): number[] {
  const server = parley.process.pid ?? 0;
  const children = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && Number(statOf(Number(name))[1]) === server;
    } catch {
      return false;
    }
  });
  return [server, ...children.map(Number)];
}

const memoryMb = (): number =>
  processes().reduce((sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024, 0);
const handles = (): number => processes().reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/fd`).length, 0);

test.skipIf(!existsSync('/proc/self/fd'))(
  '200 calls one after another: memory stays flat and no handle is left (skipped: needs /proc)',
  async () => {
    const agent = await parley.api.frontDesk();
    const oneCall = async (): Promise<void> => {
      const call = await parley.api.call(agent);
      const caller = await Caller.connect(call.media_url ?? '');
      await caller.until((one) => one.heard.length > 5, 'the greeting');
      await caller.hangUp();
    };
    for (let call = 0; call < WARM_UP; call += 1) await oneCall();
    const before = { memory: memoryMb(), handles: handles() };
    for (let call = WARM_UP; call < CALLS; call += 1) await oneCall();
    await expect
      .poll(async () => (await parley.api.request<{ media_processes: { calls: number }[] }>('GET', '/system')).media_processes[0]?.calls, {
        timeout: 5_000,
      })
      .toBe(0);
    // Sockets of the last calls take a moment to go.
    await expect.poll(() => handles() - before.handles, { timeout: 10_000 }).toBeLessThanOrEqual(3);
    expect(memoryMb() - before.memory).toBeLessThan(60);
  },
  240_000,
);
