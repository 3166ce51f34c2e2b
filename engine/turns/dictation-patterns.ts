/** The words by which an agent names what it wants dictated, in the languages of the phone. Pure. */
import type { Asked } from './dictation-kinds.ts';
import { latinPattern } from './latin-pattern.ts';

export const COUNTS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
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
export const HOW_MANY_DIGITS =
  /\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen)[- ](?:digits?|numbers)\b|\blast (\d|three|four|five|six)\b/;
/** "die letzten vier Ziffern", "los últimos cuatro dígitos", "les quatre derniers chiffres". */
export const LAST_DIGITS =
  /(?<![\p{L}])(?:letzten|últimos|últimas|ultime|laatste) (\p{L}+|\d)(?![\p{L}])|(?<![\p{L}])(?!(?:los|las|les|os|as|mis|sus|seus|suas|vos) )(\p{L}+|\d) (?:derniers|dernières|últimos)(?![\p{L}])/u;

export const EMAIL =
  /\b(?:e-?mail|electronic mail)(?:adresse|adres)?\b|\bmail-?adress?e?\b|\bcorreo\b|\bcorreio eletr[oôó]nico\b|\bcourriel\b|\badresse (?:mail|électronique)|\bposta elettronica\b/;
/** The way to send something rather than the address. */
export const BY_EMAIL = /\b(?:by|via|an|or|per|por|par|text|call|tramite|via) e-?mail\b|\be-?mail (?:or|oder|o|ou|of|you|it|them|that)\b/;

/** One pattern for each line; a letter with an accent is no word boundary to `\b`. */
export const oneOf = (...lines: string[]): RegExp => latinPattern(`(?<![\\p{L}])(?:${lines.join('|')})(?![\\p{L}])`);

export const PATTERNS: readonly (readonly [RegExp, Asked])[] = [
  [
    oneOf(
      'spell\\p{L}*|letter (?:by|for|after) letter|(?:do|would) you write (?:that|it|your)|(?:is|are) .*\\bnames? (?:written|spelt)|(?:what are|tell me|say|read me) the letters|(?:what|which) letters|(?:first|last) (?:\\p{L}+ )?letters?',
      'buchstab\\p{L}*|wie schreib(?:t man|en sie|st du|t sich)|wie wird .* geschrieben|buchstabe für buchstabe|(?:welche|die) buchstaben',
      'deletre\\p{L}*|(?:cómo|como) se (?:escribe|escreve|deletrea|soletra)|letra (?:por|a) letra|soletr\\p{L}*|(?:qué|las|quais|as) letras',
      "épel\\p{L}*|comment (?:ça |cela |est-ce que ça |vous )?(?:s'|l'|se )?(?:écri\\p{L}*|orthographi\\p{L}*)|lettre (?:par|après) lettre|(?:quelles|les) .*lettres",
      'si scrive|compit\\p{L}*|(?:lettera per|una) lettera|(?:quali|le) lettere|(?:de|welke) letters|letter voor letter|hoe (?:schrijf|spel)\\p{L}*',
    ),
    { is: 'spelling' },
  ],
  [
    oneOf(
      '(?:what|which) year|year of birth|birth year|welche[mns]? jahr|jahrgang|geburtsjahr|qué año|año de nacimiento|quelle année|année de naissance',
      'che anno|anno di nascita|que ano|ano de nascimento|welk jaar|geboortejaar',
    ),
    { is: 'year' },
  ],
  [oneOf('(?:what|which) month|welche[mns]? monat|qué mes|quel mois|che mese|que mês|welke maand'), { is: 'month' }],
  [
    oneOf(
      'date of birth|birth[- ]?date|birth ?day|dob|born|geb(?:urts)?\\.?-?dat(?:um|en)?|geburtsdatum|geburtstag|geboren|geboortedatum|geboortedag|cumpleaños|compleanno|aniversário|verjaardag',
      'fecha de nacimiento|naci(?:ó|ste)|data d[ei] nascita|nat[oa] il|(?:è|sei) nat[oa]|data de nascimento|nasceu',
      'date de naissance|né(?:e|\\(e\\))? le|êtes-vous né(?:e|\\(e\\))?',
    ),
    { is: 'date_of_birth' },
  ],
  [
    oneOf(
      'expir(?:y|ation|es?|a)|abläuft|läuft .*ab|vence|scade|verloopt|gültig bis|ablaufdatum|vencimiento|caducidad|caduca|scadenza|vencimento|validade|vervaldatum',
    ),
    { is: 'expiry' },
  ],
  [
    oneOf(
      'cv[vc]2?|(?:card )?(?:security|verification value) code|card verification (?:code|number|value)|prüf(?:nummer|ziffer)|código de segur(?:idad|ança)|cryptogramme|code de sécurité',
      'codice di sicurezza|beveiligingscode',
    ),
    { is: 'digits', count: 3 },
  ],
  [oneOf('social(?= ?(?:security|number|[?.,]|$))|ssn|routing number'), { is: 'digits', count: 9 }],
  [oneOf('sort code|bankleitzahl'), { is: 'reference' }],
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
      'vin|iban|record locator|reference|number ?plate|licen[cs]e plate|plates?|tags? number|user ?name|(?:ip|mac) address|(?:meter|odometer|gas|water|electricity) readings?|(?:does|do) (?:your|the) meter (?:say|show|read)|(?:vat|tax|member|employee|student|patient|order|customer|client|user) id|your id|(?:your|the) (?:driver.?s.? |driving )?licen[cs]e|(?!(?:photo|valid|picture|government|any|an|of|on) )[\\p{L}-]+ id|tin|(?:the|your) ein|aktenzeichen|kennzeichen|nummernschild|zählerst(?:and|ände)|(?:ust|steuer|umsatzsteuer)-?id\\p{L}*|localizador|referencia|référence|protocolo',
      '(?:kunden|vertrags|konto|versicherungs|versicherten|bestell|rechnungs|auftrags|mitglieds|buchungs|reservierungs|vorgangs|sendungs|policen|ticket|fall|referenz)(?:nummer|code)',
      '(?:buchungs|reservierungs)?referenz|(?:bestel|order|boekings|reserverings|polis|klant|klanten|rekening|factuur|contract|dossier|lidmaatschaps|relatie|zaak)(?:nummer|code)|boekingsreferentie',
      'número d[aeo]l? (?:su |sua |seu |la |tu )?(?:cuenta|póliza|pedido|cliente|referencia|reserva|expediente|seguimiento|contrato|socio|factura|afiliado|conta|apólice|fatura|referência)',
      'código d[ae] (?:la |su |sua )?(?:reserva|confirmaci[oó]n|confirmação)|matrícula|placas?|patente|lectura|dni|(?:su|el|de) nie|nif|cif|curp|rfc|ruc|rut|cpf|cnpj|rg|leitura|segur(?:idad|ança) social',
      "numéro d(?:e|u|') ?(?:la |votre )?(?:compte|client|commande|contrat|dossier|réservation|police|suivi|adhérent|facture)|code de (?:réservation|confirmation)|plaque|immatriculation|relevé|index (?:de|du) (?:votre )?compteur|sécurité sociale|numéro de sécu",
      "numero d(?:i|el|ella|ell') ?(?:suo |sua |tuo )?(?:ordine|prenotazione|polizza|conto|cliente|pratica|contratto|fattura|tessera)|codice (?:di )?(?:prenotazione|cliente|conferma|fiscale)|targa|(?:auto)?lettura|partita iva|tessera sanitaria",
      'kenteken\\p{L}*|meterstand(?:en)?|bsn|burgerservicenummer|btw-?(?:nummer|id)',
    ),
    { is: 'reference' },
  ],
  [oneOf('pin(?:-?(?:code|nummer|number))?|passcode|geheimzahl|pincode'), { is: 'pin' }],
  [
    oneOf(
      '(?<!dress |bar |source |qr |morse )code(?! of)|otp|one-?time (?:password|passcode|pass)|\\p{L}+code|(?:die|ihre|der|eine) tan|einmalpasswort|código|contraseña de un solo uso|clave',
      'mot de passe à usage unique|codice|senha',
    ),
    { is: 'code' },
  ],
  [
    oneOf(
      '(?:phone|telephone|mobile|cell|contact|call-?back|fax|whatsapp|best|good|another|different|right|your) (?:phone )?(?:number|telephone)',
      'phone|telephone|mobile|cell ?phone|cell|numbers? .*(?:reach|call|contact|text|get hold of)|(?:reach|call|contact|text) you (?:at|on|back)',
      '(?:how|where) (?:can|could|do|should|may|would) (?:we|i|they|someone) (?:best )?(?:reach|contact|call|text|phone|get (?:a ?hold of|in touch with|back to)) you|(?:best|easiest|quickest|fastest|good|preferred) way to (?:reach|contact|call|get in touch|get (?:a ?hold of|back to)|phone|text)|(?:get|be) in touch|land ?line|home phone',
      '(?:telefon|ruf|handy|mobil|mobilfunk|mobiltelefon|rückruf|festnetz|durchwahl)(?:-?(?:nummer|nr))?|festnetzanschluss|(?:am besten|erreiche ich|erreichen wir|kontakt) .*(?:erreichen|sie|aufnehmen)|erreich(?:e|en) (?:ich|wir) sie|in verbindung setzen|kontaktieren|(?:wie|wo|worunter|welcher nummer) (?:kann|können|darf|dürfen) .*erreichen|erreichbar|zurückrufen',
      'tel[eé]fono|(?:teléfono )?fijo|celular|(?:poner(?:me|nos|se)|estar) en contacto|comunicar(?:me|nos|se)|contactar\\p{L}*|móvil|(?:localizar|contactar|llamar)(?:le|la|lo|te)|(?:le|la|lo) puedo (?:llamar|localizar|contactar)|podemos (?:llamar|localizar|contactar)\\p{L}*',
      'téléphone|portable|(?:ligne |téléphone )?fixe|(?:entrer|rester|prendre) (?:en )?contact|vous (?:joindre|rappeler|appeler|contacter)',
      'cellulare|telefono fisso|fisso|metter(?:mi|ci|si) in contatto|contattar\\p{L}*|raggiunger\\p{L}*|numero .*(?:chiamar|contattar|richiamar)\\p{L}*|(?:contattar|richiamar)l[ao]|recapito',
      'telefone|telemóvel|(?:telefone |número )?fixo|contact[aá]-?l[ao]|contatar|número .*(?:ligar|contat[oa]r?|contactar|falar)|(?:te|lhe) ligar|entrar em contat?to|falar com (?:você|o senhor|a senhora)',
      'telefoon(?:nummer)?|vaste (?:lijn|nummer|telefoon)|contact .*opnemen|in contact|contacteren|mobiel(?:e)?(?: nummer)?|gsm(?:-?nummer)?|bereiken|terugbellen|06-?nummer',
    ),
    { is: 'phone' },
  ],
  [
    oneOf(
      "(?!(?:the|a|an|your|my|our|this|that|which|what|favou?rite|lucky|magic|random|whole|total|right|wrong|new|old|good|same|big|large|small|maximum|minimum|any|some|one|of|and|or|first|last|next|other) )[\\p{L}'-]+ (?:number(?! of)|no(?=\\.? ?[?,.]|\\.?$))",
      '(?!(?:lieblings|glücks)-?(?:nummer|nr))\\p{L}{2,}-?(?:nummer|nr)',
      'número d(?:e|el|a|o) (?!(?:personas|noches|invitados|huéspedes|niños|adultos|días|pessoas|noites|convidados|hóspedes|crianças|dias)(?![\\p{L}]))\\p{L}+',
      "numéro d(?:e |u |e la |e l'|')\\p{L}+|numero d(?:i|el|ella|ell') ?(?!(?:persone|notti|ospiti|bambini|adulti|giorni)(?![\\p{L}]))\\p{L}+",
    ),
    { is: 'reference' },
  ],
  [
    oneOf(
      '(?:home|street|mailing|delivery|shipping|billing|postal|full|current|your|the|property) address|where do you live',
      'anschrift|adresse|dirección|indirizzo|endereço|morada|adres',
    ),
    { is: 'address' },
  ],
  [
    oneOf(
      'number(?! of| between)|digits?|(?:last|missing) (?:part|bit|piece)|nummer|ziffern?|cifras|dígitos|número|numéro|chiffres|numero|cifre|cijfers',
    ),
    { is: 'some_digits' },
  ],
];

/** What begins a phone number and is no number of its own beside it: "including the area code". */
export const DIALLING_CODE = oneOf(
  '(?:area|country|city|dial(?:l?ing)?) codes?|(?:landes|länder|orts)?vorwahl|código de (?:área|país|zona)|(?:clave )?lada|prefijo',
  'indicatif(?: (?:du |de )?(?:pays|régional|téléphonique))?|prefisso(?: internazionale)?|ddd|indicativo|netnummer|kengetal|land(?:en)?(?:code|nummer)',
);
/** What stands beside another thing is asked for too: "your card number with the security code". */
export const BESIDE = /(?<![\p{L}])(?:with|mit|samt|con|avec|com|met) (?=[^,]*$)/u;
