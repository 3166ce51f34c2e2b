/** `npm run chaos`, in short: nothing that was acknowledged is lost or doubled, whatever is killed meanwhile. */
import { expect, test } from 'vitest';
import { describeWith } from '../scripts/test-tools.ts';
import { runChaos } from './chaos/run.ts';
import type { Scenario } from './chaos/scenario.ts';
import { databaseWorkerKilled } from './chaos/scenarios/database-worker-killed.ts';
import { postgresqlAway } from './chaos/scenarios/postgresql-away.ts';
import { serverKilled } from './chaos/scenarios/server-killed.ts';

const SEED = 20_261_128;

/** Behind the back of those who are told: what a server would have done that loses and doubles. */
const losesAndDoubles: Scenario = {
  name: 'a server that loses and doubles',
  on: ['postgresql'],
  mayRepeat: false,
  async strike({ place: { node, facts, receiver } }) {
    const kept = [...facts.agents].filter(([, { id, deleted }]) => id !== null && deleted === 'no');
    const [lost, doubled] = kept;
    await node.api.request('DELETE', `/agents/${lost?.[1].id ?? ''}`);
    await node.api.request('POST', '/agents', { name: doubled?.[0] });
    const [missed, twice] = receiver.taken.keys();
    receiver.taken.set(twice ?? '', 2);
    receiver.taken.delete(missed ?? '');
  },
};

describeWith('postgresql', 'chaos', () => {
  test('what is killed or away loses nothing and doubles nothing; what is lost or doubled is found', async () => {
    const embedded = await runChaos({
      scenarios: [serverKilled, databaseWorkerKilled],
      databases: ['embedded'],
      rounds: 1,
      seed: SEED,
      short: true,
    });
    const postgresql = await runChaos({
      scenarios: [postgresqlAway, losesAndDoubles],
      databases: ['postgresql'],
      rounds: 1,
      seed: SEED,
      short: true,
    });
    const [away, broken] = postgresql.rows;
    expect([...embedded.rows, away].map((row) => row?.problems)).toEqual([[], [], []]);
    expect(broken?.problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^agent_\w+ was acknowledged as agent_\w+ and is lost$/),
        expect.stringMatching(/^agent_\w+ was made 2 times$/),
        expect.stringMatching(/ did not arrive$/),
        '1 webhooks came twice, and nobody who sent them had died',
      ]),
    );
  }, 180_000);
});
