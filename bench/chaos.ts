/**
 * Failures under load, and whether everything that was acknowledged is there afterwards, once:
 * `npm run chaos [-- --rounds 3 --seed 7 --only "server killed" --database postgresql --short]`. The seed makes the same choices again.
 */
import { parseArgs } from 'node:util';
import type { Database } from '@parley/server/platform/db/database.ts';
import { runChaos, type ChaosReport } from '../e2e/chaos/run.ts';
import { SCENARIOS } from '../e2e/chaos/scenarios.ts';
import { findTools } from '../scripts/tools.mjs';

const DATABASES: readonly Database['kind'][] = ['embedded', 'postgresql'];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', multiple: true, default: [] },
    database: { type: 'string', multiple: true, default: [...DATABASES] },
    short: { type: 'boolean', default: false },
  },
});

function print({ rows, skipped }: ChaosReport): void {
  console.table(
    rows.map(({ problems, figures, database, round, longestLossMs, backMs, ...row }) => ({
      ...row,
      database: `${database} ${String(round)}`,
      'lost of a recording, ms': longestLossMs,
      'back, ms': backMs,
      measured: Object.entries(figures)
        .map(([name, ms]) => `${name} ${String(ms)} ms`)
        .join(', '),
      violations: problems.length,
    })),
  );
  for (const line of skipped) console.log(`not run: ${line}`);
  for (const { scenario, database, problems } of rows)
    for (const problem of problems) console.log(`${scenario} on ${database}: ${problem}`);
}

const scenarios = SCENARIOS.filter(({ name }) => values.only.length === 0 || values.only.some((part) => name.includes(part)));
if (scenarios.length === 0) throw new Error(`--only takes a part of one of: ${SCENARIOS.map(({ name }) => name).join(', ')}`);
await findTools();
// By its exit it ends what it has begun.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
const seed = Number(values.seed);
console.log(`seed ${String(seed)}`);
const report = await runChaos({
  scenarios,
  databases: DATABASES.filter((kind) => values.database.includes(kind)),
  rounds: Number(values.rounds),
  seed,
  short: values.short,
  say: (line) => console.log(line),
});
print(report);
if (report.rows.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
// What a failed round left behind keeps nobody waiting.
process.exit();
