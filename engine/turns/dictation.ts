/** Whether a caller who dictates what the agent asked for is through with it. Pure. */
import { unreachable } from '../unreachable.ts';
import { announced, askedFor, asksForLeave, asksYesOrNo } from './dictation-asked.ts';
import type { Asked } from './dictation-kinds.ts';
import { dateDictated, expiryDictated, monthSaid, yearDictated } from './dictation-date.ts';
import { emailDictated } from './dictation-email.ts';
import { COMPLETE, dictating, type Dictation, type DictationReason } from './dictation-verdict.ts';
import { amountOf } from './dictation-lengths.ts';
import { DENIES, isNoDictation } from './dictation-refusals.ts';
import { letterOf, readAloud, type Spoken } from './spoken-characters.ts';

export interface DictationFacts {
  /** What the caller has said in this turn, all utterances joined. */
  text: string;
  /** What the agent said last. */
  agentText: string;
  /** BCP 47 tag. */
  language: string;
}

/** Said while one goes on dictating. */
const FILLERS = new Set(
  'um uh uhm er erm hmm hm and then dash hyphen minus space slash extension ext plus capital uppercase lowercase letter double triple dot point colon underscore und y et äh ähm bindestrich e en più trattino eh ehm uhm koppelteken'.split(
    ' ',
  ),
);
/** Said before one dictates, or instead of it at first. */
const LEAD_INS = new Set(
  (
    "yes yeah yep no actually sure okay ok alright right well so oh of course absolutely certainly course it's it is its that's that would be my the number " +
    "is phone cell mobile home work area code email e mail address name last first middle date birth birthday i i'm was born on in policy account card " +
    'member reference confirmation pin zip postal please hi hello thanks thank you here and a social security spelled spelt best reach me at ' +
    'ja klar gerne es ist das meine nummer die sí claro es mi número oui bien sûr mon numéro est le ' +
    'sì certo è il mio numero la mia sim claro é o meu número a minha ja natuurlijk het is mijn nummer'
  ).split(' '),
);
const CORRECTS =
  /\b(?:sorry|no wait|wait no|correction|scratch that|i mean|i meant|start over|start again|let me start|nein|perdón|pardon)\b/gi;

const isFiller = (one: Spoken): boolean => one.is === 'word' && FILLERS.has(one.word);
const isLeadIn = (one: Spoken): boolean =>
  (one.is === 'word' && LEAD_INS.has(one.word)) || (one.is === 'letter' && /[ia]/.test(one.letter));

/** What was said after the caller took something back, when there is anything. */
function sinceCorrection(text: string): string {
  const last = [...text.matchAll(CORRECTS)].at(-1);
  const rest = last === undefined ? '' : text.slice(last.index + last[0].length);
  return rest.trim() === '' ? text : rest;
}

const lastBut = (said: readonly Spoken[], skipped: (one: Spoken) => boolean): Spoken | undefined => said.findLast((one) => !skipped(one));

const OPEN: Readonly<Record<Asked['is'], DictationReason>> = {
  phone: 'digits_missing',
  dialling_code: 'digits_missing',
  digits: 'digits_missing',
  card: 'digits_missing',
  pin: 'digits_missing',
  code: 'digits_missing',
  postal_code: 'digits_missing',
  some_digits: 'dictation_goes_on',
  reference: 'dictation_goes_on',
  email: 'email_incomplete',
  spelling: 'spelling_goes_on',
  date_of_birth: 'date_incomplete',
  year: 'date_incomplete',
  month: 'date_incomplete',
  expiry: 'date_incomplete',
  address: 'address_incomplete',
};

/** A one, two or three among other words is no dictation: "I don't have one", "the first of the two". */
const FEW = 3;

function judgeCharacters(asked: Asked, facts: DictationFacts): Dictation | undefined {
  const text = sinceCorrection(facts.text);
  const said = readAloud(text, facts.language);
  const withLetters = asked.is === 'reference' || asked.is === 'postal_code';
  const letterIn = (one: Spoken): string => (one.is === 'word' && one.word === 'oh' ? 'o' : (letterOf(one) ?? ''));
  const characterOf = (one: Spoken): string => (one.is === 'digits' ? one.digits : withLetters ? letterIn(one) : '');
  const characters = said.map(characterOf).join('');
  const digits = characters.replaceAll(/\D/g, '');
  const last = lastBut(said, isFiller);
  if (last === undefined || characterOf(last) === '') return undefined;
  const isOnly = said.every((one) => characterOf(one) !== '' || isFiller(one) || isLeadIn(one));
  // Letters alone are a code's beginning where nothing else was said: "x ray", "a b".
  if (digits === '' && !(isOnly && (characters.length > 1 || last.is === 'word'))) return undefined;
  const known = asked.is === 'some_digits' ? digitsIn(facts.agentText, facts.language) : 0;
  const isSeries = said.slice(-2).filter((one) => one.is === 'digits' && one.digits.length === 1).length === 2;
  const isEnough = isSeries || (isOnly && (asked.is !== 'some_digits' || known >= FEW));
  if (characters.length < FEW && !isEnough) return undefined;
  const dictated = { digits, characters, withPlus: /\+|\bplus\b/i.test(text), known };
  const amount = amountOf(asked, dictated, facts.language);
  const isOpenEnded = said.at(-1) !== last;
  switch (amount) {
    case null:
      return undefined;
    case 'too few':
      return dictating('digits_missing');
    case 'may go on':
      return dictating('dictation_goes_on');
    case 'all':
      return isOpenEnded ? dictating('dictation_goes_on') : COMPLETE;
    default:
      return unreachable(amount);
  }
}

const digitsIn = (text: string, language: string): number =>
  readAloud(text, language).reduce((sum, one) => sum + (one.is === 'digits' ? one.digits.length : 0), 0);

/** "n for", "s as in": the word is still to come. */
const EXPLAINS = /(?:^|\s)\p{L} (?:for|as|as in|like|wie|comme|de|come|como|van)$/iu;
/** Names that stand together: a first name and a surname. */
const NAMES = /(?<=[\p{Ll},] )\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})*/gu;
const ASKS_ONE_NAME = /\b(?:first|given|middle) name\b|vorname|nombre de pila|prénom|primeiro nome|voornaam/i;

/** What the letters may be: the last of names that stand together, or all of them; the first one where that was asked for. */
function spellable(names: readonly string[], agentText: string): string[] {
  const ends = names.map((_name, index) => names.slice(index).join(''));
  return ASKS_ONE_NAME.test(agentText) ? [...names, ...ends] : ends;
}

/** The words before the letters, in groups that stand together. */
function namesSaid(said: readonly Spoken[]): string[][] {
  const groups: string[][] = [[]];
  for (const one of said) {
    if (one.is === 'word' && !LEAD_INS.has(one.word) && !FILLERS.has(one.word)) groups.at(-1)?.push(one.word);
    else groups.push([]);
  }
  return groups;
}

/** Letters so far; complete when they make a name that one of the two has said. */
function judgeSpelling({ text, agentText, language }: DictationFacts): Dictation | undefined {
  const said = readAloud(text, language);
  const last = lastBut(said, isFiller);
  const lastLetter = last === undefined ? undefined : letterOf(last);
  if (EXPLAINS.test(text)) return dictating('spelling_goes_on');
  if (last !== undefined && /^(?:apostrophe|apostroph|apóstrofo|apostrofo|apostrof)$/.test(last.is === 'word' ? last.word : ''))
    return dictating('spelling_goes_on');
  if (last === undefined || lastLetter === undefined) return undefined;
  const start = said.findLastIndex((one) => letterOf(one) === undefined && !isFiller(one)) + 1;
  const letters = said
    .slice(start)
    .map((one) => letterOf(one) ?? '')
    .join('');
  if (letters.length < 2 && !said.every((one) => one === last || isFiller(one) || isLeadIn(one))) return undefined;
  const byAgent = (agentText.match(NAMES) ?? []).map((names) => names.toLowerCase().split(' '));
  const wholes = [...namesSaid(said.slice(0, start)), ...byAgent].flatMap((names) => spellable(names, agentText));
  const isWhole = letters.length >= FEW && wholes.includes(letters) && said.at(-1) === last;
  return isWhole ? COMPLETE : dictating('spelling_goes_on');
}

const STREET =
  /\b(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|lane|ln|court|place|way|parkway|highway|circle|terrace|square|apartment|apt|unit|suite|floor)\b/i;
const POSTAL_AT_END = /(?:\p{L}.*)\b\d{5}$/u;

/** A house number and a street, then the town; with the postal code it is whole. */
function judgeAddress({ text, language }: DictationFacts): Dictation | undefined {
  const said = readAloud(text, language);
  const numbers = said.filter((one) => one.is === 'digits');
  const words = said.filter((one) => one.is === 'word' && !LEAD_INS.has(one.word) && !FILLERS.has(one.word));
  if (numbers.length === 0 || (words.length > 0 && !STREET.test(text) && said.every((one) => one.is !== 'ordinal') && numbers.length < 2))
    return undefined;
  const plain = said.map((one) => (one.is === 'word' ? ` ${one.word} ` : one.is === 'letter' ? one.letter : one.digits)).join('');
  return POSTAL_AT_END.test(plain) && words.length > 0 ? COMPLETE : dictating('address_incomplete');
}

const AGREES =
  /^(?:(?:yes|yeah|yep|sure|of course|absolutely|certainly|okay|ok|yes please|no problem|ja|klar|gerne|sí|claro|oui|bien sûr|sì|certo|sim|com certeza|natuurlijk|zeker)[ ,.!]*)+$/iu;
const BEGINS = /(?:(?<![\p{L}])(?:is|it's|its|that's|um|uh|ist|es|est|è|é)|'s)[ ,.]*$/iu;

/** "Sure", or "it's", and what was asked for is still to come. */
function isPromised({ text, agentText, language }: DictationFacts): boolean {
  if (asksForLeave(agentText) && AGREES.test(text.trim())) return true;
  if (asksYesOrNo(agentText) && !DENIES.test(text)) return false;
  return BEGINS.test(text) && readAloud(text, language).every((one) => isLeadIn(one) || isFiller(one));
}

const ENOUGH_LETTERS = /(?:(?<![\p{L}])\p{L}(?![\p{L}])[\s.,-]*){3}/u;

/** Asked whether something is so, a caller dictates only what can be taken for nothing else. */
function isEvident(asked: Asked, { text, language }: DictationFacts): boolean {
  switch (asked.is) {
    case 'email':
      return (
        /@|(?<![\p{L}])(?:dot|underscore|arroba|arobase|chiocciola|apenstaartje|punkt|punto|ponto|punt)(?![\p{L}])/iu.test(text) ||
        (DENIES.test(text) && /\bat\b/i.test(text))
      );
    case 'spelling':
      return ENOUGH_LETTERS.test(text);
    case 'date_of_birth':
    case 'expiry':
    case 'address':
      return DENIES.test(text) || digitsIn(text, language) > 0;
    case 'year':
    case 'month':
    case 'phone':
    case 'dialling_code':
    case 'digits':
    case 'card':
    case 'pin':
    case 'code':
    case 'postal_code':
    case 'some_digits':
    case 'reference':
      return true;
    default:
      return unreachable(asked);
  }
}

function judge(asked: Asked, facts: DictationFacts): Dictation | undefined {
  if (isPromised(facts)) return dictating(OPEN[asked.is]);
  if (isNoDictation(facts.text)) return undefined;
  if (asksYesOrNo(facts.agentText) && !isEvident(asked, facts)) return undefined;
  switch (asked.is) {
    case 'email':
      return emailDictated(facts.text, LEAD_INS);
    case 'spelling':
      return judgeSpelling(facts);
    case 'date_of_birth':
      return dateDictated(facts.text, facts.language);
    case 'year':
      return yearDictated(facts.text, facts.language);
    case 'month':
      return monthSaid(facts.text, facts.language);
    case 'expiry':
      return expiryDictated(facts.text, facts.language);
    case 'address':
      return judgeAddress(facts);
    case 'phone':
    case 'dialling_code':
    case 'digits':
    case 'card':
    case 'pin':
    case 'code':
    case 'postal_code':
    case 'some_digits':
    case 'reference':
      return judgeCharacters(asked, facts);
    default:
      return unreachable(asked);
  }
}

/** The fewest words from the front that are all of what was asked; undefined when there is no such. */
function wholeFront(asked: Asked, words: readonly string[], facts: DictationFacts): number | undefined {
  for (let count = 1; count <= words.length; count += 1) {
    if (judge(asked, { ...facts, text: words.slice(0, count).join(' ') })?.is === 'complete') return count;
  }
  return undefined;
}

/** The most words in which the parts of what was asked for are looked for. */
const MAX_WORDS = 80;

/** Of several things each has its own words, most often in the order in which they were asked for. */
function firstMissing(asked: readonly Asked[], facts: DictationFacts): Asked | undefined {
  let words = facts.text.split(/\s+/u).slice(-MAX_WORDS);
  let left = [...asked];
  while (left.length > 0) {
    const found = left.map((one) => ({ one, count: wholeFront(one, words, facts) })).find(({ count }) => count !== undefined);
    if (found?.count === undefined) return left[0];
    words = words.slice(found.count);
    left = left.filter((one) => one !== found.one);
  }
  return undefined;
}

/** The verdict on a dictation; undefined when nothing was asked for that is dictated, or when the caller says something else. */
export function dictation(facts: DictationFacts): Dictation | undefined {
  const byAgent = askedFor(facts.agentText);
  const asked = byAgent.length > 0 ? byAgent : announced(facts.text);
  const [first] = asked;
  if (first === undefined) return undefined;
  if (asked.length === 1) return judge(first, facts);
  const verdicts = asked.map((one) => judge(one, facts));
  if (verdicts.every((verdict) => verdict === undefined)) return undefined;
  const missing = firstMissing(asked, facts);
  if (missing === undefined) return COMPLETE;
  return verdicts.find((verdict) => verdict?.is === 'dictating') ?? dictating(OPEN[missing.is]);
}
