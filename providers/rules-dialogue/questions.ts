/** Questions that built-in functions or the opening hours answer, and their answers in words. Pure. */
import { WEEKDAYS, type OpeningHours } from './hours.ts';
import { hereAt, weekdayOf, type Here } from './spoken/calendar.ts';
import { sayDate, sayMinutes, sayNumber, sayTime } from './spoken/say.ts';

export type ClockQuestion = 'time' | 'date';

export function clockQuestionIn(text: string): ClockQuestion | null {
  if (
    /\b(?:what time is(?: it)?$|what time is it|what is the (?:current |exact )?time|what time do (?:you|we) have|(?:tell|give) me the (?:current )?time|do you (?:have|know) the time|how late is it|current time|what is the clock)\b/.test(
      text,
    )
  )
    return 'time';
  if (
    /\b(?:what is (?:the date|today's date|today)|what(?: is the)? (?:day|date) (?:is|of the week is)(?: it)?(?: today)?|what(?: day| date) (?:is|do we have)|which day is it|today's date|(?:tell|give) me the date)\b/.test(
      text,
    )
  ) {
    // "What date is my appointment" is no question for the clock.
    return /\bappointment|booking|available|free\b/.test(text) ? null : 'date';
  }
  return null;
}

export const sayClock = (question: ClockQuestion, here: Here): string =>
  question === 'time' ? `It is ${sayMinutes(here.minutes)}` : `It is ${sayDate(here.today, here.today)}`;

const OPERATORS: readonly [RegExp, string][] = [
  [/\b(?:multiplied by|times)\b|(?<=\d) ?x ?(?=\d)/g, '*'],
  [/\b(?:divided by|over)\b/g, '/'],
  [/\b(?:plus|added to|and)\b/g, '+'],
  [/\b(?:minus|less|take away)\b/g, '-'],
  [/\bto the power of\b/g, '^'],
  [/\bsquared\b/g, '^ 2'],
  [/(?:%|\bpercent\b) of\b/g, '/ 100 *'],
];

/** "what is 12 times 7" → `12 * 7`; null when it is no arithmetic. Takes canonical text. */
export function arithmeticIn(text: string): string | null {
  const lead =
    /(?:^|\b)(?:what(?: is| are| does)?|how much(?: is| are)?|calculate|work out|compute|can you (?:calculate|work out|add|multiply))\s+(\S.*)$/.exec(
      text,
    );
  let expression = (lead?.[1] ?? text)
    .replace(/\b(?:equals?|make|makes|please|exactly|the sum of|the result of|=)\b|=/g, ' ')
    .replace(/(\d) point (\d+)((?: \d)*)/g, (_whole, a: string, b: string, more: string) => `${a}.${b}${more.replaceAll(' ', '')}`);
  for (const [word, sign] of OPERATORS) expression = expression.replace(word, ` ${sign} `);
  expression = expression
    .replace(/([-+*/^%()])/g, ' $1 ')
    .replace(/\s+/g, ' ')
    .trim();
  if (!/^(?:- )?\d+(?:\.\d+)?(?: [-+*/^%] \d+(?:\.\d+)?)+$/.test(expression)) return null;
  // Without "what is" only a sum with a spoken operator is one: "3/4" and "2 - 4" may be a date or a time.
  return lead === null && !/\b(?:times|plus|minus|divided|multiplied|percent)\b/.test(text) ? null : expression;
}

const WORDS: Readonly<Record<string, string>> = {
  '*': 'times',
  '/': 'divided by',
  '+': 'plus',
  '-': 'minus',
  '^': 'to the power of',
  '%': 'modulo',
};

const sayExpression = (expression: string): string =>
  expression
    .replace(/ \/ 100 \* /g, ' percent of ')
    .replace(/\d+(?:\.\d+)?/g, (digits) => sayNumber(Number(digits)))
    .replace(/[*/+^%]|(?<= )-(?= )/g, (sign) => WORDS[sign] ?? sign);

export function fieldOf(content: string, key: string): unknown {
  try {
    const result: unknown = JSON.parse(content);
    return typeof result === 'object' && result !== null ? (result as Record<string, unknown>)[key] : undefined;
  } catch {
    return undefined;
  }
}

export const isRunning = (content: string): boolean => fieldOf(content, 'status') === 'running';
export const isFailed = (content: string): boolean => fieldOf(content, 'error') !== undefined || fieldOf(content, 'ok') === false;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

export function phraseClock(content: string, question: ClockQuestion, timeZone: string): string | null {
  const now = fieldOf(content, 'now');
  const at = typeof now === 'string' ? new Date(now) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : sentence(sayClock(question, hereAt(at, timeZone)));
}

export function phraseSum(content: string, expression: string): string {
  const value = fieldOf(content, 'value');
  if (typeof value !== 'number') return 'I am sorry, I can not work that out.';
  return sentence(`${sayExpression(expression)} is ${sayNumber(Math.round(value * 10_000) / 10_000)}`);
}

const spanOf = (span: { from: number; to: number }): string => `from ${sayMinutes(span.from)} to ${sayMinutes(span.to)}`;

/** "Monday to Thursday from eight a.m. to six p.m., and Friday from eight a.m. to four p.m." */
export function sayHours(hours: OpeningHours): string {
  const groups: { first: number; last: number; said: string }[] = [];
  for (const day of [1, 2, 3, 4, 5, 6, 0]) {
    const span = hours[day];
    const last = groups.at(-1);
    if (span === undefined) continue;
    if (last !== undefined && last.said === spanOf(span) && (last.last + 1) % 7 === day) last.last = day;
    else groups.push({ first: day, last: day, said: spanOf(span) });
  }
  const said = groups.map(
    ({ first, last, said: span }) => `${WEEKDAYS[first] ?? ''}${first === last ? '' : ` to ${WEEKDAYS[last] ?? ''}`} ${span}`,
  );
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')}, and ${said.at(-1) ?? ''}`;
}

const ABOUT_HOURS = /\b(?:open|opened|opens|opening|close|closed|closes|closing|hours)\b/;

/** The answer to "are you open on Saturday", "when do you close tomorrow", "are you open now"; null for anything else. */
export function phraseOpen(text: string, date: string | undefined, hours: OpeningHours, here: Here): string | null {
  if (!ABOUT_HOURS.test(text)) return null;
  const span = hours[weekdayOf(date ?? here.today)];
  const yesOrNo =
    /\b(?:are|is|do|will) (?:you|it|the \w+|they|we)(?: be)? (?:still |also |even )?(?:open|closed|close)\b/.test(text) &&
    !/\bwh(?:en|at)\b/.test(text);
  if (/\b(?:now|right now|at the moment|still)\b/.test(text)) {
    const open = span !== undefined && here.minutes >= span.from && here.minutes < span.to;
    if (open) return `Yes, we are open until ${sayTime(`${Math.floor(span.to / 60)}:${span.to % 60}`)} today.`.replace('.. ', '. ');
    return `No, we are closed at the moment. We are open ${sayHours(hours)}`;
  }
  if (date === undefined) return null;
  const day = date === here.today ? 'today' : `on ${WEEKDAYS[weekdayOf(date)] ?? ''}`;
  const asksClosed = yesOrNo && /\b(?:closed|close)\b/.test(text);
  if (span === undefined)
    return sentence(`${yesOrNo ? (asksClosed ? 'yes, ' : 'no, ') : ''}we are closed ${day}. We are open ${sayHours(hours)}`);
  return sentence(`${yesOrNo ? (asksClosed ? 'no, ' : 'yes, ') : ''}${day} we are open ${spanOf(span)}`);
}
