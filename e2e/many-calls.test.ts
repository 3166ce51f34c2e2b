import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Caller } from './caller.ts';
import { emptyDatabase, install, temporaryFolder, type Installation } from './installation.ts';

const CALLS = 200;
/** Engines and caches fill during the first calls. */
const WARM_UP = 60;

const WINDOW = 20;
/** Memory is collected soon: what stays is held by something. */
const SMALL_HEAP = '--max-old-space-size=128 --max-semi-space-size=2';
/** The embedded database lives in the server's process and fills its buffers for thousands of calls. */
const possible = existsSync('/proc/self/fd') && process.env.PARLEY_TEST_DATABASE_URL !== undefined;

let parley: Installation;
let database: Awaited<ReturnType<typeof emptyDatabase>>;
const place = temporaryFolder();

beforeAll(async () => {
  database = await emptyDatabase(possible ? 'postgresql' : 'embedded');
  parley = await install(place.folder, {
    PARLEY_MEDIA_PROCESSES: '1',
    PARLEY_RATE_LIMIT_PER_MINUTE: '0',
    NODE_OPTIONS: SMALL_HEAP,
    ...(database.url === undefined ? {} : { DATABASE_URL: database.url }),
  });
}, 90_000);

afterAll(async () => {
  await parley.stop();
  await database.remove();
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

test.skipIf(!possible)(
  '200 calls one after another: memory stays flat and no handle is left (skipped: needs /proc and PostgreSQL)',
  async () => {
    const agent = await parley.api.frontDesk();
    const oneCall = async (): Promise<void> => {
      const call = await parley.api.call(agent);
      const caller = await Caller.connect(call.media_url ?? '');
      await caller.until((one) => one.heard.length > 5, 'the greeting');
      await caller.hangUp();
    };
    /** The least that is held in a window: between two collections there is always more. */
    const leastOf = async (count: number): Promise<number> => {
      let least = Infinity;
      for (let call = 0; call < count; call += 1) {
        await oneCall();
        least = Math.min(least, memoryMb());
      }
      return least;
    };
    for (let call = 0; call < WARM_UP - WINDOW; call += 1) await oneCall();
    const before = { memory: await leastOf(WINDOW), handles: handles() };
    for (let call = WARM_UP; call < CALLS - WINDOW; call += 1) await oneCall();
    const after = await leastOf(WINDOW);
    await expect
      .poll(async () => (await parley.api.request<{ media_processes: { calls: number }[] }>('GET', '/system')).media_processes[0]?.calls, {
        timeout: 5_000,
      })
      .toBe(0);
    // Sockets of the last calls take a moment to go.
    await expect.poll(() => handles() - before.handles, { timeout: 10_000 }).toBeLessThanOrEqual(3);
    expect(after - before.memory).toBeLessThan(40);
  },
  240_000,
);
