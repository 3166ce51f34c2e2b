import { TurnTakingSettings } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { completeness, type Completeness } from './completeness.ts';
import { endpointing } from './endpointing.ts';

const PHONE = "What's the best number to reach you?";
const EMAIL = 'And your email?';
const SPELL = 'Could you spell your last name for me?';
const BORN = 'What is your date of birth?';

/** `agent | caller | reason`, a line each. */
const cases = (language: string, lines: string, agent?: string): void => {
  const table = lines.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.split('|').map((part) => part.trim())]));
  test.each(table.map((line) => (agent === undefined ? line : [agent, ...line])))('%s — %s — %s', (agentText, text, because) => {
    expect(completeness({ text: text ?? '', agentText: agentText ?? '', language }).because).toBe(because);
  });
};

describe('a phone number', () => {
  describe('in groups', () =>
    cases(
      'en-US',
      `five five five | digits_missing
       five five five one two three | digits_missing
       five five five one two three four | digits_missing
       five five five one two three four five six seven | dictation_complete
       Five five five, one two three, four five six seven. | dictation_complete
       555 123 | digits_missing
       (555) 123-4567 | dictation_complete
       5551234567 | dictation_complete
       sure it's five five five | digits_missing
       yes, my number is 555-123-45 | digits_missing
       one five five five one two three four five six | digits_missing
       1 555 123 4567 | dictation_complete
       plus one five five five one two three four five six | digits_missing
       +1 555 123 4567 | dictation_complete
       plus four four seven nine one one one two three four five | digits_missing
       +44 7911 123456 | dictation_complete
       +49 30 123456 | dictation_goes_on
       five five five oh one | digits_missing
       five five five oh one oh oh nine nine nine | dictation_complete
       double five five triple seven | digits_missing
       double five five triple seven double one oh two | dictation_complete
       eight hundred five five five twelve thirty four | dictation_complete
       eight hundred five five five twenty two | digits_missing
       five five five um | digits_missing
       five five five one two three and then | digits_missing
       five five five one two three dash | digits_missing
       area code five one two | digits_missing
       five five five one two three four five six seven extension | dictation_goes_on
       five five five one two three, sorry, one two four | digits_missing
       five five five no wait six five five one two three four five six seven | dictation_complete
       it's | digits_missing
       my number is | digits_missing`,
      PHONE,
    ));
  describe('asked in other words', () =>
    cases(
      'en-US',
      `What is your phone number? | five five five one two three | digits_missing
       Okay? Please tell me your phone number now. | five five five | digits_missing
       Can I get a good callback number for you? | five five five | digits_missing
       What number can we call you back on? | five five five | digits_missing
       Great, thank you. Could I have your mobile number, please? | five five five | digits_missing
       Please tell me your phone number. | five five five | digits_missing
       What's the best phone number? We only use it for reminders. | five five five | digits_missing
       And where can I reach you at? Where can we reach you on the phone? | five five five | digits_missing
       I have 555 123. Could you repeat the number? | five five five | dictation_goes_on
       Sure, take your time. | five five five | dictation_goes_on
       Okay, 555 123, and the rest? | four five six seven | dictation_complete
       Okay, 555 123, and then? | four five six | dictation_goes_on
       Could I have your phone number? | sure | digits_missing
       Could I have your phone number? | yes of course | digits_missing
       Is 555 123 4567 still your phone number? | yes | closing_phrase
       Is 555 123 4567 still your phone number? | no it's five five five | digits_missing
       What is your name and phone number? | John Smith five five five | digits_missing
       How can I help? | my phone number is five five five | digits_missing`,
    ));
  describe('in other countries', () => {
    describe('Germany', () =>
      cases(
        'de-DE',
        `Wie ist Ihre Telefonnummer? | null eins fünf eins | digits_missing
         Wie ist Ihre Handynummer? | null eins sieben sechs zwei drei vier fünf sechs sieben | dictation_goes_on
         Wie ist Ihre Handynummer? | null eins sieben sechs zweiunddreißig vierundfünfzig sechsundsiebzig achtundneunzig | dictation_complete
         Wie ist Ihre Telefonnummer? | doppel fünf | digits_missing
         Wie ist Ihre Telefonnummer? | die habe ich gerade nicht | could_go_on`,
      ));
    describe('Spain', () =>
      cases(
        'es-ES',
        `¿Cuál es su número de teléfono? | seis uno dos | digits_missing
         ¿Cuál es su número de teléfono? | seis uno dos treinta y cuatro cincuenta y seis setenta y ocho | dictation_complete`,
      ));
    describe('France', () =>
      cases(
        'fr-FR',
        `Quel est votre numéro de téléphone ? | zéro six douze | digits_missing
         Quel est votre numéro de téléphone ? | zéro six douze trente-quatre quatre-vingt-dix-sept soixante et onze | dictation_complete`,
      ));
    describe('Britain', () => cases('en-GB', `What is your phone number? | 07911 123456 | dictation_complete`));
  });
});

describe('an e-mail address', () => {
  cases(
    'en-US',
    `john | email_incomplete
     john dot smith | email_incomplete
     john dot smith at | email_incomplete
     john dot smith at gmail | email_incomplete
     john dot smith at gmail dot | email_incomplete
     john dot smith at gmail dot com | dictation_complete
     John dot Smith at gmail dot com. | dictation_complete
     it's john.smith@gmail.com | dictation_complete
     john.smith@gmail.com please | dictation_complete
     yeah it's j o h n underscore | email_incomplete
     john at my company dot co | email_incomplete
     john at my company dot co dot uk | dictation_complete
     john at web dot d e | dictation_complete
     john at gmail dot c | email_incomplete
     john at bright dash smile dot org thanks | dictation_complete
     smith nineteen eighty at | email_incomplete
     my email is | email_incomplete`,
    EMAIL,
  );
  describe('asked in other words', () =>
    cases(
      'en-US',
      `What's a good e-mail address for you? | john dot smith | email_incomplete
       Could you spell out your email address? | j o h n | email_incomplete
       Can I have your email address? | sure | email_incomplete
       Should I text or email you? | email please | closing_phrase
       How can I help? | my email is john dot smith | email_incomplete`,
    ));
  describe('German', () =>
    cases(
      'de',
      `Wie ist Ihre E-Mail-Adresse? | max punkt maier ät | email_incomplete
     Wie ist Ihre E-Mail-Adresse? | max punkt maier at web punkt de | dictation_complete`,
    ));
  describe('Spanish', () =>
    cases(
      'es',
      `¿Cuál es su correo electrónico? | juan arroba gmail | email_incomplete
     ¿Cuál es su correo electrónico? | juan arroba gmail punto com | dictation_complete`,
    ));
  describe('French', () =>
    cases(
      'fr',
      `Quelle est votre adresse e-mail ? | jean arobase orange point | email_incomplete
     Quelle est votre adresse e-mail ? | jean arobase orange point fr | dictation_complete`,
    ));
});

describe('a spelled name', () => {
  cases(
    'en-US',
    `s m i | spelling_goes_on
     S. M. I. | spelling_goes_on
     s m i t h | spelling_goes_on
     smith s m i | spelling_goes_on
     smith s m i t h | dictation_complete
     it's S-M-I | spelling_goes_on
     s as in sam m as in mary | spelling_goes_on
     sierra mike | spelling_goes_on
     n for | spelling_goes_on
     s m as in | spelling_goes_on
     b e double t | spelling_goes_on
     s m um | spelling_goes_on
     o | spelling_goes_on
     just like it sounds | name_given
     yes i can please | closing_phrase`,
    SPELL,
  );
  cases(
    'en-US',
    `Thanks, Maria Lopez. How do you spell Lopez? | l o p | spelling_goes_on
     Thanks, Maria Lopez. How do you spell Lopez? | l o p e z | dictation_complete
     What is your name? | my name is smith that's spelled s m | spelling_goes_on`,
  );
  describe('German', () => cases('de', `Können Sie das buchstabieren? | m a i | spelling_goes_on`));
  describe('Spanish', () => cases('es', `¿Me lo puede deletrear? | l o p | spelling_goes_on`));
  describe('French', () => cases('fr', `Pouvez-vous épeler votre nom ? | d u p | spelling_goes_on`));
});

describe('a date of birth', () => {
  cases(
    'en-US',
    `march | date_incomplete
     march third | date_incomplete
     march third nineteen | date_incomplete
     march third nineteen eighty five | dictation_complete
     march third eighty five | dictation_complete
     march 3rd 1985 | dictation_complete
     March 3, 1985. | dictation_complete
     the third of march | date_incomplete
     the third of march nineteen eighty five | dictation_complete
     the twenty first of may two thousand five | dictation_complete
     may twenty first two thousand and five | dictation_complete
     march third twenty | date_incomplete
     march third twenty oh five | dictation_complete
     three fourteen | date_incomplete
     three fourteen eighty five | dictation_complete
     three fourteen nineteen | date_incomplete
     oh three one four | date_incomplete
     oh three one four one nine | date_incomplete
     oh three one four one nine eight five | dictation_complete
     oh three fourteen nineteen eighty five | dictation_complete
     3/14/85 | dictation_complete
     03-14-1985 | dictation_complete
     1985-03-14 | dictation_complete
     3/14 | date_incomplete
     march three one nine eight five | dictation_complete
     i was born on march third | date_incomplete
     i was born in eighty five | date_incomplete
     it's | date_incomplete`,
    BORN,
  );
  cases(
    'en-US',
    `When were you born? | march third | date_incomplete
     Could you confirm your birthday for me? | march third | date_incomplete
     When does the card expire? | oh eight | date_incomplete
     When does the card expire? | oh eight twenty seven | dictation_complete
     What is the expiration date? | august twenty twenty seven | dictation_complete
     When would you like to come? | on march | day_missing
     When would you like to come? | on march third | date_or_time_given`,
  );
  describe('German', () =>
    cases(
      'de',
      `Wie ist Ihr Geburtsdatum? | dritter märz | date_incomplete
     Wie ist Ihr Geburtsdatum? | dritter märz neunzehnhundertfünfundachtzig | dictation_complete
     Wann sind Sie geboren? | 3.3.1985 | dictation_complete`,
    ));
  describe('Spanish', () =>
    cases(
      'es',
      `¿Cuál es su fecha de nacimiento? | tres de marzo | date_incomplete
     ¿Cuál es su fecha de nacimiento? | tres de marzo de 1985 | dictation_complete`,
    ));
  describe('French', () =>
    cases(
      'fr',
      `Quelle est votre date de naissance ? | trois mars | date_incomplete
     Quelle est votre date de naissance ? | trois mars 1985 | dictation_complete`,
    ));
});

describe('numbers, codes and addresses', () =>
  cases(
    'en-US',
    `What is the six-digit code? | one two three | digits_missing
     What is the six-digit code? | one two three four five six | dictation_complete
     What are the last four digits of your card? | four two | digits_missing
     What are the last four digits of your card? | four two four two | dictation_complete
     What are the last four of your social? | four two four two | dictation_complete
     What is your PIN? | one two | digits_missing
     What is your PIN? | one two three four | dictation_complete
     Please read me the verification code. | four two four two | dictation_goes_on
     What is your policy number? | a b one two | dictation_goes_on
     What is your account number? | four two four two four two | dictation_goes_on
     What is your booking reference? | x ray bravo seven | dictation_goes_on
     What is your credit card number? | four two four two four two four two | digits_missing
     What is your credit card number? | 4242 4242 4242 4242 | dictation_complete
     What is your card number? | 3782 822463 10005 | dictation_complete
     And the security code on the back? | one two three | dictation_complete
     What is your social security number? | one two three four five | digits_missing
     What is your zip code? | nine seven | digits_missing
     What is your zip code? | nine seven two oh one | dictation_complete
     What is your postcode? | s w one a | digits_missing
     What is your postcode? | SW1A 1AA | dictation_complete
     What is your address? | four twelve main street | address_incomplete
     What is your mailing address? | 412 Main Street, Springfield | address_incomplete
     What is your mailing address? | 412 Main Street, Springfield, Oregon 97477 | dictation_complete`,
  ));

describe('something else than what was asked for is answered as usual', () => {
  const usual = (language: string, lines: string): void => {
    test.each(lines.split('\n').map((line) => line.split('|').map((part) => part.trim())))('%s — %s', (agentText, text) => {
      expect(completeness({ text: text ?? '', agentText: agentText ?? '', language }).is).not.toBe('dictating');
    });
  };
  usual(
    'en-US',
    `${PHONE} | I don't have one
     ${PHONE} | why do you need it
     ${PHONE} | one moment
     ${PHONE} | give me one second please
     ${PHONE} | can I give you two
     ${PHONE} | five five five hold on a second
     ${PHONE} | what is this for
     ${PHONE} | no
     ${EMAIL} | I don't have an email
     ${EMAIL} | why do you need that
     ${EMAIL} | one moment
     ${EMAIL} | I'd rather not
     ${EMAIL} | no
     ${EMAIL} | you already have it
     ${EMAIL} | I'm at work right now
     ${EMAIL} | can I call you later
     ${SPELL} | what do you mean
     ${SPELL} | just a second
     ${SPELL} | no I can't
     ${BORN} | why do you ask
     ${BORN} | I'm thirty five
     ${BORN} | one moment please
     What is your address? | I just moved
     What is your PIN? | I forgot it
     Do you prefer phone or email? | email
     Which number would you like, one or two? | two
     How many guests? | four
     What time suits you? I have your phone number already. | at nine thirty
     Your phone number is on file. What time suits you? | at nine
     How can I help? | I have two kids and one dog`,
  );
});

describe('the usual judgement', () =>
  cases(
    'en-US',
    `How can I help? | I would like to | open_phrase
     How can I help? | I need an | open_word
     How can I help? | I need an appointment tomorrow | whole_sentence
     Is that right? | yes | closing_phrase
     What is your PIN? | why do you need it | closing_phrase
     What is your name? | John Smith | name_given
     How can I help? |  | no_words_recognised`,
  ));

describe('the wait', () => {
  const { endpointing: settings } = TurnTakingSettings.parse({});
  const wait = (text: string, change: Partial<typeof settings> = {}) =>
    endpointing({ text, agentText: PHONE, language: 'en-US', settings: { ...settings, ...change } });
  test('is the longest while someone dictates', () => {
    expect(wait('five five five')).toEqual({ silenceMs: 2_000, reason: 'digits_missing' });
    expect(wait('five five five', { dictation_silence_ms: 3_500 })).toEqual({ silenceMs: 3_500, reason: 'digits_missing' });
  });
  test('is never shorter than after other open words', () => {
    expect(wait('five five five', { incomplete_silence_ms: 3_000 }).silenceMs).toBe(3_000);
  });
  test('is the shortest when all is there', () => {
    expect(wait('five five five one two three four five six seven')).toEqual({ silenceMs: 350, reason: 'dictation_complete' });
  });
  test('is always the same with a fixed silence', () => {
    expect(wait('five five five', { mode: 'fixed' })).toEqual({ silenceMs: 700, reason: 'fixed_silence' });
  });
  test('utterances joined by spaces are one dictation', () => {
    const groups = ['five five five', 'one two three', 'four five', 'six seven'];
    const reasons = groups.map(
      (_group, index): Completeness['because'] => wait(groups.slice(0, index + 1).join(' ')).reason as Completeness['because'],
    );
    expect(reasons).toEqual(['digits_missing', 'digits_missing', 'digits_missing', 'dictation_complete']);
  });
});
