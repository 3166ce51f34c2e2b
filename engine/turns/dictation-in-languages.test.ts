/** What agents ask callers to dictate, in the languages of the phone: the question opens the longer wait until all is there. */
import { describe, expect, test } from 'vitest';
import { completeness } from './completeness.ts';

/** `agent | caller | reason`, or its kind; `usual`: nothing is dictated. */
const cases = (language: string, lines: string): void => {
  test.each(lines.split('\n').map((line) => line.split('|').map((part) => part.trim())))('%s — %s — %s', (agentText, text, expected) => {
    const verdict = completeness({ language, agentText: agentText ?? '', text: text ?? '' });
    if (expected === 'usual') expect(verdict.is).not.toBe('dictating');
    else expect([verdict.is, verdict.because]).toContain(expected);
  });
};

describe('German, de-DE', () =>
  cases(
    'de-DE',
    `Unter welcher Nummer kann ich Sie erreichen? | null eins | digits_missing
     Wie kann ich Sie erreichen? | null eins sieben | digits_missing
     Wie lautet Ihre Buchungsnummer? | a b eins zwei | dictation_goes_on
     Wie lautet Ihre Bestellnummer? | vier sieben | dictating
     Wie lauten die letzten vier Ziffern Ihrer Karte? | vier zwei | digits_missing
     Wie lauten die letzten vier Ziffern Ihrer Karte? | vier zwei vier zwei | complete
     Ihre IBAN bitte? | d e acht neun | dictating
     Wie schreibt sich das? | m a i | spelling_goes_on
     Wie heißen Sie? | Max Müller | usual
     Wie ist Ihre Telefonnummer? | die habe ich nicht | usual
     Ihre E-Mail-Adresse? | habe ich nicht | usual
     Wie schreibt man das? | m a i | spelling_goes_on`,
  ));

describe('English, en-US', () =>
  cases(
    'en-US',
    `How can we reach you? | six one nine | digits_missing
     How can we reach you? | by email please | usual
     Where can we contact you? | five five five one | digits_missing
     What is the best way to reach you? | five five five one | digits_missing
     What's your booking reference? | x ray seven | dictation_goes_on
     Can I get your booking reference? | it's x ray | dictating
     What is your order number? | seven four | dictating
     What is your confirmation code? | x-ray bravo | dictating
     How can we help you? | I need six | usual
     Letter by letter, please: what is your last name? | s m i | spelling_goes_on`,
  ));

describe('Spanish, es-ES', () =>
  cases(
    'es-ES',
    `¿A qué número le puedo llamar? | seis uno | digits_missing
     ¿Cómo podemos contactarle? | seis uno dos | digits_missing
     ¿Cómo se deletrea? | l o p | spelling_goes_on
     ¿Cuál es su número de reserva? | a b uno dos | dictation_goes_on
     ¿Cuál es su número de póliza? | siete cuatro | dictating
     ¿Cuáles son los últimos cuatro dígitos de su tarjeta? | cuatro dos | digits_missing
     ¿Cuál es su código postal? | dos ocho | digits_missing
     ¿Cuál es su código postal? | dos ocho cero cero uno | complete
     ¿Cuándo nació? | tres de marzo de mil novecientos ochenta y cinco | complete
     ¿Cuándo nació? | tres de marzo de mil novecientos | date_incomplete
     ¿En qué le puedo ayudar? | quiero una cita | usual
     ¿Su teléfono? | no lo tengo | usual
     ¿Su correo electrónico? | no tengo correo | usual
     ¿Cómo se escribe? | l o p | spelling_goes_on`,
  ));

describe('French, fr-FR', () =>
  cases(
    'fr-FR',
    `À quel numéro puis-je vous joindre ? | zéro six | digits_missing
     Comment pouvons-nous vous joindre ? | zéro six douze | digits_missing
     Comment ça s'écrit ? | d u p | spelling_goes_on
     Comment s’écrit votre nom ? | d u p | spelling_goes_on
     Quel est votre numéro de réservation ? | a b un deux | dictation_goes_on
     Quels sont les quatre derniers chiffres de votre carte ? | quatre deux | digits_missing
     Votre adresse électronique ? | jean point | email_incomplete
     Quel est votre numéro de carte ? | quatre un un un | digits_missing
     Quel jour vous convient ? | lundi | usual
     Votre numéro de téléphone ? | je ne sais pas | usual
     Votre adresse e-mail ? | je n'en ai pas | usual`,
  ));

describe('Italian, it-IT', () =>
  cases(
    'it-IT',
    `Qual è il suo numero di telefono? | tre tre | digits_missing
     Qual è il suo numero di telefono? | tre tre otto uno due tre quattro cinque sei sette | dictating
     A che numero posso richiamarla? | tre tre otto | digits_missing
     Mi può dare il suo cellulare? | tre tre otto | digits_missing
     Qual è la sua email? | mario chiocciola gmail punto | email_incomplete
     Qual è il suo indirizzo e-mail? | mario chiocciola gmail punto com | complete
     Qual è la sua data di nascita? | tre marzo | date_incomplete
     Qual è la sua data di nascita? | tre marzo millenovecentottantacinque | complete
     Quando è nato? | il tre marzo | date_incomplete
     Come si scrive? | m a r | spelling_goes_on
     Qual è il CAP? | due zero | dictating
     Qual è il suo CAP? | due zero uno due uno | complete
     Qual è il suo codice postale? | due zero | digits_missing
     Qual è il numero di prenotazione? | a b uno due | dictation_goes_on
     Qual è il numero dell'ordine? | sette quattro | dictating
     Qual è il numero della carta? | quattro uno uno uno | digits_missing
     Come posso aiutarla? | vorrei un appuntamento | usual
     Qual è il suo numero di telefono? | non ce l'ho | usual
     Qual è la sua email? | non ho una email | usual
     Può fare lo spelling? | m a r | spelling_goes_on`,
  ));

describe('Dutch, nl-NL', () =>
  cases(
    'nl-NL',
    `Wat is uw telefoonnummer? | nul zes | digits_missing
     Wat is uw telefoonnummer? | nul zes een twee drie vier vijf zes zeven acht | complete
     Op welk nummer kunnen we u bereiken? | nul zes | digits_missing
     Hoe kunnen we u bereiken? | nul zes | digits_missing
     Wat is uw e-mailadres? | jan apenstaartje gmail punt | email_incomplete
     Wat is uw e-mailadres? | jan apenstaartje gmail punt com | complete
     Wat is uw geboortedatum? | drie maart | date_incomplete
     Wat is uw geboortedatum? | drie maart negentienhonderdvijfentachtig | complete
     Wanneer bent u geboren? | drie maart | date_incomplete
     Hoe schrijf je dat? | j a n | spelling_goes_on
     Hoe spelt u dat? | j a n | spelling_goes_on
     Wat is uw postcode? | een nul een | digits_missing
     Wat is uw postcode? | een nul een een a b | complete
     Wat is uw bestelnummer? | zeven vier | dictating
     Wat is uw klantnummer? | zeven vier | dictating
     Wat is uw polisnummer? | a b een twee | dictation_goes_on
     Wat zijn de laatste vier cijfers van uw kaart? | vier twee | digits_missing
     Waarmee kan ik u helpen? | ik wil een afspraak | usual
     Wat is uw telefoonnummer? | dat weet ik niet | usual
     Wat is uw e-mailadres? | heb ik niet | usual
     Kunt u dat spellen? | j a n | spelling_goes_on`,
  ));

describe('Portuguese, pt-BR', () =>
  cases(
    'pt-BR',
    `Qual é o seu número de telefone? | onze nove | digits_missing
     Qual é o seu celular? | onze nove oito | digits_missing
     Como podemos entrar em contato? | onze nove oito | digits_missing
     Qual é o seu e-mail? | joão arroba gmail ponto com | complete
     Qual é o seu e-mail? | joão arroba gmail ponto | email_incomplete
     Qual é a sua data de nascimento? | três de março de mil novecentos e oitenta e cinco | complete
     Qual é a sua data de nascimento? | três de março | date_incomplete
     Quando você nasceu? | três de março | date_incomplete
     Como se escreve? | j o a | spelling_goes_on
     Qual é o seu CEP? | zero um três | digits_missing
     Qual é o número do pedido? | sete quatro | dictating
     Qual é o número da sua reserva? | a b um dois | dictation_goes_on
     Qual é o número do cartão? | quatro um um um | digits_missing
     Como posso ajudar? | quero marcar uma consulta | usual
     Qual é o seu número de telefone? | não tenho | usual
     Qual é o seu e-mail? | eu não tenho | usual
     Pode soletrar? | j o a | spelling_goes_on`,
  ));

describe('Portuguese, pt-PT', () =>
  cases(
    'pt-PT',
    `Qual é o seu número de telemóvel? | nove um dois | digits_missing
     Qual é o seu número de telemóvel? | nove um dois três quatro cinco seis sete oito | complete`,
  ));
