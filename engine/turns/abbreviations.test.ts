/** What a phone agent says in each language: abbreviations, dates, addresses and initials that part no sentence, and what does. */
import { describe, expect, test } from 'vitest';
import { takeClauses } from './clauses.ts';
import { cases } from './testing.ts';

describe('English', () =>
  cases(
    'en',
    `Your appt. is on Jan. 5. | See you.
     The dept. is closed. | Sorry.
     Call us at tel. 555 1234. | Bye.
     Attn. Mr. Fox. | Thanks.
     It is at 5 W. 42nd St. | Come by.
     It is 123 N. Main St. in town. | Come by.
     My order no. is 5. | Fine.
     The answer is no. | We are closed.
     Ask St. Mary's Hosp. for it. | Fine.
     Sit in seat 4 C. | Enjoy.
     Your grade is B. | Bob has an A. | Good.
     I like it etc. | Bob does not.
     It was dec. 5. | Cold.
     Okay, 1. What is your name? | 2. How old are you?
     J. A. Smith called. | He waits.
     The xyz. was late. | Fine.
     Let us go. | We can go on. | Go.
     Your acct. no. is 4471. | Is that right?
     Please confirm your appt. for Tues. at 3 p.m. | Thanks.
     The rep. will call. | Bye.
     Your conf. number is 12. | Write it down.
     It is 12 W. Elm St., Apt. 4B. | Ring.
     Delivery is btw. 5 and 6 p.m. | OK?
     The max. is 10 people. | Is that fine?
     Please hold for Mr. J. P. Smith. | He is coming.
     Your ref. no. is A12. | Keep it.
     We close at 5:30 p.m. on Sat. and 4 p.m. on Sun. | See you.
     Ask for the mgr. on duty. | Thanks.
     Turn onto Rt. 9 at the light. | Then left.
     Your appt. w/ Dr. Lee is at noon. | Bring I.D. | Bye.
     It is 50 sq. ft. in size. | Small.
     The addr. is 5 Oak Ln. in town. | Come.
     Our hrs. are 9 to 5. | Come by.
     I can do that. | What time?
     The price is $5.99. | Want it?
     We're at 200 N.W. 5th Ave. near the park. | Come.
     Tell me your D.O.B. please. | Thanks.
     This is a no. | Sorry.
     You owe $20. | Pay now.`,
  ));

describe('German', () =>
  cases(
    'de',
    `Er wohnt in der Goethestr. 12. | Klingeln Sie.
     Am 24.12. haben wir zu. | Schöne Feiertage.
     Geöffnet Mo. - Fr. | Danke.
     Am 24. 12. haben wir zu. | Gut.
     Ihr Termin ist am Mo., 5. Mai, um 9 Uhr. | Passt das?
     Bitte geben Sie Ihre Kd.-Nr. 12 an. | Danke.
     Ihre Kundennr. lautet 55. | Gut.
     Der Termin bei Dr. med. Schmidt ist am 3.4. um 10 Uhr. | Passt das?
     Das kostet zzgl. MwSt. 50 Euro. | Ok?
     Wir sind in der Bahnhofstr. 3 gegenüber. | Bis dann.
     Das gilt lt. Vertrag bis 31.12. | Danke.
     Der Vertrag läuft vom 1.1. bis 31.12. | Danke.
     Bitte rufen Sie uns ggf. zurück. | Danke.
     Er kommt evtl. am Do. oder Fr. | Wir warten.
     Die Öffnungszeiten sind Mo.-Fr. 9 bis 17 Uhr. | Kommen Sie.
     Das ist der 3. Anruf. | Leider.
     Sie haben Zimmer 12. | Frühstück gibt es ab 7.
     Das dauert ca. 10 Min. | Ok?
     Das ist u. a. für Sie. | Gut.`,
  ));

describe('French', () =>
  cases(
    'fr',
    `Le prof. Dupont vient. | Merci.
     Rendez-vous mar. 5 janv. à 10 h. | Merci.
     Votre n° de tél. est le 5. | Merci.
     Appelez le Pr. Dubois au poste 5. | Merci.
     C'est au 5, av. Foch, bât. B. | Merci.
     Votre réf. est le 123. | Merci.
     Il y a max. 5 pers. par table. | Merci.
     Voir la p. 12. | Merci.
     Vous habitez bd. Voltaire. | Merci.
     Mr. Dupont est là. | Merci.
     C'est la S.N.C.F. qui appelle. | Oui.`,
  ));

describe('Spanish', () =>
  cases(
    'es',
    `Su cita es el lun. 5 de feb. a las 10. | ¿Le va bien?
     Vive en la Avda. Mayor, núm. 3, 2.º izq. | Gracias.
     El prof. García le llama. | Bien.
     Su n.º de ref. es 55. | Gracias.
     Atte. Sr. Ruiz. | Gracias.
     Tel. 555 12 34. | Gracias.
     Aprox. 5 min. de espera. | Gracias.
     Abrimos a las 9 a.m. y cerramos a las 5 p.m. | Gracias.
     La Ing. Soto está aquí. | Bien.
     Sí. | No.`,
  ));

describe('Italian', () =>
  cases(
    'it',
    `Cod. fisc. per favore. | Grazie.
     La soc. Rossi S.p.A. è qui. | Bene.
     Il prof. Neri arriva alle 5. | Bene.
     Via Verdi, n. 12, int. 3. | Grazie.
     Il dott. Bianchi e la dott.ssa Neri. | Bene.
     L'app. è lun. 5 feb. alle 10. | Grazie.
     Tel. 02 555. | Grazie.
     Costa ca. 5 euro. | Va bene?
     Il rag. Rossi è qui. | Bene.
     La Rossi s.r.l. è chiusa. | Mi dispiace.
     Gent.mo Sig. Rossi. | Grazie.
     P.za Roma 5. | Grazie.`,
  ));

describe('Portuguese', () =>
  cases(
    'pt',
    `Av. Paulista, n. 5. | Obrigado.
     Seg. 5 de jan. às 9. | Bom.
     O prof. Silva está. | Bom.
     Av. Brasil, nº 5, ap. 3. | Obrigado.
     A consulta é seg. às 9. | Pode ser?
     O Sr. Dr. Costa ligou. | Bom.
     Tel. 11 5555. | Obrigado.
     É na R. das Flores, n. 5. | Obrigado.
     A empresa Silva Ltda. está aberta. | Bom.
     São 5 min. de espera. | Bom.
     Fica no 3º and. à direita. | Bom.`,
  ));

describe('Dutch', () =>
  cases(
    'nl',
    `Uw afspraak is ma. 5 jan. om 9 u. | Goed?
     Dhr. J. de Boer belt. | Goed.
     Dat kost incl. btw 5 euro. | Goed?
     Uw klantnr. is 55. | Goed.
     Bel mevr. Jansen a.u.b. terug. | Dank u.
     Het is max. 5 min. lopen. | Goed.
     We zijn open van 9 tot 5. | Tot dan.
     De heer ir. Jansen is er. | Goed.
     Dat is i.v.m. de feestdagen. | Goed.`,
  ));

describe('Polish', () =>
  cases(
    'pl',
    `To jest ul. Długa 5. | Tak.
     Przyjdź 5. maja. | Tak.
     Pan dr Kowalski przyjmuje o godz. 9. | Dobrze?
     Proszę zadzwonić pod nr. 5. | Dziękuję.
     Mieszka przy ul. Długiej 5 m. 3. | Tak.
     To jest al. Jana Pawła II 5. | Dobrze.
     Wizyta jest 5 maja 2026 r. o godz. 9. | Tak?
     To kosztuje ok. 50 zł. | Dobrze?
     Proszę np. jutro. | Dobrze.
     Wizyta jest pon. 5 sty. o 9. | Tak.
     Tel. 555 12. | Dziękuję.
     Prof. Nowak i inż. Lis są. | Tak.
     Spotkanie jest 24.12. o 9. | Tak.`,
  ));

describe('Russian', () =>
  cases(
    'ru',
    `Это ул. Ленина, д. 5. | Да.
     Приём у проф. Иванова в 9 ч. утра. | Хорошо?
     Это г. Москва, ул. Мира, д. 5, кв. 3. | Да.
     Это стоит 500 руб. в месяц. | Хорошо?
     Тел. 555 12. | Спасибо.
     Вам звонит А. С. Иванов. | Да.
     Приходите пн. 5 янв. в 9. | Хорошо.
     Ждите 5 мин. и т.д. | Спасибо.
     Это было в 2024 г. | Да.
     Т.е. завтра. | Да.
     Да. | Нет.`,
  ));

describe('Hindi', () =>
  cases(
    'hi',
    `डॉ. शर्मा यहाँ हैं। | ठीक है।
     प्रो. शर्मा यहाँ हैं। | ठीक है।
     आपका नं. 5 है। | ठीक है।
     यह रु. 500 का है। | ठीक है?
     श्री ए. के. शर्मा आए। | जी।
     समय 5.30 बजे है। | ठीक है।
     मैं डॉ. वर्मा से बात करूँगा। | धन्यवाद।`,
  ));

describe('Arabic', () =>
  cases(
    'ar',
    `د. أحمد هنا. | حسنا.
     أ. محمد هنا. | شكرا.
     م. علي في المكتب. | شكرا.
     أ.د. أحمد هنا. | حسنا.
     الموعد الساعة 5 م. | شكرا.
     ص.ب. 123 الرياض. | شكرا.
     كيف حالك؟ | نعم.`,
  ));

describe('Chinese', () =>
  cases(
    'zh',
    `您的电话是 555.1234。| 对吗？
     价格是3.5元。| 可以吗？
     Mr. 王在这里。| 好的。
     请看No. 5。| 谢谢。
     地址是5号。| 请来。
     他说：“好。”| 再见。`,
  ));

describe('Japanese', () =>
  cases(
    'ja',
    `田中さんは「はい。」と言いました。| そうです。
     Dr. 田中です。| はい。
     料金は3.5ドルです。| よろしいですか？
     No. 5です。| はい。
     お電話番号は555-1234です。| 確認します。
     「少々お待ちください。」| では。`,
  ));

describe('Danish', () =>
  cases(
    'da',
    `Det er ca. 5 min. | Ja.
     Kom d. 5. maj kl. 9. | Tak.`,
  ));

describe('Norwegian', () => cases('nb', `Kom 5. mai kl. 9. | Takk.`));

describe('Swedish', () =>
  cases(
    'sv',
    `Det är ca. 5 min. | Ja.
     Vi ses t.ex. på måndag. | Ja.`,
  ));

describe('Czech', () =>
  cases(
    'cs',
    `Přijďte 5. května v 9 hod. | Děkuji.
     To je ul. Dlouhá 5. | Ano.
     Je tu prst. | Ano.`,
  ));

describe('Finnish', () =>
  cases(
    'fi',
    `Tule 5. toukokuuta klo 9. | Kiitos.
     Se maksaa esim. 5 euroa. | Hyvä.`,
  ));

describe('Turkish', () => cases('tr', `Dr. Yılmaz burada. | Evet.`));

describe('Greek', () => cases('el', `Ο κ. Παπάς ήρθε. | Ναι.`));

describe('Vietnamese', () => cases('vi', `TP. Hồ Chí Minh đẹp. | Vâng.`));

describe('a language that nobody has told us of', () => cases('xx', `Dr. Lo e mi. | Na lu.`));

describe('an abbreviation that no table has shows by what follows', () => {
  const clauses = (text: string): string[] => takeClauses(text, { first: false, language: 'en' }).clauses;
  test('one more character is waited for', () => {
    expect(clauses('The xyzab. ')).toEqual([]);
    expect(clauses('The xyzab. w')).toEqual([]);
    expect(clauses('The xyzab. W')).toEqual(['The xyzab.']);
  });
  test('not after a word that is none, nor after a long one, nor where nobody writes capitals', () => {
    expect(clauses('We are open. ')).toEqual(['We are open.']);
    expect(clauses('We are available. ')).toEqual(['We are available.']);
    expect(clauses('we shut. ')).toEqual(['we shut.']);
  });
});
