/** Dialogues about appointments: booked, corrected, moved, cancelled. */
import { booked, FRIDAY, type Conversation } from './conversation.ts';

// The calls begin on Tuesday, 24 November 2026, at ten in the morning.
export const APPOINTMENTS: readonly Conversation[] = [
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
];
