/**
 * More calls at once than a node carries, with embedded speech: `npm run bench:load [-- 200 7]`, calls and lines that each caller says.
 * All of them are made in the same moment, by a process of its own. Those that are taken talk; the others should hear at once that the node is busy.
 */
import os from 'node:os';
import type { Call } from '@parley/contract';
import { API_KEY, install, temporaryFolder } from '../e2e/installation.ts';
import { AS_SHIPPED } from '../server/testing-any-load.ts';
import { callsOf, watchingApi } from './calls/calling.ts';
import { percentile } from './calls/percentile.ts';

const [calls = 200, lines = 7] = process.argv.slice(2).map(Number);

const spread = (values: readonly number[]): string =>
  `p50 ${percentile(values, 0.5)}, p95 ${percentile(values, 0.95)}, max ${percentile(values, 1)} ms (${values.length})`;

const place = temporaryFolder();
const parley = await install(place.folder, {
  PARLEY_RATE_LIMIT_PER_MINUTE: '0',
  ...AS_SHIPPED,
});
try {
  const { api, url } = parley;
  const agentId = await api.frontDesk();
  const calling = { url, key: API_KEY, agentId, everyMs: 0, lines };
  // The first call loads what is loaded once.
  await callsOf({ ...calling, calls: 1, lines: 1 });
  const { result, apiMs } = await watchingApi(api, callsOf({ ...calling, calls }));
  const kept = await api.all<Call>('/calls');
  const reasons = Object.entries(Object.groupBy(kept, ({ disconnection_reason: reason }) => reason ?? 'none'));
  console.log(
    `${os.availableParallelism()} cores, ${calls} calls at once: ${result.admitted.length} taken, ${result.refused.length} refused`,
  );
  console.log(`  taken after      ${spread(result.admitted)}`);
  console.log(`  refused after    ${spread(result.refused)}; without Retry-After: ${result.withoutRetryAfter}   target: 200 ms`);
  console.log(`  voice to voice   ${spread(result.answers)}; ${result.unanswered} missing   target: p95 1,000 ms`);
  console.log(`  API meanwhile    ${spread(apiMs)}, p99 ${percentile(apiMs, 0.99)} ms   target: p99 150 ms`);
  console.log(`  calls in the log ${reasons.map(([reason, all = []]) => `${String(all.length)} ${reason}`).join(', ')}`);
  for (const failure of new Set(result.failed)) console.log(`  failed: ${failure}`);
} finally {
  await parley.stop();
  place.remove();
}
