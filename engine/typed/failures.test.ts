/** Typed answers that come to nothing: whoever asked gets the error as it was. */
import { AgentConfig, AppError } from '@parley/contract';
import { describe, expect, test, vi } from 'vitest';
import { createDefectReporter } from '../defects.ts';
import { trustedCheck } from '../functions/validators.ts';
import type { LlmEngine, LlmMessage } from '../llm/llm.ts';
import type * as Chart from '../states/core.ts';
import { FakeLlm, HANGS, VirtualClock } from '../testing/index.ts';
import { answerText } from '../text-conversation.ts';
import { sum, text, Typed, typed, usage } from './testing.ts';

/** Typed by the user, it makes the turn core throw. */
const FATAL = 'make the core fail';

vi.mock(import('../states/core.ts'), async (original) => {
  const actual: typeof Chart = await original();
  return {
    ...actual,
    step: (core, input, now) => {
      if (input.type === 'user_text.received' && input.text === FATAL) throw new RangeError('no such turn');
      return actual.step(core, input, now);
    },
  };
});

describe('a model that fails', () => {
  const failure = new AppError('provider_failed', { refusal: { status: 400, code: 'model_not_found', message: 'no such model' } });

  test.each([
    ['at-once', failure, ''],
    ['after-words', { text: 'We open. At ', then: failure }, 'We open. At '],
  ] as const)('%s: the error is thrown as it was, and no apology is written', async (_case, answer, streamed) => {
    const exchange = await typed({ answers: [answer, 'Never asked.'] });
    expect(exchange.error).toBe(failure);
    expect(exchange.llm.requests).toHaveLength(1);
    expect(exchange).toMatchObject({ streamed, defects: [] });
    expect(exchange.clock.pending).toBe(0);
  });

  test('in-the-second-step: thrown', async () => {
    const exchange = await typed({ answers: [[text('Wait.'), sum('1+1', 'a')], failure] });
    expect(exchange.error).toBe(failure);
  });

  test.each([
    ['a-type-error', new TypeError('no such field')],
    ['words', 'a word' as unknown as Error],
  ])('throws-%s: told once, whoever reports it again', async (_case, thrown) => {
    const llm: LlmEngine = {
      provider: 'own',
      model: 'own',
      // eslint-disable-next-line require-yield
      async *stream() {
        await Promise.resolve();
        throw thrown;
      },
    };
    const told: unknown[] = [];
    const report = createDefectReporter({ newDefectId: () => 'defect_1', onDefect: (error) => void told.push(error) });
    const answered = answerText({
      config: AgentConfig.parse({ name: 'Test' }),
      variables: {},
      history: [{ role: 'user', content: 'hello' }],
      llm,
      clock: new VirtualClock(),
      checkArguments: trustedCheck,
      signal: new AbortController().signal,
      report,
    });
    const error: unknown = await answered.then(
      () => null,
      (rejected: unknown) => rejected,
    );
    report(error, 'host');
    expect(told).toEqual([error]);
    expect([error, (error as Error).cause]).toContain(thrown);
  });

  test('stops-in-the-middle: refused', async () => {
    const llm: LlmEngine = {
      provider: 'own',
      model: 'own',
      async *stream() {
        await Promise.resolve();
        yield text('We open ');
      },
    };
    const exchange = await typed({ llm });
    expect(exchange.error).toMatchObject({ code: 'provider_failed', message: 'The model stopped in the middle of its answer.' });
  });

  test('calls-a-function-and-fails: the function is not run', async () => {
    const llm: LlmEngine = {
      provider: 'own',
      model: 'own',
      async *stream() {
        await Promise.resolve();
        yield sum('1+1', 'a');
        throw failure;
      },
    };
    const exchange = await typed({ llm });
    expect(exchange.error).toBe(failure);
    expect(exchange.seen).toEqual([]);
  });
});

describe('a model that takes its time', () => {
  const patience = { turn_taking: { provider_timeout_ms: 1_000 } };

  test.each([
    ['from-the-beginning', HANGS],
    ['after-words', { text: 'We open ', then: HANGS }],
  ] as const)('silent-%s: given up after provider_timeout_ms', async (_case, answer) => {
    const exchange = new Typed({ agent: patience, answers: [answer] });
    await exchange.clock.advance(999);
    expect(exchange.error).toBeNull();
    await exchange.clock.advance(101);
    expect(exchange.error).toMatchObject({ code: 'provider_timeout' });
    expect(exchange.llm.aborted).toEqual([0]);
    expect(exchange.llm.requests).toHaveLength(1);
    expect(exchange.defects).toEqual([]);
    expect(exchange.clock.pending).toBe(0);
  });

  test('silent-after-a-function-call: given up, and the function is not run', async () => {
    const llm: LlmEngine = {
      provider: 'own',
      model: 'own',
      async *stream(_request, signal) {
        await Promise.resolve();
        yield sum('1+1', 'a');
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
      },
    };
    const exchange = await typed({ llm, agent: patience });
    expect(exchange.error).toMatchObject({ code: 'provider_timeout' });
    expect(exchange.seen).toEqual([]);
    expect(exchange.clock.pending).toBe(0);
  });

  test('goes-on-after-it-was-given-up: nothing more of it is delivered', async () => {
    let goOn: () => void = () => undefined;
    const llm: LlmEngine = {
      provider: 'own',
      model: 'own',
      async *stream() {
        yield text('We ');
        await new Promise<void>((resolve) => (goOn = resolve));
        yield text('open.');
        yield { type: 'finish', usage };
      },
    };
    const exchange = await typed({ llm, agent: patience });
    goOn();
    await exchange.clock.advance(1_000);
    expect(exchange.streamed).toBe('We ');
    expect(exchange.error).toMatchObject({ code: 'provider_timeout' });
  });

  test('slow-and-steady: no wait of a call ends it', async () => {
    const turn_taking = { max_call_ms: 10_000, idle_timeout_ms: 5_000, reminder: { after_ms: 2_000, max: 10 } };
    const exchange = new Typed({ agent: { turn_taking }, answers: ['It takes a while. '.repeat(20), 'Never asked.'] });
    exchange.llm.betweenMs = 900;
    await exchange.clock.advance(90_000);
    expect(exchange.parts).toEqual(['It takes a while. '.repeat(20).trim()]);
    expect(exchange.llm.requests).toHaveLength(1);
    expect(exchange.clock.pending).toBe(0);
  });
});

describe('an abort', () => {
  const REASON = new Error('nobody waits any more');

  test('before-it-begins: the model is not asked', async () => {
    const abort = AbortSignal.abort(REASON);
    const llm = new FakeLlm(new VirtualClock(), []);
    const config = AgentConfig.parse({ name: 'Test' });
    const history: LlmMessage[] = [{ role: 'user', content: 'hello' }];
    const answered = answerText({
      config,
      variables: {},
      history,
      llm,
      clock: new VirtualClock(),
      checkArguments: trustedCheck,
      signal: abort,
      report: () => undefined,
    });
    await expect(answered).rejects.toBe(REASON);
    expect(llm.requests).toEqual([]);
  });

  test.each([
    ['while-the-model-is-asked', 50, ''],
    ['between-words', 650, 'We open '],
  ])('%s: its reason is thrown, the request is aborted, and nothing more is delivered or reported', async (_case, ms, streamed) => {
    const exchange = new Typed({ answers: ['We open at nine.'] });
    exchange.llm.betweenMs = 250;
    await exchange.clock.advance(ms);
    exchange.abort.abort(REASON);
    await exchange.clock.advance(0);
    expect(exchange.clock.pending).toBe(0);
    await exchange.clock.advance(10_000);
    expect(exchange.error).toBe(REASON);
    expect(exchange.llm.aborted).toEqual([0]);
    expect(exchange).toMatchObject({ streamed, defects: [] });
  });

  test('by-whoever-reads: what comes after is not delivered', async () => {
    const exchange: Typed = new Typed({ answers: ['We open at nine.'], onEvent: () => exchange.abort.abort(REASON) });
    await exchange.clock.advance(10_000);
    expect(exchange.error).toBe(REASON);
    expect(exchange).toMatchObject({ streamed: 'We ', defects: [] });
  });
});

describe('defects of ours', () => {
  test('core-throws: told once, and thrown', async () => {
    const exchange = await typed({ history: [{ role: 'user', content: FATAL }] });
    expect(exchange.error).toBeInstanceOf(RangeError);
    expect(exchange.defects).toEqual([{ error: exchange.error, place: 'core' }]);
    expect(exchange.clock.pending).toBe(0);
  });

  test.each(['text', 'function_called', 'function_finished'] as const)('reader-throws-at-%s: told once, and thrown', async (type) => {
    const thrown = new TypeError('cannot be cloned');
    const exchange = await typed({
      answers: [[text('Wait. '), sum('1+1', 'a')], 'Two.'],
      onEvent: (event) => {
        if (event.type === type) throw thrown;
      },
    });
    expect(exchange.error).toBe(thrown);
    expect(exchange.defects.map(({ error }) => error)).toEqual([thrown]);
    expect(exchange.clock.pending).toBe(0);
  });

  test('new-message-not-last: thrown', async () => {
    const exchange = await typed({ history: [{ role: 'assistant', content: 'Hi.' }] });
    expect(exchange.error).toBeInstanceOf(TypeError);
  });
});
