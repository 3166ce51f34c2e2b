/** One of two nodes dies: the other closes its calls, and its own go on. */
import { setTimeout as wait } from 'node:timers/promises';
import { isOver, type Call } from '@parley/contract';
import type { CallFact } from '../facts.ts';
import type { ServerNode } from '../node.ts';
import type { Scenario } from '../scenario.ts';

const CLOSED_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 200;
/** So long after its start, or an outage, a node takes nothing over. */
const STEADY_MS = 8_500;

const isAt =
  (node: ServerNode) =>
  ({ mediaUrl }: CallFact): boolean =>
    new URL(mediaUrl).host === new URL(node.url).host;

export const nodeKilled: Scenario = {
  name: 'one of two nodes killed',
  on: ['postgresql'],
  nodes: 2,
  mayRepeat: true,
  async strike({ place: { nodes, load, facts }, random, problem, figure }) {
    await wait(STEADY_MS);
    const [dead, other] = random() < 0.5 ? [nodes[0], nodes[1]] : [nodes[1], nodes[0]];
    if (dead === undefined || other === undefined) throw new Error('there are not two nodes');
    const hangUp = await load.longCalls(4);
    const live = facts.live;
    await dead.kill();
    const began = performance.now();
    for (const { id } of live.filter(isAt(dead))) {
      while (!isOver((await other.api.request<Call>('GET', `/calls/${id}`)).status)) {
        if (performance.now() - began > 4 * CLOSED_WITHIN_MS) break;
        await wait(LOOK_EVERY_MS);
      }
      const tookMs = performance.now() - began;
      figure('calls closed', tookMs);
      if (tookMs > CLOSED_WITHIN_MS) problem(`${id} of the dead node was closed after ${String(Math.round(tookMs))} ms`);
    }
    await hangUp();
    for (const { id, reason } of live.filter(isAt(other)))
      if (reason !== 'user_hangup') problem(`${id} of the node that lives ended with ${String(reason)}`);
    await dead.start();
  },
};
