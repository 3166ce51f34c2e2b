/** What the agent asked the caller to dictate, judged on the words of its question. Pure. */
import type { Asked } from './dictation-kinds.ts';
import { BESIDE, BY_EMAIL, COUNTS, DIALLING_CODE, EMAIL, HOW_MANY_DIGITS, LAST_DIGITS, oneOf, PATTERNS } from './dictation-patterns.ts';
import { wants, type Wants } from './dictation-questions.ts';

/** What a sentence asks for, and whether as a yes or no: "Is this your mobile number?" */
interface Request {
  readonly asked: readonly Asked[];
  readonly isYesOrNo: boolean;
}
const NOTHING: Request = { asked: [], isYesOrNo: false };

const isYes = <T>(value: T | undefined): value is T => value !== undefined;

/** "Last four of": no number as a whole. */
const IS_PART =
  /(?<![\p{L}])(?:last|first|final|letzten|ersten|últimos|últimas|primeros|derniers|dernières|premiers|ultime|prime|primeiros|laatste|eerste)(?![\p{L}])/u;
/** "Number" alone is no second one beside these. */
const NUMBERS = new Set<Asked['is']>(['phone', 'digits', 'card', 'pin', 'code', 'postal_code', 'reference']);
/** What has a length of its own, whatever the count beside it: "your ten-digit phone number". */
const KNOWN_LENGTH = new Set<Asked['is']>(['phone', 'card', 'postal_code']);

/** Kinds that one of several things has: the first that its words name, and an e-mail address beside it. */
function kindsIn(part: string): Asked[] {
  const email: Asked | undefined = EMAIL.test(part) && !BY_EMAIL.test(part) ? { is: 'email' } : undefined;
  // "Your e-mail address" is no street.
  const rest =
    email === undefined
      ? part
      : part
          .replaceAll(
            /\b(?:e-?mail|electronic mail)(?:[- ]?ad(?:d?ress|resse|res))?\b|\b(?:dirección de correo|indirizzo (?:di posta|e-?mail)|endereço de e-?mail)\b|\badresse (?:e-?mail|mail|électronique)|\bspell(?:ing)?\b/g,
            ' ',
          )
          .replaceAll('your address', ' ');
  const other = PATTERNS.find(([pattern]) => pattern.test(rest))?.[1];
  const counted = HOW_MANY_DIGITS.exec(part) ?? LAST_DIGITS.exec(part);
  const said = counted?.[1] ?? counted?.[2] ?? '';
  const count = COUNTS[said] ?? Number(said);
  const isCounted = count > 0 && (other === undefined || IS_PART.test(part) || !KNOWN_LENGTH.has(other.is));
  return isCounted ? [{ is: 'digits', count }] : [email, other].filter(isYes);
}

/** The larger thing decides: a dialling code, and a security code with its card, never stand for what they belong to. */
function kindsOf(part: string): Asked[] {
  const whole = kindsIn(part.replace(DIALLING_CODE, ' '));
  const isNamed = DIALLING_CODE.test(part);
  if (isNamed) return whole.length > 0 ? whole : [DIALLING];
  const beside = BESIDE.exec(part);
  if (beside === null) return whole;
  const added = kindsIn(part.slice(beside.index));
  const main = kindsIn(part.slice(0, beside.index));
  return main.length > 0 && added.length > 0 ? [...main, ...added] : whole;
}

/** A dialling code alone; elsewhere than in North America it has no fixed length. */
const DIALLING: Asked = { is: 'dialling_code' };

const PARTS =
  /[,;:&]|\s[-–—]\s|(?<![\p{L}])(?:and|und|sowie|y|et|plus|including|inklusive|as well as|followed by|along with|together with|incluid[oa]|incluyendo|incluant|y compris|incluindo|incluso|compreso|e (?=il|la|lo|o|a|os|as|seu|sua|suo|qual|l')|en (?=uw|je|jouw|het|de |wat|kunt))(?![\p{L}])/u;
/** "For your Visa card, what is the security code?" */
const IS_SETTING = /^\s*(?:for|on|from|regarding|about|of|as for|with|für|zu|para|pour|per|voor) /u;
/** "I have your phone number, and what's your e-mail?" */
const IS_STATED =
  /(?<![\p{L}])(?:(?<!(?:can|could|may|might|shall|should|do|did) )(?:i|we)(?:'ve)? (?:already )?(?:have|got|found|see|sent|received)|on file|thanks? (?:you )?for|got (?:it|your))(?![\p{L}])/u;
const IS_MANNER =
  /^\s*(?:letter (?:by|for) letter|buchstabe für buchstabe|letra (?:por|a) letra|lettre par lettre|lettera per lettera|letter voor letter)\W*$/u;

/** Each of several things once; without what another one has in it. */
function withoutParts(kinds: readonly Asked[]): Asked[] {
  const has = (is: Asked['is']): boolean => kinds.some((kind) => kind.is === is);
  const isSecond = ({ is }: Asked): boolean =>
    (is === 'dialling_code' && (has('phone') || has('some_digits'))) ||
    (is === 'postal_code' && has('address')) ||
    (is === 'some_digits' && kinds.some((kind) => NUMBERS.has(kind.is)));
  const key = (kind: Asked): string => JSON.stringify(kind);
  return kinds.filter((kind, index) => !isSecond(kind) && kinds.findIndex((one) => key(one) === key(kind)) === index);
}

function requestIn(sentence: string): Request {
  let mode: Wants = 'dictation';
  const found = sentence.split(PARTS).map((part) => {
    mode = wants(part.trim()) ?? mode;
    return { part, mode, kinds: mode === 'something else' ? [] : kindsOf(part) };
  });
  const named = found.filter(({ kinds }) => kinds.length > 0);
  const asked = named.filter(({ part }) => !IS_SETTING.test(part) && !IS_STATED.test(part) && !IS_MANNER.test(part));
  const likely = asked.length > 0 ? asked : named;
  const outright = likely.filter((one) => one.mode === 'dictation');
  const counted = outright.length > 0 ? outright : likely;
  return { asked: withoutParts(counted.flatMap(({ kinds }) => kinds)), isYesOrNo: outright.length === 0 };
}

/** Asks the caller to go on with what was asked for before. */
const GOES_ON =
  /\b(?:go ahead|take your time|go on|whenever you(?:'re| are) ready|i'm ready|ready when|i'm listening|the rest|and then|and after (?:that|this)|next|continue|no rush|no problem|sure|of course|uh huh|mm-?hmm|und (?:der rest|weiter|dann)|(?:wie geht es|geht es) weiter|was kommt|(?:el |il |o )resto|lo demás|y (?:luego|después)|qué (?:sigue|viene)|la suite|le reste|et ensuite|e poi|e depois|en (?:de rest|dan|verder)|wat komt|bitte|adelante|allez-y|je vous écoute|prego|pode falar|ga uw gang)\b/;

const REQUESTS = oneOf(
  "please|tell me|give me|read me|i(?:'ll)? (?:just )?need|let me have|bitte|dígame|deme|indíqueme|por favor|dites-moi|donnez-moi|s'il vous plaît",
  'per favore|mi d(?:ica|ia|à)|(?:me )?diga|me passe|informe|geef|alstublieft|graag',
);

/** "And the rest?" */
const ASKS_FOR_REST = oneOf(
  'rest|then|next|after (?:that|this)|und dann|weiter|danach|resto|demás|luego|después|sigue|suite|reste|ensuite|poi|depois|verder|en dan',
);

/** A reply that long says more than that the caller may go on. */
const MAX_GO_ON_CHARS = 40;

/** In small letters; "D.O.B." is one word, and its dots end no sentence. */
const plainOf = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('’', "'")
    .replaceAll(/(?<![\p{L}])(?:\p{L}\.){2,}/gu, (letters) => letters.replaceAll('.', ''))
    .replaceAll(/(?<=\b(?:acct|ref|conf|cust|pol|inv))\./gu, '')
    .replaceAll(/(?<=[\p{L}]) no\.(?= ?[?,]|$)/gu, ' number');

function askedOutright(text: string): Request {
  const sentences = text.split(/(?<=[.!?])\s+/u);
  const question = sentences.findLastIndex((sentence) => sentence.includes('?'));
  const requested = sentences.slice(question + 1).filter((sentence) => REQUESTS.test(sentence));
  const candidates = question === -1 ? sentences.slice(-2) : [...sentences.slice(question, question + 1), ...requested];
  const requests = candidates.map(requestIn).filter(({ asked }) => asked.length > 0);
  const last = requests.at(-1);
  if (last === undefined) return NOTHING;
  // What is requested after a question is asked for beside it.
  if (question === -1 && last.asked.every(({ is }) => is !== 'dialling_code')) return last;
  return {
    asked: withoutParts(requests.flatMap(({ asked }) => asked)),
    isYesOrNo: requests.every(({ isYesOrNo }) => isYesOrNo),
  };
}

function request(agentText: string): Request {
  const text = plainOf(agentText);
  const outright = askedOutright(text);
  if (outright.asked.length > 0) return outright;
  const goesOn = GOES_ON.test(text) && (!text.includes('?') || ASKS_FOR_REST.test(text));
  return goesOn ? { asked: [{ is: 'some_digits' }], isYesOrNo: false } : NOTHING;
}

/** What the agent's last words ask for, several in their order when they ask for several: the last question, and what is requested after it. */
export const askedFor = (agentText: string): readonly Asked[] => request(agentText).asked;

/** The agent asks only whether it is so: "Is this your mobile number?" */
export const asksYesOrNo = (agentText: string): boolean => request(agentText).isYesOrNo;

/** "Sure, take your time": what was asked before is still to come. */
export function asksToGoOn(agentText: string): boolean {
  const text = plainOf(agentText);
  return text.length <= MAX_GO_ON_CHARS && GOES_ON.test(text) && !text.includes('?') && askedOutright(text).asked.length === 0;
}

const ANNOUNCED =
  /(?<![\p{L}])(?:my|our|the|his|her|it's|meine?|mi|mon|ma|il mio|la mia|o? ?meu|a? ?minha|mijn) ([\p{L} -]{3,40}?) (?:is|ist|es|est|è|é)(?![\p{L}])/u;

/** What the caller says unasked that they will dictate: "my phone number is". */
export function announced(text: string): Asked[] {
  const plain = text.toLowerCase().normalize('NFC').replaceAll('’', "'");
  const what = ANNOUNCED.exec(plain)?.[1];
  if (/\bspell(?:ed|t)\b/.test(plain)) return [{ is: 'spelling' }];
  const asked = what === undefined ? [] : kindsOf(`your ${what}`);
  return asked.filter(({ is }) => is !== 'address' && is !== 'code');
}

/** The agent asks whether it may have it: "yes" promises it. */
export const asksForLeave = (agentText: string): boolean =>
  /\b(?:can|could|may|might) (?:i|we) (?:please |just |also )*(?:have|get|take|ask)\b|\b(?:can|could|would|will) you (?:please |just )?(?:give|tell|spell|read|share|provide|repeat)\b|\bdo you (?:happen to )?(?:have|know|remember) (?:a|an|your|the)\b|\bis there (?:a|an|another)\b/i.test(
    agentText,
  );
