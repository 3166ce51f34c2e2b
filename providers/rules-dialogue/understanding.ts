/** A script made ready for questions, and what one utterance means in it. Pure. */
import { actIn, isQuestion, withoutGreeting, type Act } from './acts.ts';
import { contentWords, trainClassifier, type Classifier, type Example } from './classifier.ts';
import { OFF_TOPIC } from './off-topic.ts';
import { parseScript, type Faq, type Intent, type Script } from './script.ts';
import { yesNoIn } from './spoken/answers.ts';
import type { Here } from './spoken/calendar.ts';
import { canonical } from './spoken/canonical.ts';
import { datesIn, type Found } from './spoken/dates.ts';
import { nameIn } from './spoken/names.ts';
import { dayPartIn, timesIn, type ClockTime, type DayPart } from './spoken/times.ts';

type Topic = { kind: 'intent'; intent: Intent } | { kind: 'faq'; faq: Faq };

export interface Match {
  topic: Topic;
  probability: number;
  /** Words of the utterance that the topic's examples know. */
  evidence: number;
  /** Said exactly as in the script. */
  exact: boolean;
}

export interface KnownScript {
  script: Script;
  classifier: Classifier;
  topics: ReadonlyMap<string, Topic>;
  /** Content words of each topic's examples. */
  words: ReadonlyMap<string, ReadonlySet<string>>;
  exact: ReadonlyMap<string, string>;
}

export interface Heard {
  /** Canonical text. */
  text: string;
  raw: string;
  act: Act | null;
  question: boolean;
  yesNo: boolean | null;
  dates: readonly Found<string>[];
  times: readonly Found<ClockTime>[];
  dayPart: DayPart | null;
  /** Topics by likelihood, those without evidence left out. */
  matches: readonly Match[];
}

/** What the core sends for speech outside the recogniser's domain. */
export const UNINTELLIGIBLE = /^\s*\[?unintelligible\]?\s*$/i;

const OTHER = 'other';
/** Any day will do to find dates in examples. */
const SOME_DAY: Here = { today: '2026-01-07', minutes: 600 };

const blank = (text: string, spans: readonly Found<unknown>[], by?: string): string =>
  [...spans]
    .sort((a, b) => b.from - a.from)
    .reduce((out, { from, to }) => `${out.slice(0, from)}${by ?? '#'.repeat(to - from)}${out.slice(to)}`, text);

/** What was named gives way to its kind: "on friday at 2" is like any other day and time. */
function masked(text: string, dates: readonly Found<string>[], times: readonly Found<ClockTime>[]): string {
  const spans = [...dates.map((one) => ({ ...one, by: '_date_' })), ...times.map((one) => ({ ...one, by: '_time_' }))].sort(
    (a, b) => b.from - a.from,
  );
  let out = spans.reduce((rest, { from, to, by }) => `${rest.slice(0, from)} ${by} ${rest.slice(to)}`, text);
  const name = nameIn(text)?.toLowerCase();
  if (name !== undefined) out = out.replace(name, '_name_');
  return withoutGreeting(
    out
      .replace(/\b\d+(?:st|nd|rd|th)?\b/g, '_number_')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

function maskedExample(text: string, intent: Intent | null): string {
  const whole = text.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return canonical(part);
    const type = intent?.slots.find((slot) => slot.name === part)?.type ?? 'text';
    return `_${type}_`;
  });
  const joined = whole.join(' ').replace(/\s+/g, ' ').trim();
  const dates = datesIn(joined, SOME_DAY);
  return masked(joined, dates, timesIn(blank(joined, dates)));
}

function examplesOf(script: Script): { topics: Map<string, Topic>; examples: Example[] } {
  const topics = new Map<string, Topic>();
  const examples: Example[] = [];
  for (const intent of script.intents) {
    const label = `intent ${intent.name}`;
    topics.set(label, { kind: 'intent', intent });
    examples.push(...intent.examples.map((text) => ({ label, text: maskedExample(text, intent) })));
  }
  script.faqs.forEach((faq, index) => {
    const label = `faq ${index}`;
    topics.set(label, { kind: 'faq', faq });
    examples.push(...faq.questions.map((text) => ({ label, text: maskedExample(text, null) })));
  });
  return { topics, examples };
}

/** "Order a pizza" is off topic for a dentist, not for a pizzeria. */
function isOffTopic(text: string, vocabulary: ReadonlySet<string>): boolean {
  const words = contentWords(text);
  return words.length === 0 || words.filter((word) => vocabulary.has(word)).length < words.length / 2;
}

export function knownScript(prompt: string): KnownScript {
  const script = parseScript(prompt);
  const { topics, examples } = examplesOf(script);
  const words = new Map<string, Set<string>>();
  for (const { label, text } of examples) {
    const known = words.get(label) ?? new Set<string>();
    for (const word of contentWords(text)) known.add(word);
    words.set(label, known);
  }
  const vocabulary = new Set([...words.values()].flatMap((known) => [...known]));
  const others =
    topics.size === 0
      ? []
      : OFF_TOPIC.map((text) => ({ label: OTHER, text: maskedExample(text, null) })).filter(({ text }) => isOffTopic(text, vocabulary));
  return {
    script,
    topics,
    words,
    classifier: trainClassifier([...examples, ...others]),
    exact: new Map(examples.map(({ label, text }) => [text, label])),
  };
}

/** One letter more, less or different. */
function near(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 4) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return Math.max(a.length, b.length) - start - end <= 1;
}

const REMEMBERED = 2_000;
const remembered = new WeakMap<KnownScript, Map<string, readonly Match[]>>();

function matchesOf(text: string, known: KnownScript): readonly Match[] {
  const cache = remembered.get(known) ?? new Map<string, readonly Match[]>();
  remembered.set(known, cache);
  const before = cache.get(text);
  if (before !== undefined) return before;
  const spoken = contentWords(text).filter((word) => !word.startsWith('_'));
  const ranked = known.classifier.rank(text);
  const exact = known.exact.get(text);
  const matches = ranked.slice(0, 4).flatMap(({ label, probability }): Match[] => {
    const topic = known.topics.get(label);
    if (topic === undefined) return [];
    const words = [...(known.words.get(label) ?? [])];
    const evidence = spoken.filter((word) => words.some((one) => one === word || near(one, word))).length;
    // "How do I get there" has no word of a subject; then the wording alone decides.
    const wordless = spoken.length === 0 && probability >= 0.6 && text.includes(' ');
    return evidence > 0 || wordless || exact === label
      ? [{ topic, probability: exact === label ? 1 : probability, evidence, exact: exact === label }]
      : [];
  });
  matches.sort((a, b) => b.probability - a.probability);
  if (cache.size >= REMEMBERED) cache.clear();
  cache.set(text, matches);
  return matches;
}

interface Hearing {
  known: KnownScript;
  here: Here;
  language: string;
}

export function understand(raw: string, { known, here, language }: Hearing, asked: { date: boolean; time: boolean }): Heard {
  const text = canonical(raw);
  const dates = datesIn(text, here, { language, asked: asked.date });
  const rest = blank(text, dates);
  const times = timesIn(rest, { asked: asked.time });
  return {
    text,
    raw: raw.trim(),
    act: actIn(text),
    question: isQuestion(text) || raw.trim().endsWith('?'),
    yesNo: yesNoIn(text),
    dates,
    times,
    dayPart: dayPartIn(text),
    matches: matchesOf(masked(text, dates, times), known),
  };
}
