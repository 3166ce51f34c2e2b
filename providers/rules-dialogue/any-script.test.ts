import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgentFunction } from '@parley/contract';
import type { LlmMessage } from '@parley/engine/llm/llm.ts';
import { FRONT_DESK } from './scripts/front-desk.ts';
import { createRulesDialogue } from './index.ts';
import { replyOf, talk } from './testing/talk.ts';

const PIZZA = `You are Luigi's pizza line.
Help: You can order a pizza.

Q: Do you deliver? / Can you bring it to me?
A: Yes, within three miles.

## Intent: order_pizza
Title: order a pizza
Examples:
- I would like to order a pizza
- {count} {size} pizzas please
- can I get a {size} pizza
Slots:
- size: one of small | medium | extra large, Which size?
- count: number, How many?
- delivery: yes/no, Shall we bring it?
- phone: number, What is your phone number?
- note: text, Any wishes?
Confirm: {count} {size}, number {phone}, with the note {note}. Right?
Function: order_pizza
Done: Your pizza comes in {minutes} minutes[, {name}]. Anything else?
If refused: No pizza, then.
`;

const ORDER: AgentFunction = {
  type: 'collect',
  name: 'order_pizza',
  description: '',
  parameters: {
    type: 'object',
    properties: {
      size: { type: 'string' },
      count: { type: 'integer' },
      delivery: { type: 'boolean' },
      phone: { type: 'string' },
      note: { type: 'string' },
    },
  },
};

describe('a script with slots of every other type', () => {
  const pizza = { prompt: PIZZA, functions: [ORDER], greeting: "Luigi's." };

  test('fills them, with arguments of the declared types, and says what the function gave', async () => {
    const { said, calls } = await talk(
      ['i would like to order a pizza', 'the extra large one', 'two', 'yes please', 'five five five oh one two three', 'no onions', 'yes'],
      {
        ...pizza,
        results: { order_pizza: '{"minutes":25}' },
      },
    );
    expect(calls).toEqual([
      { name: 'order_pizza', arguments: { size: 'extra large', count: 2, delivery: true, phone: '5550123', note: 'no onions' } },
    ]);
    expect(said.at(-2)).toBe('two extra large, number five five five, zero one two three, with the note no onions. Right?');
    expect(said.at(-1)).toBe('Your pizza comes in 25 minutes. Anything else?');
  });

  test('takes the one choice from the first sentence, says the choices when it does not understand, and answers in between', async () => {
    const { said } = await talk(['can i get a medium pizza', 'do you deliver', 'well', 'a few'], pizza);
    expect(said[0]).toBe('How many?');
    expect(said[1]).toBe('Yes, within three miles. How many?');
    const lost = await talk(['order a pizza', 'blue', 'green'], pizza);
    expect(lost.said[2]).toContain('You can choose small, medium or extra large.');
  });

  test('does without the function where there is none', async () => {
    const { said, calls } = await talk(['order a small pizza', 'one', 'no', '5550123', 'none', 'yes'], { ...pizza, functions: [] });
    expect(calls).toEqual([]);
    expect(said.at(-1)).toContain('Your pizza comes in');
  });
});

describe('a prompt without a script', () => {
  const plain = { prompt: 'You are a friendly voice agent. Answer briefly.', functions: [], greeting: 'Hello, how can I help you?' };

  test('still gives a polite dialogue', async () => {
    const { said } = await talk(
      ['hello', 'what can you do', 'tell me about quantum physics', 'what time is it', 'thank you', 'goodbye'],
      plain,
    );
    expect(said[0]).toBe('Hello! How can I help you?');
    expect(said[2]).toContain('only answer what is written in my prompt');
    expect(said[3]).toBe('It is ten a.m.');
    expect(said[5]).toBe('Thank you for calling. Goodbye.');
  });

  test('says its opening hours from the Hours line alone', async () => {
    const { said } = await talk(['what are your opening hours', 'are you open on sunday'], {
      ...plain,
      prompt: 'Hours: Monday to Friday 09:00-17:00',
    });
    expect(said).toEqual([
      'We are open Monday to Friday from nine a.m. to five p.m.',
      'No, we are closed on Sunday. We are open Monday to Friday from nine a.m. to five p.m.',
    ]);
  });
});

describe('the engine', () => {
  const llm = createRulesDialogue();
  const system: LlmMessage = { role: 'system', content: FRONT_DESK.prompt };

  test('learns questions and answers that are added during the call', async () => {
    const added: LlmMessage = { role: 'system', content: 'Q: Is there a waiting list?\nA: Yes, it is two weeks long.' };
    expect((await replyOf(llm, [system, { role: 'user', content: 'is there a waiting list' }])).text).not.toContain('two weeks');
    expect((await replyOf(llm, [system, added, { role: 'user', content: 'is there a waiting list' }])).text).toBe(
      'Yes, it is two weeks long.',
    );
  });

  test('calls again what was agreed to and not called, because the caller spoke on', async () => {
    const { messages } = await talk(['book an appointment on friday at two for tom hill']);
    const yes: LlmMessage[] = [...messages, { role: 'user', content: 'yes' }, { role: 'user', content: 'please' }];
    expect((await replyOf(llm, yes)).calls.map((call) => call.name)).toEqual(['book_appointment']);
    const changed: LlmMessage[] = [...messages, { role: 'user', content: 'yes' }, { role: 'user', content: 'no make it three' }];
    expect(await replyOf(llm, changed)).toMatchObject({ calls: [], text: expect.stringContaining('three p.m. Is that right?') as string });
  });

  test('says what came of a function when the caller could not hear it', async () => {
    const { messages } = await talk(['book an appointment on friday at two for tom hill', 'yes']);
    const unheard: LlmMessage[] = [...messages.slice(0, -1), { role: 'user', content: 'is there parking' }];
    expect((await replyOf(llm, unheard)).text).toMatch(/^You are booked, Tom Hill.*free parking/);
  });

  test('waits politely for a function that still runs', async () => {
    const { messages } = await talk(['book an appointment on friday at two for tom hill', 'yes']);
    const running: LlmMessage[] = messages
      .slice(0, -1)
      .map((message) => (message.role === 'function' ? { ...message, content: '{"status":"running"}' } : message));
    expect((await replyOf(llm, [...running, { role: 'user', content: 'hello' }])).text).toBe(
      'One moment, please. I am still working on that.',
    );
  });

  const caller = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom(
      'book an appointment',
      'yes',
      'no',
      'friday',
      'at two',
      'john smith',
      'goodbye',
      '',
      '[unintelligible]',
      'cancel that',
      'move my appointment',
      'make it three instead',
      'where are you',
      'what is two plus two',
      'on saturday',
      'no i said monday',
      'what did you say',
      'any time',
      'the name is wrong',
      'start over',
      'thanks',
    ),
  );

  test('answers anything, always the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(caller, { minLength: 1, maxLength: 8 }), async (lines) => {
        const first = await talk(lines);
        expect(await talk(lines)).toEqual(first);
        for (const line of first.said) expect(line.trim()).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });

  const anyMessage: fc.Arbitrary<LlmMessage> = fc.oneof(
    caller.map((content): LlmMessage => ({ role: 'user', content })),
    caller.map((content): LlmMessage => ({ role: 'assistant', content })),
    fc.string().map((content): LlmMessage => ({ role: 'system', content })),
    fc
      .tuple(fc.constantFrom('book_appointment', 'calculator', 'current_time', 'other'), fc.oneof(fc.string(), fc.json()))
      .map(([name, content]): LlmMessage => ({ role: 'function', functionCallId: 'x', name, content })),
    fc
      .constantFrom('book_appointment', 'other')
      .map((name): LlmMessage => ({ role: 'assistant', content: '', functionCalls: [{ id: 'x', name, arguments: {} }] })),
  );

  test('takes any messages in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyMessage, { maxLength: 10 }), caller, async (messages, last) => {
        const { text, calls } = await replyOf(llm, [system, ...messages, { role: 'user', content: last }]);
        expect(text.trim() !== '' || calls.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('needs few milliseconds a turn, and little more at the end of a long call', async () => {
    const lines = Array.from({ length: 40 }, () => ['book an appointment', 'john smith', 'friday', 'where are you', 'never mind']).flat();
    const { messages } = await talk(lines);
    llm.prepare(FRONT_DESK.prompt);
    const best = async (asked: readonly LlmMessage[]): Promise<number> => {
      let least = Infinity;
      for (let round = 0; round < 5; round += 1) {
        const before = performance.now();
        await replyOf(llm, asked);
        least = Math.min(least, performance.now() - before);
      }
      return least;
    };
    expect(await best([...messages.slice(0, 21), { role: 'user', content: 'do you take insurance' }])).toBeLessThan(5);
    expect(await best([...messages, { role: 'user', content: 'do you take insurance' }])).toBeLessThan(60);
  });
});
