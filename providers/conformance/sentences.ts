/** What callers of an appointment line say, as the recogniser should write it: lower-case words. */
import type { SpeechContext } from '@parley/engine/stt/stt.ts';

/** A well-described agent; few of the sentences below occur in it word for word. */
export const APPOINTMENT_CONTEXT: SpeechContext = {
  language: 'en-US',
  greeting: 'Hello, this is the front desk of the dental practice. How can I help you?',
  keywords: ['root canal', 'whitening'],
  prompt: `You are the receptionist of a dental practice. Be brief and friendly.

Hours: Monday to Friday 08:00-17:00

Q: What are your opening hours? / When are you open? / Are you open on {date}?
A: We are open Monday to Friday from eight to five.

Q: Where are you? / What is your address? / How do I get to you?
A: We are at twelve Station Road, next to the library.

Q: Do you take new patients? / Are you taking new patients?
A: Yes, we take new patients.

Q: How much is a cleaning? / What does a check-up cost?
A: A cleaning costs eighty dollars and a check-up forty.

Q: Is there parking? / Where can I park?
A: There is free parking behind the building.

## Intent: book_appointment
Examples:
- I would like to book an appointment
- I would like to make an appointment for {date} at {time}
- I need an appointment on {date}
- Can I come in on {date} at {time}
- I want to see the dentist
- I need a check-up
- I would like a cleaning on {date}
- I have a toothache
- Do you have anything free on {date}
Slots:
- name: name, What is your name?
- date: date, Which day would suit you?
- time: time, At what time?
Confirm: So that is {name} on {date} at {time}. Is that right?
Function: book_appointment
Done: You are booked, {name}.

## Intent: move_appointment
Examples:
- I would like to move my appointment to {date}
- I need to change my appointment
- Can I reschedule my appointment for {date} at {time}
- I cannot come on {date}
Slots:
- date: date, Which day would suit you?
- time: time, At what time?
Confirm: So you come on {date} at {time}. Is that right?
Function: move_appointment
Done: Your appointment is moved.

## Intent: cancel_appointment
Examples:
- I would like to cancel my appointment
- I need to cancel my appointment on {date}
- Please cancel my appointment
Slots:
- name: name, What is your name?
Function: cancel_appointment
Done: Your appointment is cancelled.`,
};

export const IN_DOMAIN: readonly string[] = [
  'i would like to book an appointment please',
  'i need an appointment for next tuesday',
  'can i come in on friday at ten thirty',
  'i would like to see the dentist on monday morning',
  'do you have anything free on thursday afternoon',
  'i have a toothache and i need an appointment',
  'i would like a cleaning on wednesday',
  'i would like to move my appointment to friday',
  'can i reschedule my appointment for monday at nine',
  'i need to cancel my appointment on tuesday',
  'please cancel my appointment',
  'i want to change my appointment',
  'what are your opening hours',
  'are you open on saturday',
  'where can i park',
  'how much is a cleaning',
  'do you take new patients',
  'what is your address',
  'my name is john smith',
  'this is sarah miller',
  'the name is peter johnson',
  "it's emma brown",
  'yes please',
  'yes that is right',
  "no that's wrong",
  'no thank you',
  'that works',
  'no i said friday',
  'no i meant three thirty',
  'actually make it wednesday instead',
  'tuesday at half past two',
  'at ten in the morning',
  'the day after tomorrow',
  'on march the third',
  'how about four fifteen',
  'on the twenty first of june at eleven',
  'my number is five five five two seven one',
  'what time is it',
  "that's all thank you",
  'goodbye',
];

/** Speech that such a line has no words for. */
export const OUT_OF_DOMAIN: readonly string[] = [
  'the parliament debated fishing quotas until midnight',
  'photosynthesis converts sunlight into chemical energy',
  'heavy rainfall flooded several villages near the coast',
  'the orchestra rehearsed a symphony by an austrian composer',
  'quantum particles behave differently under observation',
  'grandmother baked delicious blueberry muffins yesterday',
  'the goalkeeper saved a penalty during extra time',
  'archaeologists discovered bronze weapons beneath the castle',
  'interest rates influence mortgage lending across europe',
  'a giraffe stretches its neck towards juicy leaves',
];

/** Word errors (substituted, dropped, added) between what was said and what was heard. */
export function wordErrors(said: string, heard: string): number {
  const reference = said.split(' ').filter((word) => word !== '');
  const hypothesis = heard.split(' ').filter((word) => word !== '');
  let previous = Array.from({ length: hypothesis.length + 1 }, (_, index) => index);
  for (const [row, word] of reference.entries()) {
    const current = [row + 1];
    for (const [column, other] of hypothesis.entries()) {
      current.push(
        Math.min((previous[column] ?? 0) + (word === other ? 0 : 1), (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1),
      );
    }
    previous = current;
  }
  return previous[hypothesis.length] ?? 0;
}

export const wordCount = (sentences: readonly string[]): number => sentences.reduce((sum, sentence) => sum + sentence.split(' ').length, 0);
