import { exampleOf } from '@parley/contract/examples/index.ts';
import type { Agent } from '@parley/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestFailed } from '../api/problem.ts';
import { Draft } from './draft.ts';

const AGENT: Agent = { ...(exampleOf('Agent') as Agent), name: 'Front desk', greeting: 'Hello', revision: 4 };
const PAUSE_MS = 700;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Sent {
  patch: Record<string, unknown>;
  revision: number;
  answer: (agent?: Partial<Agent>) => Promise<void>;
  refuse: (code: RequestFailed['code']) => Promise<void>;
}

const refusal = (code: RequestFailed['code']): RequestFailed =>
  new RequestFailed({ message: 'It was refused.', status: code === 'precondition_failed' ? 412 : 503, code, requestId: 'req_1' });

/** A draft before a server that answers when the test says so. */
function open() {
  const sent: Sent[] = [];
  let onServer: Agent | null = AGENT;
  const seen: Agent[] = [];
  const draft = new Draft(AGENT, {
    save: (_id, patch, revision) => {
      const { promise, resolve, reject } = Promise.withResolvers<Agent>();
      const settled = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(0));
      sent.push({
        patch,
        revision,
        answer: (agent = {}) => {
          onServer = { ...(onServer ?? AGENT), ...(patch as Partial<Agent>), revision: revision + 1, ...agent };
          resolve(onServer);
          return settled();
        },
        refuse: (code) => {
          reject(refusal(code));
          return settled();
        },
      });
      return promise;
    },
    read: async () => {
      if (onServer === null) throw refusal('unreachable');
      return onServer;
    },
    seen: (agent) => void seen.push(agent),
  });
  return {
    draft,
    sent,
    seen,
    pause: (ms = PAUSE_MS) => vi.advanceTimersByTimeAsync(ms),
    someoneElseSaves: (change: Partial<Agent>) => void (onServer = { ...AGENT, revision: AGENT.revision + 1, ...change }),
    serverGoes: () => void (onServer = null),
  };
}

describe('a draft', () => {
  it('is saved once for a pause, however much was typed before it', async () => {
    const { draft, sent, pause } = open();
    draft.change({ name: 'F' });
    await pause(PAUSE_MS - 1);
    draft.change({ name: 'Fr' });
    await pause(PAUSE_MS - 1);
    expect(draft.read().status).toBe('waiting');
    expect(sent).toHaveLength(0);
    await pause(1);
    expect(sent.map(({ patch, revision }) => [patch, revision])).toEqual([[{ name: 'Fr' }, 4]]);
    await sent[0]?.answer();
    await pause(10 * PAUSE_MS);
    expect(sent).toHaveLength(1);
    expect(draft.read()).toMatchObject({ status: 'saved', saved: { name: 'Fr', revision: 5 } });
  });

  it('takes the server’s word for what was saved, and tells the other pages', async () => {
    const { draft, sent, seen, pause } = open();
    draft.change({ name: ' Desk ' });
    await pause();
    await sent[0]?.answer({ name: 'Desk' });
    expect(draft.read().config.name).toBe('Desk');
    expect(seen.at(-1)).toMatchObject({ name: 'Desk', revision: 5 });
  });

  it('that is typed back to what it was is saved, and sends nothing', async () => {
    const { draft, sent, pause } = open();
    draft.change({ name: 'F' });
    draft.change({ name: AGENT.name });
    await pause();
    expect(sent).toHaveLength(0);
    expect(draft.read().status).toBe('saved');
  });

  it('is saved at once when the page is left, and not again', async () => {
    const { draft, sent, pause } = open();
    draft.change({ name: 'F' });
    const left = draft.flush();
    await pause(0);
    await sent[0]?.answer();
    await left;
    await pause();
    expect(sent).toHaveLength(1);
  });
});

describe('a change during a save', () => {
  it('is kept, and saved after it with the new revision', async () => {
    const { draft, sent, pause } = open();
    draft.change({ name: 'F' });
    await pause();
    draft.change({ greeting: 'Good morning' });
    await sent[0]?.answer();
    expect(draft.read()).toMatchObject({ status: 'waiting', config: { name: 'F', greeting: 'Good morning' } });
    await pause();
    expect(sent[1]).toMatchObject({ patch: { greeting: 'Good morning' }, revision: 5 });
    await sent[1]?.answer();
    expect(draft.read().status).toBe('saved');
  });

  it('is sent once, when pause and leaving both wait for the save', async () => {
    const { draft, sent, pause } = open();
    draft.change({ name: 'F' });
    await pause();
    draft.change({ name: 'Fr' });
    await pause();
    const left = draft.flush();
    await sent[0]?.answer();
    expect(sent.map(({ revision }) => revision)).toEqual([4, 5]);
    await sent[1]?.answer();
    await left;
    await pause();
    expect(sent).toHaveLength(2);
    expect(draft.read()).toMatchObject({ status: 'saved', saved: { name: 'Fr', revision: 6 } });
  });
});

describe('a conflict', () => {
  async function inConflict() {
    const opened = open();
    opened.draft.change({ name: 'Mine' });
    await opened.pause();
    opened.someoneElseSaves({ greeting: 'Theirs' });
    await opened.sent[0]?.refuse('precondition_failed');
    return opened;
  }

  it('keeps both versions, and sends nothing by itself', async () => {
    const { draft, sent, pause } = await inConflict();
    expect(draft.read()).toMatchObject({ status: 'conflict', config: { name: 'Mine' }, theirs: { greeting: 'Theirs', revision: 5 } });
    draft.change({ prompt: 'More of mine' });
    await pause();
    await draft.flush();
    expect(sent).toHaveLength(1);
    expect(draft.read()).toMatchObject({ status: 'conflict', config: { name: 'Mine', prompt: 'More of mine' } });
  });

  it('settled for mine overwrites what I changed, and nothing else', async () => {
    const { draft, sent } = await inConflict();
    const kept = draft.keepMine();
    expect(sent[1]).toMatchObject({ patch: { name: 'Mine' }, revision: 5 });
    await sent[1]?.answer();
    await kept;
    expect(draft.read()).toMatchObject({ status: 'saved', theirs: null, config: { name: 'Mine', greeting: 'Theirs' } });
  });

  it('settled for mine leaves theirs alone when I type meanwhile', async () => {
    const { draft, sent, pause } = await inConflict();
    void draft.keepMine();
    draft.change({ prompt: 'Typed meanwhile' });
    await pause();
    expect(sent).toHaveLength(2);
    await sent[1]?.answer();
    await pause();
    expect(sent[2]).toMatchObject({ patch: { prompt: 'Typed meanwhile' }, revision: 6 });
    expect(sent[2]?.patch).toEqual({ prompt: 'Typed meanwhile' });
  });

  it('settled for theirs shows theirs', async () => {
    const { draft, sent, pause } = await inConflict();
    draft.takeTheirs();
    await pause();
    expect(draft.read()).toMatchObject({ status: 'saved', theirs: null, config: { name: 'Front desk', greeting: 'Theirs' } });
    expect(sent).toHaveLength(1);
  });

  it('comes again when they save once more', async () => {
    const { draft, sent, someoneElseSaves } = await inConflict();
    const kept = draft.keepMine();
    someoneElseSaves({ greeting: 'Theirs again', revision: 6 });
    await sent[1]?.refuse('precondition_failed');
    await kept;
    expect(draft.read()).toMatchObject({ status: 'conflict', config: { name: 'Mine' }, theirs: { greeting: 'Theirs again' } });
  });

  it('whose other version cannot be read is a failure that loses nothing', async () => {
    const { draft, sent, pause, serverGoes } = open();
    draft.change({ name: 'Mine' });
    await pause();
    serverGoes();
    await sent[0]?.refuse('precondition_failed');
    expect(draft.read()).toMatchObject({ status: 'failed', config: { name: 'Mine' }, theirs: null });
  });
});

describe('a failure', () => {
  it('is said, loses nothing, and the next save sends everything again', async () => {
    const { draft, sent, pause } = open();
    draft.change({ name: 'F' });
    await pause();
    await sent[0]?.refuse('unreachable');
    expect(draft.read()).toMatchObject({
      status: 'failed',
      config: { name: 'F' },
      problem: { message: 'It was refused.', requestId: 'req_1' },
    });
    draft.change({ greeting: 'Hi' });
    await pause();
    expect(sent[1]).toMatchObject({ patch: { name: 'F', greeting: 'Hi' }, revision: 4 });
    await sent[1]?.answer();
    expect(draft.read()).toMatchObject({ status: 'saved', problem: null });
  });

  it('can be tried again without another change', async () => {
    const { draft, sent, pause } = open();
    draft.change({ name: 'F' });
    await pause();
    await sent[0]?.refuse('unreachable');
    void draft.flush();
    await pause(0);
    expect(sent).toHaveLength(2);
  });
});

describe('tags', () => {
  it('change beside what is not saved yet', async () => {
    const { draft, sent, pause } = open();
    draft.change({ name: 'F' });
    draft.tagged({ prod: 2 });
    expect(draft.read()).toMatchObject({ saved: { tags: { prod: 2 } }, config: { name: 'F' }, status: 'waiting' });
    await pause();
    expect(sent[0]?.patch).toEqual({ name: 'F' });
  });
});

describe('what is not saved', () => {
  it('is neither published nor called', async () => {
    const { draft, sent } = open();
    draft.change({ language: 'de-DE' });
    const settled = expect(draft.settle()).rejects.toThrow('The draft is not saved: It was refused.');
    await vi.advanceTimersByTimeAsync(0);
    await sent[0]!.refuse('validation_failed');
    await settled;
  });

  it('is what is on the screen, once it is saved', async () => {
    const { draft, sent } = open();
    draft.change({ language: 'en-GB' });
    const settled = draft.settle();
    await vi.advanceTimersByTimeAsync(0);
    await sent[0]!.answer();
    await expect(settled).resolves.toBeUndefined();
  });
});
