/** What an utterance says, in the terms of a script. Pure. */
import { findDate, findTime, type LocalNow } from './dates.ts';
import { digitise } from './numbers.ts';
import { parseScript, type Faq, type Intent, type Script, type Slot } from './script.ts';
import { PhraseIndex } from './similarity.ts';

export type Topic = { kind: 'intent'; intent: Intent } | { kind: 'faq'; faq: Faq };

export interface KnownScript extends Script {
  index: PhraseIndex<Topic>;
}

/** Below this likeness an utterance is about nothing the script knows. */
const KNOWN_SCORE = 0.42;
/** In the middle of something else, only a clear question changes the subject. */
const CLEAR_SCORE = 0.62;

export function knownScript(prompt: string): KnownScript {
  const script = parseScript(prompt);
  const plain = (text: string): string => normalise(text.replace(/\{\w+\}/g, ' '));
  const index = new PhraseIndex<Topic>([
    ...script.intents.flatMap((intent) => {
      const label: Topic = { kind: 'intent', intent };
      return intent.examples.map((text) => ({ label, text: plain(text) }));
    }),
    ...script.faqs.flatMap((faq) => {
      const label: Topic = { kind: 'faq', faq };
      return faq.questions.map((text) => ({ label, text: plain(text) }));
    }),
  ]);
  return { ...script, index };
}

/** Lower case, letters, digits and what times and dates need. */
export const normalise = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/\b([ap])\.\s?m\b\.?/g, '$1m')
    .replace(/[^\p{L}\p{N}':/.+*-]+/gu, ' ')
    .replace(/[.:/-]+(?=\s|$)/g, ' ')
    .replace(/(?<=\s|^)[.:/-]+/g, ' ')
    .replace(/-/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const has = (pattern: RegExp) => (text: string): boolean => pattern.test(text);

export const says = {
  yes: has(/^(?:(?:um|uh|well|oh) )?(?:yes|yeah|yep|yup|sure|correct|right|exactly|absolutely|of course|okay|ok|perfect|great|fine|go ahead|please do|sounds good|that(?:'s| is) (?:right|correct|fine|good|great|perfect)|that works|it is|book it|do it|i do)\b/),
  no: has(/^(?:(?:um|uh|well|oh) )?(?:no|nope|nah|not (?:really|quite|correct|right)|that(?:'s| is) (?:wrong|not)|wrong|incorrect|i do not|i don't|don't|do not)\b/),
  repeat: has(/\b(?:repeat|say (?:that|it) again|what did you say|come again|pardon)\b|^(?:sorry|what|excuse me)(?: what was that)?$/),
  goodbye: has(/\b(?:goodbye|good bye|bye|see you|have a (?:nice|good) (?:day|evening|weekend))\b|^(?:no )?(?:that's all|that is all|that's it|that is it|nothing else)(?: thank you| thanks)?$/),
  thanks: has(/^(?:okay |ok |great |perfect |no |alright )?(?:thank you|thanks)\b/),
  greeting: has(/^(?:hello|hi|hey|good (?:morning|afternoon|evening))(?: there)?$/),
  abandon: has(/\b(?:never ?mind|forget (?:it|about it|that)|cancel that|start over|i changed my mind|stop that|leave it)\b/),
  help: has(/^(?:help|help me|what can you do|what can i (?:say|do|ask)|can you help me|i need help|how does this work)$/),
  question: has(/^(?:what|where|when|who|how|which|why|do|does|is|are|can|could|will)\b/),
};

/** Words that can follow "my name is" without being a name. */
const NOT_A_NAME = new Set(
  'a an the i my name is it this that for under on at to in of and or no not yes yeah please thanks thank you speaking here calling want would like need book appointment move cancel morning afternoon today tomorrow next monday tuesday wednesday thursday friday saturday sunday okay ok sorry actually said meant mean make change one two three four five six seven eight nine ten eleven twelve half past quarter with have'.split(' '),
);
const NAME_LEAD = /\b(?:my name is|name is|name's|this is|i am|i'm|it is|it's|under the name(?: of)?|under|for|call me|i said|i meant|i mean|not \w+ but)\s+([a-z']+(?: [a-z']+)?(?: [a-z']+)?)/;

const asName = (text: string): string | null => {
  const words: string[] = [];
  for (const word of text.split(' ')) {
    if (NOT_A_NAME.has(word) || !/^[\p{L}']{2,}$/u.test(word)) break;
    words.push(word);
  }
  if (words.length === 0 || words.length > 3) return null;
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
};

/** `bare`: a name was asked for, so words that are nothing else are one. */
function findName(text: string, bare: boolean): string | null {
  const lead = NAME_LEAD.exec(text);
  const led = lead === null ? null : asName(lead[1] ?? '');
  // "for Friday" and "for John" look alike: a single word after "for" counts only when a name was asked for.
  if (led !== null && (bare || / name|name's|call me|under /.test(` ${lead?.[0] ?? ''}`) || led.includes(' '))) return led;
  if (!bare) return null;
  const stripped = text.replace(/^(?:um|uh|well|yes|sure|okay|ok|oh|no|hi|hello)\s+/, '').replace(/\s+(?:please|speaking|here)$/, '');
  return asName(stripped) !== null && stripped.split(' ').length <= 3 && !stripped.split(' ').some((word) => NOT_A_NAME.has(word)) ? asName(stripped) : null;
}

function findNumber(text: string): string | null {
  const digits = digitise(text);
  const runs = digits.match(/\d+(?:\.\d+)?(?: \d+)*/g);
  const longest = runs?.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? null : longest.replace(/ /g, '');
}

function findChoice(text: string, choices: readonly string[]): string | null {
  return choices.find((choice) => text.includes(normalise(choice))) ?? null;
}

export interface Extraction {
  values: Record<string, string>;
}

/** Slot values in the utterance; `asked`: the slot the agent just asked for, whose bare answer counts. */
export function extractSlots(text: string, slots: readonly Slot[], asked: Slot | null, now: LocalNow): Record<string, string> {
  const values: Record<string, string> = {};
  // A correction names the wrong value first: "not Friday but Thursday", "no, I said Thursday".
  let rest = text.replace(/\bnot (?:on |at )?\w+(?: \w+)? but\b/, ' ').replace(/\s+/g, ' ').trim();
  const order = ['date', 'time', 'name', 'number', 'yes_no', 'one_of', 'text'];
  const sorted = slots.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  for (const slot of sorted) {
    const isAsked = asked?.name === slot.name;
    const found = extractOne(rest, slot, isAsked, now);
    if (found === null) continue;
    values[slot.name] = found.value;
    rest = found.rest;
  }
  return values;
}

function extractOne(text: string, slot: Slot, asked: boolean, now: LocalNow): { value: string; rest: string } | null {
  const whole = (value: string | null): { value: string; rest: string } | null => (value === null ? null : { value, rest: text });
  switch (slot.type) {
    case 'date':
      return findDate(text, now);
    case 'time':
      return findTime(text, asked);
    case 'name':
      return whole(findName(text, asked));
    case 'number':
      return whole(asked || /\bnumber\b/.test(text) ? findNumber(text) : null);
    case 'yes_no':
      return asked ? whole(says.yes(text) ? 'yes' : says.no(text) ? 'no' : null) : null;
    case 'one_of':
      return whole(findChoice(text, slot.choices));
    case 'text':
      return asked ? whole(text === '' ? null : text) : null;
    default:
      return slot.type satisfies never;
  }
}

/** What the utterance is about; `busy`: in the middle of an intent, where only something clear counts. */
export function topicOf(text: string, script: KnownScript, busy: boolean): Topic | null {
  const digits = digitise(text).replace(/\b\d+(?:th)?\b/g, ' ').replace(/\s+/g, ' ').trim();
  const [best] = script.index.rank(digits === '' ? text : digits);
  if (best === undefined) return null;
  const needed = busy && !(best.label.kind === 'faq' && says.question(text)) ? CLEAR_SCORE : KNOWN_SCORE;
  return best.score >= needed ? best.label : null;
}
