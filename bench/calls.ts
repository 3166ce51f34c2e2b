/**
 * Simultaneous spoken calls over the WebSocket with embedded speech: `npm run bench:calls [-- 1 10]`.
 * Voice to voice is measured by the callers, from the last sound they sent to the first audible frame they got. Meanwhile the
 * API is asked for its agents, and /proc tells what server and media processes use.
 */
import { API_KEY, install, temporaryFolder, type Installation } from '../e2e/installation.ts';
import { callsOf, watchingApi } from './calls/calling.ts';
import { percentile } from './calls/percentile.ts';
import { cpuSecondsOf, familyOf, memoryMbOf } from './calls/processes.ts';

const ALL_LINES = 7;
const EVERY_MS = 330;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

async function measure({ api, url, process: server }: Installation, agentId: string, calls: number): Promise<void> {
  const pids = familyOf(server.pid ?? 0);
  const cpu = (): number => sum(pids.map(cpuSecondsOf));
  const [before, began] = [cpu(), performance.now()];
  const calling = { url, key: API_KEY, agentId, calls, everyMs: EVERY_MS, lines: ALL_LINES };
  const { result, apiMs } = await watchingApi(api, callsOf(calling));
  const cores = (cpu() - before) / ((performance.now() - began) / 1_000);
  for (const failure of new Set(result.failed)) console.log(`failed: ${failure}`);
  console.log(
    `${String(calls).padStart(3)} calls | ${result.answers.length} answers, ${result.unanswered} missing | voice to voice p50 ${percentile(result.answers, 0.5)} ms, p95 ${percentile(result.answers, 0.95)} ms` +
      ` | API p50 ${percentile(apiMs, 0.5)} ms, p99 ${percentile(apiMs, 0.99)} ms (${apiMs.length}) | CPU ${(cores / calls).toFixed(3)} cores a call | memory ${Math.round(sum(pids.map(memoryMbOf)))} MB in all`,
  );
}

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const place = temporaryFolder();
// The watcher alone asks as often as an ordinary limit lets it.
const parley = await install(place.folder, { PARLEY_RATE_LIMIT_PER_MINUTE: '0' });
try {
  const agentId = await parley.api.frontDesk();
  // The first call loads what is loaded once.
  await measure(parley, agentId, 1);
  for (const size of sizes.length > 0 ? sizes : [1, 10]) await measure(parley, agentId, size);
} finally {
  await parley.stop();
  place.remove();
}
