/** How many digits a number has that was asked for. Pure. */
import { unreachable } from '../unreachable.ts';
import type { Asked } from './dictation-kinds.ts';

export type Amount = 'too few' | 'may go on' | 'all';

/** Digits of a number as it is dialled within its country, least and most: ITU-T E.164 and the national numbering plans. */
const NATIONAL: Readonly<Record<string, readonly [number, number]>> = {
  US: [10, 10],
  CA: [10, 10],
  MX: [10, 10],
  GB: [10, 11],
  IE: [9, 10],
  AU: [10, 10],
  NZ: [9, 11],
  IN: [10, 11],
  ZA: [10, 10],
  DE: [10, 12],
  AT: [10, 13],
  CH: [10, 10],
  FR: [10, 10],
  BE: [9, 10],
  NL: [10, 10],
  ES: [9, 9],
  IT: [9, 11],
  PT: [9, 9],
  BR: [10, 11],
};
const ANYWHERE = [7, 12] as const;
/** Where a language without a region is taken to be spoken. */
const HOME: Readonly<Record<string, string>> = { en: 'US', de: 'DE', fr: 'FR', es: 'ES', it: 'IT', pt: 'PT', nl: 'NL' };

/** Digits with the country's code; E.164 allows 15. */
const BY_COUNTRY_CODE: readonly (readonly [string, number, number])[] = [
  ['1', 11, 11],
  ['44', 12, 12],
  ['33', 11, 11],
  ['34', 11, 11],
  ['31', 11, 11],
  ['41', 11, 11],
  ['48', 11, 11],
  ['52', 12, 12],
  ['61', 11, 11],
  ['81', 11, 12],
  ['86', 12, 13],
  ['91', 12, 12],
  ['351', 12, 12],
];
const ABROAD = [9, 15] as const;

const amount = (digits: number, [least, most]: readonly [number, number]): Amount =>
  digits < least ? 'too few' : digits < most ? 'may go on' : 'all';

const regionOf = (language: string): string =>
  /^[a-z]{2,3}(?:-[a-z]{4})?[-_]([a-z]{2})\b/i.exec(language)?.[1]?.toUpperCase() ?? HOME[language.slice(0, 2).toLowerCase()] ?? '';

function phone(digits: string, language: string, withPlus: boolean): Amount {
  const region = regionOf(language);
  const prefix = /^(?:00|011)/.exec(digits)?.[0] ?? '';
  if (withPlus || prefix !== '') {
    const full = digits.slice(prefix.length);
    const [, least, most] = BY_COUNTRY_CODE.find(([code]) => full.startsWith(code)) ?? ['', ...ABROAD];
    return amount(full.length, [least, most]);
  }
  const national = NATIONAL[region] ?? ANYWHERE;
  const isNorthAmerican = region === 'US' || region === 'CA';
  return amount(digits.length, isNorthAmerican && digits.startsWith('1') ? [11, 11] : national);
}

const POSTAL: Readonly<Record<string, number>> = { AT: 4, CH: 4, AU: 4, NZ: 4, BE: 4, ZA: 4, DK: 4, NO: 4, IN: 6, BR: 8 };

export interface Dictated {
  /** Digits only. */
  readonly digits: string;
  /** Letters and digits in their order. */
  readonly characters: string;
  /** A plus was said before the number. */
  readonly withPlus: boolean;
  /** Digits that the agent has said back already. */
  readonly known: number;
}

/** British and Canadian codes; an "o" in a digit's place is a zero, and "oh" may stand before them all. */
const LETTERED_POSTAL = /^o?(?:[a-z]{1,2}[\do][a-z\d]?[\do][a-z]{2}|[a-z][\do][a-z][\do][a-z][\do])$/;
const DUTCH_POSTAL = /^\d{4}[a-z]{2}$/;

function postalCode({ digits, characters }: Dictated, language: string): Amount {
  const region = regionOf(language);
  if (LETTERED_POSTAL.test(characters) || DUTCH_POSTAL.test(characters)) return 'all';
  if (/[a-z]/.test(characters) || region === 'NL') return 'too few';
  return amount(digits.length, [POSTAL[region] ?? 5, POSTAL[region] ?? 5]);
}

/** Whether what was dictated is all of what was asked. Null: what was asked has no length in digits. */
export function amountOf(asked: Asked, dictated: Dictated, language: string): Amount | null {
  const { digits } = dictated;
  switch (asked.is) {
    case 'phone':
      return phone(digits, language, dictated.withPlus);
    case 'dialling_code':
      return /^(?:US|CA)$/.test(regionOf(language)) ? amount(digits.length, [3, 3]) : amount(digits.length, [2, 6]);
    case 'digits':
      return amount(digits.length, [asked.count, asked.count]);
    case 'card':
      // American Express has 15.
      return /^3[47]/.test(digits) ? amount(digits.length, [15, 15]) : amount(digits.length, [16, 16]);
    case 'pin':
      return digits.length === 5 ? 'may go on' : amount(digits.length, [4, 4]);
    case 'code':
      return amount(digits.length, [4, 6]);
    case 'postal_code':
      return postalCode(dictated, language);
    case 'some_digits':
      return amount(digits.length + dictated.known, [1, 10]);
    case 'reference':
      return 'may go on';
    case 'email':
    case 'spelling':
    case 'date_of_birth':
    case 'year':
    case 'month':
    case 'expiry':
    case 'address':
      return null;
    default:
      return unreachable(asked);
  }
}
