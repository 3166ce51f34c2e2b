/** What a question wants dictated: the larger thing, several things, or nothing at all. */
import { describe, expect, test } from 'vitest';
import { completeness } from './completeness.ts';

/** `agent | caller | verdict`: `waits`, `complete`, or `usual`, when nothing is dictated. */
const cases = (language: string, lines: string): void => {
  test.each(lines.split('\n').map((line) => line.split('|').map((part) => part.trim())))('%s — %s — %s', (agentText, text, expected) => {
    const { is, because } = completeness({ language, agentText: agentText ?? '', text: text ?? '' });
    if (expected === 'usual') expect(is).not.toBe('dictating');
    else expect([is, because]).toContain(expected === 'waits' ? 'dictating' : expected === 'complete' ? 'dictation_complete' : expected);
  });
};

describe('what belongs to a thing never shortens it', () =>
  cases(
    'en-US',
    `What is your phone number, including the area code? | four one five | waits
     What is your phone number, including the area code? | four one five five five five one two three four | complete
     Please give me your phone number, area code first. | four one five | waits
     Please give me your phone number, area code first. | four one five five five five one two three four | complete
     What is your phone number with area code? | four one five | waits
     What is your phone number with the area code? | four one five five five five | waits
     Starting with the area code, what is your phone number? | four one five | waits
     What is your number? Please include the area code. | four one five | waits
     Can I have your area code and phone number? | four one five | waits
     Can I have your area code and phone number? | four one five five five five one two three four | complete
     Area code and number, please. | four one five | waits
     What's your mobile, area code included? | four one five | waits
     Please say your ten-digit number beginning with the area code. | four one five | waits
     What is your phone number, with country code? | four four seven nine | waits
     And your number, country code first? | plus four four seven nine one | waits
     What is your ten-digit phone number? | four one five | waits
     What is your area code? | four one | waits
     What is your area code? | four one five | complete
     What is your zip code? | four one five | waits
     What is your sixteen-digit card number? | four one one one | waits
     What is your credit card number and security code? | four one one one | waits
     What is your credit card number and security code? | 4242 4242 4242 4242 | waits
     What is your credit card number and security code? | 4242 4242 4242 4242 one two three | complete
     What is your credit card number and the three digit code? | four one one one | waits
     What is the card number with the security code? | four one one one | waits
     Card number, expiration date, and CVV? | 4242 4242 4242 4242 oh four twenty eight | waits
     Card number, expiration date, and CVV? | 4242 4242 4242 4242 oh four twenty eight one two three | complete
     I need the card number, expiry date and CVV. | four one one one | waits
     For your Visa credit card, what is the security code? | one two three | complete
     What is the security code on the back of your credit card? | one two three | complete
     What are the last four digits of your phone number? | one two three four | complete
     What are the last four digits of your phone number? | one two | waits`,
  ));

describe('several things are waited for all', () =>
  cases(
    'en-US',
    `What is your date of birth and zip code? | march third nineteen eighty | waits
     What is your date of birth and zip code? | march third nineteen eighty nine four one oh seven | complete
     What is your date of birth and zip code? | march third | waits
     What is your zip code and date of birth? | nine four one oh seven | waits
     What is your zip code and date of birth? | nine four one oh seven march third nineteen eighty | complete
     What is your email and phone number? | ann at gmail dot com | waits
     What is your email and phone number? | four one five five five five one two three four | waits
     What is your email and phone number? | ann at gmail dot com four one five five five five one two three four | complete
     What is your email and phone number? | I don't have an email | usual
     What's your card's expiration date and security code? | oh four twenty eight | waits
     What's your card's expiration date and security code? | oh four twenty eight one two three | complete
     Email, please, and then your phone number. | ann at gmail dot com | waits
     Your phone number and date of birth, please. | four one five five five five one two three four | waits
     May I have your address and zip code? | twelve main street | waits
     May I have your address and zip code? | twelve main street springfield nine four one oh seven | complete
     What is your name, and could you spell it? | ann lee a n n | waits
     What is your name, and could you spell it? | ann lee a n n l e e | complete
     What is your name, and could you spell it? | smith s m i t h | complete
     What is your first name? Please spell it. | ann a n n | complete
     What is your full name and date of birth? | ann lee march | waits
     What is your full name and date of birth? | ann lee march third nineteen eighty | complete
     I have your phone number, and what's your email? | ann at gmail dot com | complete
     What is your phone number, and is it a mobile? | four one five five five five one two three four | complete`,
  ));

describe('nothing is dictated to a yes or no question, nor to another one', () =>
  cases(
    'en-US',
    `Is this your mobile number? | It is. | usual
     Is this your mobile number? | yes | usual
     Is this your mobile number? | no it's four one five | waits
     Is this your mobile number? | actually it's | waits
     Is your phone number still 415 555 1234? | yes it is | usual
     Just to confirm, is this still your e-mail? | it is | usual
     Is your e-mail still ann@example.com? | no it's ann dot | waits
     Did you get my email? | Not yet. | usual
     Did you get my email? | nothing arrived | usual
     Did you receive the code we sent? | I did | usual
     Did you get the confirmation e-mail? | yesterday morning | usual
     What year were you born? | Nineteen seventy six. | complete
     What year were you born? | nineteen | waits
     In which year were you born? | 1976 | complete
     Is the zip code 94107? | it is | usual
     Is that spelled with a K? | with a c | usual
     Is it spelled with one L or two? | two | usual
     Which email program do you use? | outlook | usual
     Which email address should I use? | ann at | waits
     Which number is best? | four one five | waits
     When did you send the email? | yesterday | usual
     When was your phone number changed? | last week | usual
     When is your birthday? | march third | waits
     When is the birthday party? | saturday | usual
     Which month were you born in? | july | complete
     How many people come to the birthday? | twenty | usual
     How many cards do you have? | two | usual
     Who sent you the email? | your colleague | usual
     What is the email about? | an invoice | usual
     What does the email say? | pay now | usual
     What is your address like? | twelve | usual
     Has your address changed? | it has | usual
     Is your birthday in July? | it is | usual
     Are you calling about your phone? | the screen | usual
     Would you like me to email you? | that works | usual
     Do you want to change your email? | maybe later | usual
     Can I call you back on this number? | of course you can | usual
     Why do you need a new card number? | I lost it | usual
     Where did you see the phone number? | online | usual
     Can you see the code on your screen? | not yet | usual
     What's the matter with your email? | it bounced | usual
     Does your phone number end in 1234? | it does | usual
     Who has your card? | my wife | usual
     Pick a number between one and ten. | seven | usual
     What's your favorite number? | seven | usual`,
  ));

describe('a polite yes or no question asks for the thing itself', () =>
  cases(
    'en-US',
    `Can I have your number? | four one five | waits
     Could you tell me your email? | ann at | waits
     May I have your date of birth? | march third | waits
     Do you have your order number? | yes | waits
     Do you have your order number? | it's four five | waits
     Do you have your order number handy? | one two | waits
     Do you know your policy number? | p one two | waits
     Do you happen to have your order number? | four five | waits
     Is there a number where I can reach you? | four one five | waits
     Would you mind giving me your phone number? | four one five | waits
     What's the easiest way to contact you? | four one five | waits
     Will you spell that for me? | s m i | waits
     Have you got your booking reference? | x ray seven | waits`,
  ));

describe('an answer that is no dictation is not waited for', () =>
  cases(
    'en-US',
    `What is your email? | no | usual
     What is your email? | not yet | usual
     What is your email? | I don't know | usual
     What is your email? | I don't have one | usual
     What is your email? | no idea | usual
     What is your email? | skip that | usual
     What is your email? | same as before | usual
     Do you have an account number? | not yet | usual
     Do you have an account number? | I do not | usual
     Do you know your policy number? | not by heart | usual`,
  ));

describe('numbers and codes of all kinds', () =>
  cases(
    'en-US',
    `What is your landline? | four one five | waits
     What is your Medicare number? | one e g | waits
     What is your insurance number? | a b one | waits
     What is your member number? | one two | waits
     What is your flight number? | u a four | waits
     Please tell me your VAT number. | d e one | waits
     What is your tax number? | one two | waits
     What is your meter reading? | one two three | waits
     What does your meter say? | one two three | waits
     What is the tracking number? | one z nine | waits
     What is your license number? | d one two | waits
     What is your plate number? | seven x | waits
     What is your license plate? | eight a b | waits
     What is the serial number? | s n four | waits
     What is your social? | one two three | waits
     What is your social? | one two three four five six seven eight nine | complete
     D.O.B.? | july | waits
     And your D.O.B.? | july fourth | waits
     What is the OTP? | one two three | waits
     What is the O.T.P.? | one two three | waits
     What is the one-time passcode? | one two three | waits
     What is your passcode? | one two | waits
     What is your PIN number? | one two | waits
     What are the letters? | s m i | waits
     How is your name written? | s m i | waits
     What's the best way to get in touch? | five five five | waits
     How do we get in touch with you? | five five five | waits
     What's the best number to reach you? | five five five | waits
     I have 805 555. What comes next? | one two | waits
     I got eight oh five. And the rest? | five five five | waits
     Could you repeat the last part? | one two | waits
     What is your IP address? | one nine two | waits
     What is your ID? | four four | waits
     What's your driver's license? | d one two | waits
     What's your Medicaid ID? | one two | waits
     What is your EIN? | one two | waits
     And after that? | five five five | waits
     What are the first three letters of your name? | s m | waits
     Your acct. no.? | four four | waits`,
  ));

describe('letters and digits of postal codes', () => {
  cases(
    'en-CA',
    `What is your postal code? | k one a oh b one | complete
     What is your postal code? | k one a zero b one | complete
     What is your postal code? | K 1 A O B 1 | complete
     What is your postal code? | kilo one alpha zero bravo one | complete
     What is your postal code? | h oh h oh h oh | complete
     What is your postal code? | K1A 0B1 | complete
     What is your postal code? | k one a oh b | waits
     What is your postal code? | k one a | waits`,
  );
  cases(
    'en-GB',
    `What's the postcode? | sierra whisky one alpha one alpha alpha | complete
     What's the postcode? | n w one oh a b | complete
     What's the postcode? | w one a oh a x | complete
     What's the postcode? | it's e c one a one b b | complete
     What's the postcode? | e c one a | waits
     What's the postcode? | m one | waits`,
  );
});

describe('German', () =>
  cases(
    'de-DE',
    `Wie ist Ihre Telefonnummer mit Vorwahl? | null drei null | waits
     Wie ist Ihre Telefonnummer, inklusive Vorwahl? | null drei null | waits
     Wie lauten Kartennummer und Prüfnummer? | vier eins eins eins | waits
     Wie lauten Ihr Geburtsdatum und Ihre Postleitzahl? | dritter märz neunzehnhundertachtzig | waits
     Wie lauten Ihr Geburtsdatum und Ihre Postleitzahl? | dritter märz neunzehnhundertachtzig eins null eins eins fünf | complete
     Ist das Ihre Handynummer? | ja ist es | usual
     Ist der Termin nie gut? | nie | usual
     Wurde der Code geschickt? | noch nicht | usual
     Haben Sie meine E-Mail erhalten? | noch nicht | usual
     Wann haben Sie die E-Mail geschickt? | gestern | usual
     Welches E-Mail-Programm benutzen Sie? | outlook | usual
     Wie viele Leute kommen zum Geburtstag? | zwanzig | usual
     In welchem Jahr sind Sie geboren? | neunzehnhundertsechsundsiebzig | complete
     Kann ich Ihre Nummer haben? | null eins | waits
     Haben Sie Ihre Bestellnummer zur Hand? | vier sieben | waits
     Wie ist Ihre Festnetznummer? | null drei | waits
     Wie lautet Ihre Steuernummer? | eins zwei | waits
     Wie lautet Ihr Kennzeichen? | b m w | waits
     Wie ist der Zählerstand? | eins zwei drei | waits
     Wie ist Ihre Flugnummer? | l h vier | waits
     Ich habe null drei null. Und der Rest? | fünf fünf fünf | waits
     Wie lautet die TAN? | eins zwei | waits
     Wie erreiche ich Sie am besten? | null drei null | waits
     Wann läuft die Karte ab? | null vier | waits
     Können Sie mir Name und Telefonnummer sagen? | max müller null drei | waits
     Was ist Ihre Telefonnummer? | null drei null | waits`,
  ));

describe('Spanish', () =>
  cases(
    'es-ES',
    `¿Cuál es su teléfono, con el prefijo? | seis uno | waits
     ¿Cuál es su número de teléfono con código de área? | nueve uno cinco cinco cinco cinco | waits
     ¿Cuál es su fecha de nacimiento y su código postal? | tres de marzo de 1985 | waits
     ¿Es este su número de móvil? | sí es | usual
     ¿Recibió mi correo? | todavía no | usual
     ¿Cuándo mandó el correo? | ayer | usual
     ¿Cuántas personas vienen al cumpleaños? | veinte | usual
     ¿En qué año nació? | mil novecientos setenta y seis | complete
     ¿Tiene su número de pedido a mano? | cuatro cinco | waits
     ¿Cuál es su teléfono fijo? | nueve uno | waits
     ¿Cuál es su matrícula? | uno dos tres | waits
     ¿Cuál es su DNI? | uno dos tres | waits
     ¿Cuál es su número de vuelo? | i b tres | waits
     ¿Cuál es su número y su correo? | seis uno dos tres cuatro cinco seis siete ocho | waits
     ¿Es tan urgente? | sí | usual
     ¿Y los últimos cuatro? | uno dos | waits
     ¿Cuáles son los últimos cuatro dígitos de su tarjeta? | uno dos tres cuatro | complete
     ¿Cuándo es su cumpleaños? | tres de marzo | waits
     ¿Cómo podemos ponernos en contacto? | seis uno dos | waits
     Tengo seis uno dos. ¿Y el resto? | tres cuatro | waits`,
  ));

describe('French', () =>
  cases(
    'fr-FR',
    `Quel est votre numéro de téléphone, avec l'indicatif ? | zéro six | waits
     Est-ce bien votre numéro de portable ? | oui c'est ça | usual
     Avez-vous reçu mon e-mail ? | pas encore | usual
     Quand avez-vous envoyé l'e-mail ? | hier | usual
     Combien de personnes viennent à l'anniversaire ? | vingt | usual
     En quelle année êtes-vous né ? | 1976 | complete
     Pouvez-vous me donner votre numéro ? | zéro six | waits
     Quel est votre numéro de fixe ? | zéro un | waits
     Quelle est votre plaque d'immatriculation ? | a b un | waits
     Quel est votre numéro de vol ? | a f un | waits
     Quel est votre numéro de sécurité sociale ? | un sept six | waits
     J'ai zéro six. Et la suite ? | douze trente-quatre | waits`,
  ));

describe('Italian', () =>
  cases(
    'it-IT',
    `Qual è il suo numero di telefono, con il prefisso? | zero due | waits
     È questo il suo numero di cellulare? | sì lo è | usual
     Ha ricevuto la mia email? | non ancora | usual
     Quando ha mandato l'email? | ieri | usual
     Quante persone vengono al compleanno? | venti | usual
     In che anno è nato? | millenovecentosettantasei | complete
     Mi può dare il suo numero? | tre tre | waits
     Qual è il suo telefono fisso? | zero due | waits
     Qual è la targa? | a b uno | waits
     Qual è la sua partita IVA? | uno due tre | waits
     Qual è il numero del volo? | a z uno | waits`,
  ));

describe('Portuguese', () =>
  cases(
    'pt-BR',
    `Qual é o seu telefone, com DDD? | onze nove | waits
     Este é o seu celular? | é sim | usual
     Recebeu o meu e-mail? | ainda não | usual
     Quando enviou o e-mail? | ontem | usual
     Quantas pessoas vêm ao aniversário? | vinte | usual
     Em que ano você nasceu? | 1976 | complete
     Pode me dar o seu número? | onze nove | waits
     Qual é o seu telefone fixo? | onze três | waits
     Qual é o seu CPF? | um dois três | waits
     Qual é a placa? | a b c um | waits
     Qual é o número do voo? | l a três | waits`,
  ));

describe('Dutch', () =>
  cases(
    'nl-NL',
    `Wat is uw telefoonnummer, met het netnummer? | nul twee nul | waits
     Is dit uw mobiele nummer? | ja dat klopt | usual
     Heeft u mijn e-mail ontvangen? | nog niet | usual
     Wanneer heeft u de e-mail gestuurd? | gisteren | usual
     Hoeveel mensen komen er op de verjaardag? | twintig | usual
     In welk jaar bent u geboren? | 1976 | complete
     Kunt u uw nummer geven? | nul zes | waits
     Wat is uw vaste nummer? | nul twee | waits
     Wat is uw kenteken? | a b een | waits
     Wat is uw BSN? | een twee drie | waits
     Wat is de meterstand? | een twee drie | waits
     Wat is uw vluchtnummer? | k l een | waits`,
  ));
