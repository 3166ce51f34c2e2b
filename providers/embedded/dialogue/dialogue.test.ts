import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LlmMessage } from '@parley/engine/llm/llm.ts';
import { answer } from './index.ts';
import { FRONT_DESK } from './front-desk.ts';
import { parseScript } from './script.ts';

const NOW = new Date('2026-11-24T10:00:00Z'); // a Tuesday
const FUNCTIONS = (FRONT_DESK.functions ?? []).map((one) => ({ name: one.name, description: '', parameters: {} }));
const RESULTS: Record<string, string> = { calculator: '{"value":84}', current_time: '{"local":"2026-11-24T10:00:00"}' };

/** What the front desk says to each line, and the functions it calls on the way. */
function talk(lines: readonly string[], prompt = FRONT_DESK.prompt ?? ''): { said: string[]; calls: { name: string; arguments: unknown }[] } {
  const messages: LlmMessage[] = [{ role: 'system', content: prompt }, { role: 'assistant', content: FRONT_DESK.greeting ?? '' }];
  const said: string[] = [];
  const calls: { name: string; arguments: unknown }[] = [];
  const ask = (): ReturnType<typeof answer> => answer({ messages, functions: FUNCTIONS, now: NOW, timeZone: 'UTC' });
  for (const line of lines) {
    messages.push({ role: 'user', content: line });
    let reply = ask();
    if (reply.call !== null) {
      const call = { id: `c${messages.length}`, ...reply.call };
      calls.push(reply.call);
      messages.push({ role: 'assistant', content: reply.text, functionCalls: [call] });
      messages.push({ role: 'function', functionCallId: call.id, name: call.name, content: RESULTS[call.name] ?? '{"saved":true}' });
      if (call.name !== 'end_call') reply = ask();
    }
    said.push(reply.text);
    messages.push({ role: 'assistant', content: reply.text });
  }
  return { said, calls };
}

const booking = (name: string, date: string, time: string) => [{ name: 'book_appointment', arguments: { name, date, time } }];

describe('the front desk books', () => {
  test.each([
    ['step by step', ['i would like to book an appointment', 'john smith', 'friday', 'at two', 'yes'], booking('John Smith', '2026-11-27', '14:00')],
    ['all in one sentence', ["i'd like to book an appointment on friday at two for john smith", 'yes please'], booking('John Smith', '2026-11-27', '14:00')],
    ['with a correction of the day', ['book an appointment', 'mary johnson', 'friday', 'at ten', 'no i said thursday', 'yes'], booking('Mary Johnson', '2026-11-26', '10:00')],
    ['with a correction of the time', ['book an appointment', 'mary johnson', 'friday', 'at ten', 'make it eleven instead', 'yes'], booking('Mary Johnson', '2026-11-27', '11:00')],
    ['with a question in between', ['book an appointment', 'my name is mary', 'what are your opening hours', 'tomorrow', 'half past ten', 'yes'], booking('Mary', '2026-11-25', '10:30')],
    ['a day of the month', ['i need an appointment', 'peter jones', 'the third of december', 'a quarter to nine', 'that is right'], booking('Peter Jones', '2026-12-03', '08:45')],
    ['the day after tomorrow', ['i need a check up', 'sarah', 'the day after tomorrow', 'nine thirty', 'yes'], booking('Sarah', '2026-11-26', '09:30')],
    ['after not being understood', ['i need an appointment', '[unintelligible]', 'sarah', 'monday', 'noon', 'sure'], booking('Sarah', '2026-11-30', '12:00')],
    ['after being asked what to change', ['i need an appointment', 'sarah', 'monday', 'at nine', "no that's wrong", 'at eleven', 'yes'], booking('Sarah', '2026-11-30', '11:00')],
    ['as typed', ['Book an appointment, please.', 'John Smith', 'Friday', '2:30 p.m.', 'Yes!'], booking('John Smith', '2026-11-27', '14:30')],
    ['another day when it is closed', ['book a cleaning on saturday', 'peter jones', 'monday', 'at nine', 'yes'], booking('Peter Jones', '2026-11-30', '09:00')],
    ['another time when it is closed', ['book an appointment', 'peter jones', 'friday', 'at five', 'at three', 'yes'], booking('Peter Jones', '2026-11-27', '15:00')],
  ])('%s', (_title, lines, calls) => {
    expect(talk(lines).calls).toEqual(calls);
  });

  test('and does not when refused or abandoned', () => {
    expect(talk(['book an appointment', 'john smith', 'friday', 'at two', 'no']).calls).toEqual([]);
    const { said, calls } = talk(['book an appointment', 'john smith', 'never mind', 'where are you']);
    expect(calls).toEqual([]);
    expect(said.at(-1)).toContain('Market Street');
  });
});

describe('the front desk', () => {
  test('moves and cancels', () => {
    expect(talk(['can i move my appointment to next thursday at half past ten', 'mary johnson', 'yes']).calls).toEqual([
      { name: 'move_appointment', arguments: { date: '2026-12-03', time: '10:30', name: 'Mary Johnson' } },
    ]);
    expect(talk(['please cancel my appointment', 'john smith', 'yes']).calls).toEqual([{ name: 'cancel_appointment', arguments: { name: 'John Smith' } }]);
  });

  test('switches from booking to cancelling in the middle', () => {
    const { calls } = talk(['book an appointment', 'i want to cancel my appointment', 'john smith', 'yes']);
    expect(calls).toEqual([{ name: 'cancel_appointment', arguments: { name: 'John Smith' } }]);
  });

  test.each([
    ['what are your opening hours', 'Monday to Thursday'],
    ['when are you open', 'Monday to Thursday'],
    ['is there parking', 'free parking'],
    ['how much is a cleaning', 'eighty dollars'],
    ['do you take my insurance', 'insurance plans'],
    ['i have a toothache', 'emergencies'],
    ['where are you located', 'Market Street'],
    ['are you a robot', 'voice agent'],
  ])('answers "%s"', (question, part) => {
    expect(talk([question]).said[0]).toContain(part);
  });

  test('tells the time, does sums, repeats itself', () => {
    const { said, calls } = talk(['what is twelve times seven', 'what did you say', 'what time is it', 'what day is it today']);
    expect(said).toEqual(['That is eighty-four.', 'That is eighty-four.', 'It is ten a.m.', 'It is Tuesday the twenty-fourth of November.']);
    expect(calls[0]).toEqual({ name: 'calculator', arguments: { expression: '12 * 7' } });
  });

  test('comes back to its question after a digression', () => {
    const { said } = talk(['book an appointment', 'is there parking']);
    expect(said[1]).toMatch(/parking behind the building\. What is your name/);
  });

  test('says goodbye and ends the call', () => {
    const { said, calls } = talk(['goodbye']);
    expect(said[0]).toContain('Goodbye');
    expect(calls).toEqual([{ name: 'end_call', arguments: {} }]);
  });

  test('apologises in other words each time and gives up in the end', () => {
    const { said } = talk(['book an appointment', '[unintelligible]', '[unintelligible]', '[unintelligible]']);
    expect(new Set(said).size).toBe(4);
    expect(said.at(-1)).toContain('leave that');
  });

  test('is the same every time and has an answer to anything', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('book an appointment', 'yes', 'no', 'friday', 'at two', 'john smith', 'goodbye', '')), { maxLength: 6, minLength: 1 }), (lines) => {
        const first = talk(lines);
        expect(talk(lines)).toEqual(first);
        expect(first.said.every((line) => line !== '') || first.calls.length > 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a script', () => {
  test('of the front desk has no problems', () => {
    expect(parseScript(FRONT_DESK.prompt ?? '').problems).toEqual([]);
  });

  test('says in which line it cannot be read, and the rest works', () => {
    const script = parseScript('Hours: all day\nA: an answer\nQ: Where? \nA: Here.\n## Intent: x\nExamples:\n- do x\nSlots:\n- when: sometime, When?\n- name: name, Who?');
    expect(script.problems.map((problem) => problem.line)).toEqual([1, 2, 9]);
    expect(script.faqs).toEqual([{ questions: ['Where?'], answer: 'Here.' }]);
    expect(script.intents[0]?.slots.map((slot) => slot.name)).toEqual(['name']);
  });
});
