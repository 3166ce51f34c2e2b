/** Routes for whose requests there is room for only so many: what they cost where there is none, and whose place is kept. */
import { createServer } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { AppError } from '@parley/contract';
import express from 'express';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Gate } from './gate.ts';
import { mountRoutes } from './mount.ts';
import type { Principal } from './principal.ts';
import { problemHandler } from './problems.ts';
import { placeOf } from './room.ts';
import { route } from './route.ts';

const close: (() => void)[] = [];
afterEach(() => close.splice(0).forEach((one) => one()));

const somebody = { organizationId: 'org_a', scopes: ['*'], role: 'api_key' } as unknown as Principal;

/** One route, `POST /calls`, in front of a room; `asked` are all that a request may ask beyond memory. */
async function calls({ places, who = somebody, known = false }: { places: number; who?: Principal | null; known?: boolean }) {
  const state = { free: places, asked: [] as string[] };
  const require = (): void => {
    if (state.free === 0) throw new AppError('busy');
  };
  const room = {
    require,
    requireFor: require,
    reserve: () => {
      require();
      state.free -= 1;
      let held = true;
      return {
        keepFor: () => void (held = false),
        release: () => {
          state.free += held ? 1 : 0;
          held = false;
        },
      };
    },
  };
  const asks = <T>(what: string, answer: T): Promise<T> => {
    state.asked.push(what);
    return Promise.resolve(answer);
  };
  const gate = {
    authenticator: { authenticate: () => asks('credentials', who), remembers: () => known },
    admit: () => asks('points', undefined),
    idempotency: {
      once: (_declared: unknown, _principal: unknown, _request: unknown, work: () => unknown) => asks('key', null).then(work),
    },
    trail: { note: () => asks('trail', undefined), record: () => asks('trail', undefined) },
  } as unknown as Gate;
  const declared = route(
    {
      method: 'post',
      path: '/calls',
      id: 'createCall',
      summary: 'A call',
      auth: 'member',
      scope: null,
      audited: false,
      room: () => room,
      body: z.object({ fits: z.boolean() }),
      responses: { 201: null },
    },
    ({ body, request }) => {
      if (!body.fits) return Promise.reject(new AppError('conflict'));
      placeOf(request)?.keepFor('call_a');
      return Promise.resolve({ status: 201 });
    },
  );
  const app = express();
  mountRoutes(app, [declared], gate);
  app.use(problemHandler(pino({ level: 'silent' })));
  const server = createServer(app).listen(0, '127.0.0.1');
  close.push(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/calls`;
  const post = async (body: unknown): Promise<Response> => {
    const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    await response.text();
    // The server hears of the end of its answer in a turn of its own.
    await turn();
    return response;
  };
  return { state, post };
}

test('no-room: nobody is asked anything, and the answer says when to try again', async () => {
  const { state, post } = await calls({ places: 0 });
  const response = await post({ fits: true });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  expect(state.asked).toEqual([]);
});

test('stranger-in-front-of-the-last-place: it is left to somebody', async () => {
  const { state, post } = await calls({ places: 1, who: null });
  expect((await post({ fits: true })).status).toBe(401);
  expect([state.free, state.asked]).toEqual([1, ['credentials']]);
});

test('place-for-what-was-made: it outlasts the request, and the next one finds no room', async () => {
  const { state, post } = await calls({ places: 1 });
  expect((await post({ fits: true })).status).toBe(201);
  expect(state.free).toBe(0);
  expect((await post({ fits: true })).status).toBe(503);
});

test.each([
  ['body-that-is-refused', { fits: 'perhaps' }, 422],
  ['work-that-fails', { fits: false }, 409],
])('%s: its place is free again', async (_title, body, status) => {
  const { state, post } = await calls({ places: 1 });
  expect((await post(body)).status).toBe(status);
  await expect.poll(() => state.free).toBe(1);
});

test('all-at-once: each takes its place before the database is asked for its points or its key', async () => {
  const { state, post } = await calls({ places: 3 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => post({ fits: true })));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(state.asked.filter((what) => what !== 'credentials')).toHaveLength(6);
});

test('all-at-once, of a key that was right not long ago: who finds no place does not wait for the credentials', async () => {
  const { state, post } = await calls({ places: 3, known: true });
  const answers = await Promise.all(Array.from({ length: 20 }, () => post({ fits: true })));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(state.asked.filter((what) => what === 'credentials')).toHaveLength(3);
});

test('key-revoked-meanwhile: what it was kept is free again', async () => {
  const { state, post } = await calls({ places: 1, known: true, who: null });
  expect((await post({ fits: true })).status).toBe(401);
  await expect.poll(() => state.free).toBe(1);
});
