import { describe, expect, test } from 'vitest';
import { APPOINTMENTS } from './testing/appointments.ts';
import { EVERYTHING_ELSE } from './testing/everything-else.ts';
import { talk } from './testing/talk.ts';

describe('the front desk', () => {
  test.each([...APPOINTMENTS, ...EVERYTHING_ELSE])('$title', async ({ lines, calls }) => {
    const { said, calls: made } = await talk(lines.map(([says]) => says));
    lines.forEach(([says, answer], index) => {
      if (typeof answer === 'string') expect(said[index], `after "${says}"`).toContain(answer);
      if (answer instanceof RegExp) expect(said[index], `after "${says}"`).toMatch(answer);
    });
    if (calls !== undefined) expect(made).toEqual(calls.map(([name, args]) => ({ name, arguments: args })));
  });

  test.each([
    ['when are you open', 'Monday to Thursday'],
    ['what time do you close', 'Monday to Thursday'],
    ['where are you located', 'Market Street'],
    ['how do i get there', 'Market Street'],
    ['where do i park my car', 'free parking'],
    ['what does a cleaning cost', 'eighty dollars'],
    ['how much do you charge', 'fifty dollars'],
    ['do you take my insurance', 'insurance plans'],
    ['what insurance do you accept', 'insurance plans'],
    ['can i pay with credit card', 'by card or in cash'],
    ['i have a terrible toothache', 'emergencies'],
    ['i broke my tooth', 'emergencies'],
    ['do you see kids', 'all ages'],
    ['who are your dentists', 'Doctor Miller'],
    ['are you a robot', 'voice agent'],
    ['can i speak to a real person', 'Nobody'],
    ['what should i bring', 'insurance card'],
    ['how long does a check up take', 'thirty minutes'],
    ['i am running late', 'ten minutes'],
    ['do you do whitening', 'two hundred dollars'],
    ['are you taking new patients', 'welcome'],
    ['is there an elevator', 'ramp'],
  ])('answers "%s"', async (question, part) => {
    expect((await talk([question])).said[0]).toContain(part);
  });

  test('says what went wrong with a function and tries again when asked to', async () => {
    const { said, calls } = await talk(['book an appointment on friday at two for tom hill', 'yes', 'yes'], {
      results: { book_appointment: '{"error":"the calendar is closed"}' },
    });
    expect(said[1]).toBe('I am sorry, that did not work. Shall I try again?');
    expect(calls).toHaveLength(2);
  });

  test('speaks of days where the agent is, not where the server is', async () => {
    const lateInLondon = { now: new Date('2026-11-24T23:30:00Z'), timeZone: 'America/New_York' };
    expect((await talk(['book an appointment tomorrow at two for tom hill'], lateInLondon)).said[0]).toContain(
      'Wednesday the twenty-fifth',
    );
    expect((await talk(['what day is it today'], { ...lateInLondon, timeZone: 'Asia/Tokyo' })).said[0]).toContain(
      'Wednesday the twenty-fifth',
    );
  });
});
