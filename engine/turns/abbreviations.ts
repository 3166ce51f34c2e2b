/** Words that are written with a full stop which may not end a sentence, by language. Pure. */

/**
 * What the full stop after a word can mean:
 * - `title`: stands before a name and ends nothing ("Dr. Lee", "e.g. this").
 * - `numbered`: stands before a number or a letter ("Apt. 4", "Gate B"), else as `name`.
 * - `word`: short for something before a number only, a word of its own otherwise ("No. 5", "is no.").
 * - `name`: part of a name, date or address, which may be its last ("Acme Inc. said", "Main St. We").
 * - `unit`: as `measure` after a number, a word of its own otherwise ("5 in. wide", "come in.").
 * - `measure`: no capital follows within a sentence, but for days and time zones ("2 p.m. on", "2 p.m. We").
 */
export type AbbreviationKind = 'title' | 'numbered' | 'word' | 'name' | 'unit' | 'measure';

interface Language extends Readonly<Partial<Record<AbbreviationKind, string>>> {
  /** Words that begin a sentence far more often than they go on a name. */
  readonly begins: string;
}

/** What stands with a capital matches only so: "Sun." is a day, "sun." is none. */
const COMMON = {
  title: 'Dr Prof vs cf e.g i.e',
  numbered: 'Tel Nr vol',
  name: 'Inc Ltd Corp Co Ph.D etc',
  measure: 'a.m p.m approx',
  unit: 'km cm mm kg ml min sec max',
} as const;

const LANGUAGES: Readonly<Record<string, Language>> = {
  en: {
    title:
      'Mr Mrs Ms Mx Messrs Mses Sgt Cpl Pvt Pfc Spc Capt Cpt Lt Col Maj Gen Adm Cmdr Cdr Brig Ens Gov Sen Rep Rev Hon Fr Pres Supt Det ' +
      'Insp Msgr Amb Mt Ft Drs Profs Atty Asst Assoc incl esp viz ca',
    numbered: 'Apt apts Ste Rm Bldg Fl Ext Flt Rte Hwy Fig Figs Ch Sec Vol Vols Pg pp Op Eq Ver Ref Acct Ph Exp Lic Reg Inv',
    word: 'no nos art fig ill pg p ch sec ext rm',
    name:
      'Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun ' +
      'St Ave Av Blvd Rd Ln Ct Pl Pkwy Hwy Cir Ter Terr Sq Expy Fwy Tpke Trl Crt Cres Pde Jct Hts Pt ' +
      'LLC Bros Cos Mfg Assn Intl Natl Dept Univ Inst Govt Jr Sr Esq MD DDS RN CPA Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky ' +
      'La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo NE NW SE SW al',
    measure: 'est dep arr avg temp hrs hr wk wks mos yr yrs lbs oz tsp tbsp doz wt ht',
    unit: 'in ft lb gal pt qt yd mi sq cu deg mph h m s g l',
    begins:
      'i we you he she it they this that these those there here the a an my your our his her its their what when where which who whose why ' +
      'how is are was were do does did can could would should shall may might will must have has had if so and but or then now once also ' +
      'please thanks thank yes no yeah okay ok sure great good alright right well just let lets after before because since while until ' +
      'for from in on at with to by as not all any anything anyone some someone most many each every both another other everything nothing ' +
      "one i'm i'll i'd i've we're we'll we'd we've you're you'll you'd you've he's she's it's they're that's there's here's what's let's " +
      "don't doesn't didn't can't won't isn't aren't however meanwhile otherwise today tomorrow tonight next first second last finally " +
      'would sorry welcome hello hi bye goodbye see call press say tell ask make take give bring come go keep wait hold',
  },
  de: {
    title:
      'Hr Hrn Fr Frl Ing Dipl Mag St Hl bzw ca z.B d.h u.a i.d.R z.T v.a u.U s.o s.u o.ä i.A z.Hd zzgl inkl exkl evtl ggf sog vgl mind geb gest med jur rer nat phil h.c',
    numbered: 'Nr Str Tel Abs Art S Bd Kap Abb Zi Whg Hausnr Durchw',
    name: 'Jän Jan Feb Mär Apr Jun Jul Aug Sept Sep Okt Nov Dez Mo Di Mi Do Sa So str Pl Co KG jr sen GmbH e.V usw usf u.s.w u.v.m etc Abt Univ n.Chr v.Chr',
    measure: 'Std Stk Min Sek Tsd Mio Mrd',
    begins:
      'ich wir sie er es du ihr das der die dieser diese dieses ein eine mein meine unser unsere ihre was wann wo wer wie warum welche welcher ' +
      'welches ist sind war haben hat kann können könnten möchten soll sollen darf dürfen würden wird werden wenn dann und aber oder also jetzt bitte ' +
      'danke ja nein gut gerne in im am an auf mit nach vor bei zu zum zur für von alle alles noch auch nun hier da dort leider natürlich',
  },
  es: {
    title:
      'Sr Sra Srta Sres Sras D Dña Dra Dres Profa Ing Lic Arq Gral Cap Cnel Sgto Tte Mons Fr Sto Sta p.ej ej aprox EE Av Avda Pza Pl Urb Ctra',
    numbered: 'núm núms nº n.º pág págs tel tfno dpto depto izq dcha ext art cap vol',
    word: 'no',
    name: 'ene feb abr jun jul ago sept sep oct nov dic lun mié jue vie sáb dom Cía Hnos S.A S.L S.L.U Ud Uds Vd Vds EE.UU ee.uu a.C d.C etc',
    measure: 'h hs hrs kg',
    begins:
      'yo nosotros usted ustedes él ella ellos el la los las un una mi su sus nuestro nuestra este esta esto ese esa eso qué cuándo dónde quién cómo ' +
      'cuál por para si y pero o entonces ahora gracias sí no bien claro perfecto es son está están tiene tenemos puede podemos hay en a con de al también lo le',
  },
  fr: {
    title: 'M MM Mme Mmes Mlle Mlles Me Mgr Pr Dre Vve p.ex av apr c.-à-d env cf ex St Ste boul bd chap éd',
    numbered: 'no nos n° nº art p pp tél vol fig app apt bât ch',
    name: 'janv févr fév avr juil sept oct nov déc lun jeu ven sam dim Cie Sté S.A S.A.R.L J.-C etc',
    measure: 'h hrs',
    begins:
      'je nous vous il elle ils elles on le la les un une mon ma mes votre vos notre nos ce cet cette ces cela ça que quand où qui comment quel quelle ' +
      'pourquoi est sont avez pouvez puis si et mais ou alors maintenant merci oui non bien bon très parfait à au en dans avec pour de du des y voici voilà ' +
      "c' j' n' qu' s'",
  },
  it: {
    title: 'Sig Sigg Sig.ra Sig.na Dott Dott.ssa Prof.ssa Avv Ing Arch Geom On Mons es p.es ca S V.le P.za C.so',
    numbered: 'n nr num pag pagg tel int art cap vol',
    name: 'gen febb feb apr mag giu lug ago sett ott nov dic lun mer gio ven sab dom S.p.A S.r.l ecc a.C d.C',
    begins:
      'io noi lei lui voi il lo la i gli le un una mio sua suo nostro questo questa quando dove chi come cosa che è sono ha può se e ma o allora ora grazie sì no bene certo per con in a di da al',
  },
  pt: {
    title: 'Sr Sra Srta Srs Sras D Dra Profa Eng Gen Cel Sto Sta p.ex ex aprox Av Exmo Exma',
    numbered: 'nº n.º núm pág págs tel ap apto art cap vol',
    name: 'jan fev abr mai jun jul ago set out nov sex sáb dom Cia S.A Ltda etc a.C d.C',
    begins:
      'eu nós você vocês ele ela o a os as um uma meu minha seu sua nosso nossa este esta isso quando onde quem como qual que por para se e mas ou então agora obrigado obrigada sim não bem claro é são está tem pode há em com de no na',
  },
  nl: {
    title: 'dhr mevr mw Drs Ir Mr Ing St bijv bv d.w.z o.a ca m.a.w t.a.v i.p.v evt incl excl resp',
    numbered: 'nr nrs tel blz art',
    name: 'jan feb mrt apr jun jul aug sept sep okt nov dec ma di wo do vr za zo B.V N.V enz etc',
    measure: 'u',
    begins:
      'ik wij we u jij je hij zij ze het de een mijn uw ons onze dit dat deze wat wanneer waar wie hoe welke is zijn heeft kan kunt als dan en maar of nu graag ja nee goed in op met voor van bij',
  },
};
/** Where a number with a full stop is an ordinal: "am 5. Mai". */
const ORDINALS = new Set('de da nb nn no fi et cs sk pl hu sl hr sr bs lv is tr'.split(' '));

/** What follows a time of day within its sentence. */
const AFTER_A_TIME = new Set(
  (
    'january february march april may june july august september october november december monday tuesday wednesday thursday friday ' +
    'saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun eastern central mountain pacific ' +
    'standard daylight est edt et cst cdt ct mst mdt mt pst pdt pt utc gmt bst cet cest montag dienstag mittwoch donnerstag freitag ' +
    'samstag sonntag uhr'
  ).split(' '),
);
export const followsTime = (word: string): boolean => AFTER_A_TIME.has(word.toLowerCase());

/** Sounds, no abbreviations, though they have no vowel. */
const VOWELLESS_WORDS = new Set('hm hmm mm mmm mhm sh shh psst pst brr tsk nth pfft'.split(' '));
const VOWELLESS = /^[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz][b-df-hj-np-tv-xz]{1,4}$/;

export interface LanguageWords {
  readonly kinds: ReadonlyMap<string, AbbreviationKind>;
  readonly begins: ReadonlySet<string>;
  readonly ordinals: boolean;
  /** Whether a short word without a vowel can only be an abbreviation. */
  readonly vowels: boolean;
}

const NONE: Language = { begins: '' };
const KINDS = ['unit', 'measure', 'name', 'numbered', 'word', 'title'] as const satisfies readonly AbbreviationKind[];

const spellings = (word: string): readonly string[] => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()];

function wordsIn(code: string): LanguageWords {
  const language = LANGUAGES[code] ?? NONE;
  const kinds = new Map<string, AbbreviationKind>();
  for (const table of [COMMON, language] as readonly Partial<Record<AbbreviationKind, string>>[]) {
    for (const kind of KINDS) {
      for (const word of table[kind]?.split(' ') ?? []) for (const spelling of spellings(word)) kinds.set(spelling, kind);
    }
  }
  return { kinds, begins: new Set(language.begins.split(' ')), ordinals: ORDINALS.has(code), vowels: language !== NONE };
}

/** Made from constants only, so that keeping them changes no answer. At most one for each table, and one for each way to count. */
const MADE = new Map<string, LanguageWords>();

/** What is known of `language`, a BCP 47 tag; of one without a table, what all have in common. */
export function languageWords(language: string): LanguageWords {
  const code = language.slice(0, /[-_]|$/.exec(language)?.index).toLowerCase();
  const key = Object.hasOwn(LANGUAGES, code) || ORDINALS.has(code) ? code : '';
  const made = MADE.get(key) ?? wordsIn(key);
  MADE.set(key, made);
  return made;
}

/** What the full stop after `word` can mean, undefined when `word` is no abbreviation. */
export function abbreviationKind(word: string, { kinds, vowels }: LanguageWords): AbbreviationKind | undefined {
  // "Hauptstr. 5": German writes the street and its kind as one word.
  const known = kinds.get(word) ?? (word.endsWith('str') ? kinds.get('Str') : undefined);
  if (known !== undefined) return known;
  return vowels && VOWELLESS.test(word) && !VOWELLESS_WORDS.has(word.toLowerCase()) ? 'name' : undefined;
}
