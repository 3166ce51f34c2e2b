/** Judges from the words alone whether a caller's turn sounds finished. English, but for what is dictated; other languages come out as `unclear`. Pure. */

import { dictation, type DictationFacts } from './dictation.ts';
import type { Dictation } from './dictation-verdict.ts';

export type Completeness =
  | Dictation
  | { is: 'complete'; because: 'whole_sentence' | 'closing_phrase' | 'name_given' | 'date_or_time_given' }
  | { is: 'open'; because: 'open_phrase' | 'day_missing' }
  | { is: 'open'; because: 'open_word'; word: string }
  | { is: 'unclear'; because: 'could_go_on' | 'no_words_recognised' };

const OPEN_ENDINGS = new Set(
  (
    'a an the my your his her our their this that these those to of for from with at on in into by about as and or but because so if when where which who whose what ' +
    'is are was were be am i we you he she they it can could would should will shall may might must do does did have has had not ' +
    'um uh er hmm like really very quite between until till around than per mister doctor'
  ).split(' '),
);
/** Endings that look open but finish a question or an answer. */
const CLOSED_PHRASES =
  /(?:what is it|how are you|who are you|yes i (?:do|am|can|would|will)|no i (?:do|am|can|would|will) not|that is it|i do|i am|i can|i will|do that|like that|about that|on that|with that|for that|what time is it|yes it is|it is|i would like to|\b(?:need|want|have|get|do|take|know|say|repeat|spell|like|use|send|change|cancel|move|make|see|hear|mean|forgot|lost) (?:it|that|this))$/;
const STILL_OPEN = /(?:i would like to|i'd like to|i want to|can i|could you|my name is|the name is|this is|it is on|at around)$/;
const CLOSERS =
  /\b(?:please|thanks|thank you|bye|goodbye|yes|yeah|yep|no|nope|okay|ok|correct|right|sure|exactly|hello|hi|never mind|that's all|that is all)$/;

const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;

const SUBJECT_AND_VERB =
  /\b(?:i|we|you|it|he|she|they|there|that|this|what|when|where|who|how|do|does|did|is|are|can|could|will|would|book|cancel|move|change|make|tell|give|show|need|want)\b.*\b\w+/;

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

function judgeAnswer(words: string[], agentText: string): Completeness | undefined {
  const last = words.at(-1) ?? '';
  if (MONTH.test(last) && last !== 'may') return { is: 'open', because: 'day_missing' };
  const asksName = /\bname\b/.test(agentText.toLowerCase());
  if (asksName && words.length >= 2 && !OPEN_ENDINGS.has(last)) return { is: 'complete', because: 'name_given' };
  const asksTime = /\b(?:when|what (?:day|date|time)|which (?:day|date|time))\b/.test(agentText.toLowerCase());
  if (asksTime && !OPEN_ENDINGS.has(last) && last !== '') return { is: 'complete', because: 'date_or_time_given' };
  return undefined;
}

export function completeness(facts: DictationFacts): Completeness {
  const words = wordsOf(facts.text);
  if (words.length === 0) return { is: 'unclear', because: 'no_words_recognised' };
  const dictated = dictation(facts);
  if (dictated !== undefined) return dictated;
  const plain = words.join(' ');
  const last = words.at(-1) ?? '';
  if (STILL_OPEN.test(plain)) return { is: 'open', because: 'open_phrase' };
  if (CLOSERS.test(plain) || CLOSED_PHRASES.test(plain)) return { is: 'complete', because: 'closing_phrase' };
  if (OPEN_ENDINGS.has(last)) return { is: 'open', because: 'open_word', word: last };
  const answer = judgeAnswer(words, facts.agentText);
  if (answer !== undefined) return answer;
  if (words.length >= 3 && SUBJECT_AND_VERB.test(plain)) return { is: 'complete', because: 'whole_sentence' };
  return { is: 'unclear', because: 'could_go_on' };
}
