/** Pronunciations for a vocabulary: the packaged dictionary, and letter-to-sound rules for what it does not know. */
import { readFileSync } from 'node:fs';
import { garbageWord, PHONES } from './language-model.ts';

/** word → its pronunciations, each a string of CMU phones. */
export type Dictionary = ReadonlyMap<string, readonly string[]>;

export function readDictionary(file: string): Dictionary {
  const entries = new Map<string, string[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith(';;') || line === '') continue;
    const space = line.indexOf(' ');
    const word = line.slice(0, space).replace(/\(\d+\)$/, '');
    const known = entries.get(word);
    const phones = line.slice(space + 1).trim();
    if (known === undefined) entries.set(word, [phones]);
    else known.push(phones);
  }
  return entries;
}

/** Spelling to phones for words outside the dictionary: rough, and good enough for names to be noticed. */
const RULES: readonly [RegExp, string][] = [
  [/^tion/, 'SH AH N'],
  [/^sch/, 'SH'],
  [/^tch/, 'CH'],
  [/^igh/, 'AY'],
  [/^eau/, 'OW'],
  [/^ch/, 'CH'],
  [/^sh/, 'SH'],
  [/^th/, 'TH'],
  [/^ph/, 'F'],
  [/^wh/, 'W'],
  [/^ck/, 'K'],
  [/^ng/, 'NG'],
  [/^qu/, 'K W'],
  [/^ee/, 'IY'],
  [/^ea/, 'IY'],
  [/^oo/, 'UW'],
  [/^ou/, 'AW'],
  [/^ow/, 'OW'],
  [/^oi/, 'OY'],
  [/^oy/, 'OY'],
  [/^ai/, 'EY'],
  [/^ay/, 'EY'],
  [/^au/, 'AO'],
  [/^aw/, 'AO'],
  [/^ei/, 'AY'],
  [/^ie/, 'IY'],
  [/^ew/, 'UW'],
  [/^er/, 'ER'],
  [/^ir/, 'ER'],
  [/^ur/, 'ER'],
  [/^ar/, 'AA R'],
  [/^or/, 'AO R'],
  [/^ce/, 'S EH'],
  [/^ci/, 'S IH'],
  [/^(.)\1/, ''],
  [/^a/, 'AE'],
  [/^b/, 'B'],
  [/^c/, 'K'],
  [/^d/, 'D'],
  [/^e$/, ''],
  [/^e/, 'EH'],
  [/^f/, 'F'],
  [/^g/, 'G'],
  [/^h/, 'HH'],
  [/^i/, 'IH'],
  [/^j/, 'JH'],
  [/^k/, 'K'],
  [/^l/, 'L'],
  [/^m/, 'M'],
  [/^n/, 'N'],
  [/^o/, 'OW'],
  [/^p/, 'P'],
  [/^r/, 'R'],
  [/^s/, 'S'],
  [/^t/, 'T'],
  [/^u/, 'AH'],
  [/^v/, 'V'],
  [/^w/, 'W'],
  [/^x/, 'K S'],
  [/^y$/, 'IY'],
  [/^y/, 'Y'],
  [/^z/, 'Z'],
];

function spellOut(word: string): string {
  const phones: string[] = [];
  let rest = word.toLowerCase().replace(/[^a-z]/g, '');
  while (rest !== '') {
    const rule = RULES.find(([pattern]) => pattern.test(rest));
    if (rule === undefined) break;
    const [pattern, sound] = rule;
    const matched = pattern.exec(rest)?.[0] ?? rest[0] ?? '';
    if (sound !== '') phones.push(sound);
    // A doubled letter is read once.
    rest = rest.slice(sound === '' && matched.length === 2 ? 1 : matched.length);
  }
  return phones.join(' ');
}

/** How people say in passing what the dictionary has in full: listeners' signals, and what stops a speaker. Beside its own. */
const IN_PASSING: Readonly<Record<string, readonly string[]>> = {
  ah: ['AA', 'AO'],
  hmm: ['M', 'HH AH M', 'HH M', 'HH EH M'],
  huh: ['HH AA', 'HH UH', 'HH UH P', 'HH OW', 'DH AH', 'HH AY'],
  mhm: ['AH M HH AH M', 'AH M HH AE M', 'AH M AH M', 'M HH M'],
  oh: ['OW', 'G OW', 'AW'],
  right: ['R AO AY T', 'R AO AY', 'AO AY T'],
  see: ['Z IY', 'SH IY'],
  stop: ['S T AO P', 'S T AO', 'S D AO P'],
  sure: ['SH AO R', 'SH UW ER', 'JH UW ER', 'SH ER'],
  uh: ['AH', 'AE', 'UH', 'DH AH'],
  um: ['AH M', 'AE M', 'EH M', 'HH AH M', 'AH N'],
  yeah: ['Y EH', 'Y EH AH', 'Y AA', 'Y AE AH'],
  yes: ['Y AH S', 'Y AE S', 'Y EH AH S', 'Y IH S'],
  yep: ['Y IH P', 'Y EH IH P', 'Y UH AY P'],
};

/** The dictionary file for `words` and the garbage phones. */
export function dictionaryFor(words: readonly string[], dictionary: Dictionary): string {
  const lines: string[] = [];
  for (const word of words) {
    const all = new Set([...(dictionary.get(word) ?? [spellOut(word)]), ...(IN_PASSING[word] ?? [])]);
    [...all].forEach((phones, index) => {
      if (phones !== '') lines.push(`${word}${index === 0 ? '' : `(${index + 1})`} ${phones}`);
    });
  }
  for (const phone of PHONES) lines.push(`${garbageWord(phone)} ${phone}`);
  return `${lines.join('\n')}\n`;
}
