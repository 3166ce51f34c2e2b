/** What a call's events cost in the database: the rows' large columns are written when they changed, not with every batch of tokens. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AgentSnapshot, CallEvent } from '@parley/contract';
import { Rehearsal } from '@parley/engine/testing/index.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { registeredCall } from '../../resources/calls/testing.ts';
import { createAgents, eventLog, startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import type { CallRef } from './call-ref.ts';
import { selectRows } from './projected-rows.ts';
import { emptyProjection, type Projection } from './projection.ts';

interface Statement {
  text: string;
  /** The parameters, as they go to the database. */
  bytes: number;
}

const isUpdateOf = (table: string) => (statement: Statement) => statement.text.startsWith(`update "${table}"`);
const touches = (column: string) => (statement: Statement) => statement.text.includes(`"${column}" = `);

/** A call of several turns, as it comes from a model that gives a token in each batch. */
async function rehearsed(): Promise<CallEvent[][]> {
  const answer = 'We open at nine in the morning and close at six in the evening, every day of the week but Sunday.';
  const call = new Rehearsal({ answers: [answer, answer, answer, answer] });
  await call.silence(2_000);
  for (let turn = 0; turn < 4; turn += 1) {
    await call.say('when do you open');
    await call.silence(9_000);
  }
  await call.finish();
  const kindOf = ({ at_ms, event }: CallEvent): string => `${at_ms} ${event.type === 'llm.delta_received' ? event.text : ''}`;
  const batches: CallEvent[][] = [];
  for (const event of call.events) {
    const last = batches.at(-1);
    if (last?.[0] !== undefined && kindOf(last[0]) === kindOf(event)) last.push(event);
    else batches.push([event]);
  }
  return batches;
}

const countOf = (some: readonly Statement[]) => ({ statements: some.length, bytes: some.reduce((sum, { bytes }) => sum + bytes, 0) });

describeOnBoth('a call of many tokens', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  let ref: CallRef;
  let batches: CallEvent[][];
  /** Those of the append under way: rounds of the server ask beside it. */
  const within = new AsyncLocalStorage<Statement[]>();
  let snapshot: AgentSnapshot;

  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
    batches = await rehearsed();
  });
  afterAll(() => parley.close());

  beforeEach(async () => {
    const agents = createAgents(parley.database);
    snapshot = await agents.snapshot(tenant.id, (await agents.create(tenant.id, { name: 'A' })).id, 'draft');
    const { id } = await registeredCall(parley, tenant.id, snapshot);
    ref = { organizationId: tenant.id, callId: id };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own client
    const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
    vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
      const [asked, values] = args as [string | { text: string }, unknown[] | undefined];
      const text = typeof asked === 'string' ? asked : asked.text;
      within.getStore()?.push({ text, bytes: Buffer.byteLength(JSON.stringify(values ?? [])) });
      return query.apply(this, args);
    });
  });
  afterEach(() => vi.restoreAllMocks());

  async function append(events: readonly CallEvent[], known?: Projection): Promise<{ after: Projection; took: Statement[] }> {
    const took: Statement[] = [];
    const after = await within.run(took, () => parley.database.asOrganization(tenant.id, (tx) => eventLog.append(tx, ref, events, known)));
    if (after === undefined) throw new Error('the call is gone');
    return { after, took };
  }

  /** Every batch with the statements that it took. */
  async function written(): Promise<{ before: Projection; after: Projection; took: Statement[] }[]> {
    const steps: { before: Projection; after: Projection; took: Statement[] }[] = [];
    let before: Projection = emptyProjection;
    for (const batch of batches) {
      const { after, took } = await append(batch, before);
      steps.push({ before, after, took });
      before = after;
    }
    return steps;
  }

  test('has its transcript written when a line changed, and its conversation when a message came', async () => {
    const [first, ...steps] = await written();
    expect(first?.took.filter(isUpdateOf('calls')).filter(touches('transcript'))).toHaveLength(1);
    let lines = 0;
    for (const { before, after, took } of steps) {
      const changed = after.transcript === before.transcript ? 0 : 1;
      lines += changed;
      expect(took.filter(isUpdateOf('calls')).filter(touches('transcript'))).toHaveLength(changed);
      if (changed === 1) expect(took.filter(isUpdateOf('conversations'))).toHaveLength(1);
    }
    expect(lines).toBe(9);
  });

  test('has only those lines of its transcript sent that changed', async () => {
    const steps = await written();
    for (const { before, after, took } of steps.slice(1)) {
      const changed = after.transcript.filter((line) => !before.transcript.includes(line));
      const [update] = took.filter(isUpdateOf('calls')).filter(touches('transcript'));
      if (update !== undefined) expect(update.bytes).toBeLessThan(Buffer.byteLength(JSON.stringify(JSON.stringify(changed))) + 1_000);
    }
  });

  test('has a line in the midst of its transcript replaced, and one that went taken out', async () => {
    const line = (turn: number, text: string, start_ms: number): CallEvent['event'] => ({
      type: 'user_turn.committed',
      turn,
      text,
      words: [],
      start_ms,
      end_ms: start_ms + 100,
      reason: 'whole_sentence',
      silence_ms: 350,
      typed: false,
    });
    const said = [line(1, 'one', 100), line(2, 'two', 200), line(3, 'three', 300), line(2, 'two again', 250), line(1, 'one, late', 400)];
    let known: Projection | undefined = emptyProjection;
    const texts: string[] = [];
    for (const [index, event] of said.entries()) {
      known = (await append([{ seq: index + 1, at_ms: 500, kind: 'decision', event } as CallEvent], known)).after;
      const rows = await parley.database.asOrganization(tenant.id, (tx) => selectRows(tx, ref));
      texts.push(rows?.call.transcript.map(({ text }) => text).join(' | ') ?? '');
    }
    expect(texts).toEqual(['one', 'one | two', 'one | two | three', 'one | two again | three', 'two again | three | one, late']);
  });

  test('has one number written in its row for a batch of tokens, and no row read', async () => {
    const steps = await written();
    const ofTokens = steps.filter((_step, index) => batches[index]?.every(({ event }) => event.type === 'llm.delta_received'));
    expect(ofTokens.length).toBeGreaterThan(40);
    for (const { took } of ofTokens) {
      const updates = took.filter(({ text }) => text.startsWith('update'));
      expect(updates.map(({ text }) => /set (.*?) where/.exec(text)?.[1])).toEqual(['"last_seq" = $1']);
      expect(took.filter(({ text }) => /"agent_snapshot"|"transcript"/.test(text))).toEqual([]);
    }
  });

  test('costs a fraction of what writing the whole rows costs', async () => {
    const steps = await written();
    const updates = countOf(steps.flatMap(({ took }) => took.filter(({ text }) => text.startsWith('update'))));
    const whole = steps.reduce((sum, { after }) => sum + Buffer.byteLength(JSON.stringify(after.transcript)), 0);
    expect(updates.bytes).toBeLessThan(whole / 4);
    expect(updates.statements).toBeLessThan(batches.length * 1.5);
  });

  test('says the same in its rows as if all had come at once', async () => {
    await written();
    const [inParts] = await rowsOf(ref);
    const { id } = await registeredCall(parley, tenant.id, snapshot);
    const other = { organizationId: tenant.id, callId: id };
    await parley.database.asOrganization(tenant.id, (tx) => eventLog.append(tx, other, batches.flat()));
    const [atOnce] = await rowsOf(other);
    expect(inParts).toEqual(atOnce);
    expect(inParts?.conversation).toMatchObject({ status: 'ended', messageCount: 9 });
  });

  test('is written whole where the writer does not know what the row holds', async () => {
    const [first, second] = batches;
    await append(first ?? []);
    const { took } = await append(second ?? []);
    expect(took.filter(isUpdateOf('calls')).filter(touches('transcript'))).toHaveLength(1);
  });

  /** Without what differs between two calls. */
  const rowsOf = (of: CallRef) =>
    parley.database.asOrganization(tenant.id, async (tx) => {
      const rows = await selectRows(tx, of);
      if (rows === undefined) return [];
      const { call, conversation } = rows;
      const since = (time: Date | null | undefined): number => (time?.getTime() ?? NaN) - (call.startedAt?.getTime() ?? NaN);
      const own = { id: null, callId: null, createdAt: null, startedAt: null };
      return [
        {
          call: { ...call, ...own, endedAt: since(call.endedAt) },
          conversation: {
            ...conversation,
            ...own,
            endedAt: since(conversation?.endedAt),
            lastMessageAt: since(conversation?.lastMessageAt),
          },
        },
      ];
    });
});
