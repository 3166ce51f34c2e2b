/** Unexpected errors of a call, as its answer and the figures tell of them. */
import type { Call, CallEvent, CreatedCall } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventLog, startTestServer, type TestServer } from '../../testing.ts';

let parley: TestServer;
beforeAll(async () => {
  parley = await startTestServer();
});
afterAll(() => parley.close());

const ID = 'defect_01kaxw5d2n8q4s6v0x3z7b9c1d';

test('a call whose log tells of a defect has it in its answer, and its events have the same id', async () => {
  const { id: organizationId, key } = await parley.tenant();
  const agent = (await parley.request('POST', '/agents', { key, body: { name: 'A' } })).json as { id: string };
  const created = (await parley.request('POST', '/calls', { key, body: { type: 'web', agent_id: agent.id } })).json as CreatedCall;
  expect(created.defects).toEqual([]);
  const failed = { type: 'llm.failed', request: 1, code: 'internal', message: 'The model failed.', defect_id: ID } as const;
  const log: CallEvent[] = [
    { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } },
    { seq: 2, at_ms: 1_500, kind: 'input', event: { type: 'defect.reported', defect_id: ID, place: 'llm.stream' } },
    { seq: 3, at_ms: 1_500, kind: 'input', event: failed },
  ];
  const ref = { organizationId, callId: created.id };
  await parley.database.asOrganization(organizationId, (tx) => eventLog.append(tx, ref, log));
  const defects = [{ id: ID, place: 'llm.stream', at_ms: 1_500 }];
  const call = async (method: string, body?: unknown): Promise<Call> =>
    (await parley.request(method, `/calls/${created.id}`, { key, ...(body === undefined ? {} : { body }) })).json as Call;
  expect((await call('GET')).defects).toEqual(defects);
  expect((await call('PATCH', { metadata: { seen: 'yes' } })).defects).toEqual(defects);
  const { items } = (await parley.request('GET', `/calls/${created.id}/events`, { key })).json as { items: CallEvent[] };
  expect(items.map(({ event }) => event)).toContainEqual(failed);
  const other = await parley.tenant();
  expect((await parley.request('GET', `/calls/${created.id}`, { key: other.key })).status).toBe(404);
});
