/** What the agent asked the caller to dictate, judged on the words of its question. Pure. */

export type Asked =
  | { readonly is: 'phone' | 'email' | 'spelling' | 'date_of_birth' | 'expiry' | 'card' | 'pin' | 'code' | 'postal_code' | 'address' }
  /** A number or code whose length nobody told us. */
  | { readonly is: 'reference' | 'some_digits' }
  | { readonly is: 'digits'; readonly count: number };

const COUNTS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};
const HOW_MANY_DIGITS =
  /\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](?:digits?|numbers)\b|\blast (\d|three|four|five|six)\b/;

const EMAIL = /\be-?mail\b|\bmail-?adresse\b|\bcorreo\b|\bcourriel\b|\badresse mail\b/;
/** The way to send something rather than the address. */
const BY_EMAIL = /\b(?:by|via|an|or|per|por|par|text|call) e-?mail\b|\be-?mail (?:or|oder|o|ou|you|it|them|that)\b/;

const PATTERNS: readonly (readonly [RegExp, Asked])[] = [
  [/\bspell|\bbuchstabier|\bdeletre|épel(?:er|ez)/, { is: 'spelling' }],
  [
    /\bdate of birth\b|\bbirth ?date\b|\bbirthday\b|\bdob\b|\bborn\b|\bgeburtsdatum\b|\bgeboren\b|\bfecha de nacimiento\b|\bnaci(?:ó|ste)(?![\p{L}])|\bdate de naissance\b|\bné(?:e|\(e\))? le\b/u,
    { is: 'date_of_birth' },
  ],
  [/\bexpir(?:y|ation|es?)\b|\bgültig bis\b|\bvencimiento\b/, { is: 'expiry' }],
  [/\bcv[vc]2?\b|\b(?:card )?security code\b|\barea code\b/, { is: 'digits', count: 3 }],
  [/\bsocial security\b|\bssn\b|\brouting number\b/, { is: 'digits', count: 9 }],
  [/\bcard number\b|\b(?:credit|debit|bank|payment) card\b|\bkarten?nummer\b|\bkreditkarte|\btarjeta\b|\bcarte bancaire\b/, { is: 'card' }],
  [/\bzip\b|\bpost(?:al)? ?code\b|\bpostleitzahl\b|\bplz\b|\bcódigo postal\b|\bcode postal\b/, { is: 'postal_code' }],
  [
    /\b(?:account|policy|member(?:ship)?|customer|client|reference|confirmation|booking|reservation|order|invoice|claim|case|ticket|tracking|serial|model|passport|licen[cs]e|registration|employee|student|patient|insurance|group|loyalty|flyer|tax|id|record|promo(?:tion)?|coupon|discount|voucher|gift|referral)(?: (?:id|card))? (?:number|code|id)\b|\b(?:vin|iban|record locator|reference|numberplate|license plate|user ?name)\b|\b(?:kunden|vertrags|konto|versicherungs|bestell|rechnungs|auftrags|mitglieds)nummer\b|\bnúmero de (?:cuenta|póliza|pedido|cliente|referencia)(?![\p{L}])|\bnuméro de (?:compte|client|commande|contrat|dossier)\b/u,
    { is: 'reference' },
  ],
  [/\bpin\b|\bpasscode\b/, { is: 'pin' }],
  [/\bcode\b|\bcódigo\b/, { is: 'code' }],
  [
    /\b(?:phone|telephone|mobile|cell|contact|call-?back|fax|whatsapp|best|good|another|different|right|your) (?:phone )?(?:number|telephone)\b|\b(?:phone|telephone|mobile|cell ?phone|cell)\b|\bnumbers? .*\b(?:reach|call|contact|text|get hold of)\b|\b(?:reach|call|contact|text) you (?:at|on|back)\b|\b(?:telefon|ruf|handy|mobil)nummer\b|\btel[eé]fono(?![\p{L}])|\bcelular\b|\bmóvil\b|\btéléphone\b|\bportable\b/u,
    { is: 'phone' },
  ],
  [
    /\b(?:home|street|mailing|delivery|shipping|billing|postal|full|current|your|the|property) address\b|\bwhere do you live\b|\banschrift\b|\badresse\b|\bdirección(?![\p{L}])/u,
    { is: 'address' },
  ],
  [/\bnumber\b(?! of)|\bdigits?\b|\bnummer\b|\bziffern?\b|\bnúmero\b|\bnuméro\b/, { is: 'some_digits' }],
];

const isYes = <T>(value: T | undefined): value is T => value !== undefined;

/** What a sentence asks for: the first of its kinds, and an e-mail address or a phone number beside it ("your phone number and your email"). */
function askedIn(sentence: string): Asked[] {
  const email: Asked | undefined = EMAIL.test(sentence) && !BY_EMAIL.test(sentence) ? { is: 'email' } : undefined;
  const counted = HOW_MANY_DIGITS.exec(sentence);
  const count = counted?.[1] ?? counted?.[2];
  if (count !== undefined) return [{ is: 'digits', count: COUNTS[count] ?? Number(count) }];
  // "Your e-mail address" is no street.
  const rest =
    email === undefined
      ? sentence
      : sentence
          .replaceAll(/\be-?mail(?:[- ]?a(?:ddress|dresse))?\b|\bdirección de correo\b|\badresse (?:e-)?mail\b|\bspell(?:ing)?\b/g, ' ')
          .replaceAll('your address', ' ');
  const other = PATTERNS.find(([pattern]) => pattern.test(rest))?.[1];
  return [email, other].filter(isYes);
}

/** Asks the caller to go on with what was asked for before. */
const GOES_ON =
  /\b(?:go ahead|take your time|go on|whenever you(?:'re| are) ready|i'm ready|ready when|i'm listening|the rest|and then|next|continue|no rush|no problem|sure|of course|uh huh|mm-?hmm|bitte|adelante|allez-y|je vous écoute)\b/;

const REQUESTS = /\b(?:please|tell me|give me|read me|i(?:'ll)? (?:just )?need|let me have|bitte|dígame|dites-moi)\b/;

/** A reply that long says more than that the caller may go on. */
const MAX_GO_ON_CHARS = 40;

const plainOf = (text: string): string => text.toLowerCase().normalize('NFC').replaceAll('’', "'");

function askedOutright(text: string): Asked[] {
  const sentences = text.match(/[^.!?]+[.!?]*/g) ?? [];
  const question = sentences.findLastIndex((sentence) => sentence.includes('?'));
  const requests = sentences.slice(question + 1).filter((sentence) => REQUESTS.test(sentence));
  const candidates = question === -1 ? sentences.slice(-2) : [...sentences.slice(question, question + 1), ...requests];
  const asked = candidates.toReversed().map(askedIn);
  return asked.find((kinds) => kinds.length > 0) ?? [];
}

/** What the agent's last words ask for, several when they ask for several: the last question, or what is requested after it. */
export function askedFor(agentText: string): Asked[] {
  const text = plainOf(agentText);
  const asked = askedOutright(text);
  if (asked.length > 0) return asked;
  return GOES_ON.test(text) && (!text.includes('?') || /\b(?:rest|then|next)\b/.test(text)) ? [{ is: 'some_digits' }] : [];
}

/** "Sure, take your time": what was asked before is still to come. */
export function asksToGoOn(agentText: string): boolean {
  const text = plainOf(agentText);
  return text.length <= MAX_GO_ON_CHARS && GOES_ON.test(text) && !text.includes('?') && askedOutright(text).length === 0;
}

const ANNOUNCED = /\b(?:my|our|the|his|her|it's|meine?|mi|mon|ma) ([\p{L} -]{3,40}?) (?:is|ist|es|est)\b/u;

/** What the caller says unasked that they will dictate: "my phone number is". */
export function announced(text: string): Asked[] {
  const plain = text.toLowerCase().normalize('NFC').replaceAll('’', "'");
  const what = ANNOUNCED.exec(plain)?.[1];
  if (/\bspell(?:ed|t)\b/.test(plain)) return [{ is: 'spelling' }];
  const asked = what === undefined ? [] : askedIn(`your ${what}`);
  return asked.filter(({ is }) => is !== 'address' && is !== 'code');
}

/** The agent asks whether it may have it: "yes" promises it. */
export const asksForLeave = (agentText: string): boolean =>
  /\b(?:can|could|may|might) (?:i|we) (?:please )?(?:have|get|take|ask)\b|\b(?:can|could|would|will) you (?:please |just )?(?:give|tell|spell|read|share|provide|repeat)\b|\bdo you have\b.*\bhandy\b/i.test(
    agentText,
  );
