/** What callers say in any call: fillers of slots, and phrases around them. English. */

const list = (text: string): string[] => text.split('|').map((item) => item.trim());

const FIRST_NAMES = list(
  'john|mary|james|linda|robert|patricia|michael|jennifer|william|elizabeth|david|barbara|richard|susan|joseph|jessica|thomas|sarah|charles|karen|daniel|nancy|matthew|lisa|anthony|betty|mark|margaret|paul|sandra|steven|ashley|andrew|kimberly|emily|peter|donna|george|michelle|kevin|carol|brian|amanda|edward|melissa|ronald|deborah|jason|stephanie|laura|anna|emma|olivia|sophia|alice|henry|jack|adam|julia|maria|martin|simon|helen|kate|tom|ben|sam|alex|max|lucy|grace|oliver|harry|frank|walter',
);
const LAST_NAMES = list(
  'smith|johnson|williams|brown|jones|miller|davis|wilson|anderson|taylor|thomas|moore|jackson|martin|lee|thompson|white|harris|clark|lewis|robinson|walker|young|allen|king|wright|scott|hill|green|adams|baker|nelson|carter|mitchell|roberts|turner|phillips|campbell|parker|evans|edwards|collins|stewart|morris|murphy|cook|rogers|morgan|cooper|peterson|bailey|reed|kelly|howard|cox|ward|richardson|watson|brooks|wood|bennett|gray|hughes|price|myers|foster|ross|long|fisher|weber|meyer',
);
const WEEKDAYS = list('monday|tuesday|wednesday|thursday|friday|saturday|sunday');
const MONTHS = list('january|february|march|april|may|june|july|august|september|october|november|december');
const ORDINALS = list(
  'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty first|twenty second|twenty third|twenty fourth|twenty fifth|twenty sixth|twenty seventh|twenty eighth|twenty ninth|thirtieth|thirty first',
);
const DIGITS = list('zero|one|two|three|four|five|six|seven|eight|nine');
const TEENS = list('ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen');
const TENS = list('twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety');
const HOURS = list('one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve');
const MINUTES = list('fifteen|thirty|forty five|ten|twenty|forty|fifty|oh five');

/** Pairs every item of one list with one of the other, so that all words and many of their neighbours occur. */
const pair = (first: readonly string[], second: readonly string[], join = ' '): string[] => {
  const length = Math.max(first.length, second.length);
  return Array.from(
    { length },
    (_, index) =>
      `${first[index % first.length] ?? ''}${join}${second[(index * 7 + Math.floor(index / second.length)) % second.length] ?? ''}`,
  );
};

const NAMES = [
  ...pair(FIRST_NAMES, LAST_NAMES),
  ...pair(LAST_NAMES, FIRST_NAMES).map((both) => both.split(' ').reverse().join(' ')),
  ...FIRST_NAMES.slice(0, 40),
];
/** Every item of one list with every item of the other. */
const cross = (first: readonly string[], second: readonly string[], join = ' '): string[] =>
  first.flatMap((one) => second.map((other) => `${one}${join}${other}`));

const DATES = [
  ...WEEKDAYS,
  ...WEEKDAYS.flatMap((day) => [`next ${day}`, `this ${day}`, `${day} morning`, `${day} afternoon`, `on ${day}`, `${day} next week`]),
  ...list(
    'today|tomorrow|the day after tomorrow|tomorrow morning|tomorrow afternoon|next week|in two weeks|in three days|next month|as soon as possible',
  ),
  ...cross(MONTHS, ORDINALS),
  ...cross(ORDINALS, MONTHS, ' of ').map((date) => `the ${date}`),
  ...cross(MONTHS, ORDINALS, ' the '),
  ...pair(WEEKDAYS, ORDINALS, ' the '),
  ...ORDINALS.map((day) => `the ${day}`),
];
const TIMES = [
  ...HOURS,
  ...HOURS.flatMap((hour) => [
    `${hour} o'clock`,
    `${hour} am`,
    `${hour} pm`,
    `half past ${hour}`,
    `quarter past ${hour}`,
    `quarter to ${hour}`,
    `a quarter to ${hour}`,
  ]),
  ...cross(HOURS, MINUTES),
  ...HOURS.map((hour) => `${hour} in the ${['nine', 'ten', 'eleven', 'eight'].includes(hour) ? 'morning' : 'afternoon'}`),
  ...list('noon|in the morning|in the afternoon|around noon|midday'),
];
/** Every pair of digits once, as the start of a longer number. */
const DIGIT_STRINGS = cross(DIGITS, DIGITS).map(
  (both, index) => `${both} ${DIGITS[(index * 7 + 3) % 10] ?? ''} ${DIGITS[(index * 3 + Math.floor(index / 10)) % 10] ?? ''}`,
);
const NUMBERS = [
  ...DIGITS,
  ...TEENS,
  ...TENS,
  ...cross(TENS, DIGITS.slice(1)),
  ...pair(DIGITS, TENS, ' hundred and '),
  ...list('one hundred|a thousand|one thousand two hundred'),
  ...DIGIT_STRINGS,
];
const YES_NO = list(
  "yes|no|yeah|yep|nope|sure|okay|correct|right|exactly|that's right|that is right|that's correct|that is correct|yes please|no thanks|no thank you|yes that's right|yes it is|of course|absolutely|not really|no that's wrong|that's wrong|no it is not|yes i do|no i do not|yes book it|go ahead|sounds good|perfect|great|fine|that works|that's fine|that is fine|yes that works",
);

export const FILLERS: Readonly<Record<string, readonly string[]>> = {
  name: NAMES,
  date: DATES,
  time: TIMES,
  number: NUMBERS,
  yes_no: YES_NO,
};

/** What a listener says while somebody else speaks. */
export const LISTENING_SIGNALS = list(
  'uh huh|mhm|hmm|uh|um|oh|ah|yeah|yes|yep|okay|right|i see|got it|all right|yes yes|yeah yeah|okay okay|right right|oh okay|oh yes|oh i see|uh huh okay|uh huh yes|yeah okay',
);

/** Said in nearly every call; `{slot}` is filled with every kind of filler in turn. */
export const EVERYDAY: readonly string[] = [
  ...YES_NO,
  ...list(
    "hello|hi|hi there|good morning|good afternoon|good evening|hey|thank you|thanks|thank you very much|thanks a lot|goodbye|bye|bye bye|have a nice day|that's all|that is all|that's it|that's all thank you|no that's all|nothing else|can you hear me|are you there|hello are you there|wait|wait a moment|one moment|stop|hold on|please wait|okay thank you|never mind|forget it|cancel that|i changed my mind|start over",
  ),
  ...list(
    'what did you say|can you repeat that|could you repeat that please|say that again|please repeat that|sorry what was that|pardon|i did not understand|can you help me|i need help|what can you do|help|who are you|are you a robot|can i speak to a person|i want to speak to someone|i have a question|how are you',
  ),
  'what time is it',
  'what is the time',
  'what is the date today',
  'what day is it today',
  'what is {number} times {number}',
  'what is {number} plus {number}',
  'what is {number} minus {number}',
  'what is {number} divided by {number}',
  'how much is {number} times {number}',
  'my name is {name}',
  'the name is {name}',
  'this is {name}',
  "it's {name}",
  "i'm {name}",
  'i am {name}',
  'for {name}',
  'under the name {name}',
  'it is {name}',
  'under {name}',
  '{name}',
  '{name} please',
  '{date}',
  '{date} please',
  'on {date}',
  '{date} at {time}',
  'on {date} at {time}',
  '{date} at {time} please',
  'how about {date}',
  'is {date} possible',
  'maybe {date}',
  'can we do {date}',
  'for {date}',
  '{date} would be good',
  '{date} is fine',
  'let us say {date}',
  '{time}',
  '{time} please',
  'at {time}',
  'at {time} please',
  'around {time}',
  'how about {time}',
  'is {time} possible',
  '{time} would be good',
  '{time} is fine',
  '{time} on {date}',
  'at {time} on {date}',
  'can we make it {time}',
  'make it {time}',
  'no i said {date}',
  'no i said {time}',
  'no i mean {date}',
  'no {date}',
  'no at {time}',
  'no make it {time}',
  'no make it {date}',
  'actually {date}',
  'actually {time}',
  'actually {date} at {time}',
  'sorry i meant {date}',
  'i meant {time}',
  'not {date} but {date}',
  'make it {date} instead',
  'make it {time} instead',
  'no the name is {name}',
  'no my name is {name}',
  'change it to {date}',
  'change the time to {time}',
  'change it to {time}',
  '{number}',
  'it is {number}',
  'my number is {number}',
  'number {number}',
];
