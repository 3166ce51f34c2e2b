import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FRONT_DESK } from './scripts/front-desk.ts';
import { parseHours } from './hours.ts';
import { parseScript, phrasesOf } from './script.ts';

const linesOf = (prompt: string): [number, string][] => parseScript(prompt).problems.map(({ line, message }) => [line, message]);

describe('a script', () => {
  test('of the front desk has no problems', () => {
    const script = parseScript(FRONT_DESK.prompt);
    expect(script.problems).toEqual([]);
    expect(script.intents.map((intent) => intent.name)).toEqual(['book_appointment', 'move_appointment', 'cancel_appointment']);
    expect(script.intents[0]?.slots.map(({ name, type }) => [name, type])).toEqual([
      ['name', 'name'],
      ['date', 'date'],
      ['time', 'time'],
    ]);
  });

  test('is read whole', () => {
    const script = parseScript(`You are a pizza line.
Hours: Tuesday to Sunday 11:00-22:00
Help: Order a pizza.
Fallback: Only pizza.
Goodbye: Ciao.

Q: Do you deliver? / Can you bring it?
Q: Is delivery possible?
A: Yes, we do,
within three miles.

Free text between the parts is for language models alone.

## Intent: order
Title: order a pizza
Examples:
- I would like {count} pizzas
- "a {size} pizza"
Slots:
- count: number, How many?
- size: one of small | large, Which size?
- cut (optional): yes/no, Shall I cut it?
Confirm: {count} of {size}. Right?
Function: order_pizza
Done: It takes {minutes} minutes.
If refused: No pizza, then.
If changed: order
`);
    expect(script).toEqual({
      hours: Object.fromEntries([2, 3, 4, 5, 6, 0].map((day) => [day, { from: 660, to: 1320 }])),
      help: 'Order a pizza.',
      fallback: 'Only pizza.',
      goodbye: 'Ciao.',
      faqs: [{ questions: ['Do you deliver?', 'Can you bring it?', 'Is delivery possible?'], answer: 'Yes, we do, within three miles.' }],
      intents: [
        {
          name: 'order',
          title: 'order a pizza',
          examples: ['I would like {count} pizzas', 'a {size} pizza'],
          slots: [
            { name: 'count', type: 'number', choices: [], question: 'How many?', optional: false },
            { name: 'size', type: 'one_of', choices: ['small', 'large'], question: 'Which size?', optional: false },
            { name: 'cut', type: 'yes_no', choices: [], question: 'Shall I cut it?', optional: true },
          ],
          confirm: '{count} of {size}. Right?',
          function: 'order_pizza',
          done: 'It takes {minutes} minutes.',
          refused: 'No pizza, then.',
          changedBy: 'order',
        },
      ],
      problems: [],
    });
  });

  test('gives the phrases callers may say, with their slots', () => {
    const script = parseScript(
      'Q: Where? / Where is it?\nA: Here.\n## Intent: a\nExamples:\n- go on {date}\nSlots:\n- date: date, When?\n- how: one of by car | by train, How?',
    );
    const phrases = phrasesOf(script);
    expect(phrases.slice(0, 3)).toEqual(['go on {date}', 'Where?', 'Where is it?']);
    expect(phrases).toEqual(expect.arrayContaining(['on {date}', 'no i said {date}', 'by car', 'by train']));
    expect(phrases.join(' ')).not.toContain('{}');
  });

  test.each([
    ['Hours: all day', 1],
    ['\nHours: Monday 17:00-08:00', 2],
    ['A: an answer', 1],
    ['Q: Where?\n\nFree text.', 1],
    ['Fallback:', 1],
    ['## Intent: two words', 1],
    ['## Intent: a\nExamples:\n- a\n\n## Intent: a\nExamples:\n- b', 5],
    ['## Intent: a', 1],
    ['## Intent: a\nExamples: go', 2],
    ['## Intent: a\nExamples:\n- a\nSlots:\n- when: sometime, When?', 5],
    ['## Intent: a\nExamples:\n- a\nSlots:\n- when: date', 5],
    ['## Intent: a\nExamples:\n- a\nSlots:\n- when date', 5],
    ['## Intent: a\nExamples:\n- a\nSlots:\n- how: one of car, How?', 5],
    ['## Intent: a\nExamples:\n- a\nSlots:\n- x: date, When?\n- x: time, When?', 6],
    ['## Intent: a\nExamples:\n- a\nFunction: do it now', 4],
    ['## Intent: a\nExamples:\n- a\nConfirmation: Right?', 4],
    ['## Intent: a\nExamples:\n- go on {day}', 1],
    ['## Intent: a\nExamples:\n- a\nIf changed: b', 1],
  ])('says in which line it cannot be read: %j', (prompt, line) => {
    expect(linesOf(prompt).map(([at]) => at)).toContain(line);
    expect(linesOf(prompt).every(([, message]) => message.endsWith('.') || message.includes('below it.'))).toBe(true);
  });

  test('works for the rest when a part of it cannot be read', () => {
    const script = parseScript(
      'Hours: all day\nQ: Where?\nA: Here.\n## Intent: x\nExamples:\n- do x\nSlots:\n- when: sometime, When?\n- name: name, Who?',
    );
    expect(script.faqs).toEqual([{ questions: ['Where?'], answer: 'Here.' }]);
    expect(script.intents[0]?.slots.map((slot) => slot.name)).toEqual(['name']);
  });

  test('of any text is read without an error', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '## Intent: a',
        'Examples:',
        '- x: one of',
        'Slots:',
        'Q: a',
        'A: b',
        'Hours: Monday 08:00-17:00',
        'Confirm: {x}',
        '# b',
        '',
      ),
    );
    fc.assert(fc.property(fc.array(line, { maxLength: 20 }), (lines) => void parseScript(lines.join('\n'))));
  });
});

test('opening hours may wrap around the week and differ by day', () => {
  expect(parseHours('Saturday to Monday 10:00-12:00, Wednesday 08:30 to 17:00')).toEqual({
    6: { from: 600, to: 720 },
    0: { from: 600, to: 720 },
    1: { from: 600, to: 720 },
    3: { from: 510, to: 1020 },
  });
  expect(parseHours('Mon-Fri 08:00-17:00')).toMatchObject({ 1: { from: 480, to: 1020 }, 5: { from: 480, to: 1020 } });
  expect(parseHours('Monday 25:00-26:00')).toBeNull();
});
