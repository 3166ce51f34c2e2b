/** Reads digits and letters as people dictate them: "oh", "double five", "twenty two", "S as in Sam". Pure. */

export type Spoken =
  /** One number as it was said or written; `value` only of a number word. */
  | { readonly is: 'digits'; readonly digits: string; readonly value?: number }
  | { readonly is: 'ordinal'; readonly digits: string }
  | { readonly is: 'letter'; readonly letter: string }
  | { readonly is: 'word'; readonly word: string };

interface NumberWords {
  /** From zero on, one word a number, several with a slash. */
  readonly counting: string;
  /** From twenty on in tens. */
  readonly tens: string;
  readonly ordinals?: string;
  readonly hundred: string;
  readonly thousand: string;
  /** Joins a number's parts. */
  readonly and: string;
  readonly twice: string;
}

const NUMBER_WORDS: Readonly<Record<string, NumberWords>> = {
  en: {
    counting:
      'zero/nought/naught one two three four five six seven eight nine/niner ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    tens: 'twenty thirty forty/fourty fifty sixty seventy eighty ninety',
    ordinals:
      'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
    hundred: 'hundred',
    thousand: 'thousand',
    and: 'and',
    twice: 'double',
  },
  de: {
    counting:
      'null eins/ein/eine zwei/zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
    tens: 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig',
    ordinals:
      'erster/ersten zweiter/zweiten dritter/dritten vierter/vierten fünfter/fünften sechster/sechsten siebter/siebten achter/achten neunter/neunten ' +
      'zehnter/zehnten elfter/elften zwölfter/zwölften dreizehnter/dreizehnten vierzehnter/vierzehnten fünfzehnter/fünfzehnten',
    hundred: 'hundert',
    thousand: 'tausend',
    and: 'und',
    twice: 'doppel',
  },
  es: {
    counting:
      'cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve',
    tens: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
    ordinals: 'primero',
    hundred: 'cien/ciento',
    thousand: 'mil',
    and: 'y',
    twice: 'doble',
  },
  fr: {
    counting: 'zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize',
    tens: 'vingt/vingts trente quarante cinquante soixante',
    ordinals: 'premier',
    hundred: 'cent/cents',
    thousand: 'mille',
    and: 'et',
    twice: 'double',
  },
  it: {
    counting:
      'zero uno/un/una due tre/tré quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove',
    tens: 'venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
    ordinals: 'primo',
    hundred: 'cento',
    thousand: 'mille/mila',
    and: 'e',
    twice: 'doppio',
  },
  pt: {
    counting:
      'zero um/uma dois/duas três/tres quatro cinco seis/meia sete oito nove dez onze doze treze quatorze/catorze quinze dezesseis/dezasseis dezessete/dezassete ' +
      'dezoito dezenove/dezanove',
    tens: 'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa',
    ordinals: 'primeiro',
    hundred: 'cem/cento',
    thousand: 'mil',
    and: 'e',
    twice: 'duplo',
  },
  nl: {
    counting:
      'nul een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien',
    tens: 'twintig dertig veertig vijftig zestig zeventig tachtig negentig',
    ordinals:
      'eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende vijftiende zestiende zeventiende achttiende ' +
      'negentiende twintigste',
    hundred: 'honderd',
    thousand: 'duizend',
    and: 'en',
    twice: 'dubbel',
  },
};

interface Numbers {
  readonly code: string;
  readonly values: ReadonlyMap<string, number>;
  readonly ordinals: ReadonlyMap<string, number>;
  readonly words: NumberWords;
}

const numbered = (words: string, from: number, by: number): [string, number][] =>
  words.split(' ').flatMap((spellings, index) => spellings.split('/').map((word): [string, number] => [word, from + index * by]));

/** How a language writes a ten and a unit in one word. */
function compounds(code: string, unit: string, tens: string): string[] {
  if (code === 'es') return tens === 'veinte' ? [`veinti${unit}`] : [];
  if (code === 'de') return [`${unit}und${tens}`];
  if (code === 'nl') return [`${unit}en${tens}`, `${unit}ën${tens}`];
  // "ventuno", "ventotto".
  return code === 'it' ? [/^[uo]/.test(unit) ? tens.slice(0, -1) + unit : tens + unit] : [];
}

/** Hundreds that are words of their own, from two hundred on. */
const HUNDREDS: Readonly<Record<string, string>> = {
  es: 'doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos',
  pt: 'duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos',
};

function numbersIn(language: string): Numbers {
  const asked = language.slice(0, 2).toLowerCase();
  const code = Object.hasOwn(NUMBER_WORDS, asked) ? asked : 'en';
  const words = NUMBER_WORDS[code] as NumberWords;
  const values = new Map([...numbered(words.counting, 0, 1), ...numbered(words.tens, 20, 10)]);
  const units = [...values].filter(([, value]) => value > 0 && value < 10);
  for (const [tens, ten] of numbered(words.tens, 20, 10)) {
    for (const [word, value] of units) for (const one of compounds(code, word, tens)) values.set(one, ten + value);
  }
  const hundreds = HUNDREDS[code];
  if (hundreds !== undefined) for (const [word, value] of numbered(hundreds, 200, 100)) values.set(word, value);
  return { code, values, ordinals: new Map(numbered(words.ordinals ?? '', 1, 1)), words };
}

const MANY: Readonly<Record<string, RegExp>> = {
  de: /^(\p{L}+?)(hundert|tausend)(?:und)?(\p{L}*)$/u,
  nl: /^(\p{L}+?)(honderd|duizend)(?:en)?(\p{L}*)$/u,
};
const ITALIAN_YEAR = /^(millenovecento|duemila)(\p{L}*)$/u;

/** "neunzehnhundertfünfundachtzig", "zweitausendfünf", "millenovecentottantacinque". */
function yearInOneWord(word: string, { code, values }: Numbers): number | undefined {
  if (code === 'it') {
    const [, century, after = ''] = ITALIAN_YEAR.exec(word) ?? [];
    const rest = after === '' ? 0 : (values.get(after) ?? values.get(`o${after}`));
    return century === undefined || rest === undefined ? undefined : (century === 'duemila' ? 2_000 : 1_900) + rest;
  }
  const [, before = '', unit = '', after = ''] = MANY[code]?.exec(word) ?? [];
  const many = values.get(before);
  const rest = after === '' ? 0 : values.get(after);
  return many === undefined || rest === undefined ? undefined : many * (/^h/.test(unit) ? 100 : 1_000) + rest;
}

const isOneOf = (words: string, word: string): boolean => words.split('/').includes(word);

/** The number that `next` makes with the one before it, undefined when it is one of its own. */
function joined(before: number, next: number, { code }: Numbers, withAnd: boolean): number | undefined {
  const tens = before % 100;
  const mayJoin = code === 'en' ? !withAnd : code === 'pt' ? withAnd : true;
  if (mayJoin && tens >= 20 && tens % 10 === 0 && next >= 1 && next <= 9) return before + next;
  if (code === 'fr' && before === 4 && next === 20) return 80;
  if (code === 'fr' && (tens === 60 || tens === 80) && next >= 10 && next <= 19) return before + next;
  // "ten seven" is seventeen in French.
  if (code === 'fr' && tens % 20 === 10 && next >= 7 && next <= 9) return before + next;
  // "mil novecientos ochenta".
  if (HUNDREDS[code] !== undefined && before % 1_000 === 0 && before > 0 && next >= 100 && next < 1_000) return before + next;
  const isYear = HUNDREDS[code] !== undefined && before > 1_000;
  const takesRest = before >= 100 && tens === 0 && next < 100 && next > 0 && (withAnd || isYear || before % 1_000 === 0);
  return takesRest ? before + next : undefined;
}

const NATO = new Map(
  (
    'alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform ' +
    'victor whiskey xray yankee zulu'
  )
    .split(' ')
    .map((word) => [word, word.charAt(0)]),
);

const spokenDigits = (value: number): Spoken => ({ is: 'digits', digits: value.toString(), value });

/** Takes the words one by one; `said` grows. */
class Reader {
  readonly said: Spoken[] = [];
  readonly #numbers: Numbers;
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[], numbers: Numbers) {
    this.#words = words;
    this.#numbers = numbers;
  }

  read(): Spoken[] {
    while (this.#at < this.#words.length) {
      this.#readWord(this.#words[this.#at] ?? '');
      this.#at += 1;
    }
    return this.said;
  }

  #readWord(word: string): void {
    const { values, ordinals, words } = this.#numbers;
    const value = values.get(word) ?? yearInOneWord(word, this.#numbers);
    if (value !== undefined) return this.#addNumber(value, false);
    if (isOneOf(words.and, word) && this.#readAnd()) return;
    if (isOneOf(words.hundred, word)) return this.#multiply(100);
    if (isOneOf(words.thousand, word)) return this.#multiply(1_000);
    const ordinal = ordinals.get(word);
    if (ordinal !== undefined) return this.#addOrdinal(ordinal);
    if (word === words.twice || word === 'double' || word === 'triple') return this.#repeat(word === 'triple' ? 3 : 2, word);
    if (this.#readExample(word)) return;
    const figures = /^(\d+)(?:st|nd|rd|th)$/.exec(word)?.[1];
    if (figures !== undefined) this.said.push({ is: 'ordinal', digits: figures });
    else if (/^\d+$/.test(word)) this.said.push({ is: 'digits', digits: word });
    else if (/^\p{L}$/u.test(word)) this.said.push({ is: 'letter', letter: word });
    else this.said.push({ is: 'word', word });
  }

  #before(): number | undefined {
    const last = this.said.at(-1);
    return last?.is === 'digits' ? last.value : undefined;
  }

  #addNumber(value: number, withAnd: boolean): void {
    const before = this.#before();
    const sum = before === undefined ? undefined : joined(before, value, this.#numbers, withAnd);
    if (sum !== undefined) this.said.pop();
    this.said.push(spokenDigits(sum ?? value));
  }

  #readAnd(): boolean {
    const before = this.#before();
    const next = this.#numbers.values.get(this.#words[this.#at + 1] ?? '');
    if (before === undefined || next === undefined || joined(before, next, this.#numbers, true) === undefined) return false;
    this.#at += 1;
    this.#addNumber(next, true);
    return true;
  }

  #multiply(by: number): void {
    const before = this.#before();
    if (before !== undefined && before > 0 && before < 100) {
      this.said.pop();
      this.said.push(spokenDigits(before * by));
    } else this.said.push(spokenDigits(by));
  }

  #addOrdinal(ordinal: number): void {
    const before = this.#before();
    const tens = before !== undefined && before >= 20 && before % 10 === 0 && ordinal < 10 ? before : 0;
    if (tens > 0) this.said.pop();
    this.said.push({ is: 'ordinal', digits: (tens + ordinal).toString() });
  }

  /** "double five", "triple seven", "double t"; "double u" is a letter. */
  #repeat(times: number, word: string): void {
    const next = this.#words[this.#at + 1] ?? '';
    const digit = next === 'oh' || next === 'o' ? 0 : (this.#numbers.values.get(next) ?? (/^\d$/.test(next) ? Number(next) : undefined));
    if (times === 2 && (next === 'u' || next === 'you')) this.said.push({ is: 'letter', letter: 'w' });
    else if (digit !== undefined && digit < 10) this.said.push({ is: 'digits', digits: digit.toString().repeat(times) });
    else if (/^\p{L}$/u.test(next)) for (let count = 0; count < times; count += 1) this.said.push({ is: 'letter', letter: next });
    else {
      this.said.push({ is: 'word', word });
      return;
    }
    this.#at += 1;
  }

  /** "S as in Sam", "B for bravo", "m wie Martha": what explains a letter is no word of its own. */
  #readExample(word: string): boolean {
    const explains = /^(?:for|like|wie|de|comme|come|como|van)$/.test(word)
      ? 1
      : word === 'as' && this.#words[this.#at + 1] === 'in'
        ? 2
        : 0;
    if (explains === 0 || this.said.at(-1)?.is !== 'letter') return false;
    const example = this.#words[this.#at + explains];
    if (example === undefined) return false;
    this.#at += explains;
    return true;
  }
}

/** "oh" between digits, or before them, is a zero. */
function withZeros(said: readonly Spoken[]): Spoken[] {
  const isOh = (one: Spoken | undefined): boolean =>
    (one?.is === 'word' && one.word === 'oh') || (one?.is === 'letter' && one.letter === 'o');
  const isDigitsFrom = (index: number, by: 1 | -1): boolean => {
    let at = index + by;
    while (isOh(said[at])) at += by;
    return said[at]?.is === 'digits';
  };
  return said.map((one, index) => (isOh(one) && (isDigitsFrom(index, -1) || isDigitsFrom(index, 1)) ? { is: 'digits', digits: '0' } : one));
}

/** "ab12" is four characters; "3rd" is one number. */
const split = (word: string): string[] =>
  /\d/.test(word) && /\p{L}/u.test(word) && !/^\d+(?:st|nd|rd|th)$/.test(word) ? (word.match(/\d+|\p{L}/gu) ?? []) : [word];

/** What was said, number by number and letter by letter. `language` is a BCP 47 tag; numbers are read in English where it has no table. */
export function readAloud(text: string, language: string): Spoken[] {
  const plain = text
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('’', "'")
    .replaceAll(/\bx[- ]ray\b/g, 'xray')
    .replaceAll('+', ' plus ');
  const words = (plain.match(/[\p{L}\p{M}\d']+/gu) ?? []).flatMap(split);
  return withZeros(new Reader(words, numbersIn(language)).read());
}

/** The letter that a word of the spelling alphabet stands for. */
export const letterOf = (one: Spoken): string | undefined =>
  one.is === 'letter' ? one.letter : one.is === 'word' ? NATO.get(one.word) : undefined;
