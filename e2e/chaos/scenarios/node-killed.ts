/** One of two nodes dies: the other closes its calls, and its own go on. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CallListItem } from '@parley/contract';
import type { CallFact } from '../facts.ts';
import type { ServerNode } from '../node.ts';
import type { Scenario } from '../scenario.ts';

const CLOSED_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 200;
const OPEN = ['registered', 'ongoing'] as const;
/** Of the node that dies. */
const CALLS = 30;
const SHORT_CALLS = 4;
/** Of both, wherever they are. */
const OTHER_CALLS = 4;

const isAt =
  (node: ServerNode) =>
  ({ mediaUrl }: CallFact): boolean =>
    new URL(mediaUrl).host === new URL(node.url).host;

export const nodeKilled: Scenario = {
  name: 'one of two nodes killed',
  on: ['postgresql'],
  nodes: 2,
  mayRepeat: true,
  async strike({ place: { nodes, load, facts }, random, short, problem, figure }) {
    const [dead, other] = random() < 0.5 ? [nodes[0], nodes[1]] : [nodes[1], nodes[0]];
    if (dead === undefined || other === undefined) throw new Error('there are not two nodes');
    const hangUps = [await load.longCalls(short ? SHORT_CALLS : CALLS, dead), await load.longCalls(OTHER_CALLS)];
    const live = facts.live;
    await dead.kill();
    const began = performance.now();
    const left = new Set(live.filter(isAt(dead)).map(({ id }) => id));
    for (let tookMs = 0; left.size > 0 && tookMs < 4 * CLOSED_WITHIN_MS; await wait(LOOK_EVERY_MS)) {
      const open = await Promise.all(OPEN.map((status) => other.api.all<CallListItem>(`/calls?status=${status}`)));
      tookMs = performance.now() - began;
      figure('calls closed', tookMs);
      const ids = new Set(open.flat().map(({ id }) => id));
      for (const id of left) {
        if (ids.has(id)) continue;
        left.delete(id);
        if (tookMs > CLOSED_WITHIN_MS) problem(`${id} of the dead node was closed after ${String(Math.round(tookMs))} ms`);
      }
    }
    for (const id of left) problem(`${id} of the dead node was not closed within a minute`);
    await Promise.all(hangUps.map((hangUp) => hangUp()));
    for (const { id, reason } of live.filter(isAt(other)))
      if (reason !== 'user_hangup') problem(`${id} of the node that lives ended with ${String(reason)}`);
    await dead.start();
  },
};
