/**
 * A bigram language model with back-off, written as the finite-state graph (Sphinx FSG) that the recogniser runs: one
 * state a word, one back-off state reached by empty transitions, and a garbage loop that catches speech outside the domain.
 * Witten-Bell discounting: the back-off mass of a history grows with how many different words followed it.
 */

export interface Phrase {
  words: readonly string[];
  weight: number;
}

const START = '<s>';
const END = '</s>';

/** Share of the probability at which the garbage loop is entered, from the start and from the back-off state. */
const GARBAGE_ENTRY = 0.01;
const GARBAGE_LOOP = 3;
const GARBAGE_EXIT = 0.1;

export const PHONES = 'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(' ');
/** A word of one phone: what the recogniser outputs for speech it has no words for. */
export const garbageWord = (phone: string): string => `++${phone.toLowerCase()}++`;
export const isGarbage = (word: string): boolean => word.startsWith('++');

interface Counts {
  /** word → how often, by history. */
  followers: Map<string, Map<string, number>>;
  unigrams: Map<string, number>;
  total: number;
}

function count(phrases: readonly Phrase[]): Counts {
  const followers = new Map<string, Map<string, number>>();
  const unigrams = new Map<string, number>();
  let total = 0;
  for (const { words, weight } of phrases) {
    if (words.length === 0) continue;
    let previous = START;
    for (const word of [...words, END]) {
      const after = followers.get(previous) ?? new Map<string, number>();
      after.set(word, (after.get(word) ?? 0) + weight);
      followers.set(previous, after);
      unigrams.set(word, (unigrams.get(word) ?? 0) + weight);
      total += weight;
      previous = word;
    }
  }
  return { followers, unigrams, total };
}

export const vocabularyOf = (phrases: readonly Phrase[]): string[] => [...new Set(phrases.flatMap((phrase) => phrase.words))].sort();

/** The graph as text. States: 0 start, 1 back-off, 2 garbage, 3 final, then one a word. */
export function buildGraph(phrases: readonly Phrase[]): string {
  const { followers, unigrams, total } = count(phrases);
  const words = vocabularyOf(phrases);
  const stateOf = new Map(words.map((word, index) => [word, index + 4]));
  const unigram = (word: string): number => (unigrams.get(word) ?? 0) / total;
  const lines: string[] = [];
  const arc = (from: number, to: number, probability: number, word = ''): void => {
    lines.push(`TRANSITION ${from} ${to} ${Math.max(1e-9, Math.min(1, probability)).toExponential(5)}${word === '' ? '' : ` ${word}`}`);
  };
  for (const [history, after] of followers) {
    const from = history === START ? 0 : (stateOf.get(history) ?? 1);
    const seen = [...after.values()].reduce((sum, weight) => sum + weight, 0);
    const kinds = after.size;
    for (const [word, weight] of after) {
      const probability = (weight + kinds * unigram(word)) / (seen + kinds);
      if (word === END) arc(from, 3, probability);
      else arc(from, stateOf.get(word) ?? 1, probability, word);
    }
    arc(from, 1, kinds / (seen + kinds));
  }
  for (const word of words) arc(1, stateOf.get(word) ?? 1, unigram(word), word);
  arc(1, 3, unigram(END));
  arc(0, 2, GARBAGE_ENTRY);
  arc(1, 2, GARBAGE_ENTRY);
  for (const phone of PHONES) arc(2, 2, GARBAGE_LOOP / PHONES.length, garbageWord(phone));
  arc(2, 1, GARBAGE_EXIT);
  arc(2, 3, GARBAGE_EXIT);
  return ['FSG_BEGIN agent', `NUM_STATES ${words.length + 4}`, 'START_STATE 0', 'FINAL_STATE 3', ...lines, 'FSG_END', ''].join('\n');
}
