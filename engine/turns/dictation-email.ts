/** Whether a dictated e-mail address is whole: it has its "at" and an ending. Pure. */
import { COMPLETE, dictating, type Dictation } from './dictation-verdict.ts';

const OPEN = dictating('email_incomplete');

const AT = /@|(?<![\p{L}])(?:at|ät|arroba|arobase|klammeraffe|chiocciola|apenstaartje)(?![\p{L}])/u;
const DOT = '(?:\\.|(?<![\\p{L}])(?:dot|period|point|punkt|punto|ponto|punt)(?![\\p{L}]))';
/** After the "at" a name and an ending of letters. */
const WHOLE = new RegExp(
  `^\\s*[\\p{L}\\d-]+(?:[\\s-]+[\\p{L}\\d-]+){0,4}?(?:\\s*${DOT}\\s*[\\p{L}\\d-]+)*?\\s*${DOT}\\s*(\\p{L}{2,})$`,
  'u',
);
/** Endings that most often are followed by a country's. */
const HALF_ENDINGS = new Set(['co', 'ac', 'ne', 'or', 'gob', 'gouv', 'nhs']);
const SIGN = new RegExp(
  `[@_]|${DOT}|(?<![\\p{L}])(?:underscore|dash|hyphen|unterstrich|bindestrich|guion|tiret|trattino|traço|sublinhado|streepje)(?![\\p{L}])`,
  'u',
);
const LONE_CHARACTER = /(?:^|\s)[a-hj-z\d](?=\s|$)/u;
/** The most words of a name before the "at" without any sign of an address. */
const FEW_WORDS = 3;

const CLOSING =
  /(?:[ ,.!]+(?:thanks|thank you|please|that's it|that is it|all (?:one word|lower ?case|small)|danke|gracias|merci|grazie|obrigad[oa]|dank u|bedankt))+$/u;
const ELSE =
  /\b(?:i (?:am|do|don't|don|have|haven't|was|think|want|need|would|can|can't|cannot|will|just|already|didn't|forgot|prefer|rather|never|only)|i'm|i've|i'd|i'll|you|we|they|don't|do not|why|what|which|how|who|where|when|wait|moment|minute|second|hold on|hang on|sorry|pardon|repeat|never ?mind|not sure|no idea|none|no|nope|skip|later|same|instead|hello|help|stop|cancel|speak|talk|agent|representative|human)\b/;
/** The same in other languages: "habe ich nicht", "non ho una mail". */
const ELSE_ABROAD =
  /(?<![\p{L}])(?:ich|nicht|kein\p{L}*|moment|tengo|momento|je|pas|non|attimo|niet|geen|ik|moment(?:je)?|não|nao|tenho|eu)(?![\p{L}])/u;
const SPELLS_ABROAD = /(?<![\p{L}])(?:ät|arroba|arobase|klammeraffe|chiocciola|apenstaartje|point|punkt|punto|ponto|punt)(?![\p{L}])/u;

/** "d e" is "de": an ending that is spelled. */
const joinLetters = (text: string): string =>
  text.replace(/(?:(?<=\s|\.)\p{L}(?:\s+|$)){2,}$/u, (letters) => letters.replaceAll(/\s/gu, ''));

/** Undefined: what was said is no e-mail address. */
export function emailDictated(text: string, leadIns: ReadonlySet<string>): Dictation | undefined {
  const plain = text.toLowerCase().normalize('NFC').replaceAll('’', "'").trim();
  const address = joinLetters(plain.replace(/[.,!?]+$/u, '').replace(CLOSING, ''));
  const at = AT.exec(address);
  if (at !== null) {
    const ending = WHOLE.exec(address.slice(at.index + at[0].length))?.[1];
    if (ending !== undefined) return HALF_ENDINGS.has(ending) ? OPEN : COMPLETE;
  }
  if (ELSE.test(address) && !/@|\bdot\b/u.test(address)) return undefined;
  if (ELSE_ABROAD.test(address) && !/@|\bdot\b/u.test(address) && !SPELLS_ABROAD.test(address)) return undefined;
  const words = address.split(/[\s,]+/u).filter((word) => word !== '' && !leadIns.has(word));
  const hasSign = at !== null || SIGN.test(address) || LONE_CHARACTER.test(address) || /\d/u.test(address);
  return words.length > 0 && (hasSign || words.length <= FEW_WORDS) ? OPEN : undefined;
}
