/** Requests with an idempotency key, sent again with it until they are answered. */
import { setTimeout as wait } from 'node:timers/promises';
import { API_KEY } from '../installation.ts';
import type { ServerNode } from './node.ts';

const ATTEMPT_MS = 20_000;
const AGAIN_MS = 200;
/** Nobody is told to come again later than that. */
const LONGEST_WAIT_MS = 5_000;
const GIVE_UP_MS = 120_000;

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

interface Attempt {
  method: 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  key: string;
  /** Whom to ask; absent: any node that is up. */
  at?: ServerNode | undefined;
}

/** A refusal that no repetition changes. */
class Refused extends Error {}

export class Requests {
  readonly figures = { answered: 0, refused: 0, unreachable: 0, replayed: 0, longestRefusalMs: 0 };
  readonly problems: string[] = [];
  readonly #nodes: readonly ServerNode[];
  readonly #random: () => number;

  constructor(nodes: readonly ServerNode[], random: () => number) {
    this.#nodes = nodes;
    this.#random = random;
  }

  /** Undefined when it was refused for good, or nobody answered in two minutes. */
  async until<T>(attempt: Attempt): Promise<Answer<T> | undefined> {
    const began = performance.now();
    while (performance.now() - began < GIVE_UP_MS) {
      try {
        const answer = await this.#once<T>(attempt);
        if (typeof answer !== 'number') {
          this.figures.answered += 1;
          if (answer.headers.get('idempotent-replayed') === 'true') this.figures.replayed += 1;
          return answer;
        }
        await wait(Math.min(LONGEST_WAIT_MS, answer));
      } catch (error) {
        if (error instanceof Refused) return void this.problems.push(error.message);
        this.figures.unreachable += 1;
        await wait(AGAIN_MS);
      }
    }
    this.problems.push(`${attempt.method} ${attempt.path} was not answered in ${String(GIVE_UP_MS / 1_000)} s`);
    return undefined;
  }

  /** The answer, or the ms after which to come again. */
  async #once<T>({ method, path, body, key, at }: Attempt): Promise<Answer<T> | number> {
    const began = performance.now();
    const response = await fetch(`${at?.url ?? this.#anyNode()}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json', 'Idempotency-Key': key },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ATTEMPT_MS),
    });
    const text = await response.text();
    if (response.ok) return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T, headers: response.headers };
    const retryAfter = response.headers.get('retry-after');
    this.figures.refused += 1;
    this.figures.longestRefusalMs = Math.max(this.figures.longestRefusalMs, Math.round(performance.now() - began));
    if (response.status === 503 || response.status === 409 || response.status === 429) {
      if (retryAfter === null) throw new Refused(`${method} ${path} answered ${String(response.status)} without Retry-After: ${text}`);
      return Number(retryAfter) * 1_000;
    }
    throw new Refused(`${method} ${path} answered ${String(response.status)}: ${text}`);
  }

  #anyNode(): string {
    const up = this.#nodes.filter((node) => node.isUp);
    const from = up.length > 0 ? up : this.#nodes;
    return from[Math.floor(this.#random() * from.length)]?.url ?? '';
  }
}
