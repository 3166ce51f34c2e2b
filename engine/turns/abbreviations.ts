/** Words that are written with a full stop which may not end a sentence. Pure. */
import { COMMON, LANGUAGES, type AbbreviationKind, type Language } from './abbreviation-tables.ts';
import { CLDR_SUPPRESSIONS } from './cldr-suppressions.ts';

/** Where a number with a full stop is an ordinal: "am 5. Mai". */
const ORDINALS = new Set('de da nb nn no fi et cs sk pl hu sl hr sr bs lv is tr'.split(' '));

/** What follows a time of day within its sentence. */
const AFTER_A_TIME = new Set(
  (
    'january february march april may june july august september october november december monday tuesday wednesday thursday friday ' +
    'saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun eastern central mountain pacific ' +
    'standard daylight est edt et cst cdt ct mst mdt mt pst pdt pt utc gmt bst cet cest montag dienstag mittwoch donnerstag freitag ' +
    'samstag sonntag uhr'
  ).split(' '),
);
export const followsTime = (word: string): boolean => AFTER_A_TIME.has(word.toLowerCase());

/** Sounds, no abbreviations, though they have no vowel. */
const VOWELLESS_WORDS = new Set('hm hmm mm mmm mhm sh shh psst pst brr tsk nth pfft'.split(' '));
const VOWELLESS = /^(?:[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz][b-df-hj-np-tv-xz]{1,4}|[Б-ДЖЗЙ-НП-ТФ-Щб-джзй-нп-тф-щ][б-джзй-нп-тф-щ]{1,4})$/;

export interface LanguageWords {
  readonly kinds: ReadonlyMap<string, AbbreviationKind>;
  readonly begins: ReadonlySet<string>;
  /** Those that begin a sentence, and others that are no abbreviations. */
  readonly ordinary: ReadonlySet<string>;
  readonly ordinals: boolean;
  /** Words that are an abbreviation before these names only. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether a short word without a vowel can only be an abbreviation. */
  readonly vowels: boolean;
}

const NONE: Language = { begins: '' };
const KINDS = ['unit', 'measure', 'name', 'numbered', 'word', 'title'] as const satisfies readonly AbbreviationKind[];

const spellings = (word: string): readonly string[] => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()];
const split = (words: string): string[] => words.split(' ').filter((word) => word !== '');

/** What a language writes as another one does. */
const WRITTEN_AS: Readonly<Record<string, string>> = { nb: 'da', nn: 'da', no: 'da', ms: 'id', sk: 'cs', mr: 'hi', ne: 'hi' };

function wordsIn(code: string): LanguageWords {
  const written = WRITTEN_AS[code] ?? code;
  const language = LANGUAGES[written] ?? NONE;
  const tables: readonly Partial<Record<AbbreviationKind, string>>[] = [{ name: CLDR_SUPPRESSIONS[written] ?? '' }, COMMON, language];
  const kinds = new Map<string, AbbreviationKind>();
  for (const table of tables) {
    for (const kind of KINDS) for (const word of split(table[kind] ?? '')) for (const one of spellings(word)) kinds.set(one, kind);
  }
  const begins = split(language.begins);
  return {
    kinds,
    begins: new Set(begins),
    ordinary: new Set([...begins, ...split(language.ends ?? '')]),
    ordinals: ORDINALS.has(code),
    names: new Map(Object.entries(language.before ?? {}).map(([word, names]) => [word, new Set(split(names))])),
    vowels: language !== NONE && language.hasVowels !== false,
  };
}

/** Made from constants only, so that keeping them changes no answer. At most one for each table, and one for each way to count. */
const MADE = new Map<string, LanguageWords>();

/** What is known of `language`, a BCP 47 tag; of one without a table, what all have in common. */
export function languageWords(language: string): LanguageWords {
  const code = language.slice(0, /[-_]|$/.exec(language)?.index).toLowerCase();
  const key = Object.hasOwn(LANGUAGES, code) || Object.hasOwn(WRITTEN_AS, code) || ORDINALS.has(code) ? code : '';
  const made = MADE.get(key) ?? wordsIn(key);
  MADE.set(key, made);
  return made;
}

/** What the full stop after `word` can mean, undefined when `word` is no abbreviation. */
export function abbreviationKind(word: string, { kinds, vowels }: LanguageWords): AbbreviationKind | undefined {
  // "Hauptstr. 5", "Kundennr. 5": German writes the street and its kind as one word.
  const known = kinds.get(word) ?? (/\p{Ll}{2}(?:str|nr)$/u.test(word) && kinds.get('Nr') === 'numbered' ? 'numbered' : undefined);
  if (known !== undefined) return known;
  return vowels && VOWELLESS.test(word) && !VOWELLESS_WORDS.has(word.toLowerCase()) ? 'name' : undefined;
}
