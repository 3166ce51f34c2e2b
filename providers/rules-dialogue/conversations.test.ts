import { describe, expect, test } from 'vitest';
import { talk } from './testing/talk.ts';

/** What the caller says, and what the answer must contain. */
type Line = readonly [says: string, answer?: string | RegExp];

interface Conversation {
  title: string;
  lines: readonly Line[];
  calls?: readonly (readonly [name: string, args: Record<string, unknown>])[];
}

const booked = (name: string, date: string, time: string) => [['book_appointment', { name, date, time }]] as const;
const FRIDAY = 'Friday the twenty-seventh of November';

// The calls begin on Tuesday, 24 November 2026, at ten in the morning.
const CONVERSATIONS: readonly Conversation[] = [
  {
    title: 'books step by step',
    lines: [
      ['i would like to book an appointment', 'What is your name'],
      ['john smith', 'Which day'],
      ['friday', 'At what time'],
      ['at two', `for John Smith on ${FRIDAY} at two p.m. Is that right?`],
      ['yes', `You are booked, John Smith, for ${FRIDAY} at two p.m.`],
    ],
    calls: booked('John Smith', '2026-11-27', '14:00'),
  },
  {
    title: 'books from one sentence',
    lines: [
      ["I'd like to book an appointment on Friday at two for John Smith", 'Is that right?'],
      ['yes please', 'You are booked'],
    ],
    calls: booked('John Smith', '2026-11-27', '14:00'),
  },
  {
    title: 'takes a typed booking',
    lines: [
      ['Book an appointment, please.', 'name'],
      ['John McDonald', 'day'],
      ['Friday', 'time'],
      ['2:30 p.m.', 'John McDonald'],
      ['Yes!', 'booked'],
    ],
    calls: booked('John McDonald', '2026-11-27', '14:30'),
  },
  {
    title: 'takes slots in any order',
    lines: [
      ['book an appointment', 'name'],
      ['friday', `${FRIDAY}. What is your name`],
      ['at nine', 'nine a.m. What is your name'],
      ['mary', 'Is that right?'],
      ['correct'],
    ],
    calls: booked('Mary', '2026-11-27', '09:00'),
  },
  {
    title: 'corrects the day while it is asking',
    lines: [
      ['book an appointment', 'name'],
      ['mary johnson', 'day'],
      ['friday', 'time'],
      ['no i said thursday', 'Thursday the twenty-sixth of November. At what time?'],
      ['ten'],
      ['yes'],
    ],
    calls: booked('Mary Johnson', '2026-11-26', '10:00'),
  },
  {
    title: 'corrects the day when it is to be confirmed',
    lines: [
      ['book an appointment'],
      ['mary johnson'],
      ['friday'],
      ['at ten'],
      ['no i said thursday', 'on Thursday the twenty-sixth'],
      ['yes'],
    ],
    calls: booked('Mary Johnson', '2026-11-26', '10:00'),
  },
  {
    title: 'corrects the time with "make it three instead"',
    lines: [['book an appointment on friday at two for john smith'], ['make it three instead', 'at three p.m. Is that right?'], ['yes']],
    calls: booked('John Smith', '2026-11-27', '15:00'),
  },
  {
    title: 'corrects the name with a fuller one',
    lines: [['book me in for tomorrow at eleven'], ['susan', 'for Susan on'], ['no susan miller', 'for Susan Miller on'], ['yes']],
    calls: booked('Susan Miller', '2026-11-25', '11:00'),
  },
  {
    title: 'asks for what is wrong when only told so',
    lines: [
      ['book me in for tomorrow at eleven'],
      ['susan'],
      ['no the name is wrong', 'What is your name'],
      ['sarah miller', 'for Sarah Miller'],
      ['yes'],
    ],
    calls: booked('Sarah Miller', '2026-11-25', '11:00'),
  },
  {
    title: 'asks what to change after a bare no',
    lines: [
      ['i need an appointment'],
      ['sarah'],
      ['monday'],
      ['at nine'],
      ["no that's wrong", 'What should I change?'],
      ['at eleven', 'at eleven a.m.'],
      ['yes'],
    ],
    calls: booked('Sarah', '2026-11-30', '11:00'),
  },
  {
    title: 'hears a correction within one sentence',
    lines: [['book an appointment on friday not thursday at two no three for tom hill', `${FRIDAY} at three p.m.`], ['yes']],
    calls: booked('Tom Hill', '2026-11-27', '15:00'),
  },
  {
    title: 'moves the booking it has just made',
    lines: [
      ['book an appointment on friday at two for john smith'],
      ['yes', 'booked'],
      ['actually make it three instead', 'So I move the appointment of John Smith'],
      ['yes', 'is moved'],
    ],
    calls: [
      ...booked('John Smith', '2026-11-27', '14:00'),
      ['move_appointment', { name: 'John Smith', date: '2026-11-27', time: '15:00' }],
    ],
  },
  {
    title: 'answers a question in between and comes back',
    lines: [
      ['book an appointment'],
      ['my name is mary'],
      ['what are your opening hours', /from eight to six.*Which day would suit you\?$/],
      ['tomorrow'],
      ['half past ten'],
      ['yes'],
    ],
    calls: booked('Mary', '2026-11-25', '10:30'),
  },
  {
    title: 'answers a question before it is confirmed',
    lines: [
      ['book an appointment on friday at two for tom hill'],
      ['how much is a cleaning', /eighty dollars.*So that is an appointment for Tom Hill.*Is that right\?$/],
      ['yes please'],
    ],
    calls: booked('Tom Hill', '2026-11-27', '14:00'),
  },
  {
    title: 'tells the time in between',
    lines: [['book an appointment'], ['what time is it', 'It is ten a.m. What is your name'], ['tom hill'], ['friday at two'], ['yes']],
    calls: [['current_time', {}], ...booked('Tom Hill', '2026-11-27', '14:00')],
  },
  {
    title: 'switches to another request and resumes the first',
    lines: [
      ['book an appointment', 'What is your name'],
      ['i want to cancel my appointment', 'What name is the appointment under'],
      ['john smith', 'So I cancel'],
      ['yes', 'is cancelled. Now back to where we were. Which day'],
      ['friday'],
      ['at nine'],
      ['yes', 'You are booked, John Smith'],
    ],
    calls: [['cancel_appointment', { name: 'John Smith' }], ...booked('John Smith', '2026-11-27', '09:00')],
  },
  {
    title: 'gives the first request up for another one',
    lines: [
      ['move my appointment'],
      ['tom baker'],
      ['wednesday'],
      ['four'],
      ['actually i would rather cancel it', 'So I cancel the appointment of Tom Baker'],
      ['yes', /is cancelled.*anything else/],
    ],
    calls: [['cancel_appointment', { name: 'Tom Baker' }]],
  },
  {
    title: 'abandons on "never mind"',
    lines: [['book an appointment'], ['john smith'], ['never mind', 'nothing is booked'], ['where are you', 'Market Street']],
    calls: [],
  },
  {
    title: 'abandons on "cancel that" before it is confirmed',
    lines: [['book an appointment on friday at two for tom hill'], ['cancel that', 'nothing is booked']],
    calls: [],
  },
  {
    title: 'does not take "I would rather" for yes',
    lines: [['book an appointment on friday at two for tom hill'], ['okay but i would rather not', /./]],
    calls: [],
  },
  {
    title: 'leaves it after a second no',
    lines: [['book an appointment on friday at two for tom hill'], ['no', 'What should I change?'], ['no', 'nothing is booked']],
    calls: [],
  },
  {
    title: 'moves an appointment',
    lines: [
      ['can i move my appointment to next thursday at half past ten', 'What name'],
      ['mary johnson', 'Thursday the third of December at ten thirty a.m.'],
      ['yes'],
    ],
    calls: [['move_appointment', { name: 'Mary Johnson', date: '2026-12-03', time: '10:30' }]],
  },
  {
    title: 'moves to the second of two days',
    lines: [
      ['hi this is mary jones i need to move my appointment from friday to monday at three', 'Mary Jones to Monday the thirtieth'],
      ['yes'],
    ],
    calls: [['move_appointment', { name: 'Mary Jones', date: '2026-11-30', time: '15:00' }]],
  },
  {
    title: 'cancels without a day',
    lines: [['please cancel my appointment'], ['john smith', 'of John Smith. Is that right?'], ['yes please cancel it', 'is cancelled']],
    calls: [['cancel_appointment', { name: 'John Smith' }]],
  },
  {
    title: 'cancels on a day',
    lines: [
      ['i would like to cancel my appointment on monday for susan miller', 'of Susan Miller on Monday the thirtieth'],
      ['that is right'],
    ],
    calls: [['cancel_appointment', { name: 'Susan Miller', date: '2026-11-30' }]],
  },
  {
    title: 'offers another day when it is closed',
    lines: [
      ['book a cleaning on saturday', 'closed on Saturday. How about Monday the thirtieth'],
      ['peter jones', 'Peter Jones. How about Monday'],
      ['yes', 'At what time'],
      ['at nine'],
      ['yes'],
    ],
    calls: booked('Peter Jones', '2026-11-30', '09:00'),
  },
  {
    title: 'offers another time when it is closed',
    lines: [
      ['book an appointment'],
      ['peter jones'],
      ['friday'],
      ['at five', 'open from eight a.m. to four p.m. How about three p.m.?'],
      ['no', 'At what time'],
      ['at two', 'two p.m.'],
      ['yes'],
    ],
    calls: booked('Peter Jones', '2026-11-27', '14:00'),
  },
  {
    title: 'refuses what is over',
    lines: [['book an appointment today at nine for tom hill', 'already over today'], ['eleven', 'Tuesday the twenty-fourth'], ['yes']],
    calls: booked('Tom Hill', '2026-11-24', '11:00'),
  },
  {
    title: 'offers the first free day and hour to whom any will do',
    lines: [
      ['i need an appointment'],
      ['tom'],
      ['as soon as possible', 'How about Wednesday'],
      ['yes', 'what time'],
      ['any time', 'How about eight a.m.?'],
      ['sure', 'Is that right'],
      ['yes'],
    ],
    calls: booked('Tom', '2026-11-25', '08:00'),
  },
  {
    title: 'asks for the hour after a part of the day',
    lines: [['i need an appointment'], ['tom'], ['wednesday'], ['in the afternoon', 'What time in the afternoon?'], ['three'], ['yes']],
    calls: booked('Tom', '2026-11-25', '15:00'),
  },
  {
    title: 'asks for the day after a week',
    lines: [['i need an appointment'], ['tom'], ['next week', 'Which day exactly?'], ['monday'], ['noon', 'at noon'], ['yes']],
    calls: booked('Tom', '2026-11-30', '12:00'),
  },
  {
    title: 'bears misheard words',
    lines: [['i would like to book an pointment for friday at to', 'name'], ['robert brown', `${FRIDAY} at two p.m.`], ['that is write']],
    calls: booked('Robert Brown', '2026-11-27', '14:00'),
  },
  {
    title: 'bears what a telephone line makes of words',
    lines: [
      ['i do you like to book an appointment on friday at to for tom hill', 'two p.m. Is that right'],
      ['yes please'],
      ['no sank you', 'Goodbye'],
    ],
    calls: [...booked('Tom Hill', '2026-11-27', '14:00'), ['end_call', {}]],
  },
  {
    title: 'understands "at two" misheard as "have to"',
    lines: [['book an appointment'], ['tom hill'], ['friday'], ['have to', 'two p.m.'], ['yes']],
    calls: booked('Tom Hill', '2026-11-27', '14:00'),
  },
  {
    title: 'asks again in other words, then shows a way out, then leaves it',
    lines: [
      ['book an appointment'],
      ['[unintelligible]', /did not get that\. What is your name/],
      ['', /still did not understand.*first and last name.*never mind/],
      ['[unintelligible]', 'catch that either'],
      ['[unintelligible]', 'make that out'],
      ['[unintelligible]', /could not get that.*nothing is booked/],
      ['where are you', 'Market Street'],
    ],
    calls: [],
  },
  {
    title: 'does not take noise for an answer',
    lines: [
      ['[unintelligible]', 'Sorry, I did not get that.'],
      ['[unintelligible]', 'I can book, move or cancel'],
    ],
  },
  {
    title: 'repeats itself',
    lines: [
      ['is there parking', 'free parking'],
      ['what did you say', 'free parking'],
      ['sorry', 'free parking'],
    ],
  },
  {
    title: 'greets, thanks and says goodbye',
    lines: [
      ['hello', 'How can I help you?'],
      ['how are you', 'fine, thank you'],
      ['thank you', 'You are welcome'],
      ['no thanks', 'Goodbye.'],
    ],
    calls: [['end_call', {}]],
  },
  {
    title: 'says goodbye when nothing else is wanted',
    lines: [
      ['book an appointment on friday at two for tom hill'],
      ['yes'],
      ["no that's all", 'Thank you for calling Bright Smile Dental. Goodbye.'],
    ],
    calls: [...booked('Tom Hill', '2026-11-27', '14:00'), ['end_call', {}]],
  },
  {
    title: 'says what is not done when the caller leaves',
    lines: [['book an appointment'], ['bye', 'nothing is booked. Thank you for calling']],
    calls: [['end_call', {}]],
  },
  {
    title: 'does sums',
    lines: [
      ['what is twelve times seven', 'Twelve times seven is eighty-four.'],
      ['how much is ten divided by four', 'is two point five'],
      ['what is twenty percent of fifty', 'is ten'],
    ],
    calls: [
      ['calculator', { expression: '12 * 7' }],
      ['calculator', { expression: '10 / 4' }],
      ['calculator', { expression: '20 / 100 * 50' }],
    ],
  },
  {
    title: 'tells time and date',
    lines: [
      ['what time is it', 'It is ten a.m.'],
      ['what day is it today', 'It is Tuesday the twenty-fourth of November.'],
    ],
    calls: [
      ['current_time', {}],
      ['current_time', {}],
    ],
  },
  {
    title: 'knows whether it is open',
    lines: [
      ['are you open on saturday', 'No, we are closed on Saturday.'],
      ['are you open on friday', 'Yes, on Friday we are open from eight a.m. to four p.m.'],
      ['when do you close tomorrow', 'On Wednesday we are open from eight a.m. to six p.m.'],
      ['are you open now', 'Yes, we are open until six p.m. today.'],
    ],
  },
  {
    title: 'says what it can do',
    lines: [
      ['what can you do', 'book, move or cancel'],
      ['help', 'book, move or cancel'],
    ],
  },
  {
    title: 'does not claim what is none of its business',
    lines: [
      ['tell me a joke', 'I can only help with'],
      ['who won the football game', 'I can book, move or cancel'],
      ['i would like to order a pizza', 'I can only help with'],
    ],
  },
  {
    title: 'remembers the name given before',
    lines: [['my name is mary jones', 'Hello Mary Jones'], ['i need an appointment on friday at two', 'for Mary Jones on'], ['yes']],
    calls: booked('Mary Jones', '2026-11-27', '14:00'),
  },
  {
    title: 'counts a yes only when the question was heard',
    lines: [
      ['book an appointment on friday at two for tom hill'],
      ['(heard: So that is) yes', /^So that is an appointment for Tom Hill/],
      ['yes', 'booked'],
    ],
    calls: booked('Tom Hill', '2026-11-27', '14:00'),
  },
  {
    title: 'does not take the answer to a reminder for a yes',
    lines: [
      ['book an appointment on friday at two for tom hill'],
      ['(heard: Are you still there?) yes', /Is that right\?$/],
      ['yes', 'booked'],
    ],
    calls: booked('Tom Hill', '2026-11-27', '14:00'),
  },
  {
    title: 'asks what is meant when it could be several things',
    lines: [
      ['my booking', 'Would you like to book an appointment or move an appointment?'],
      ['cancel', 'What name is the appointment under'],
      ['tom hill'],
      ['yes'],
    ],
    calls: [['cancel_appointment', { name: 'Tom Hill' }]],
  },
  {
    title: 'starts over',
    lines: [
      ['book an appointment on friday'],
      ['mary'],
      ['start over', 'from the beginning. What is your name'],
      ['tom'],
      ['monday at nine'],
      ['yes'],
    ],
    calls: booked('Tom', '2026-11-30', '09:00'),
  },
];

describe('the front desk', () => {
  test.each(CONVERSATIONS)('$title', async ({ lines, calls }) => {
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
