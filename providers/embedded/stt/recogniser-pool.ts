/**
 * Recognisers are large (about 25 MB each) and needed only while somebody speaks: the calls of a worker share them. Each agent that is called has one
 * that knows its words; who finds it in use gets a copy, within some milliseconds. At the bound the next one waits in line while its audio is kept,
 * and what nobody has needed for a while is let go.
 */
import type { Clock } from '@parley/engine/clock.ts';
import type { Phrase } from './language-model.ts';
import type { Recogniser } from './decoder.ts';

export interface RecogniserPoolOptions {
  clock: Clock;
  open: (phrases: readonly Phrase[]) => Promise<Recogniser>;
  /** Recognisers at once; more only where more agents are called at once, each of which keeps one. */
  most: number;
  /** Of them, for each call that goes on: callers take turns with the agent. Two there may always be, and one for whoever had to wait. */
  perCall: number;
  /** So long a caller waits for one of those, in ms; words are late by what is waited for at their end only. */
  patienceMs: number;
  /** After this time unused, one of several that know the same words is let go. */
  spareMs: number;
  /** After this time unused, the last one that knows the words of an agent whom nobody calls is let go. */
  idleMs: number;
  /** Some were let go that were unused. */
  onLetGo?: () => void;
}

/**
 * A core that decodes eight voices at once is busy with them: a ninth recogniser would answer nobody sooner. Nor does a third for five calls
 * (`bench:calls`): what fewer recognisers leave of the cache makes up for the waiting.
 */
export const POOL_DEFAULTS = {
  most: 8,
  perCall: 0.4,
  patienceMs: 250,
  spareMs: 20_000,
  idleMs: 120_000,
} as const satisfies Omit<RecogniserPoolOptions, 'clock' | 'open' | 'onLetGo'>;

interface Member {
  key: string;
  /** Null while it is being made. */
  recogniser: Recogniser | null;
  state: 'preparing' | 'free' | 'lent';
  cancelRest: () => void;
}

interface Waiter {
  session: number;
  key: string;
  /** Has waited for long enough to have one of his own. */
  impatient: boolean;
  cancelPatience: () => void;
  /** Null when the call left. */
  resolve: (recogniser: Recogniser | null) => void;
  reject: (error: unknown) => void;
}

const ALWAYS = 2;

const nothing = (): void => undefined;

export class RecogniserPool {
  readonly #options: RecogniserPoolOptions;
  /** Of the calls that go on: what they may say, by its key. */
  readonly #words = new Map<string, { phrases: readonly Phrase[]; calls: number }>();
  readonly #calls = new Map<number, string>();
  readonly #opening = new Map<string, Promise<void>>();
  /** Those free for longest first. */
  #members: Member[] = [];
  #waiting: Waiter[] = [];

  constructor(options: RecogniserPoolOptions) {
    this.#options = options;
  }

  /** Recognisers that there are, those being made included. */
  get size(): number {
    return this.#members.length;
  }

  /** Resolves when a recogniser knows the call's words; rejects with what kept one from being opened. */
  async join(session: number, key: string, phrases: () => readonly Phrase[]): Promise<void> {
    const words = this.#words.get(key) ?? { phrases: phrases(), calls: 0 };
    this.#words.set(key, words);
    words.calls += 1;
    this.#calls.set(session, key);
    if (!this.#members.some((member) => member.key === key)) this.#make(key);
    await this.#opening.get(key);
  }

  leave(session: number): void {
    const key = this.#calls.get(session);
    if (key === undefined) return;
    this.#calls.delete(session);
    const words = this.#words.get(key);
    if (words !== undefined && --words.calls === 0) this.#words.delete(key);
    const [gone, staying] = [
      this.#waiting.filter((one) => one.session === session),
      this.#waiting.filter((one) => one.session !== session),
    ];
    this.#waiting = staying;
    for (const waiter of gone) {
      waiter.cancelPatience();
      waiter.resolve(null);
    }
  }

  /** For one utterance; null when the call left meanwhile. */
  lend(session: number): Promise<Recogniser | null> {
    const key = this.#calls.get(session);
    if (key === undefined) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { session, key, impatient: false, cancelPatience: nothing, resolve, reject };
      this.#waiting.push(waiter);
      this.#serve();
      if (!this.#waiting.includes(waiter)) return;
      waiter.cancelPatience = this.#options.clock.schedule(this.#options.patienceMs, () => {
        waiter.impatient = true;
        this.#serve();
      });
    });
  }

  giveBack(recogniser: Recogniser): void {
    const member = this.#members.find((one) => one.recogniser === recogniser);
    if (member !== undefined) this.#free(member);
  }

  /** It failed: it is given to nobody any more. */
  discard(recogniser: Recogniser): void {
    const member = this.#members.find((one) => one.recogniser === recogniser);
    if (member === undefined) return;
    this.#drop(member);
    this.#serve();
  }

  /** First come, first served, but for whose words a recogniser is free already. */
  #serve(): void {
    for (const waiter of [...this.#waiting]) {
      const own = this.#members.filter((member) => member.key === waiter.key);
      const free = own.find((member) => member.state === 'free');
      if (free !== undefined) {
        this.#hand(free, waiter);
        continue;
      }
      const coming = own.filter((member) => member.state === 'preparing').length;
      const before = this.#waiting.filter((one) => one.key === waiter.key).indexOf(waiter);
      const most = waiter.impatient ? this.#options.most : this.#mostCopies;
      if (coming <= before && (own.length === 0 || this.#makeRoom(most))) this.#make(waiter.key);
    }
  }

  #hand(member: Member, waiter: Waiter): void {
    this.#waiting = this.#waiting.filter((one) => one !== waiter);
    waiter.cancelPatience();
    member.cancelRest();
    member.state = 'lent';
    waiter.resolve(member.recogniser);
  }

  #free(member: Member): void {
    member.state = 'free';
    this.#members = [...this.#members.filter((one) => one !== member), member];
    this.#serve();
    if (member.state === 'free') this.#rest(member);
  }

  #rest(member: Member): void {
    const spare = this.#isSpare(member);
    member.cancelRest = this.#options.clock.schedule(spare ? this.#options.spareMs : this.#options.idleMs, () => {
      if (!this.#isSpare(member) && (spare || this.#words.has(member.key))) return this.#rest(member);
      this.#drop(member);
      this.#options.onLetGo?.();
    });
  }

  #isSpare = (member: Member): boolean => this.#members.some((one) => one !== member && one.key === member.key && one.recogniser !== null);

  /** So many there may be before a call's words are copied for another who speaks at the same moment. */
  get #mostCopies(): number {
    const { most, perCall } = this.#options;
    return Math.min(most, Math.max(ALWAYS, Math.ceil(this.#calls.size * perCall)));
  }

  /** Whether there may be one more; for that, one may have to go that nobody would miss. */
  #makeRoom(most: number): boolean {
    if (this.#members.length < most) return true;
    const free = this.#members.filter((member) => member.state === 'free');
    const unmissed = free.find((member) => !this.#words.has(member.key)) ?? free.find(this.#isSpare);
    if (unmissed !== undefined) this.#drop(unmissed);
    return unmissed !== undefined;
  }

  #drop(member: Member): void {
    member.cancelRest();
    this.#members = this.#members.filter((one) => one !== member);
  }

  /** A copy of one that knows the words, else one that learns them. */
  #make(key: string): void {
    const origin = this.#members.findLast((member) => member.key === key && member.recogniser !== null)?.recogniser;
    if (origin === undefined || origin === null) this.#makeRoom(this.#options.most);
    const member: Member = { key, recogniser: null, state: 'preparing', cancelRest: nothing };
    this.#members.push(member);
    const making = origin?.copy() ?? this.#options.open(this.#words.get(key)?.phrases ?? []);
    const made = making.then(
      (recogniser) => {
        member.recogniser = recogniser;
        this.#free(member);
      },
      (error: unknown) => {
        this.#drop(member);
        this.#giveUp(key, error);
        throw error;
      },
    );
    if (origin === undefined || origin === null)
      this.#opening.set(
        key,
        made.finally(() => this.#opening.delete(key)),
      );
    // Whoever waits for it is told.
    made.catch(nothing);
    this.#opening.get(key)?.catch(nothing);
  }

  /** Who waits for words that others know has them when one of those is free again. */
  #giveUp(key: string, error: unknown): void {
    if (this.#members.some((member) => member.key === key)) return;
    const lost = this.#waiting.filter((waiter) => waiter.key === key);
    this.#waiting = this.#waiting.filter((waiter) => waiter.key !== key);
    for (const waiter of lost) {
      waiter.cancelPatience();
      waiter.reject(error);
    }
  }
}
