/** What people read of a typed answer, what the model is asked for it, and when it is over. */
import { AppError } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import type { LlmMessage } from '../llm/llm.ts';
import { VirtualClock } from '../testing/index.ts';
import { call, sum, text, Typed, typed } from './testing.ts';

describe('what is written', () => {
  const LIST = '# Hours\n\n- **Mon**: 9–17, e.g. for Dr. Lee\n- Tue:   closed\n\n```\na  b\n```\n\n---\n🙂';

  test('lists-and-code: streamed and kept to the character', async () => {
    const exchange = await typed({ answers: [LIST] });
    expect(exchange.streamed).toBe(LIST);
    expect(exchange.turn).toMatchObject({ parts: [{ type: 'text', text: LIST }], ends: false });
  });

  test('text-comes-slowly: each part is told when it comes', async () => {
    const exchange = new Typed({ answers: ['We open at nine.'] });
    exchange.llm.betweenMs = 1_000;
    await exchange.clock.advance(2_500);
    expect(exchange.streamed).toBe('We open ');
    expect(exchange.turn).toBeNull();
    await exchange.clock.advance(2_000);
    expect(exchange.parts).toEqual(['We open at nine.']);
  });

  test('only-an-emoji: is an answer', async () => {
    const exchange = await typed({ answers: ['👍'] });
    expect(exchange.parts).toEqual(['👍']);
    expect(exchange.llm.requests).toHaveLength(1);
  });

  test('blank-ends: are streamed, and no part of what is kept', async () => {
    const exchange = await typed({ answers: ['\n\n We open at nine.\n'] });
    expect(exchange.streamed).toBe('\n\n We open at nine.\n');
    expect(exchange.parts).toEqual(['We open at nine.']);
  });
});

describe('what the model is asked', () => {
  test('conversation-so-far: the prompt with its variables, the history as it is and the new message; no greeting again', async () => {
    const history: LlmMessage[] = [
      { role: 'assistant', content: 'Hi, Ada.' },
      { role: 'user', content: 'one plus one' },
      { role: 'assistant', content: '', functionCalls: [{ id: 'msg_1', name: 'calculator', arguments: { expression: '1+1' } }] },
      { role: 'function', functionCallId: 'msg_1', name: 'calculator', content: '{"value":2}' },
      { role: 'assistant', content: 'Two:\n\n- 2' },
      { role: 'user', content: '  and\n*one*  more ' },
    ];
    const exchange = await typed({ history, answers: ['Three.'] });
    expect(exchange.llm.requests).toHaveLength(1);
    expect(exchange.llm.requests[0]?.messages).toEqual([{ role: 'system', content: 'You answer Ada.' }, ...history]);
    expect(exchange.llm.requests[0]?.functions.map(({ name }) => name)).toEqual(['calculator', 'current_time', 'end_call']);
    expect(exchange.parts).toEqual(['Three.']);
  });

  test('time-of-day: that of the clock, with each request', async () => {
    const exchange = await typed({ answers: [[sum('1+1', 'a')], 'Two.'] });
    const began = new VirtualClock().wallTime().getTime();
    expect(exchange.llm.requests.map(({ now }) => now.getTime() - began)).toEqual([0, 100]);
  });

  test('words-before-a-function: go back to the model as it wrote them, with the result', async () => {
    const first = 'One moment:\n\n- adding 🙂\n';
    const exchange = await typed({ answers: [[text(first), sum('12 * 7', 'a'), sum('1 / 0', 'b')], 'It is\n84.'] });
    const [, second] = exchange.llm.requests;
    expect(second?.messages.slice(2)).toEqual([
      {
        role: 'assistant',
        content: first,
        functionCalls: [
          { id: 'a', name: 'calculator', arguments: { expression: '12 * 7' } },
          { id: 'b', name: 'calculator', arguments: { expression: '1 / 0' } },
        ],
      },
      { role: 'function', functionCallId: 'a', name: 'calculator', content: '{"value":84}' },
      { role: 'function', functionCallId: 'b', name: 'calculator', content: '{"error":"the result is not a number"}' },
    ]);
    expect(exchange.parts).toEqual([first.trim(), 'a: {"value":84}', 'b: "the result is not a number"', 'It is\n84.']);
    expect(exchange.seen.map((event) => (event.type === 'function_finished' ? `${event.id} ${event.ok}` : event.type))).toEqual([
      'text',
      'function_called',
      'function_called',
      'a true',
      'b false',
      ...['text', 'text'],
    ]);
    expect(exchange.turn?.usage).toEqual({ input_tokens: 20, output_tokens: 5, cached_input_tokens: 0 });
  });
});

describe('nothing to say', () => {
  test('empty-answer: the model is asked once more, and both are counted', async () => {
    const exchange = await typed({ answers: [' \n', 'Here I am.'] });
    expect(exchange.parts).toEqual(['Here I am.']);
    expect(exchange.turn?.usage.input_tokens).toBe(20);
  });

  test('empty-twice: refused, and no apology is an answer', async () => {
    const exchange = await typed({ answers: ['', '', 'Too late.'] });
    expect(exchange.error).toBeInstanceOf(AppError);
    expect(exchange.error).toMatchObject({ code: 'provider_failed', message: 'The model gave no answer.' });
    expect(exchange.llm.requests).toHaveLength(2);
    expect(exchange).toMatchObject({ streamed: '', defects: [] });
  });

  test('only-functions: stopped after eight requests and refused', async () => {
    const answers = Array.from({ length: 20 }, (_, index) => [call('current_time', {}, `fc_${index}`)]);
    const exchange = await typed({ answers });
    expect(exchange.llm.requests).toHaveLength(8);
    expect(exchange.error).toMatchObject({ code: 'provider_failed' });
  });

  test('functions-without-end-and-words: stopped after eight requests, and the words stand', async () => {
    const answers = Array.from({ length: 20 }, (_, index) => [text(`Look ${index}.`), call('current_time', {}, `fc_${index}`)]);
    const exchange = await typed({ answers });
    expect(exchange.llm.requests).toHaveLength(8);
    expect(exchange.turn?.parts).toHaveLength(16);
  });
});

describe('end_call', () => {
  test('with-a-goodbye: ends, the model is not asked again, and all that it called is told', async () => {
    const exchange = await typed({ answers: [[text('Goodbye.'), call('end_call'), sum('1+1', 'a')], 'Never asked.'] });
    expect(exchange.parts).toEqual(['Goodbye.', 'fc_end_call: {"ending":true}', 'a: {"value":2}']);
    expect(exchange.turn).toMatchObject({ ends: true, usage: { input_tokens: 10 } });
    expect(exchange.llm.requests).toHaveLength(1);
  });

  test('before-the-goodbye: the words behind it stand', async () => {
    const exchange = await typed({ answers: [[call('end_call'), text('Good'), text('bye.')]] });
    expect(exchange.parts).toEqual(['Goodbye.', 'fc_end_call: {"ending":true}']);
    expect(exchange.turn?.ends).toBe(true);
  });

  test('without-a-word: the model is asked for its goodbye', async () => {
    const exchange = await typed({ answers: [[call('end_call')], 'Goodbye. Take care.', 'Never asked.'] });
    expect(exchange.parts).toEqual(['fc_end_call: {"ending":true}', 'Goodbye. Take care.']);
    expect(exchange.turn).toMatchObject({ ends: true, usage: { input_tokens: 20 } });
    expect(exchange.llm.requests).toHaveLength(2);
  });

  test('without-a-word-when-asked-again: ends all the same', async () => {
    const exchange = await typed({ answers: [[call('end_call')], '', 'Never asked.'] });
    expect(exchange.parts).toEqual(['fc_end_call: {"ending":true}']);
    expect(exchange.turn?.ends).toBe(true);
    expect(exchange.llm.requests).toHaveLength(2);
  });

  test('without-a-word-and-the-goodbye-fails: the error is thrown', async () => {
    const failure = new AppError('provider_failed');
    const exchange = await typed({ answers: [[call('end_call')], { text: 'Good', then: failure }] });
    expect(exchange.error).toBe(failure);
  });

  test('refused-arguments: does not end', async () => {
    const exchange = await typed({ answers: [[text('Goodbye.'), call('end_call', 'now')], 'Still here.'] });
    expect(exchange.turn?.ends).toBe(false);
    expect(exchange.parts.at(-1)).toBe('Still here.');
  });
});
