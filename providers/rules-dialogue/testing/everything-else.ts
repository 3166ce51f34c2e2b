/** Dialogues about what goes wrong on the line, and everything besides appointments. */
import { booked, FRIDAY, type Conversation } from './conversation.ts';

// The calls begin on Tuesday, 24 November 2026, at ten in the morning.
export const EVERYTHING_ELSE: readonly Conversation[] = [
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
