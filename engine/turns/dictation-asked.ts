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
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  trois: 3,
  quatre: 4,
  cinq: 5,
  tre: 3,
  quattro: 4,
  cinque: 5,
  sei: 6,
  três: 3,
  quatro: 4,
  drie: 3,
  vijf: 5,
  zes: 6,
};
const HOW_MANY_DIGITS =
  /\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](?:digits?|numbers)\b|\blast (\d|three|four|five|six)\b/;
/** "die letzten vier Ziffern", "los últimos cuatro dígitos", "les quatre derniers chiffres". */
const LAST_DIGITS =
  /(?<![\p{L}])(?:letzten|últimos|últimas|ultime|laatste) (\p{L}+|\d)(?![\p{L}])|(?<![\p{L}])(\p{L}+|\d) (?:derniers|dernières|últimos)(?![\p{L}])/u;

const EMAIL =
  /\be-?mail(?:adresse|adres)?\b|\bmail-?adress?e?\b|\bcorreo\b|\bcorreio eletr[oôó]nico\b|\bcourriel\b|\badresse (?:mail|électronique)|\bposta elettronica\b/;
/** The way to send something rather than the address. */
const BY_EMAIL = /\b(?:by|via|an|or|per|por|par|text|call|tramite|via) e-?mail\b|\be-?mail (?:or|oder|o|ou|of|you|it|them|that)\b/;

/** One pattern for each line; a letter with an accent is no word boundary to `\b`. */
const oneOf = (...lines: string[]): RegExp => new RegExp(`(?<![\\p{L}])(?:${lines.join('|')})(?![\\p{L}])`, 'u');

const PATTERNS: readonly (readonly [RegExp, Asked])[] = [
  [
    oneOf(
      'spell\\p{L}*|letter by letter|(?:do|would) you write (?:that|it|your)',
      'buchstab\\p{L}*|wie schreib(?:t man|en sie|st du|t sich)|wie wird .* geschrieben',
      'deletre\\p{L}*|(?:cómo|como) se (?:escribe|escreve|deletrea|soletra)|letra (?:por|a) letra|soletr\\p{L}*',
      "épel\\p{L}*|comment (?:ça |cela |est-ce que ça |vous )?(?:s'|l'|se )?(?:écri\\p{L}*|orthographi\\p{L}*)|lettre par lettre",
      'si scrive|compit\\p{L}*|lettera per lettera|hoe (?:schrijf|spel)\\p{L}*',
    ),
    { is: 'spelling' },
  ],
  [
    oneOf(
      'date of birth|birth ?date|birthday|dob|born|geburtsdatum|geburtstag|geboren|geboortedatum|geboortedag',
      'fecha de nacimiento|naci(?:ó|ste)|data d[ei] nascita|nat[oa] il|(?:è|sei) nat[oa]|data de nascimento|nasceu',
      'date de naissance|né(?:e|\\(e\\))? le|êtes-vous né(?:e|\\(e\\))?',
    ),
    { is: 'date_of_birth' },
  ],
  [
    oneOf('expir(?:y|ation|es?)|gültig bis|ablaufdatum|vencimiento|caducidad|caduca|scadenza|vencimento|validade|vervaldatum'),
    { is: 'expiry' },
  ],
  [
    oneOf(
      'cv[vc]2?|(?:card )?security code|area code|prüf(?:nummer|ziffer)|código de segur(?:idad|ança)|cryptogramme|code de sécurité',
      'codice di sicurezza|beveiligingscode|vorwahl',
    ),
    { is: 'digits', count: 3 },
  ],
  [oneOf('social security|ssn|routing number'), { is: 'digits', count: 9 }],
  [
    oneOf(
      'card number|(?:credit|debit|bank|payment) card|kart(?:en)?nummer|kreditkarte\\p{L}*|tarjeta|cart[ea] (?:bancaire|bleue|de crédit|di credito|di debito)',
      'numéro de (?:la |votre )?carte|numero (?:della|di) (?:sua |tua )?carta|cartão|kaartnummer|creditcard\\p{L}*',
    ),
    { is: 'card' },
  ],
  [
    oneOf(
      'zip|post(?:al)? ?code|postleitzahl|plz|código postal|code postal|codice (?:di avviamento )?postale|(?:il|suo|tuo|vostro|del) cap|cep|postcode',
    ),
    { is: 'postal_code' },
  ],
  [
    oneOf(
      '(?:account|policy|member(?:ship)?|customer|client|reference|confirmation|booking|reservation|order|invoice|claim|case|ticket|tracking|serial|model|passport|licen[cs]e|registration|employee|student|patient|insurance|group|loyalty|flyer|tax|id|record|promo(?:tion)?|coupon|discount|voucher|gift|referral)(?: (?:id|card))? (?:number|code|id)',
      'vin|iban|record locator|reference|numberplate|license plate|user ?name|aktenzeichen|localizador|referencia|référence|protocolo',
      '(?:kunden|vertrags|konto|versicherungs|versicherten|bestell|rechnungs|auftrags|mitglieds|buchungs|reservierungs|vorgangs|sendungs|policen|ticket|fall|referenz)(?:nummer|code)',
      '(?:buchungs|reservierungs)?referenz|(?:bestel|order|boekings|reserverings|polis|klant|klanten|rekening|factuur|contract|dossier|lidmaatschaps|relatie|zaak)(?:nummer|code)|boekingsreferentie',
      'número d[aeo]l? (?:su |sua |seu |la |tu )?(?:cuenta|póliza|pedido|cliente|referencia|reserva|expediente|seguimiento|contrato|socio|factura|afiliado|conta|apólice|fatura|referência)',
      'código d[ae] (?:la |su |sua )?reserva',
      "numéro d(?:e|u|') ?(?:la |votre )?(?:compte|client|commande|contrat|dossier|réservation|police|suivi|adhérent|facture)|code de réservation",
      "numero d(?:i|el|ella|ell') ?(?:suo |sua |tuo )?(?:ordine|prenotazione|polizza|conto|cliente|pratica|contratto|fattura|tessera)|codice (?:di )?(?:prenotazione|cliente|fiscale)",
    ),
    { is: 'reference' },
  ],
  [oneOf('pin|passcode'), { is: 'pin' }],
  [oneOf('code|código|codice'), { is: 'code' }],
  [
    oneOf(
      '(?:phone|telephone|mobile|cell|contact|call-?back|fax|whatsapp|best|good|another|different|right|your) (?:phone )?(?:number|telephone)',
      'phone|telephone|mobile|cell ?phone|cell|numbers? .*(?:reach|call|contact|text|get hold of)|(?:reach|call|contact|text) you (?:at|on|back)',
      '(?:how|where) (?:can|could|do|should|may|would) (?:we|i|they|someone) (?:best )?(?:reach|contact|call|text|phone|get (?:a ?hold of|in touch with|back to)) you|best way to (?:reach|contact|call) you',
      '(?:telefon|ruf|handy|mobil|rückruf|festnetz|durchwahl)(?:nummer)?|(?:wie|wo|worunter|welcher nummer) (?:kann|können|darf|dürfen) .*erreichen|erreichbar|zurückrufen',
      'tel[eé]fono|celular|móvil|(?:localizar|contactar|llamar)(?:le|la|lo|te)|(?:le|la|lo) puedo (?:llamar|localizar|contactar)|podemos (?:llamar|localizar|contactar)\\p{L}*',
      'téléphone|portable|vous (?:joindre|rappeler|appeler|contacter)',
      'cellulare|numero .*(?:chiamar|contattar|richiamar)\\p{L}*|(?:contattar|richiamar)l[ao]|recapito',
      'telefone|telemóvel|número .*(?:ligar|contat[oa]r?|contactar|falar)|(?:te|lhe) ligar|entrar em contat?to|falar com (?:você|o senhor|a senhora)',
      'telefoon(?:nummer)?|mobiel(?:e)?(?: nummer)?|gsm(?:-?nummer)?|bereiken|terugbellen|06-?nummer',
    ),
    { is: 'phone' },
  ],
  [
    oneOf(
      '(?:home|street|mailing|delivery|shipping|billing|postal|full|current|your|the|property) address|where do you live',
      'anschrift|adresse|dirección|indirizzo|endereço|morada|adres',
    ),
    { is: 'address' },
  ],
  [oneOf('number(?! of)|digits?|nummer|ziffern?|cifras|dígitos|número|numéro|chiffres|numero|cifre|cijfers'), { is: 'some_digits' }],
];

const isYes = <T>(value: T | undefined): value is T => value !== undefined;

/** What a sentence asks for: the first of its kinds, and an e-mail address or a phone number beside it ("your phone number and your email"). */
function askedIn(sentence: string): Asked[] {
  const email: Asked | undefined = EMAIL.test(sentence) && !BY_EMAIL.test(sentence) ? { is: 'email' } : undefined;
  const counted = HOW_MANY_DIGITS.exec(sentence) ?? LAST_DIGITS.exec(sentence);
  const said = counted?.[1] ?? counted?.[2] ?? '';
  const count = COUNTS[said] ?? Number(said);
  if (count > 0) return [{ is: 'digits', count }];
  // "Your e-mail address" is no street.
  const rest =
    email === undefined
      ? sentence
      : sentence
          .replaceAll(
            /\be-?mail(?:[- ]?ad(?:d?ress|resse|res))?\b|\b(?:dirección de correo|indirizzo (?:di posta|e-?mail)|endereço de e-?mail)\b|\badresse (?:e-?mail|mail|électronique)|\bspell(?:ing)?\b/g,
            ' ',
          )
          .replaceAll('your address', ' ');
  const other = PATTERNS.find(([pattern]) => pattern.test(rest))?.[1];
  return [email, other].filter(isYes);
}

/** Asks the caller to go on with what was asked for before. */
const GOES_ON =
  /\b(?:go ahead|take your time|go on|whenever you(?:'re| are) ready|i'm ready|ready when|i'm listening|the rest|and then|next|continue|no rush|no problem|sure|of course|uh huh|mm-?hmm|bitte|adelante|allez-y|je vous écoute|prego|pode falar|ga uw gang)\b/;

const REQUESTS = oneOf(
  "please|tell me|give me|read me|i(?:'ll)? (?:just )?need|let me have|bitte|dígame|deme|indíqueme|por favor|dites-moi|donnez-moi|s'il vous plaît",
  'per favore|mi d(?:ica|ia|à)|(?:me )?diga|me passe|informe|geef|alstublieft|graag',
);

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

const ANNOUNCED =
  /(?<![\p{L}])(?:my|our|the|his|her|it's|meine?|mi|mon|ma|il mio|la mia|o? ?meu|a? ?minha|mijn) ([\p{L} -]{3,40}?) (?:is|ist|es|est|è|é)(?![\p{L}])/u;

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
