/** Takes the values of an intent's slots from what was said, and tells which of them are not possible. Pure. */
import type { OpenSpan, OpeningHours } from './hours.ts';
import { addDays, weekdayOf, type Here } from './spoken/calendar.ts';
import { choiceIn, isBareYesNo, numberIn } from './spoken/answers.ts';
import { canonical } from './spoken/canonical.ts';
import type { Found } from './spoken/dates.ts';
import { FIRST_NAMES, nameIn } from './spoken/names.ts';
import { sayMinutes } from './spoken/say.ts';
import { clockText, minutesOfDay } from './spoken/times.ts';
import { WEEKDAYS } from './hours.ts';
import { corrects } from './acts.ts';
import type { Intent, Slot } from './script.ts';
import type { Surroundings, Task, Value, Values } from './state.ts';
import type { Heard } from './understanding.ts';

/** Words in front of a value that is given up: "not Friday", "from Friday", "instead of two". */
const GIVEN_UP = /\b(?:not|from|instead of|rather than|and not)(?: (?:on|at|the|for))* $/;

/** Of several values the one meant: the last when it corrects, the first otherwise; those given up do not count. */
function meant<T>(found: readonly Found<T>[], heard: Heard): T | undefined {
  const kept = found.filter(
    (one) => !GIVEN_UP.test(heard.text.slice(0, one.from)) && !/^(?:not|instead|rather)\b/.test(heard.text.slice(one.from, one.to)),
  );
  return (corrects(heard.text) ? kept.at(-1) : kept[0])?.value;
}

/** The part of the day that was said, now or with what was said before the question. */
function dayPartOf(heard: Heard, task: Task | null): Heard['dayPart'] {
  const phase = task?.phase;
  return heard.dayPart ?? (phase?.kind === 'asking' ? (phase.dayPart ?? null) : null);
}

/** Without a day: from the earliest opening to the latest closing. */
function openOn(hours: OpeningHours | null, date: string | undefined): OpenSpan | null {
  if (hours === null) return null;
  if (date !== undefined) return hours[weekdayOf(date)] ?? null;
  const spans = Object.values(hours);
  return spans.length === 0 ? null : { from: Math.min(...spans.map((span) => span.from)), to: Math.max(...spans.map((span) => span.to)) };
}

export interface Extraction {
  values: Record<string, Value>;
  /** The asked slot got its value. */
  answered: boolean;
}

/** Where the dialogue stands when something is said. */
export interface Standing {
  /** The slot that the agent has asked for. */
  asked: Slot | null;
  task: Task | null;
}

const dateSlots = (intent: Intent): Slot[] => intent.slots.filter((slot) => slot.type === 'date');

/** Dates and times, wherever they stand in the utterance. */
function named(intent: Intent, heard: Heard, { asked, task }: Standing, around: Surroundings): Record<string, Value> {
  const values: Record<string, Value> = {};
  const [firstDate] = dateSlots(intent);
  const date = meant(heard.dates, heard);
  const dateSlot = asked?.type === 'date' ? asked : firstDate;
  if (dateSlot !== undefined && date !== undefined) values[dateSlot.name] = { type: 'date', text: date };
  const timeSlot = asked?.type === 'time' ? asked : intent.slots.find((slot) => slot.type === 'time');
  const time = meant(heard.times, heard);
  if (timeSlot !== undefined && time !== undefined) {
    const day = dateSlot === undefined ? undefined : (values[dateSlot.name] ?? task?.values[dateSlot.name])?.text;
    const minutes = minutesOfDay(time, dayPartOf(heard, task), openOn(around.known.script.hours, day));
    values[timeSlot.name] = { type: 'time', text: clockText(minutes) };
  }
  return values;
}

function answerTo(slot: Slot, heard: Heard): Value | null {
  switch (slot.type) {
    case 'name': {
      if (isBareYesNo(heard.text)) return null;
      const name = nameIn(heard.text, { asked: true });
      return name === null ? null : { type: 'name', text: keepCase(name, heard.raw) };
    }
    case 'number': {
      const digits = numberIn(heard.text);
      return digits === null ? null : { type: 'number', text: digits };
    }
    case 'yes_no':
      return heard.yesNo === null ? null : { type: 'yes_no', text: heard.yesNo ? 'yes' : 'no' };
    case 'one_of': {
      const choice = choiceIn(heard.text, slot.choices, canonical);
      return choice === null ? null : { type: 'one_of', text: choice };
    }
    case 'text':
      return heard.raw === '' ? null : { type: 'text', text: heard.raw.slice(0, 500) };
    case 'date':
    case 'time':
      return null;
    default:
      return slot.type satisfies never;
  }
}

/** A typed "John McDonald" stays as typed. */
function keepCase(name: string, raw: string): string {
  const at = raw.toLowerCase().indexOf(name.toLowerCase());
  const typed = at < 0 ? '' : raw.slice(at, at + name.length);
  return /^\p{Lu}/u.test(typed) && typed !== typed.toUpperCase() ? typed : name;
}

/** "John Smith" is a name whatever was asked; once the name is known, only as a correction. */
function isNameAlone(text: string, task: Task | null, slot: Slot): boolean {
  const bare = text.replace(/^(?:(?:no|sorry|actually|oh|it is|i said|i meant) )+/, '');
  if (!FIRST_NAMES.has(bare.split(' ')[0] ?? '')) return false;
  return task?.values[slot.name] === undefined || bare !== text || task.phase.kind === 'confirming' || task.phase.kind === 'changing';
}

/** Every value of the intent's slots in the utterance. */
export function extract(intent: Intent, heard: Heard, { asked, task }: Standing, around: Surroundings): Extraction {
  const values = named(intent, heard, { asked, task }, around);
  const nameSlot = intent.slots.find((slot) => slot.type === 'name');
  const alone = nameSlot !== undefined && isNameAlone(heard.text, task, nameSlot);
  const name = nameSlot === undefined ? null : nameIn(heard.text, { asked: alone });
  if (nameSlot !== undefined && name !== null) values[nameSlot.name] = { type: 'name', text: keepCase(name, heard.raw) };
  for (const slot of intent.slots) {
    // Choices are told by their own words; a number only with a question before it.
    if (slot.type !== 'one_of' || values[slot.name] !== undefined) continue;
    const choice = choiceIn(heard.text, slot.choices, canonical);
    if (choice !== null && slot !== asked) values[slot.name] = { type: 'one_of', text: choice };
  }
  if (
    asked !== null &&
    values[asked.name] === undefined &&
    (asked.type === 'text' || Object.keys(values).length === 0 || asked.type === 'name')
  ) {
    const answer = answerTo(asked, withoutNamed(heard, asked));
    if (answer !== null) values[asked.name] = answer;
  }
  return { values, answered: asked !== null && values[asked.name] !== undefined };
}

/** "John Smith on Friday at two" answers with a name once day and time are taken out of it. */
function withoutNamed(heard: Heard, asked: Slot): Heard {
  if (asked.type !== 'name') return heard;
  const spans: readonly Found<unknown>[] = [...heard.dates, ...heard.times];
  const text = [...spans].sort((a, b) => b.from - a.from).reduce((out, { from, to }) => out.slice(0, from) + out.slice(to), heard.text);
  return {
    ...heard,
    text: text
      .replace(/(?: (?:on|at|for|and))+$/, '')
      .replace(/\s+/g, ' ')
      .trim(),
  };
}

/** Why a value can not be taken, and one near it that could. */
export interface Refusal {
  slot: string;
  because: string;
  offer: Value | null;
}

function nextOpenDay(hours: OpeningHours, from: string, here: Here): string | null {
  for (let ahead = 1; ahead <= 7; ahead += 1) {
    const date = addDays(from, ahead);
    if (hours[weekdayOf(date)] !== undefined && date > here.today) return date;
  }
  return null;
}

/** For a caller to whom any day or any time is right: the next open day, the day's first hour. */
export function firstPossible(slot: Slot, intent: Intent, values: Values, around: Surroundings): Value | null {
  const { hours } = around.known.script;
  if (hours === null) return null;
  if (slot.type === 'date') {
    const day = nextOpenDay(hours, around.here.today, around.here);
    return day === null ? null : { type: 'date', text: day };
  }
  const date = intent.slots.find((one) => one.type === 'date');
  const span = slot.type === 'time' ? openOn(hours, date === undefined ? undefined : values[date.name]?.text) : null;
  return span === null ? null : { type: 'time', text: clockText(span.from) };
}

function refuseDate(slot: Slot, date: string, hours: OpeningHours | null, here: Here): Refusal | null {
  if (date < here.today) return { slot: slot.name, because: 'That day is in the past.', offer: null };
  if (hours === null || hours[weekdayOf(date)] !== undefined) {
    const closesToday = date === here.today ? hours?.[weekdayOf(date)]?.to : undefined;
    if (closesToday === undefined || here.minutes < closesToday) return null;
    const next = hours === null ? null : nextOpenDay(hours, date, here);
    return { slot: slot.name, because: 'We are already closed for today.', offer: next === null ? null : { type: 'date', text: next } };
  }
  const next = nextOpenDay(hours, date, here);
  return {
    slot: slot.name,
    because: `I am sorry, we are closed on ${WEEKDAYS[weekdayOf(date)] ?? 'that day'}.`,
    offer: next === null ? null : { type: 'date', text: next },
  };
}

const HOUR = 60;

function refuseTime(
  slot: Slot,
  { time, date }: { time: string; date: string | undefined },
  hours: OpeningHours | null,
  here: Here,
): Refusal | null {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const minutes = hour * HOUR + minute;
  if (date === here.today && minutes <= here.minutes) return { slot: slot.name, because: 'That time is already over today.', offer: null };
  const span = openOn(hours, date);
  if (span === null || (minutes >= span.from && minutes < span.to)) return null;
  const when = date === undefined ? '' : `On ${WEEKDAYS[weekdayOf(date)] ?? ''} `;
  const open = `${when === '' ? 'We' : `${when}we`} are open from ${sayMinutes(span.from)} to ${sayMinutes(span.to)}`;
  const near = minutes < span.from ? span.from : Math.max(span.from, span.to - HOUR);
  const possible = date !== here.today || near > here.minutes;
  return {
    slot: slot.name,
    because: `I am sorry, we are closed at ${sayMinutes(minutes)}`.replace(/\.?$/, '.') + ` ${open.replace(/\.?$/, '.')}`,
    offer: possible ? { type: 'time', text: clockText(near) } : null,
  };
}

/** Only visits are bound to the future and to opening hours: an intent that has both a day and a time. */
export function refusalOf(intent: Intent, values: Values, around: Surroundings): Refusal | null {
  const date = intent.slots.find((slot) => slot.type === 'date');
  const time = intent.slots.find((slot) => slot.type === 'time');
  if (date === undefined || time === undefined) return null;
  const { hours } = around.known.script;
  const [day, at] = [values[date.name]?.text, values[time.name]?.text];
  const refused = day === undefined ? null : refuseDate(date, day, hours, around.here);
  return refused ?? (at === undefined ? null : refuseTime(time, { time: at, date: day }, hours, around.here));
}
