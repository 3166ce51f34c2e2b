/** Whether a dictated date has its day, month and year. Pure. */
import { COMPLETE, dictating, type Dictation } from './dictation-verdict.ts';
import { readAloud, type Spoken } from './spoken-characters.ts';

const MONTHS = new Set(
  (
    'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec ' +
    'januar februar märz mai juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ' +
    'janvier février mars avril juin juillet août septembre octobre novembre décembre ' +
    'gennaio febbraio maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro ' +
    'januari februari maart mei augustus'
  ).split(' '),
);
const LINKS = new Set('the of and um uh in on de del le la der den slash dash point oh il di do da e het op van'.split(' '));

const isMonth = (one: Spoken): boolean => one.is === 'word' && MONTHS.has(one.word);
const isNumber = (one: Spoken): one is Extract<Spoken, { digits: string }> => one.is === 'digits' || one.is === 'ordinal';
const isLink = (one: Spoken): boolean => one.is === 'word' && LINKS.has(one.word);

/** "oh three" and "one nine" are one number each: a digit said alone joins those beside it. */
function numbersOf(said: readonly Spoken[]): string[] {
  const numbers: string[] = [];
  let isSingle = false;
  for (const one of said) {
    if (!isNumber(one)) {
      isSingle = false;
      continue;
    }
    const single = one.is === 'digits' && one.digits.length === 1;
    const before = numbers.at(-1);
    if (single && isSingle && before !== undefined) numbers[numbers.length - 1] = before + one.digits;
    else numbers.push(one.digits);
    isSingle = single;
  }
  return numbers;
}

const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0?[1-9]|1[0-2])';
/** "nineteen", "mil novecientos" and "twenty" begin a year of four digits. */
const YEAR = '(?:(?!1900)(?:19|20)\\d\\d|(?!19|20)\\d\\d)';
const DAY_AND_YEAR = new RegExp(`^(?:${DAY} ?${YEAR}|(?:19|20)\\d\\d ?${DAY})$`);
const IN_FIGURES = new RegExp(
  `^(?:(?:${DAY} ${DAY} |\\d{4})${YEAR}|${DAY} ${DAY}${YEAR}|${DAY}${DAY} ${YEAR}|(?:19|20)\\d\\d ?${MONTH} ?${DAY})$`,
);

/** A year said in two halves is one number: "nineteen eighty five". */
const withYears = (numbers: readonly string[]): string =>
  numbers
    .join(' ')
    .replace(/\b(19|20) (\d\d)$/, '$1$2')
    .replace(/\b(19|20) 0 ?(\d)$/, '$10$2');

const OPEN = dictating('date_incomplete');

function judge(said: readonly Spoken[], isWhole: (numbers: string, withMonth: boolean) => boolean): Dictation | undefined {
  const withMonth = said.some(isMonth);
  const numbers = numbersOf(said);
  const last = said.findLast((one) => !isLink(one));
  if (last === undefined || (!isNumber(last) && !isMonth(last))) return isWhole(withYears(numbers), withMonth) ? COMPLETE : undefined;
  const others = said.filter((one) => !isNumber(one) && !isMonth(one) && !isLink(one));
  // "I'm thirty five" is no date.
  if (!withMonth && numbers.length === 1 && others.length > 0 && !/\b(?:born|it's|is|birthday)\b/.test(wordsOf(said))) return undefined;
  return isWhole(withYears(numbers), withMonth) ? COMPLETE : OPEN;
}

const wordsOf = (said: readonly Spoken[]): string => said.map((one) => (one.is === 'word' ? one.word : '')).join(' ');

/** Day, month and year, in any order; the month by its name or as a number. */
export const dateDictated = (text: string, language: string): Dictation | undefined =>
  judge(readAloud(text, language), (numbers, withMonth) => (withMonth ? DAY_AND_YEAR : IN_FIGURES).test(numbers));

const MONTH_AND_YEAR = new RegExp(`^${MONTH} ?(?:20)?\\d\\d$`);
/** Month and year. */
export const expiryDictated = (text: string, language: string): Dictation | undefined =>
  judge(readAloud(text, language), (numbers, withMonth) => (withMonth ? /^(?:20)?(?!20)\d\d$/ : MONTH_AND_YEAR).test(numbers));

const WHOLE_YEAR = new RegExp(`^${YEAR}$`);
/** A year alone; a whole date is one too. */
export const yearDictated = (text: string, language: string): Dictation | undefined => {
  const said = readAloud(text, language);
  const numbers = withYears(numbersOf(said));
  const last = said.findLast((one) => !isLink(one));
  if (last === undefined || !isNumber(last)) return undefined;
  return WHOLE_YEAR.test(numbers) || DAY_AND_YEAR.test(numbers) || IN_FIGURES.test(numbers) ? COMPLETE : OPEN;
};

/** A month is whole as soon as it is named. */
export const monthSaid = (text: string, language: string): Dictation | undefined =>
  readAloud(text, language).some(isMonth) ? COMPLETE : undefined;
