/** Questions that can be answered at any point of a dialogue: from the script, the clock, the opening hours, or by sums. Pure. */
import type { Act } from './acts.ts';
import { arithmeticIn, clockQuestionIn, phraseOpen, sayClock, sayHours } from './questions.ts';
import type { Asked, Dialogue, FunctionRequest, Surroundings } from './state.ts';
import type { Heard } from './understanding.ts';
import { listed, offersMore } from './wording.ts';

export interface Digression {
  text: string;
  call: FunctionRequest | null;
  asked: Asked | null;
  /** Clear enough to be preferred over an answer that the same words could be. */
  sure: boolean;
}

const ANSWERS = { probability: 0.5, sure: 0.75 } as const;

const saying = (text: string, sure: boolean): Digression => ({ text, call: null, asked: null, sure });

function byFunction({ heard, around }: { heard: Heard; around: Surroundings }): Digression | null {
  const clock = clockQuestionIn(heard.text);
  if (clock !== null) {
    if (!around.functions.has('current_time')) return saying(`${sayClock(clock, around.here)}.`.replace(/\.\.$/, '.'), true);
    return { text: '', call: { name: 'current_time', arguments: {} }, asked: { kind: 'clock', question: clock }, sure: true };
  }
  const expression = around.functions.has('calculator') ? arithmeticIn(heard.text) : null;
  return expression === null
    ? null
    : { text: '', call: { name: 'calculator', arguments: { expression } }, asked: { kind: 'sum', expression }, sure: true };
}

function aboutHours(heard: Heard, around: Surroundings): string | null {
  const { hours } = around.known.script;
  if (hours === null || !heard.question) return null;
  const open = phraseOpen(heard.text, heard.dates[0]?.value, hours, around.here);
  if (open !== null) return open;
  return /\b(?:opening|office|business|your) (?:hours|times)\b|\bwhen (?:are|do) you (?:open|close)\b/.test(heard.text) && !hasFaq(heard)
    ? `We are open ${sayHours(hours)}.`.replace(/\.\.$/, '.')
    : null;
}

const hasFaq = (heard: Heard): boolean =>
  heard.matches.some((match) => match.topic.kind === 'faq' && match.probability >= ANSWERS.probability);

const MANNERS: Readonly<Partial<Record<Act, string>>> = {
  wait: 'Of course, take your time.',
  hear_me: 'Yes, I can hear you.',
  greet: 'Hello!',
  how_are_you: 'I am fine, thank you.',
  thanks: 'You are welcome.',
};

const ABOUT_ME =
  /\b(?:are you (?:a |an )?(?:robot|machine|bot|computer|human|real(?: person)?|ai)|who (?:are you|am i (?:speaking|talking) (?:to|with))|am i (?:speaking|talking) (?:to|with) a)\b/;
const A_PERSON =
  /\b(?:speak|talk|connect|put|transfer)\b.*\b(?:person|human|someone|somebody|agent|operator|representative|reception|colleague)\b/;

export function helpText(around: Surroundings): string {
  const { script } = around.known;
  if (script.help !== null) return script.help;
  const titles = script.intents.map((intent) => intent.title);
  if (titles.length === 0)
    return script.faqs.length === 0 ? 'You can ask me a question.' : `You can ask me, for example: ${script.faqs[0]?.questions[0] ?? ''}`;
  return `I can help you to ${listed(titles, 'or')}${script.faqs.length === 0 ? '' : ', and answer your questions'}.`;
}

/** Null when the utterance is none of these. */
export function digression(_dialogue: Dialogue, heard: Heard, around: Surroundings): Digression | null {
  const called = byFunction({ heard, around });
  if (called !== null) return called;
  const hours = aboutHours(heard, around);
  if (hours !== null) return saying(hours, true);
  const [best] = heard.matches;
  if (best !== undefined && best.topic.kind === 'faq' && best.probability >= ANSWERS.probability) {
    const plain = best.evidence >= 2 || heard.question;
    return saying(best.topic.faq.answer, best.exact || (best.probability >= ANSWERS.sure && plain));
  }
  if (heard.act === 'help') return saying(helpText(around), true);
  const manners = heard.act === null ? undefined : MANNERS[heard.act];
  if (manners !== undefined) return saying(manners, true);
  if (ABOUT_ME.test(heard.text)) return saying('I am an automated assistant.', true);
  if (A_PERSON.test(heard.text)) return saying('I am sorry, I can not connect you to anybody.', true);
  return null;
}

export const asksForMore = (dialogue: Dialogue): boolean => offersMore(dialogue.said);
