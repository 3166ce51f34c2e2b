import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choiceIn, numberIn, yesNoIn } from './answers.ts';
import { hereAt, type Here } from './calendar.ts';
import { canonical } from './canonical.ts';
import { datesIn } from './dates.ts';
import { nameIn } from './names.ts';
import { sayDate, sayDigits, sayNumber, sayOrdinal, sayTime } from './say.ts';
import { clockText, dayPartIn, minutesOfDay, timesIn } from './times.ts';

/** A Tuesday. */
const HERE: Here = { today: '2026-11-24', minutes: 600 };
const OFFICE = { from: 8 * 60, to: 17 * 60 };

const dates = (text: string): string[] => datesIn(canonical(text), HERE, { asked: true }).map((found) => found.value);

function times(text: string): string[] {
  const said = canonical(text);
  const rest = datesIn(said, HERE).reduce((out, { from, to }) => out.slice(0, from) + '#'.repeat(to - from) + out.slice(to), said);
  return timesIn(rest, { asked: true }).map(({ value }) => clockText(minutesOfDay(value, dayPartIn(said), OFFICE)));
}

describe('numbers', () => {
  test.each([
    ['twenty first', '21st'],
    ['one hundred and five', '105'],
    ['two thousand and five', '2005'],
    ['three hundred twenty one', '321'],
    ['nineteen eighty five', '19 85'],
    ['five five five oh one two three', '5 5 5 0 1 2 3'],
    ['double five', '5 5'],
    ['a hundred people', '100 people'],
    ['just a second', 'just a second'],
    ["I don't think it's 2:30 p.m.", 'i do not think it is 2:30 pm'],
    ['3.5 and 1,200', '3.5 and 1200'],
    ['book an pointment', 'book an appointment'],
    ['um well tomorow', 'tomorrow'],
  ])('%s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });
});

describe('days, told on a Tuesday', () => {
  test.each([
    ['today', '2026-11-24'],
    ['tomorrow', '2026-11-25'],
    ['the day after tomorrow', '2026-11-26'],
    ['friday', '2026-11-27'],
    ['tuesday', '2026-12-01'],
    ['this friday', '2026-11-27'],
    ['next friday', '2026-12-04'],
    ['monday next week', '2026-11-30'],
    ['a week from friday', '2026-12-04'],
    ['in two weeks', '2026-12-08'],
    ['in three days', '2026-11-27'],
    ['three weeks from now', '2026-12-15'],
    ['next month on the third', '2026-12-03'],
    ['the twenty seventh', '2026-11-27'],
    ['the third', '2026-12-03'],
    ['friday the twenty seventh', '2026-11-27'],
    ['march third', '2027-03-03'],
    ['the third of march', '2027-03-03'],
    ['december the first', '2026-12-01'],
    ['march third nineteen eighty five', '1985-03-03'],
    ['january second two thousand five', '2005-01-02'],
    ['may fourth twenty twenty seven', '2027-05-04'],
    ['February 29', '2028-02-29'],
    ['2026-12-24', '2026-12-24'],
    ['12/24', '2026-12-24'],
    ['24/12/2026', '2026-12-24'],
  ])('%s', (text, expected) => {
    expect(dates(text)).toEqual([expected]);
  });

  test.each(['next week', 'february thirtieth', 'may i ask you something', 'two people', 'the first time', ''])('none in "%s"', (text) => {
    expect(datesIn(canonical(text), HERE)).toEqual([]);
  });

  test('are counted where the agent is', () => {
    const now = new Date('2026-11-24T23:30:00Z');
    expect(hereAt(now, 'Asia/Tokyo')).toEqual({ today: '2026-11-25', minutes: 510 });
    expect(hereAt(now, 'America/New_York')).toEqual({ today: '2026-11-24', minutes: 1110 });
    expect(hereAt(now, 'No/Where')).toEqual({ today: '2026-11-24', minutes: 1410 });
  });
});

describe('times, in an office open from eight to five', () => {
  test.each([
    ['two', '14:00'],
    ['at nine', '09:00'],
    ['two fifteen', '14:15'],
    ['ten oh five', '10:05'],
    ['half past ten', '10:30'],
    ['a quarter to nine', '08:45'],
    ['quarter past one', '13:15'],
    ['twenty to four', '15:40'],
    ['noon', '12:00'],
    ['midday', '12:00'],
    ["two o'clock", '14:00'],
    ['eight p m', '20:00'],
    ['7 a.m.', '07:00'],
    ['2:30 p.m.', '14:30'],
    ['14:30', '14:30'],
    ['nine in the morning', '09:00'],
    ['six in the evening', '18:00'],
    ['eight tonight', '20:00'],
    ['friday at four thirty', '16:30'],
    ['december third at nine fifteen', '09:15'],
    ['tomorrow afternoon at three', '15:00'],
    ['to', '14:00'],
    ['at for', '16:00'],
    ['to thirty', '14:30'],
  ])('%s', (text, expected) => {
    expect(times(text)).toEqual([expected]);
  });

  test.each(['two people', 'in two weeks', 'one two three four five', 'december third', 'for john smith'])('none in "%s"', (text) => {
    expect(timesIn(canonical(text).replace(/december 3rd/, '#'), {})).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    ['my name is john smith', 'John Smith'],
    ['the name is mary', 'Mary'],
    ["I'm Peter Jones", 'Peter Jones'],
    ['this is susan calling', 'Susan'],
    ['book it for john smith please', 'John Smith'],
    ['under the name of miller', 'Miller'],
  ])('in "%s"', (text, name) => {
    expect(nameIn(canonical(text))).toBe(name);
  });

  test.each([
    ['john smith', 'John Smith'],
    ['yes it is kowalski', 'Kowalski'],
    ["O'Connor", "O'Connor"],
    ['s m i t h', 'Smith'],
    ['anna maria lopez', 'Anna Maria Lopez'],
    ['mary jones please', 'Mary Jones'],
  ])('in "%s", when asked for', (text, name) => {
    expect(nameIn(canonical(text), { asked: true })).toBe(name);
  });

  test.each(["I'm looking for a dentist", 'for a cleaning', 'this is an emergency', 'i am running late', 'for friday'])(
    'none in "%s"',
    (text) => {
      expect(nameIn(canonical(text))).toBeNull();
    },
  );
});

describe('yes and no', () => {
  test.each([
    'yes',
    'yeah sure',
    "that's right",
    'correct',
    'okay',
    'please do',
    'sounds good',
    'that is write',
    'no problem',
    "no that's right",
    'yes please book it',
  ])('yes: %s', (text) => {
    expect(yesNoIn(canonical(text))).toBe(true);
  });
  test.each(['no', 'nope', "no that's wrong", 'not really', "that's not right", 'no thanks', "i don't want that"])('no: %s', (text) => {
    expect(yesNoIn(canonical(text))).toBe(false);
  });
  test.each(['friday', 'i would rather cancel it', 'good morning', 'i am running late', 'okay but wait', 'how much is it'])(
    'neither: %s',
    (text) => {
      expect(yesNoIn(canonical(text))).toBeNull();
    },
  );
});

test('numbers and choices', () => {
  expect(numberIn(canonical('five five five oh one two three'))).toBe('5550123');
  expect(numberIn(canonical('about twenty three'))).toBe('23');
  expect(numberIn('none')).toBeNull();
  const sizes = ['small', 'medium', 'extra large'];
  expect(choiceIn(canonical('the extra large one please'), sizes, canonical)).toBe('extra large');
  expect(choiceIn(canonical('medum'), sizes, canonical)).toBe('medium');
  expect(choiceIn(canonical('the second one'), sizes, canonical)).toBe('medium');
  expect(choiceIn(canonical('huge'), sizes, canonical)).toBeNull();
});

test('what is said back', () => {
  expect(sayDate('2026-11-27', HERE.today)).toBe('Friday the twenty-seventh of November');
  expect(sayDate('1985-03-03', HERE.today)).toBe('Sunday the third of March nineteen eighty-five');
  expect(['14:00', '14:15', '10:05', '12:00', '00:00', '00:30', '12:30'].map(sayTime)).toEqual([
    'two p.m.',
    'two fifteen p.m.',
    'ten oh five a.m.',
    'noon',
    'midnight',
    'twelve thirty a.m.',
    'twelve thirty p.m.',
  ]);
  expect([84, 105, 1_234_567, -3.25].map(sayNumber)).toEqual([
    'eighty-four',
    'one hundred and five',
    'one million two hundred and thirty-four thousand five hundred and sixty-seven',
    'minus three point two five',
  ]);
  expect([1, 12, 20, 31].map(sayOrdinal)).toEqual(['first', 'twelfth', 'twentieth', 'thirty-first']);
  expect([sayDigits('5550123'), sayDigits('42')]).toEqual(['five five five, zero one two three', 'forty-two']);
});

test('every day and time that is said is understood', () => {
  const day = fc.integer({ min: 1, max: 290 });
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 287 }), (days, fives) => {
      const date = new Date(Date.UTC(2026, 10, 24 + days)).toISOString().slice(0, 10);
      const time = clockText(fives * 5);
      expect(dates(sayDate(date, HERE.today))).toEqual([date]);
      const [found] = timesIn(canonical(sayTime(time)), { asked: true });
      expect(found === undefined ? null : clockText(minutesOfDay(found.value, null, null))).toBe(time);
    }),
  );
});

test('any text is taken', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const said = canonical(text);
      datesIn(said, HERE, { asked: true });
      timesIn(said, { asked: true });
      nameIn(said, { asked: true });
      yesNoIn(said);
      numberIn(said);
    }),
  );
});
