/** Yes and no, numbers and choices in canonical text. Pure. */

const NO_BUT_YES = /^(?:no )+(?:that is |it is |all |this is )?(?:right|correct|fine|good|perfect|great|okay|problem)\b/;
const NEGATIVE =
  /\b(?:not (?:right|correct|quite|really|that|yet|good|at all)|is not|wrong|incorrect|nope|nah|negative|do not|does not|no way|rather not|would not|can not)\b/;
const BARE_NO = /^(?:oh |sorry |actually |um )*(?:no|nope|nah|know|not)\b/;
const CLEAR_YES =
  'yes|yeah|yep|yup|yea|yah|sure|okay|ok|correct|right|exactly|absolutely|of course|definitely|certainly|indeed|please do|go ahead|perfect|affirmative|uh huh';
/** Yes as a whole answer; the beginning of something else otherwise: "I am running late", "good morning". */
const WHOLE_YES = 'write|great|wonderful|lovely|fine|good|it is|i do|i am|i would|go on';
/** Yes at the beginning, and what means yes wherever it stands. */
const BEGINS_YES = new RegExp(
  `^(?:oh |so |and |then |please |uh |that would be |that is |that sounds |sounds |it is )*(?:${CLEAR_YES})\\b`,
);
const MEANS_YES =
  /\b(?:(?:that|this|it|everything|all) (?:is|sounds|looks) (?:right|correct|fine|good|great|perfect)|please (?:do|book it|do it|go ahead)|go ahead|book it|do it|sounds (?:good|great|fine|right)|that works|works for me|yes|yeah)\b/;
const TAKES_BACK = /\b(?:but|rather|instead|forget|wait)\b/;

export function yesNoIn(text: string): boolean | null {
  if (NO_BUT_YES.test(text)) return true;
  if (BARE_NO.test(text)) return false;
  const begins = BEGINS_YES.test(text);
  if (NEGATIVE.test(text) && !/^(?:yes|yeah|yep|sure)\b/.test(text)) return false;
  if (begins || MEANS_YES.test(text) || isBareYesNo(text)) return TAKES_BACK.test(text) ? null : true;
  return /\bno\b/.test(text) ? false : null;
}

/** Nothing but yes or no and manners. */
export const isBareYesNo = (text: string): boolean => text.replace(ALL_YES, ' ').replace(MANNERS, ' ').trim() === '' && text.trim() !== '';
const ALL_YES = new RegExp(`${MEANS_YES.source}|\\b(?:${CLEAR_YES}|${WHOLE_YES})\\b`, 'g');
const MANNERS =
  /\b(?:no|nope|nah|know|not|really|please|thanks|thank|you|very|much|that|this|is|it|all|oh|sorry|actually|just|so|sir|madam|then|wrong|incorrect|do|a|lot|with|me|by|for)\b/g;

/** Digits said one by one are joined ("5 5 5 0 1" → `55501`); null when there is no number. */
export function numberIn(text: string): string | null {
  const match = /-?\d+(?:\.\d+)?(?:(?: |-)\d+)*/.exec(text.replace(/(\d)(?:st|nd|rd|th)\b/g, '$1'));
  if (match === null) return null;
  const parts = match[0].split(/[ -]/).filter((part) => part !== '');
  if (parts.length === 1) return parts[0] ?? null;
  return parts.join('');
}

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

const POSITIONS: Readonly<Record<string, number>> = { '1st': 0, '2nd': 1, '3rd': 2, '4th': 3, '5th': 4, last: -1 };

/** The choice that was named, by its words, nearly by its words, or by its place ("the second one"). `normalise` as for `text`. */
export function choiceIn(text: string, choices: readonly string[], normalise: (text: string) => string): string | null {
  const words = text.split(' ');
  const scored = choices.map((choice) => {
    const wanted = normalise(choice)
      .split(' ')
      .filter((word) => word !== '');
    const hits = wanted.filter((word) =>
      words.some((heard) => heard === word || (word.length >= 4 && distance(heard, word) <= Math.floor(word.length / 4))),
    );
    return { choice, score: hits.length / Math.max(1, wanted.length) };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { choice: '', score: 0 });
  if (best.score >= 0.5 && scored.filter((one) => one.score === best.score).length === 1) return best.choice;
  const place = /\b(1st|2nd|3rd|4th|5th|last) (?:one|option|choice)?/.exec(`${text} `)?.[1];
  return place === undefined ? null : (choices.at(POSITIONS[place] ?? 0) ?? null);
}
