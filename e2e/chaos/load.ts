/** What goes on while things fail: clients that write with idempotency keys, and callers that talk. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CreatedCall } from '@parley/contract';
import { Caller } from '../caller.ts';
import type { AgentFact, CallFact, Facts } from './facts.ts';
import type { ServerNode } from './node.ts';
import type { Requests } from './requests.ts';

const WRITERS = 3;
const CALLERS = 4;
const BETWEEN_WRITES_MS = 60;
const SHORTEST_CALL_MS = 1_500;
const CALL_MS = 5_000;
const SPEAKS_AFTER_MS = 800;
/** No call of a test lasts longer. */
const TALK_MS = 180_000;
const LINES = ['What are your opening hours?', 'Where are you located?', 'I would like to book an appointment.'];

export interface LoadDeps {
  requests: Requests;
  facts: Facts;
  random: () => number;
  /** Whom callers call. */
  agentId: string;
}

interface CallPlan {
  /** With a voice; otherwise it types. */
  speaks: boolean;
  /** Sends no audio at all, which costs next to nothing. */
  mute?: boolean;
  /** When the caller hangs up; absent: after a while. */
  over?: AbortSignal;
  /** The node that carries it; absent: any. */
  at?: ServerNode | undefined;
  onReady?: () => void;
}

export class Load {
  readonly #deps: LoadDeps;
  readonly #running: Promise<unknown>[] = [];
  #count = 0;
  #over = false;

  constructor(deps: LoadDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#over = false;
    for (let n = 0; n < WRITERS; n += 1) this.#running.push(this.#again(() => this.#write()));
    for (let n = 0; n < CALLERS; n += 1) this.#running.push(this.#again(async () => void (await this.#call({ speaks: n === 0 }))));
  }

  /** Begins nothing more; resolves when every request was answered and every caller has hung up. */
  async stop(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#running.splice(0));
  }

  /** Begins so many calls that last until the returned function ends them; resolves when all are ready. Those `at` a node are mute: there may be many. */
  async longCalls(count: number, at?: ServerNode): Promise<() => Promise<void>> {
    const over = new AbortController();
    const calls: Promise<void>[] = [];
    const begun = Array.from({ length: count }, () => {
      const ready = Promise.withResolvers<undefined>();
      calls.push(this.#untilOne({ speaks: false, mute: at !== undefined, over: over.signal, at, onReady: () => ready.resolve(undefined) }));
      return ready.promise;
    });
    await Promise.all(begun);
    return async () => {
      over.abort();
      await Promise.all(calls);
    };
  }

  /** Until one became ready, and was over. */
  async #untilOne(plan: CallPlan): Promise<void> {
    while (!(await this.#call(plan)));
  }

  async #again(work: () => Promise<void>): Promise<void> {
    while (!this.#over) await work();
  }

  #key(of: string): string {
    this.#count += 1;
    return `${of}_${String(this.#count)}_${String(Math.floor(this.#deps.random() * 1e9))}`;
  }

  /** An agent is made, mostly published, sometimes deleted; some requests are repeated after their answer. */
  async #write(): Promise<void> {
    const { facts, requests, random } = this.#deps;
    const name = this.#key('agent');
    const fact: AgentFact = { id: null, published: false, deleted: 'no' };
    facts.agents.set(name, fact);
    const create = { method: 'POST', path: '/agents', body: { name }, key: name } as const;
    const made = await requests.until<{ id: string }>(create);
    if (made === undefined) return;
    const { id } = made.body;
    fact.id = id;
    if (random() < 0.2) {
      const again = await requests.until<{ id: string }>(create);
      if (again !== undefined && (again.body.id !== id || again.headers.get('idempotent-replayed') !== 'true'))
        facts.otherwise.push(`POST /agents with ${name} answered ${id}, then ${again.body.id}`);
    }
    if (random() < 0.7)
      fact.published = (await requests.until({ method: 'POST', path: `/agents/${id}/publish`, key: `${name}_publish` })) !== undefined;
    if (random() < 0.15) {
      fact.deleted = 'asked';
      if ((await requests.until({ method: 'DELETE', path: `/agents/${id}`, key: `${name}_delete` })) !== undefined) fact.deleted = 'yes';
    }
    await wait(BETWEEN_WRITES_MS);
  }

  /** False when the call did not become ready. */
  async #call({ speaks, mute, over, at, onReady }: CallPlan): Promise<boolean> {
    const { facts, requests, agentId } = this.#deps;
    const key = this.#key('call');
    facts.callKeys.add(key);
    const body = { type: 'web', transport: 'websocket', agent_id: agentId, metadata: { key } };
    const made = await requests.until<CreatedCall>({ method: 'POST', path: '/calls', body, key, at });
    if (made === undefined) return false;
    const mediaUrl = made.body.media_url ?? '';
    const fact: CallFact = {
      id: made.body.id,
      mediaUrl,
      ready: false,
      sentMs: () => 0,
      sentAtKillMs: null,
      reason: undefined,
      closedAt: null,
    };
    facts.calls.set(key, fact);
    const caller = await Caller.connect(mediaUrl).catch(() => null);
    if (caller?.messages.some(({ message }) => message.type === 'ready') !== true) {
      caller?.close();
      await wait(BETWEEN_WRITES_MS);
      return false;
    }
    if (mute === true) caller.mute();
    fact.sentMs = () => caller.sentMs;
    fact.ready = true;
    onReady?.();
    await this.#talk(caller, speaks, over).catch(() => undefined);
    fact.reason = caller.ended;
    fact.closedAt = performance.now();
    const { sentMs } = caller;
    fact.sentMs = () => sentMs;
    caller.close();
    return true;
  }

  /** Says or types something, and hangs up after a while, or with `over`, unless the connection is closed before. */
  async #talk(caller: Caller, speaks: boolean, over: AbortSignal | undefined): Promise<void> {
    const { random } = this.#deps;
    const untilMs = SHORTEST_CALL_MS + random() * CALL_MS;
    const line = LINES[Math.floor(random() * LINES.length)] ?? '';
    const isOver = (): boolean => (over === undefined ? this.#over || caller.atMs > untilMs : over.aborted);
    await caller.until((one) => one.isClosed || one.atMs > SPEAKS_AFTER_MS, 'a moment', TALK_MS);
    if (speaks) await caller.say(line);
    else if (!caller.isClosed) caller.send({ type: 'text', text: line });
    await caller.until((one) => one.isClosed || isOver(), 'the end', TALK_MS);
    if (!caller.isClosed) await caller.hangUp();
  }
}
