/** Abbreviations joined to others, letters that tell rooms apart, and titles and streets of more languages. */
import { describe } from 'vitest';
import { cases } from './testing.ts';

describe('English: joined abbreviations', () =>
  cases(
    'en',
    `Open Mon.-Fri. 9 to 5. | Come by.
     We are open Mon.-Thurs. 9-5. | Come by.
     We are open Mon.–Fri. 9 to 5. | Come.
     We are open Tues.-Sat. from ten. | Come.
     We are open Mon-Fri. 9 to 5. | Come.
     Hours: Sat./Sun. 10 to 4. | Bye.
     Closed Jan./Feb. 1 to 5. | Sorry.
     Open Mon.-Fri. | We look forward to it.
     The office is open Mon.-Wed. and Fri. 8 to 2. | Come.
     Closed Dec.-Mar. every year. | Sorry.`,
  ));

describe('English: what a letter tells apart', () =>
  cases(
    'en',
    `Go to Rm. B. | OK.
     Come to Rm. C. | Ring twice.
     Come to Apt. B. | Ring twice.
     Come to Bldg. C. | Ring twice.
     Take Ste. D. | Knock.
     It is in sec. B. | OK.
     It is in sec. B of the hall. | OK.
     See fig. C. | Good.
     Go to rm. D and wait. | OK.
     Is it a fig. | I think so.
     The answer is no. | I agree.
     Send it to P. O. Box 5. | Write.
     Call P. Smith. | He is in.
     See p. 5 of it. | Good.
     5 sec. left. | Go.
     Wait 30 sec. | Then press.
     It is 3 pg. long. | Read.
     Step 1. | Open the app.
     We take Am. Express. | OK.
     It is in So. Cal. | OK.
     I think so. | Call us.
     It is a co. policy. | OK.
     It is on the 5th fl. of the bldg. | Ring.
     My name is Al. | Yours?
     I live on N. 5th St. | Come.
     Meet P. J. Lee. | Good.
     Take Hwy. I to the end. | Good.
     At 5 AM. | See you.`,
  ));

describe('German', () =>
  cases(
    'de',
    `Ludwig II. war König. | Ja.
     Papst Johannes Paul II. kam. | Ja.
     Das war Ludwig II. | Er war König.
     Wir haben Mo.-Do. 8 bis 12 Uhr auf. | Ja.
     Wir haben Sa./So. zu. | Ja.
     Karl V. war da. | Ja.
     Heinrich VIII. hatte sechs Frauen. | Ja.
     Das ist für Hr. Weber. | Ja.`,
  ));

describe('Italian', () =>
  cases(
    'it',
    `L'Ing. Bianchi è qui. | Bene.
     Chiami l'avv. Rossi. | Bene.
     È dell'arch. Verdi. | Bene.
     Parli con l'On. Neri. | Bene.
     Aperto lun.-ven. 9-18. | Bene.
     Parlo dell'app. | Bene.`,
  ));

describe('French', () =>
  cases(
    'fr',
    `C'est l'av. Foch. | Bien.
     Ouvert lun.-ven. 9 h à 18 h. | Bien.
     Voici l'app. 5. | Bien.`,
  ));

describe('Spanish', () => cases('es', `Abierto lun.-vie. 9 a 5. | Bien.`));

describe('Hindi', () =>
  cases(
    'hi',
    `श्री. वर्मा यहाँ हैं।|ठीक।
     श्रीमती. वर्मा यहाँ हैं।|ठीक।`,
  ));

describe('Romanian', () =>
  cases(
    'ro',
    `Dl. Popescu este aici. | Da.
     Dna. Ionescu vă așteaptă. | Da.
     Str. Mare nr. 5. | Da.
     Bd. Unirii nr. 10, bl. 2, sc. A, ap. 4. | Da.
     Vă sunăm la tel. 0721. | Mulțumim.
     Sunt ca. 5 min. de mers. | Da.
     Luni la ora 9. | Vă convine?
     Este deschis. | Veniți.`,
  ));

describe('Ukrainian', () =>
  cases(
    'uk',
    `Це вул. Шевченка, буд. 5. | Так.
     Ми на просп. Перемоги, буд. 12, кв. 3. | Так.
     Це м. Київ. | Так.
     Це коштує 500 грн. на місяць. | Добре?
     Зачекайте 5 хв. | Дякую.
     Вам дзвонить О. С. Коваль. | Так.`,
  ));

describe('Catalan', () =>
  cases(
    'ca',
    `El Sr. Puig és aquí. | Sí.
     La Dra. Vila és aquí. | Sí.
     Av. Diagonal, núm. 5. | Sí.
     C. Major, núm. 3. | Sí.
     Són uns 5 min. de camí. | Bé.
     Gràcies. | Adéu.`,
  ));

describe('Indonesian', () =>
  cases(
    'id',
    `Jl. Sudirman No. 5. | Ya.
     Bpk. Budi ada. | Ya.
     Sdr. Andi menunggu. | Ya.
     Kantor kami di Gg. Melati No. 3. | Ya.
     PT. Maju buka. | Ya.
     Terima kasih. | Ada lagi?`,
  ));

describe('Hungarian', () =>
  cases(
    'hu',
    `Ez a Fő u. 5. | Igen.
     Dr. Kovács itt van. | Igen.
     Özv. Nagy jön. | Igen.`,
  ));
