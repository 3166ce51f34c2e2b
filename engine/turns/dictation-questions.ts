/** What a part of the agent's question wants: something that is dictated, a yes or no about it, or something else. Pure. */
import { oneOf } from './dictation-patterns.ts';
import { latinPattern } from './latin-pattern.ts';

export type Wants =
  | 'dictation'
  /** A yes or no: "Is this your mobile number?"; who says no may dictate the right one. */
  | 'yes or no'
  /** When, who, how many: "When did you send the email?" */
  | 'something else';

/** What may stand before the question's first word. */
const BEFORE =
  '^[\\s¿¡"\'(]*(?:(?:and|so|but|then|now|okay|ok|great|sorry|well|also|und|y|et|e|en|dann|also|entonces|alors|allora|então|dus) )*';
const opens = (...lines: string[]): RegExp => latinPattern(`${BEFORE}(?:${lines.join('|')})(?![\\p{L}])`);

/** Asks for the thing itself, though it opens like a yes or no. */
const ASKS = oneOf(
  '(?:can|could|may|might|shall) (?:i|we) (?:please |just |also |quickly )*(?:have|get|take|ask|grab|note|confirm|verify|write|trouble)',
  'do you (?:by any chance |happen to |still |already )?(?:have|know|remember|recall) (?:a|an|your|the|another|his|her|their|that)',
  'have you got (?:a|an|your|the|another)|is there (?:a|an|another|any)|(?:give|tell|spell|read|share|provide|repeat) (?:me|us|it|that|your|the|out|back)',
  '(?:kann|könnte|darf|dürfte) ich .*(?:haben|bekommen|erfahren|notieren|aufnehmen)|haben sie (?:eine?n?|ihre?n?|die|den|das)(?!.*(?:erhalten|bekommen|gesehen))',
  '(?:geben|nennen|sagen|verraten|buchstabieren) sie|gibt es (?:eine?n?)|wissen sie',
  '(?:me|nos) (?:puede|podría|da|dice)|puede (?:dar|decir|deletrear)\\p{L}*|tiene (?:un|una|su|el|la|algún)(?!.*(?:recibid|llegad))|hay (?:un|una|algún)|puedo (?:tomar|anotar|pedir)',
  'pouvez-vous|pourriez-vous|puis-je avoir|avez-vous (?:un|une|votre|le|la)(?!.*reçu)|(?:donner|indiquer|épeler)',
  'può|potrebbe|mi (?:dà|dice|dia)|ha (?:un|una|il suo|la sua)(?!.*ricevut)|posso (?:avere|chiederle)',
  'pode|poderia|me (?:dá|passa|diz)|tem (?:um|uma|o|a) (?:seu|sua|número|e-?mail|telefone|celular|telemóvel|código)|posso (?:ter|anotar)',
  '(?:kunt|kan|wilt) (?:u|je) .*(?:geven|zeggen|spellen|noemen|vertellen)|mag ik|heeft u (?:een|uw|het|de)(?!.*(?:ontvangen|gekregen))|heb je (?:een|je)(?!.*(?:ontvangen|gekregen))',
);

const YES_OR_NO = opens(
  "(?:is|are|was(?! (?:ist|war|sind|für|lautet|kommt|wird))|were|do|does|did|has|have|had|isn't|aren't|don't|doesn't|didn't|haven't|should|shall|must|may|would you (?:like|prefer|rather)|(?:can|could) (?:i|we)|(?:can|could) you (?:\\p{L}+ )?(?:receive|access|open|see|use|click|hear|check|find)|will (?:i|we|that|this|it))",
  '(?:ist|sind|war|waren|hat|haben|hast|hatten|stimmt|passt|lautet|soll|sollen|möchten|wollen|wurde|kam|kann|darf|dürfen|können wir)',
  '(?:es|está|son|sigue|fue|era|recibió|ha|han|le llegó|quiere|prefiere|desea|puedo|podemos|coincide)',
  "(?:est-ce|est|c'est|êtes|avez-vous|a-t|ont|voulez-vous|préférez-vous|souhaitez-vous|dois-je|puis-je|pouvons-nous)",
  '(?:è|sono|era|ha|avete|hai|vuole|preferisce|desidera|devo|posso|possiamo)',
  '(?:é|este é|esse é|esta é|está|são|foi|recebeu|você recebeu|o senhor recebeu|quer|prefere|deseja|posso|podemos|chegou)',
  '(?:is|zijn|was|heeft|hebt|heb|bent|wilt|klopt|zal|moet|mag|kan ik|kunnen we)',
);

/** The question goes on with what it asks for: "Which number is best?", "Which email should I use?" */
const THING =
  "(?:[\\p{L}'-]+ ){0,3}?(?:number|address|e-?mail|code|phone|nummer|adresse|adres|número|correo|dirección|numéro|numero|indirizzo|endereço|e-?mail-?adress?e?)(?= (?:is|are|was|should|can|could|may|do|does|did|would|will|shall|works?|to|on|for|ist|soll|darf|kann|können|es|puedo|debo|est|dois|puis|è|posso|devo|é|is|mag|kan|zal|i|we)(?![\\p{L}])| ?[?.,]|\\s*$)";

const ELSE = opens(
  `(?:on |in |at |under |to |from |for )?which(?! year| month| letters| ${THING})`,
  "who|who's|whose|whom|why|how (?:many|much|old|long|often|far|big|large|come|did|was)|what (?:kind|type|sort|size|brand|colou?r|time|day|is wrong|was wrong|happened)|what's wrong",
  '(?:in |an |auf |unter )?welche[rsnm]?(?! (?:jahr|monat|\\p{L}*nummer|\\p{L}*nr|\\p{L}*adresse|buchstaben))|wer|wem|wessen|warum|wieso|wie (?:viele?|alt|lange|oft|weit|groß)|wieviele?|was für',
  'quién|quiénes|cuánt[oa]s?|por qué(?! número)|qué (?:tipo|clase|día|hora)',
  'qui|combien|pourquoi|quel(?:le)? (?:genre|type|sorte|taille|heure|jour)',
  'chi|quant[oaie]|perché|che (?:tipo|genere|ora|giorno)',
  'quem|quant[oa]s?|por que(?! número)|que (?:tipo|dia|horas?)',
  'hoeveel|waarom|wat voor|wie (?:heeft|is|zijn|was|bent)|welke?(?! (?:jaar|maand|\\p{L}*nummer|\\p{L}*adres|letters))',
);
/** "What is the email about?", "What's your address like?" */
const ABOUT =
  /\bwhat's (?:the matter|up|happening|new|the problem) with\b|\b(?:what|what's|how)\b(?!.*\bmeter\b).* (?:about|like|(?:say|said|mean|contain)s?)\s*\?/u;

const WHEN = opens('(?:since |until )?when|wann|seit wann|cuándo|desde cuándo|quand|depuis quand|quando|wanneer|sinds wanneer');
/** When one was born, and when a card expires, is dictated. */
const IS_PARTY = oneOf('party|fiesta|festa|fête|\\p{L}*feier|\\p{L}*feest(?:je)?');
const IS_DATE = oneOf(
  'born|birthday(?! (?:party|dinner|card|cake|present|gift|lunch|celebration))|birth|expir\\p{L}*|geboren|geburtstag|gültig|abläuft|läuft .*ab|naci\\p{L}*|cumpleaños|caduca|vence',
  'né|née|né\\(e\\)|anniversaire|expire|nat[oa]|compleanno|scade|nasceu|aniversário|vence|expira|geboortedag|verloopt|verjaardag',
);
const WHERE = opens('where|wo|dónde|où|dove|onde|waar');
const IS_PLACE = /\bwhere (?:did|was|were|is|are|has|have)\b/u;
const BORN = oneOf('born|geboren|nació|naciste|né|née|né\\(e\\)|nat[oa]|nasceu');
const PARTY = /\bbirthday (?:party|dinner|card|cake|present|gift|lunch|celebration)\b/u;

const OPENS_ANEW = opens(
  "what|what's|whats|how|where|when|which|please|your|tell|give|read|(?:i|we)(?:'ll| will|'d)? (?:just |also )?need|let me have|may i have|(?:can|could|would|will) (?:i|you|we)",
  'was|wie|wo|wann|bitte|ihre?|nennen|geben|cuál|cuáles|cómo|qué|dónde|cuándo|su|dígame|deme|quel|quelle|quels|quelles|comment|où|quand|votre|donnez-moi|qual|quali|come|dove|mi',
  'quais|como|onde|seu|sua|wat|hoe|waar|wanneer|uw|geef',
);

/** What a part of a sentence wants, undefined when it goes on with what the part before it wants. Small letters. */
export function wants(part: string): Wants | undefined {
  if (PARTY.test(part) || ABOUT.test(part) || ELSE.test(part)) return 'something else';
  if (WHEN.test(part)) return IS_DATE.test(part) && !IS_PARTY.test(part) ? 'dictation' : 'something else';
  if (WHERE.test(part)) return BORN.test(part) || IS_PLACE.test(part) ? 'something else' : 'dictation';
  if (ASKS.test(part)) return 'dictation';
  if (YES_OR_NO.test(part)) return 'yes or no';
  return OPENS_ANEW.test(part) ? 'dictation' : undefined;
}
