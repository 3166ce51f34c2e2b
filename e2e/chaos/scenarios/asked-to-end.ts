/** SIGTERM with live calls: no new ones, the live ones end in order. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

const IN_ORDER: readonly (string | undefined)[] = ['server_shutdown', 'user_hangup', 'agent_hangup'];

export const askedToEnd: Scenario = {
  name: 'asked to end',
  on: ['embedded', 'postgresql'],
  mayRepeat: false,
  async strike({ place: { node, load, facts }, problem, figure }) {
    const hangUp = await load.longCalls(2);
    const live = facts.live;
    const began = performance.now();
    const ended = node.end();
    await wait(500);
    const ready = await fetch(`${node.url}/readyz`);
    const text = await ready.text();
    if (ready.status !== 503 || !text.includes('draining'))
      problem(`/readyz of a server that is asked to end answered ${String(ready.status)} ${text}`);
    const code = await ended;
    figure('end', performance.now() - began);
    if (code !== 0) problem(`the server that was asked to end left with ${String(code)}`);
    await hangUp();
    for (const { id, reason } of live)
      if (!IN_ORDER.includes(reason)) problem(`${id} ended with ${String(reason)} when the server was asked to end`);
    if (!live.some(({ reason }) => reason === 'server_shutdown')) problem('no call ended with server_shutdown');
    await node.start();
  },
};
