/**
 * 2,000 events while the server is killed 20 times at random moments and the receiver answers 500, hangs, resets or takes them at
 * random: `npm run bench:webhooks-crash [-- embedded postgresql]`. The seed makes it the same run again.
 */
import { crashTest } from '../e2e/webhooks-crash.ts';
import { onDatabases } from './on-databases.ts';

const seed = Number(process.env.PARLEY_CRASH_SEED ?? Date.now() % 1_000_000);

async function run(kind: string, databaseUrl: string | undefined): Promise<void> {
  console.log(`\n${kind}, seed ${String(seed)}`);
  const report = await crashTest({ events: 2_000, kills: 20, seed, databaseUrl, say: (line) => console.log(`  ${line}`) });
  const { lost, missing, unsettled, recoveryMs, ...figures } = report;
  const median = recoveryMs.toSorted((a, b) => a - b)[Math.floor(recoveryMs.length / 2)] ?? 0;
  console.log(
    `  ${JSON.stringify(figures)}; lost ${String(lost.length)}, missing ${String(missing.length)}, unsettled ${String(unsettled.length)}; a start takes ${String(median)} ms (median)`,
  );
  if (lost.length > 0 || missing.length > 0 || unsettled.length > 0 || report.wronglySigned > 0) process.exitCode = 1;
}

await onDatabases(run);
