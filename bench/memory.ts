/**
 * What calls leave behind: `npm run bench:memory [-- 600 3 100 25]`, so many calls one after the other, then so many times so many at once, with so many seconds
 * of rest before each look; of those at once the node takes as many as it carries. Printed is what each process holds when nothing goes on, after the caches of the first calls have filled.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { API_KEY, install, temporaryFolder, type Installation } from '../e2e/installation.ts';
import { AS_SHIPPED } from '../server/testing-any-load.ts';
import { callsOf } from './calls/calling.ts';
import type { Called, Calling } from './calls/callers.ts';
import { familyOf, memoryMbOf } from './calls/processes.ts';

/** Recognisers that nobody needs are let go in 20 s, and memory is collected. */
const [inARow = 600, rounds = 3, atOnce = 100, restS = 25] = process.argv.slice(2).map(Number);
/** Of those in a row; figures after each. */
const STEP = 100;

async function make({ url, api }: Installation, plan: Pick<Calling, 'calls' | 'everyMs' | 'lines'>): Promise<Called> {
  const called = await callsOf({ url, key: API_KEY, agentId: await api.frontDesk(), ...plan });
  for (const failure of new Set(called.failed)) console.log(`failed: ${failure}`);
  return called;
}
const callsAtOnce = (parley: Installation, calls: number): Promise<Called> =>
  make(parley, { calls, everyMs: 0, lines: calls === 1 ? 0 : 1 });
/** So that each has ended when the next begins, and all are of one process. */
const callsInARow = (parley: Installation, calls: number): Promise<Called> => make(parley, { calls, everyMs: 700, lines: 0 });

const place = temporaryFolder();
const parley = await install(place.folder, { PARLEY_RATE_LIMIT_PER_MINUTE: '0', ...AS_SHIPPED });
try {
  const pids = familyOf(parley.process.pid ?? 0);
  const figures = async (what: string): Promise<number[]> => {
    await wait(restS * 1_000);
    const held = pids.map(memoryMbOf);
    console.log(
      `${what.padEnd(28)} main ${held[0]?.toFixed(0) ?? ''} MB | media ${held
        .slice(1)
        .map((mb) => `${mb.toFixed(0)} MB`)
        .join(', ')}`,
    );
    return held;
  };
  await figures('at rest, before any call');
  await callsInARow(parley, Math.min(20, inARow));
  await callsAtOnce(parley, Math.min(10, atOnce));
  const before = await figures('after the first calls');
  let after = before;
  for (let made = 0; made < inARow; made += STEP) {
    await callsInARow(parley, Math.min(STEP, inARow - made));
    after = await figures(`after ${String(Math.min(inARow, made + STEP))} in a row`);
  }
  for (let round = 1; round <= rounds; round += 1) {
    const { admitted } = await callsAtOnce(parley, atOnce);
    after = await figures(`after ${String(round)} times ${String(admitted.length)} at once`);
  }
  const grown = after.map((mb, index) => `${((100 * mb) / (before[index] ?? mb) - 100).toFixed(0)} %`);
  console.log(`grown by: main ${grown[0] ?? ''} | media ${grown.slice(1).join(', ')}   target: within 10 %`);
} finally {
  await parley.stop();
  place.remove();
}
