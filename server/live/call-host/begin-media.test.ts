import { expect, test } from 'vitest';
import { beginInTurn } from './begin-media.ts';

function processes(count: number) {
  const begun: number[] = [];
  const becomesReady: (() => void)[] = [];
  const links = Array.from({ length: count }, (_, index) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    becomesReady.push(resolve);
    return { begin: () => void begun.push(index), ready: () => promise };
  });
  return { links, begun, becomesReady };
}

test('first-is-ready-soonest: on two cores the second process loads after the first', async () => {
  const { links, begun, becomesReady } = processes(3);
  beginInTurn(links, 1);
  expect(begun).toEqual([0]);
  becomesReady[0]?.();
  await expect.poll(() => begun).toEqual([0, 1]);
  becomesReady[1]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2]);
});

test('many-cores: as many load at once, and each of the others after one of these', async () => {
  const { links, begun, becomesReady } = processes(5);
  beginInTurn(links, 3);
  expect(begun).toEqual([0, 1, 2]);
  becomesReady[1]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2, 4]);
});
