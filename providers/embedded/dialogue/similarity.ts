/** Finds which of the known phrases an utterance is most like: cosine over TF-IDF of words, word pairs and letter groups. Pure. */

const STOP_WORDS = new Set('a an the please to of for is it i you me my your do can could would like want and on at in'.split(' '));

/** Words differ in weight: a letter group counts a little, a function word less. */
function features(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    counts.set(feature, (counts.get(feature) ?? 0) + weight);
  };
  const words = text.split(' ').filter((word) => word !== '');
  words.forEach((word, index) => {
    add(`w:${word}`, STOP_WORDS.has(word) ? 0.4 : 1);
    const next = words[index + 1];
    if (next !== undefined) add(`p:${word} ${next}`, 0.5);
    const padded = `^${word}$`;
    if (!STOP_WORDS.has(word)) for (let at = 0; at + 4 <= padded.length; at += 1) add(`c:${padded.slice(at, at + 4)}`, 0.25);
  });
  return counts;
}

export interface Match<T> {
  label: T;
  /** 0 to 1. */
  score: number;
}

export class PhraseIndex<T> {
  readonly #phrases: { label: T; vector: Map<string, number>; norm: number }[] = [];
  readonly #weights = new Map<string, number>();

  constructor(phrases: readonly { label: T; text: string }[]) {
    const all = phrases.map(({ label, text }) => ({ label, counts: features(text) }));
    for (const { counts } of all) for (const feature of counts.keys()) this.#weights.set(feature, (this.#weights.get(feature) ?? 0) + 1);
    for (const [feature, count] of this.#weights) this.#weights.set(feature, Math.log(1 + all.length / count));
    for (const { label, counts } of all) this.#phrases.push({ label, ...this.#vector(counts) });
  }

  /** The best label of each, best first. */
  rank(text: string): Match<T>[] {
    const { vector, norm } = this.#vector(features(text));
    const best = new Map<T, number>();
    for (const phrase of this.#phrases) {
      let dot = 0;
      for (const [feature, weight] of vector) dot += weight * (phrase.vector.get(feature) ?? 0);
      const score = norm === 0 || phrase.norm === 0 ? 0 : dot / (norm * phrase.norm);
      if (score > (best.get(phrase.label) ?? 0)) best.set(phrase.label, score);
    }
    return [...best].map(([label, score]) => ({ label, score })).sort((a, b) => b.score - a.score);
  }

  #vector(counts: Map<string, number>): { vector: Map<string, number>; norm: number } {
    // A word never seen weighs as much as the rarest one: it counts against every phrase.
    const rarest = Math.log(1 + Math.max(1, this.#phrases.length));
    const vector = new Map([...counts].map(([feature, count]) => [feature, count * (this.#weights.get(feature) ?? rarest * 0.7)]));
    const norm = Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight * weight, 0));
    return { vector, norm };
  }
}
