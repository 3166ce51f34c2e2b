import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeClauses } from './clauses.ts';
import { cases, streamed } from './testing.ts';

describe('a full stop that ends no sentence', () => {
  describe('months and weekdays', () =>
    cases(
      'en-US',
      `See you Jan. 5 at ten. | Then we talk.
       It opens on Sept. 12 and closes in Dec. at noon. | Anything else?
       Come Fri. the 6th. | Bring your card.
       On Tue., Wed. and Thurs. we are open. | Bye.
       The next one is Mon. March 3. | Is that good?
       We are closed Sun. | We open again on Mon. at nine.
       Enjoy the sun. | It is warm.
       She sat. | Then she left.`,
    ));
  describe('titles and ranks', () =>
    cases(
      'en-US',
      `Dr. Lee is in. | Mrs. Gray is out.
       Ask for Prof. Ada King or Ms. Wu. | They know.
       Sgt. Lee, Lt. Col. Park and Capt. Ray came. | Gen. Hill did not.
       Gov. Brown met Sen. Green and Rev. Black. | It went well.
       Fly to St. Paul, Mt. Vernon or Ft. Worth. | All are near.
       Mr. and Mrs. Day called. | We called back.
       Messrs. Gold and Ray left. | They are gone.`,
    ));
  describe('addresses', () =>
    cases(
      'en-US',
      `Go to Apt. 4 now. | Ring twice.
       It is at Ave. 12 in Rm. 5. | Bldg. C is next door.
       We are at 5 Main St. near Oak Blvd. in town. | Come by.
       We are on Main St. | We open at nine.
       You find us on Oak Dr. | Our door is red.
       Take Rte. 66 and Hwy. 1 to Flt. 22. | Then turn left.
       Call ext. 12 or Ext. 13. | Someone answers.
       Apt. A is free. | Apt. B is not.
       The office is in Portland, Ore. | It is small.`,
    ));
  describe('companies and degrees', () =>
    cases(
      'en-US',
      `Acme Inc. is here. | Smith & Co. is there.
       Acme Corp. Customer Service will call. | Wait a bit.
       This is Acme Inc. | How can I help?
       Sam Jones Jr. and Ann Day Ph.D. agree. | So do I.
       We sell pens, paper, etc. | What do you need?
       Bring pens, etc. and a card. | That is all.`,
    ));
  describe('units and times', () =>
    cases(
      'en-US',
      `It is 5 ft. 3 in. tall and 10 lbs. heavy. | That is light.
       Two p.m. on Friday works. | See you then.
       We close at 5 p.m. | Parking is free.
       We open at 9 a.m. Monday and at 10 a.m. Eastern. | Bye.
       It takes approx. five min. or so. | Please wait.
       Please come in. | Sit down.
       It takes 10 min. | We hurry.`,
    ));
  describe('initials and letters', () =>
    cases(
      'en-US',
      `J. R. Smith called. | He wants a table.
       George W. Bush and J.R.R. Tolkien wrote. | Did you?
       The U.S. Army called from Washington, D.C. today. | Yes.
       We ship within the U.S. | We do not ship abroad.
       e.g. this one, i.e. that one. | Cats vs. dogs.
       Take vitamin C. | It helps.
       Take vitamin C. | Oranges have it.
       That is plan B. | Then there is plan C. | Both work.
       So do I. | Then we agree.
       Your seat is in row F. | Please board.`,
    ));
  describe('numbers and lists', () =>
    cases(
      'en-US',
      `1. Open the app. | 2. Close the app. | 10. Done.
       Do this: 1. Open the app. | 2. Close it.
       a. Open it. | b. Close it.
       a) Open it. | b) Close it.
       iv. Open it. | You are done.
       No. 5 is free, and nos. 6 and 7 are not. | Take it.
       See no. 5 on p. 12 and fig. 3. | It is short.
       The answer is no. | We are closed.
       No. | We don't.
       It costs 3.50 or $1,200.75 in all. | Is that fine?
       We close at 5. | Then we go home.
       We close at 17. | you can come before.
       It was in 1999. | Nobody knows.
       Version 2.0.1 is out. | Get it.
       Your options are 1. Sales, 2. Billing or 3. Support. | Which is it?
       There are 2. | Parking is free.`,
    ));
  describe('web and mail addresses', () =>
    cases(
      'en-US',
      `Write to info@example.com. | Then wait.
       See www.example.co.uk/help?page=2.html for more. | It is free.
       Go to example.com! | It is new.
       Is it example.co? | Yes.`,
    ));
});

describe('a sentence that ends', () => {
  describe('quotes and brackets after the mark', () =>
    cases(
      'en-US',
      `He said "no." | Then he left.
       "Stop!" he said. | Then he left.
       "Are you sure?" | She was.
       (We are closed.) | Come back.
       We asked (twice!) and waited. | Nothing came.
       He said 'go.' | So I went.
       “Really?” | Yes, “really.” | Good.
       **Note.** | This is new.
       She is in (room 5.) | Go there.`,
    ));
  describe('several marks', () =>
    cases(
      'en-US',
      `Really?! | Yes!! | Good.
       Well... let me see. | There it is.
       Well… let me see… | There it is.
       Hmm... | That is odd.
       Well . . . let me see. | Yes.`,
    ));
  describe('the end of the text', () =>
    cases(
      'en-US',
      `We are on Main St.
       The answer is no.
       It is plan B.
       We close at 5 p.m.
       Ask Dr.
       We close at 5
       Hello! | It costs 3.`,
    ));
  describe('what cannot be said', () => {
    test('an emoji goes with the sentence after it, or is left out', () => {
      expect(streamed(['Great! 😀 We open. 👍🏽'], 'en')).toEqual(['Great!', '😀 We open.']);
    });
    test('an answer of nothing else is kept', () => {
      expect(streamed(['👍'], 'en', true)).toEqual(['👍']);
    });
    test('lines and bullets', () => {
      expect(streamed(['Here:\n- Open it\n\n• Close it\r\n* Done\u2028—\n'], 'en')).toEqual(['Here:', '- Open it', '• Close it', '* Done']);
    });
  });
  test('lower case throughout', () => {
    expect(streamed(['we are open. come by. bye'], 'en')).toEqual(['we are open.', 'come by.', 'bye']);
  });
});

describe('German', () =>
  cases(
    'de-DE',
    `Dr. Müller und Hr. Maier kommen am 5. Mai. | Ist das gut?
     Das geht z. B. am Montag, d. h. Sie können kommen. | Passt das?
     Das geht z.B. Montag, u.a. Dienstag bzw. Mittwoch. | Passt das?
     Wir sind in der Hauptstr. 5 im 3. Stock. | Bis bald.
     Der Termin ist am 5. | Wir freuen uns.
     Bitte rufen Sie Tel. 555 bzw. Nr. 6 an. | Danke.
     Wir verkaufen Stifte, Papier usw. | Was brauchen Sie?
     Er sagte: „Nein.“ | Dann ging er.
     Das war ca. 300 v. Chr. in Rom. | Lange her.`,
  ));

describe('Spanish', () =>
  cases(
    'es-MX',
    `El Sr. García y la Sra. López llamaron. | ¿Qué desea?
     Estamos en la Av. Juárez, núm. 5. | ¡Venga! | Gracias.
     Cerramos a las 5 p. m. | Luego abrimos.
     Llame a Ud. Dra. Ruiz, p. ej. hoy. | Gracias.
     La respuesta es no. | Lo siento.
     EE. UU. exporta mucho. | Sí.`,
  ));

describe('French', () =>
  cases(
    'fr-FR',
    `Mme. Dupont et M. Durand sont là. | Entrez.
     Rome, 50 av. J.-C. et après. | Voilà.
     Prenez p. ex. le bus. | Il part bientôt.
     Ça va ? | Oui !
     « Oui. » | Puis il part.
     Il dit « M. Durand est là. » | Puis il part.
     Je prends le plan B. | C'est mieux.`,
  ));

describe('other languages', () => {
  describe('Italian', () => cases('it', `Il Sig. Rossi e la Dott.ssa Verdi ci sono. | Va bene?`));
  describe('Portuguese', () => cases('pt-BR', `O Sr. Silva e a Sra. Souza ligaram. | Pode ser?`));
  describe('Dutch', () => cases('nl', `Dhr. De Vries belt bijv. morgen. | Is dat goed?`));
  describe('Czech', () => cases('cs', `Přijďte 5. května v pět. | Děkuji.`));
  describe('Greek', () => cases('el', `Τι θέλετε; | Ναι.`));
  describe('one that nobody has told us of', () => cases('xx', `Dr. Lo e mi. | Na lu.`));
  test('a tag that is none', () => {
    expect(streamed(['Hi there. Bye.'], '')).toEqual(['Hi there.', 'Bye.']);
    expect(streamed(['Hi there. Bye.'], 'constructor')).toEqual(['Hi there.', 'Bye.']);
  });
});

describe('marks without a space after them', () => {
  describe('Chinese', () => cases('zh-CN', `你好。|我是小明！|你呢？|3．5元。|他说：“好。”|然后走了。`));
  describe('Chinese with a mark of ours', () => cases('zh', `好吗?|我们走!|好。`));
  describe('Japanese', () => cases('ja', `はい。|「そうですか。」|いいえ｡|また`));
  describe('Korean', () => cases('ko', `네. | 알겠습니다! | 감사합니다.`));
  describe('Hindi', () => cases('hi', `नमस्ते।|मैं ठीक हूँ॥|आप?`));
  describe('Arabic', () => cases('ar', `كيف حالك؟| نعم.`));
  describe('Urdu', () => cases('ur', `جی ہاں۔|شکریہ`));
  describe('Amharic', () => cases('am', `ሰላም።|እሺ`));
  describe('Armenian', () => cases('hy', `Բարեւ։|Այո`));
  describe('Burmese', () => cases('my', `ဟုတ်ကဲ့။|ဟုတ်`));
  describe('Khmer', () => cases('km', `បាទ។|ចាស`));
  test('ends at once, and waits for the quote that is open', () => {
    expect(takeClauses('你好。', { first: false, language: 'zh' })).toEqual({ clauses: ['你好。'], rest: '' });
    expect(takeClauses('他说“好。', { first: false, language: 'zh' })).toEqual({ clauses: [], rest: '他说“好。' });
    expect(takeClauses('नमस्ते।', { first: false, language: 'hi' }).clauses).toEqual(['नमस्ते।']);
  });
});

describe('what only the next delta can tell', () => {
  test.each([
    'It costs 3.',
    'It costs 3. ',
    'Ask Dr. ',
    'We are on Main St. ',
    'We are on Main St. W',
    'Is it no. ',
    'He said "no." ',
    'Go to example.',
  ])('%s', (text) => expect(takeClauses(text, { first: false, language: 'en' })).toEqual({ clauses: [], rest: text }));
  test('a plain sentence ends with the space after it', () => {
    expect(takeClauses('We are open. ', { first: false, language: 'en' }).clauses).toEqual(['We are open.']);
  });
});

describe('the first clause', () => {
  test('ends at a comma when it is long enough, others do not', () => {
    const text = 'We are open from nine to five, and on Fridays to four, always. Bye.';
    expect(streamed([...text], 'en', true)).toEqual(['We are open from nine to five,', 'and on Fridays to four, always.', 'Bye.']);
    expect(streamed(['Yes, we are open now.'], 'en', true)).toEqual(['Yes, we are open now.']);
  });
  test('ends at a comma of its script', () => {
    expect(streamed([...'我们每天早上九点开门，下午五点关门。'], 'zh', true)).toEqual(['我们每天早上九点开门，', '下午五点关门。']);
    expect(streamed(['نحن مفتوحون كل يوم من التاسعة، ثم نغلق.'], 'ar', true)).toEqual(['نحن مفتوحون كل يوم من التاسعة،', 'ثم نغلق.']);
  });
  test('ends at a space where spaces part phrases', () => {
    const [first] = streamed([...'ร้านของเราเปิดทุกวันตั้งแต่เก้าโมง และปิดตอนห้าโมงเย็น'], 'th', true);
    expect(first).toBe('ร้านของเราเปิดทุกวันตั้งแต่เก้าโมง');
  });
  test('is not cut within a number', () => {
    expect(streamed(['The price of all that we have is 1,250,000 dollars at 10:30.'], 'en', true)).toHaveLength(1);
  });
});

describe('text without an end', () => {
  const endless = (piece: string): string[] => streamed([...piece.repeat(600)], 'en');
  test('is cut at a space', () => {
    const clauses = endless('word ');
    expect(Math.max(...clauses.map((clause) => clause.length))).toBeLessThanOrEqual(220);
    expect(clauses.every((clause) => /^word( word)*$/.test(clause))).toBe(true);
  });
  test('is cut at a comma rather', () => {
    expect(endless('some five words and more, ').every((clause) => clause.endsWith('more,') || clause.endsWith('more'))).toBe(true);
  });
  test.each(['a😀', '👩‍👩‍👧‍👦b', '🇩🇪x', 'e\u0301x\u0323\u0302', '각', 'क्षि', '字'])('is never cut within a character: %s', (piece) => {
    const whole = new Set([...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(piece)].map(({ segment }) => segment));
    for (const clause of endless(piece)) {
      for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(clause)) expect(whole).toContain(segment);
    }
  });
  test('syllables count for more than letters', () => {
    expect(Math.max(...endless('字').map((clause) => clause.length))).toBe(73);
  });
  test('emoji alone are left out, and marks above each other do not stop it', () => {
    expect(endless('😀').join('').length).toBeLessThan(220);
    expect(
      streamed(['a' + '\u0301'.repeat(600) + 'b'], 'en')
        .join('')
        .replaceAll('\u0301', ''),
    ).toBe('ab');
  });
  test('a long answer in one delta is cut in a time that grows with its length only', () => {
    const seen = takeClauses('word '.repeat(40_000), { first: true, language: 'en', whole: true });
    expect(seen.clauses.join(' ').length).toBe(199_999);
  });
});

const RARE_ENDS = [...'the quick brown fox jumps over lazy dogs and'.split(' '), 'it, and', 'end. We'];
const WORDS =
  'We Dr. St. 5 p.m. no. vitamin C. U.S. Then open, Inc. Jan. ok? "Yes." 3. J. it well... Main (a.) — nine! https://a.b.c 😀'.split(' ');
test.each([
  ['many ends', WORDS],
  ['few ends', RARE_ENDS],
])('the same clauses however the deltas part the text, and nothing is lost: %s', (_name, vocabulary) => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...vocabulary), { maxLength: 200 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
      (words, sizes) => {
        const text = words.join(' ');
        const parts: string[] = [];
        for (let at = 0; at < text.length;) {
          const size = sizes[parts.length % sizes.length] ?? 1;
          parts.push(text.slice(at, at + size));
          at += size;
        }
        const clauses = streamed(parts, 'en', true);
        expect(clauses).toEqual(streamed([text], 'en', true));
        const letters = (one: string): string => one.replace(/[^\p{L}\p{N}]/gu, '');
        expect(letters(clauses.join(''))).toBe(letters(text));
      },
    ),
    { numRuns: 400, seed: 7 },
  );
});
