/** English number words to digits and back. Pure. */

const UNITS = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const ORDINAL_UNITS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(' ');
const ORDINAL_TENS: Readonly<Record<string, number>> = { twentieth: 20, thirtieth: 30 };

const small = (word: string): number | null => {
  const unit = word === 'oh' ? 0 : UNITS.indexOf(word);
  return unit >= 0 ? unit : null;
};
const tens = (word: string): number | null => {
  const at = TENS.indexOf(word);
  return at >= 2 ? at * 10 : null;
};
const ordinal = (word: string): number | null => {
  const unit = ORDINAL_UNITS.indexOf(word);
  return unit >= 1 ? unit : (ORDINAL_TENS[word] ?? null);
};

interface Read {
  value: number;
  length: number;
  ordinal: boolean;
}

/** A number below one hundred at `at`, cardinal or ordinal. */
function readBelowHundred(words: readonly string[], at: number): Read | null {
  const word = words[at] ?? '';
  const ten = tens(word);
  const next = words[at + 1] ?? '';
  if (ten !== null) {
    const unit = small(next);
    if (unit !== null && unit > 0 && unit < 10) return { value: ten + unit, length: 2, ordinal: false };
    const unitOrdinal = ordinal(next);
    if (unitOrdinal !== null && unitOrdinal < 10) return { value: ten + unitOrdinal, length: 2, ordinal: true };
    return { value: ten, length: 1, ordinal: false };
  }
  const whole = small(word);
  if (whole !== null) return { value: whole, length: 1, ordinal: false };
  const asOrdinal = ordinal(word);
  return asOrdinal === null ? null : { value: asOrdinal, length: 1, ordinal: true };
}

/** "two hundred and five", "one thousand two hundred"; a bare "five" followed by another number stays alone. */
function readNumber(words: readonly string[], at: number): Read | null {
  const first = readBelowHundred(words, at);
  if (first === null || first.ordinal) return first;
  let { value, length } = first;
  let scaled = false;
  for (const [name, scale] of [['thousand', 1_000], ['hundred', 100]] as const) {
    if (words[at + length] !== name) continue;
    value *= scale;
    length += 1;
    scaled = true;
    const and = words[at + length] === 'and' ? 1 : 0;
    const rest = readNumber(words, at + length + and);
    if (rest !== null && !rest.ordinal && rest.value < scale) {
      value += rest.value;
      length += and + rest.length;
    }
    break;
  }
  return { value, length, ordinal: scaled ? false : first.ordinal };
}

/** Replaces number words by digits: "twenty seventh of march" → "27th of march". Single digits in a row stay apart. */
export function digitise(text: string): string {
  const words = text.split(' ');
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    const read = readNumber(words, at);
    if (read === null) {
      out.push(words[at] ?? '');
      at += 1;
      continue;
    }
    out.push(read.ordinal ? `${read.value}th` : String(read.value));
    at += read.length;
  }
  return out.join(' ');
}

export function cardinal(value: number): string {
  if (!Number.isInteger(value)) {
    const [whole = '0', decimals = ''] = String(Math.abs(value)).split('.');
    return `${value < 0 ? 'minus ' : ''}${cardinal(Number(whole))} point ${[...decimals].map((digit) => UNITS[Number(digit)]).join(' ')}`;
  }
  if (value < 0) return `minus ${cardinal(-value)}`;
  if (value < 20) return UNITS[value] ?? '';
  if (value < 100) return `${TENS[Math.floor(value / 10)] ?? ''}${value % 10 === 0 ? '' : `-${UNITS[value % 10] ?? ''}`}`;
  for (const [scale, name] of [[1_000_000_000, 'billion'], [1_000_000, 'million'], [1_000, 'thousand'], [100, 'hundred']] as const) {
    if (value < scale) continue;
    const rest = value % scale;
    return `${cardinal(Math.floor(value / scale))} ${name}${rest === 0 ? '' : ` ${scale === 100 ? 'and ' : ''}${cardinal(rest)}`}`;
  }
  return String(value);
}

export function ordinalWord(value: number): string {
  if (value < 20) return ORDINAL_UNITS[value] ?? '';
  if (value % 10 === 0) return `${(TENS[value / 10] ?? '').slice(0, -1)}ieth`;
  return `${TENS[Math.floor(value / 10)] ?? ''}-${ORDINAL_UNITS[value % 10] ?? ''}`;
}
