/** PostgreSQL is away for a while, with live calls: they go on, and whoever asks is told when to come again. */
import { setTimeout as wait } from 'node:timers/promises';
import { API_KEY } from '../../installation.ts';
import type { Scenario, Struck } from '../scenario.ts';

const AWAY_MS = 30_000;
const SHORTLY_AWAY_MS = 4_000;

/** What the server answers while it has no database. */
async function ask({ place: { node }, problem }: Struck): Promise<void> {
  const expected = { '/healthz': 200, '/readyz': 503, '/api/v1/agents': 503 };
  for (const [path, status] of Object.entries(expected)) {
    const response = await fetch(`${node.url}${path}`, { headers: { Authorization: `Bearer ${API_KEY}` } });
    const text = await response.text();
    if (response.status !== status) problem(`${path} answered ${String(response.status)} without a database: ${text.slice(0, 200)}`);
    if (status === 503 && response.headers.get('retry-after') === null) problem(`${path} answered without Retry-After`);
    if (path === '/readyz' && !text.includes('no_database')) problem(`/readyz answered ${text}`);
  }
}

export const postgresqlAway: Scenario = {
  name: 'PostgreSQL away for 30 s',
  on: ['postgresql'],
  mayRepeat: false,
  async strike(struck) {
    const { place, short, problem, figure } = struck;
    const { load, facts, postgres } = place;
    const hangUp = await load.longCalls(3);
    const live = facts.live;
    const began = performance.now();
    await postgres.goAway('fast');
    await wait(1_000);
    await ask(struck);
    await wait(short ? SHORTLY_AWAY_MS : AWAY_MS);
    await ask(struck);
    await postgres.comeBack();
    figure('away', performance.now() - began);
    await hangUp();
    for (const { id, reason } of live)
      if (reason !== undefined && reason !== 'user_hangup') problem(`${id} ended with ${reason} while PostgreSQL was away`);
  },
};
