/**
 * What a caller wants: TF-IDF over words, word pairs and pieces of words, then softmax regression. Trained from a script's
 * examples in well under a second; deterministic. Pure.
 */

export interface Example {
  label: string;
  text: string;
}

interface Ranked {
  label: string;
  probability: number;
}

export interface Classifier {
  /** Labels by probability, best first; empty when nothing in the text was ever seen. */
  rank(text: string): Ranked[];
}

/** Words that say nothing about the subject: they count little and are no evidence. */
const STOP = new Set(
  (
    'a an the i you we he she it they me my your our their this that these those is am are was were be been do does did have has had can could would will shall should may might must to of in on at for from by with ' +
    'and or but if so as not no yes please there here just like want need know tell what when where how which who some any get got make let us about also too very much really hello hi okay well then'
  ).split(' '),
);

const stem = (word: string): string => (word.length > 4 ? word.replace(/(?:ments?|ings?|ed|ies|es|s|e|y)$/, '') : word.replace(/s$/, ''));

export const contentWords = (text: string): string[] =>
  text
    .split(' ')
    .filter((word) => word.length > 1 && !STOP.has(word))
    .map(stem);

const FULL = 1;
const PAIR = 0.8;
const PIECE = 0.35;
const COMMON = 0.35;

/** Feature → weight before inverse document frequency. */
function featuresOf(text: string): Map<string, number> {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    features.set(feature, (features.get(feature) ?? 0) + weight);
  };
  const tokens = text.split(' ').filter((token) => token !== '');
  tokens.forEach((token, index) => {
    const common = STOP.has(token);
    add(`w ${stem(token)}`, common ? COMMON : FULL);
    const next = tokens[index + 1];
    if (next !== undefined) add(`p ${token} ${next}`, common && STOP.has(next) ? COMMON : PAIR);
    if (common || token.startsWith('_')) return;
    const padded = ` ${token} `;
    for (let size = 3; size <= 5; size += 1) {
      for (let at = 0; at + size <= padded.length; at += 1) add(`c ${padded.slice(at, at + size)}`, PIECE);
    }
  });
  return features;
}

interface Vector {
  ids: Int32Array;
  values: Float32Array;
}

class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #idf: Float32Array;

  constructor(documents: readonly Map<string, number>[]) {
    const counts: number[] = [];
    for (const document of documents) {
      for (const feature of document.keys()) {
        const id = this.#ids.get(feature) ?? this.#ids.size;
        this.#ids.set(feature, id);
        counts[id] = (counts[id] ?? 0) + 1;
      }
    }
    this.#idf = Float32Array.from(counts, (count) => Math.log((1 + documents.length) / (1 + count)) + 1);
  }

  get size(): number {
    return this.#ids.size;
  }

  /** Of length one; features never seen leave it shorter, so that a strange text is less sure of everything. */
  vector(features: ReadonlyMap<string, number>): Vector {
    const unseen = Math.log(this.#idf.length + 1);
    const ids: number[] = [];
    const values: number[] = [];
    let square = 0;
    for (const [feature, weight] of features) {
      const id = this.#ids.get(feature);
      const value = (1 + Math.log(1 + weight)) * weight * (id === undefined ? Math.min(unseen, 3) : (this.#idf[id] ?? 0));
      square += value * value;
      if (id === undefined) continue;
      ids.push(id);
      values.push(value);
    }
    const length = Math.sqrt(square) || 1;
    return { ids: Int32Array.from(ids), values: Float32Array.from(values, (value) => value / length) };
  }
}

const ROUNDS = 60;
const RATE = 6;
const DECAY = 2e-4;
const SHARPNESS = 1.6;

class Softmax {
  readonly #weights: Float32Array;
  readonly #classes: number;

  constructor(features: number, classes: number) {
    this.#weights = new Float32Array(features * classes);
    this.#classes = classes;
  }

  probabilities({ ids, values }: Vector, sharpness = 1): Float32Array {
    const scores = new Float32Array(this.#classes);
    for (let at = 0; at < ids.length; at += 1) {
      const base = (ids[at] ?? 0) * this.#classes;
      const value = values[at] ?? 0;
      for (let k = 0; k < this.#classes; k += 1) scores[k] = (scores[k] ?? 0) + value * (this.#weights[base + k] ?? 0);
    }
    let sum = 0;
    const top = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    for (let k = 0; k < this.#classes; k += 1) {
      const value = Math.exp(sharpness * ((scores[k] ?? 0) - top));
      scores[k] = value;
      sum += value;
    }
    return scores.map((value) => value / sum);
  }

  learn(vector: Vector, label: number, rate: number): void {
    const error = this.probabilities(vector);
    error[label] = (error[label] ?? 0) - 1;
    const { ids, values } = vector;
    for (let at = 0; at < ids.length; at += 1) {
      const base = (ids[at] ?? 0) * this.#classes;
      const step = rate * (values[at] ?? 0);
      for (let k = 0; k < this.#classes; k += 1) {
        const weight = this.#weights[base + k] ?? 0;
        this.#weights[base + k] = weight - step * (error[k] ?? 0) - rate * DECAY * weight;
      }
    }
  }
}

/** Every example is visited in a fixed order that mixes the classes. */
function order(length: number): number[] {
  const stride = [7919, 104_729, 1_299_709].find((prime) => length % prime !== 0) ?? 1;
  return Array.from({ length }, (_, index) => (index * stride) % length);
}

export function trainClassifier(examples: readonly Example[]): Classifier {
  const labels = [...new Set(examples.map((example) => example.label))];
  const features = examples.map((example) => featuresOf(example.text));
  const vocabulary = new Vocabulary(features);
  const vectors = features.map((one) => vocabulary.vector(one));
  const targets = examples.map((example) => labels.indexOf(example.label));
  const model = new Softmax(vocabulary.size, labels.length);
  const visits = order(examples.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    const rate = RATE / (1 + round / 20);
    for (const index of visits) {
      const vector = vectors[index];
      if (vector !== undefined) model.learn(vector, targets[index] ?? 0, rate);
    }
  }
  return {
    rank(text) {
      const vector = vocabulary.vector(featuresOf(text));
      if (labels.length === 0 || vector.ids.length === 0) return [];
      const probabilities = model.probabilities(vector, SHARPNESS);
      return labels
        .map((label, index) => ({ label, probability: probabilities[index] ?? 0 }))
        .sort((a, b) => b.probability - a.probability);
    },
  };
}
