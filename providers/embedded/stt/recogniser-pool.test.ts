/** Many calls over few recognisers: who gets which, who waits, and what is let go. */
import { VirtualClock } from '@parley/engine/testing/virtual-clock.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Recogniser } from './decoder.ts';
import type { Ear } from './ear.ts';
import { POOL_DEFAULTS, RecogniserPool, type RecogniserPoolOptions } from './recogniser-pool.ts';
import { Utterances } from './utterances.ts';

/** Understands its words and the number of samples that it heard; its ear is the number of samples of the line so far. */
class CountingRecogniser implements Recogniser {
  readonly words: string;
  samples = 0;
  line = 0;
  broken = false;

  constructor(words: string) {
    this.words = words;
  }

  async copy(): Promise<Recogniser> {
    if (noMemory) throw new RangeError('no memory');
    await openings;
    const copy = new CountingRecogniser(this.words);
    made.push(copy);
    return copy;
  }

  start(ear: Ear | null): void {
    this.samples = 0;
    this.line = ear?.[0] ?? 0;
  }

  push(pcm: Int16Array): void {
    if (this.broken) throw new WebAssembly.RuntimeError('unreachable');
    this.samples += pcm.length;
    this.line += pcm.length;
  }

  partial(): string {
    return `${this.words} ${this.samples}`;
  }

  finish() {
    return { text: `${this.partial()} of ${this.line}`, words: [], rejected: false };
  }

  ear(): Ear {
    return Float32Array.of(this.line);
  }
}

let clock: VirtualClock;
let made: CountingRecogniser[];
let pool: RecogniserPool;
let finals: string[];
let failures: unknown[];
let openings: Promise<void>;
let noMemory: boolean;

function create(options: Partial<RecogniserPoolOptions> = {}): void {
  clock = new VirtualClock();
  made = [];
  finals = [];
  failures = [];
  openings = Promise.resolve();
  noMemory = false;
  pool = new RecogniserPool({
    ...POOL_DEFAULTS,
    perCall: 1,
    clock,
    open: async ([phrase]) => {
      await openings;
      const recogniser = new CountingRecogniser(phrase?.words[0] ?? '');
      made.push(recogniser);
      return recogniser;
    },
    ...options,
  });
}

beforeEach(() => create());

async function call(session: number, words = 'shop'): Promise<Utterances> {
  await pool.join(session, words, () => [{ words: [words], weight: 1 }]);
  return new Utterances({
    pool,
    session,
    onPartial: () => undefined,
    onFinal: (utterance, { text }) => finals.push(`${session}.${utterance} ${text}`),
    onFailed: (error) => failures.push(error),
  });
}

const calls = async (count: number): Promise<Utterances[]> => {
  const all: Utterances[] = [];
  for (let session = 1; session <= count; session += 1) all.push(await call(session));
  return all;
};

const leave = (session: number, utterances: Utterances): void => {
  pool.leave(session);
  utterances.close();
};

const settle = (): Promise<void> => clock.advance(0);

async function say(utterances: Utterances, id: number, samples = 320): Promise<void> {
  utterances.start(id);
  await settle();
  utterances.push(new Int16Array(samples));
  utterances.finish();
  await settle();
}

describe('calls of one agent', () => {
  test('that speak one after the other share one recogniser', async () => {
    const all = await calls(15);
    for (const [index, one] of all.entries()) await say(one, 1, 320 + index);
    expect(finals).toEqual(all.map((_one, index) => `${index + 1}.1 shop ${320 + index} of ${320 + index}`));
    expect(made).toHaveLength(1);
  });

  test('keep what was learnt of their own line, whichever recogniser hears it', async () => {
    const [first, second] = await calls(2);
    await say(first!, 1, 100);
    second!.start(1);
    await settle();
    await say(first!, 2, 10);
    second!.push(new Int16Array(5));
    second!.finish();
    expect(finals).toEqual(['1.1 shop 100 of 100', '1.2 shop 10 of 110', '2.1 shop 5 of 5']);
    expect(made).toHaveLength(2);
  });

  test('that join while their first recogniser is opened open no other', async () => {
    const opened = Promise.withResolvers<void>();
    openings = opened.promise;
    const joining = [call(1), call(2), call(3)];
    opened.resolve();
    await Promise.all(joining);
    expect(made).toHaveLength(1);
  });

  test('that speak at once have each its own at once, up to the bound; the others are understood in the order of their starts', async () => {
    const all = await calls(40);
    for (const one of all) one.start(1);
    for (const one of all) one.push(new Int16Array(320));
    await settle();
    expect(pool.size).toBe(POOL_DEFAULTS.most);
    for (const one of all) {
      one.finish();
      await settle();
    }
    expect(finals).toEqual(all.map((_one, index) => `${index + 1}.1 shop 320 of 320`));
    expect(made).toHaveLength(POOL_DEFAULTS.most);
  });

  test('find the recogniser that was given back while a copy was made for them', async () => {
    const [first, second] = await calls(2);
    first!.start(1);
    await settle();
    const copied = Promise.withResolvers<void>();
    openings = copied.promise;
    second!.start(1);
    second!.push(new Int16Array(7));
    second!.finish();
    first!.finish();
    await settle();
    expect(finals).toEqual(['1.1 shop 0 of 0', '2.1 shop 7 of 7']);
    copied.resolve();
    await settle();
    expect(pool.size).toBe(2);
  });
});

describe('a call', () => {
  test('whose words wait too long fails, and is not kept for ever', async () => {
    create({ most: 1 });
    const [first, second] = await calls(2);
    first!.start(1);
    second!.start(1);
    await settle();
    expect(() => {
      for (let frame = 0; frame < 1_501; frame += 1) second!.push(new Int16Array(320));
    }).toThrow('Too many callers speak at once');
  });

  test('that begins again before its first utterance was heard gets both finals, in order', async () => {
    create({ most: 1 });
    const [first, second] = await calls(2);
    first!.start(1);
    await settle();
    for (const id of [1, 2]) {
      second!.start(id);
      second!.push(new Int16Array(100 * id));
      second!.finish();
    }
    await settle();
    expect(finals).toEqual([]);
    first!.finish();
    await settle();
    expect(finals).toEqual(['1.1 shop 0 of 0', '2.1 shop 100 of 100', '2.2 shop 200 of 300']);
  });

  test('that leaves in mid-sentence gives its recogniser to who waits; one that waited takes none', async () => {
    create({ most: 1 });
    const [first, second, third] = await calls(3);
    for (const one of [first!, second!, third!]) one.start(1);
    third!.push(new Int16Array(7));
    await settle();
    leave(2, second!);
    leave(1, first!);
    await settle();
    third!.finish();
    await settle();
    expect(finals).toEqual(['3.1 shop 7 of 7']);
  });

  test('whose recogniser traps says so; the broken one is given to nobody, and no other call loses anything', async () => {
    const [first, second] = await calls(2);
    second!.start(1);
    first!.start(1);
    await settle();
    second!.push(new Int16Array(320));
    made[1]!.broken = true;
    expect(() => first!.push(new Int16Array(320))).toThrow(WebAssembly.RuntimeError);
    leave(1, first!);
    second!.finish();
    await say(await call(3), 1);
    expect(finals).toEqual(['2.1 shop 320 of 320', '3.1 shop 320 of 320']);
    expect(pool.size).toBe(1);
  });

  test('that waits when the last recogniser of its words traps is understood by a new one', async () => {
    create({ most: 1 });
    const [first, second] = await calls(2);
    first!.start(1);
    second!.start(1);
    second!.push(new Int16Array(7));
    second!.finish();
    await settle();
    made[0]!.broken = true;
    expect(() => first!.push(new Int16Array(320))).toThrow(WebAssembly.RuntimeError);
    await settle();
    expect(finals).toEqual(['2.1 shop 7 of 7']);
    expect(made).toHaveLength(2);
  });

  test('for which none can be opened is refused, and the next one tries anew', async () => {
    openings = Promise.reject(new Error('no memory'));
    openings.catch(() => undefined);
    await expect(call(1)).rejects.toThrow('no memory');
    pool.leave(1);
    expect(pool.size).toBe(0);
    openings = Promise.resolve();
    await say(await call(2), 1);
    expect(finals).toEqual(['2.1 shop 320 of 320']);
  });

  test('for which none can be copied waits for one that there is', async () => {
    const [first, second] = await calls(2);
    first!.start(1);
    await settle();
    noMemory = true;
    second!.start(1);
    second!.push(new Int16Array(7));
    second!.finish();
    await settle();
    first!.finish();
    await settle();
    expect(finals).toEqual(['1.1 shop 0 of 0', '2.1 shop 7 of 7']);
    expect(failures).toEqual([]);
    expect(pool.size).toBe(1);
  });
});

describe('calls of many agents', () => {
  test('are understood by their own words, each agent by one recogniser at least', async () => {
    create({ most: 1 });
    const shop = await call(1, 'shop');
    const bank = await call(2, 'bank');
    shop.start(1);
    await say(bank, 1);
    shop.finish();
    expect(finals).toEqual(['2.1 bank 320 of 320', '1.1 shop 0 of 0']);
    expect(pool.size).toBe(2);
  });

  test.each([
    [1, 1],
    [5, 2],
    [10, 4],
    [40, 8],
  ])('%i callers who all speak at once share %i recognisers, and each is understood', async (callers, recognisers) => {
    create({ perCall: POOL_DEFAULTS.perCall });
    const shops: Utterances[] = [];
    for (let index = 1; index <= callers; index += 1) shops.push(await call(index, 'shop'));
    for (const one of shops) one.start(1);
    await settle();
    expect(pool.size).toBe(recognisers);
    for (const one of shops) one.finish();
    await settle();
    expect(finals).toHaveLength(callers);
  });

  test('and still speak after a quarter of a second have one of their own, up to the bound', async () => {
    create({ most: 4, perCall: POOL_DEFAULTS.perCall });
    const shops = await calls(5);
    for (const one of shops) one.start(1);
    await clock.advance(POOL_DEFAULTS.patienceMs - 1);
    expect(pool.size).toBe(2);
    await clock.advance(1);
    expect(pool.size).toBe(4);
    for (const one of shops) one.finish();
    await settle();
    expect(finals).toHaveLength(5);
    await clock.advance(POOL_DEFAULTS.spareMs);
    expect(pool.size).toBe(1);
  });

  test('and hang up while they wait need none', async () => {
    create({ perCall: POOL_DEFAULTS.perCall });
    const shops = await calls(3);
    for (const one of shops) one.start(1);
    await settle();
    leave(3, shops[2]!);
    await clock.advance(POOL_DEFAULTS.patienceMs);
    expect(pool.size).toBe(2);
  });

  test('get what another agent can spare', async () => {
    create({ most: 3 });
    const shops = [await call(1, 'shop'), await call(2, 'shop')];
    const banks = [await call(3, 'bank'), await call(4, 'bank')];
    for (const one of shops) one.start(1);
    await settle();
    for (const one of shops) one.finish();
    for (const one of banks) one.start(1);
    await settle();
    for (const one of banks) one.finish();
    expect(finals).toHaveLength(4);
    expect(pool.size).toBe(3);
  });

  test('who come again find their words; no more are kept for nobody than the bound', async () => {
    for (const [index, words] of ['a', 'b', 'a', 'b'].entries()) {
      await say(await call(index, words), 1);
      pool.leave(index);
    }
    expect(made).toHaveLength(2);
    for (let index = 10; index < 30; index += 1) {
      await call(index, `agent ${index}`);
      pool.leave(index);
    }
    expect(pool.size).toBe(POOL_DEFAULTS.most);
  });
});

test('recognisers are let go after a time unused, those in use are not, and the last one when nobody calls', async () => {
  const all = await calls(6);
  for (const one of all) one.start(1);
  await settle();
  for (const one of all.slice(1)) one.finish();
  expect(pool.size).toBe(6);
  await clock.advance(POOL_DEFAULTS.spareMs - 1);
  expect(pool.size).toBe(6);
  await clock.advance(1);
  expect(pool.size).toBe(1);
  await clock.advance(POOL_DEFAULTS.idleMs);
  all[0]!.finish();
  expect(finals).toHaveLength(6);
  await clock.advance(2 * POOL_DEFAULTS.idleMs);
  expect(pool.size).toBe(1);
  for (const [index, one] of all.entries()) leave(index + 1, one);
  await clock.advance(2 * POOL_DEFAULTS.idleMs);
  expect(pool.size).toBe(0);
  expect(clock.pending).toBe(0);
});
