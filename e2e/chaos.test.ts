/** `npm run chaos`, in short: nothing that was acknowledged is lost or doubled, whatever is killed meanwhile. */
import { expect, test } from 'vitest';
import { describeWith } from '../scripts/test-tools.ts';
import type { Database } from '@parley/server/platform/db/database.ts';
import { runChaos, type ChaosReport } from './chaos/run.ts';
import type { Scenario } from './chaos/scenario.ts';
import { clockStepped } from './chaos/scenarios/clock-stepped.ts';
import { diskFull } from './chaos/scenarios/disk-full.ts';
import { nodeKilled } from './chaos/scenarios/node-killed.ts';
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

/** On the two nodes that are there already. */
const onBoth = (scenario: Scenario): Scenario => ({ ...scenario, nodes: 2 });

describeWith('postgresql', 'chaos', () => {
  const short = (databases: Database['kind'][], scenarios: Scenario[]): Promise<ChaosReport> =>
    runChaos({ scenarios, databases, rounds: 1, seed: SEED, short: true });

  test('what is killed, full or set loses nothing and doubles nothing; what is lost or doubled is found', async () => {
    const embedded = await short(['embedded'], [serverKilled, clockStepped, diskFull]);
    const postgresql = await short(['postgresql'], [nodeKilled, onBoth(losesAndDoubles)]);
    const broken = postgresql.rows.pop();
    const rows = [...embedded.rows, ...postgresql.rows];
    // A small disk cannot be made everywhere.
    expect(rows.length + embedded.skipped.length).toBe(4);
    expect(Object.fromEntries(rows.map(({ scenario, problems }) => [scenario, problems]))).toEqual(
      Object.fromEntries(rows.map(({ scenario }) => [scenario, []])),
    );
    expect(broken?.problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^agent_\w+ was acknowledged as agent_\w+ and is lost$/),
        expect.stringMatching(/^agent_\w+ was made 2 times$/),
        expect.stringMatching(/ did not arrive$/),
        '1 webhooks came twice, and nobody who sent them had died',
      ]),
    );
  }, 300_000);
});
