/**
 * Words that are written with a full stop which may not end a sentence, by language: what is said on the phone of appointments, streets, units, firms,
 * titles and dates. The rest is in cldr-suppressions.ts. Pure.
 */

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

export interface Language extends Readonly<Partial<Record<AbbreviationKind, string>>> {
  /** Words that begin a sentence far more often than they go on a name; no abbreviations. */
  readonly begins: string;
  /** Short words that often end a sentence; no abbreviations. */
  readonly ends?: string;
  /** An abbreviation before these names only, a word otherwise: "Am. Express". */
  readonly before?: Readonly<Record<string, string>>;
  /** False where words without a vowel are no abbreviations: "prst". */
  readonly hasVowels?: false;
}

/** What stands with a capital matches only so: "Sun." is a day, "sun." is none. */
export const COMMON = {
  title: 'Dr Prof Mr Mrs Ms vs cf e.g i.e',
  numbered: 'tel nr vol',
  word: 'No',
  name: 'Inc Ltd Corp Co max',
  measure: 'a.m p.m approx etc Ph.D pers',
  unit: 'km cm mm kg ml min sec',
} as const;

export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: {
    title:
      'Mr Mrs Ms Mx Messrs Mses Sgt Cpl Pvt Pfc Spc Capt Cpt Lt Col Maj Gen Adm Cmdr Cdr Brig Ens Gov Sen Rep Rev Hon Fr Pres Supt Det ' +
      'Insp Msgr Amb Mt Ft Drs Profs Atty Asst Assoc attn incl excl esp viz ca',
    numbered: 'Apt apts Ste Rm Bldg Fl Ext Flt Rte Hwy Fig Figs Ch Sec Vol Vols Pg pp Op Eq Ver Ref Acct Ph Exp Lic Reg Inv',
    word: 'no nos art fig ill vol vols pp op eq ver ph exp inv conf pg p ch sec ext rm',
    name:
      'Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun ' +
      'co corp inc ltd St Ave Av Blvd Rd Ln Ct Pl Pkwy Hwy Cir Ter Terr Sq Expy Fwy Tpke Trl Crt Cres Pde Jct Hts Pt ' +
      'LLC Bros Cos Mfg Assn Intl Natl Dept Univ Inst Govt Jr Sr Esq MD DDS RN CPA Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky ' +
      'La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo NE NW SE SW al ' +
      'appt appts dept depts bldg bldgs apt ste flt rte hwy hwys blvd acct accts addr cust qty amt pkg pkgs pmt pymt mgr mgmt svc svcs mtg mtgs ' +
      'resv hosp univ misc msg intl govt natl assn ref reg lic jan feb apr aug sept oct nov dec tues weds thurs',
    measure: 'est dep arr avg temp ea pcs hrs hr wk wks mos yr yrs lbs oz tsp tbsp doz wt ht',
    unit: 'in ft lb gal pt qt yd mi sq cu deg mph h m s g l',
    begins:
      'i we you he she it they this that these those there here the a an my your our his her its their what when where which who whose why ' +
      'how is are was were do does did can could would should shall may might will must have has had if so and but or then now once also ' +
      'please thanks thank yes no yeah okay ok sure great good alright right well just let lets after before because since while until ' +
      'for from in on at with to by as not all any anything anyone some someone most many each every both another other everything nothing ' +
      "one i'm i'll i'd i've we're we'll we'd we've you're you'll you'd you've he's she's it's they're that's there's here's what's let's " +
      "don't doesn't didn't can't won't isn't aren't however meanwhile otherwise today tomorrow tonight next first second last finally " +
      'would sorry welcome yours ring knock click turn enter walk visit write follow select choose leave hello hi bye goodbye see call press say tell ask make take give bring come go keep wait hold',
    before: { Am: 'Express Airlines', So: 'Cal Calif', No: 'Cal Calif' },
    ends: 'open closed six seven eight ten that this what then when yours ours mine best next last first second third years hours minutes weeks months there here me us them him her out up down in on off over time times day days week month year name names soon late early left right done full free ready back later more too much well home work help fine cool true moment minute hour number call card phone email online',
  },
  de: {
    title:
      'Hr Hrn Fr Frl Ing Dipl Mag St Hl bzw ca z.B d.h u.a i.d.R z.T v.a u.U s.o s.u o.ä i.A z.Hd zzgl inkl exkl evtl ggf sog vgl mind geb gest einschl bzgl max med jur rer nat phil h.c',
    numbered: 'Nr Str Tel Abs Art S Bd Kap Abb Zi Whg Hausnr Durchw',
    name: 'tgl Whg MwSt Jän Jan Feb Mär Apr Jun Jul Aug Sept Sep Okt Nov Dez Mo Di Mi Do Sa So str Pl Co KG jr sen GmbH e.V Abt Univ n.Chr v.Chr',
    measure: 'usw usf u.s.w u.v.m Std Stk Min Sek Tsd Mio Mrd',
    begins:
      'ich wir sie er es du ihr das der die dieser diese dieses ein eine mein meine unser unsere ihre was wann wo wer wie warum welche welcher ' +
      'welches ist sind war haben hat kann können könnten möchten soll sollen darf dürfen würden wird werden wenn dann und aber oder also jetzt bitte ' +
      'danke ja nein gut gerne in im am an auf mit nach vor bei zu zum zur für von alle alles noch auch nun hier da dort leider natürlich',
  },
  es: {
    title:
      'Sr Sra Srta Sres Sras D Dña Dra Dres Profa Ing Lic Arq Gral Cap Cnel Sgto Tte Mons Fr Sto Sta p.ej ej aprox EE Dn Atte Ntra Mtro Av Avda Pza Pl Urb Ctra Gta att',
    numbered: 'núm núms nº n.º pág págs tel tfno tlf móv cta apdo ref esc pta apto dpto depto izq dcha ext art cap vol',
    word: 'no',
    name: 'ene feb abr jun jul ago sept sep oct nov dic lun mié jue vie sáb dom Cía Hnos S.A S.L S.L.U Ud Uds Vd Vds EE.UU ee.uu a.C d.C',
    measure: 'h hs hrs kg',
    begins:
      'yo nosotros usted ustedes él ella ellos el la los las un una mi su sus nuestro nuestra este esta esto ese esa eso qué cuándo dónde quién cómo ' +
      'cuál por para si y pero o entonces ahora gracias sí no bien claro perfecto es son está están tiene tenemos puede podemos hay en a con de al también lo le',
  },
  fr: {
    title: 'M MM Mme Mmes Mlle Mlles Me Mgr Pr Dre Vve p.ex av apr c.-à-d env cf ex St Ste boul bd chap éd prof dr drs pl rte ch att',
    numbered: 'no nos n° nº art p pp tél vol fig app apt appt bât réf poste étg n',
    name: 'mar mer janv févr fév avr juil sept oct nov déc lun jeu ven sam dim Cie Sté S.A S.A.R.L J.-C rdv fact',
    measure: 'h hrs',
    begins:
      'je nous vous il elle ils elles on le la les un une mon ma mes votre vos notre nos ce cet cette ces cela ça que quand où qui comment quel quelle ' +
      'pourquoi est sont avez pouvez puis si et mais ou alors maintenant merci oui non bien bon très parfait à au en dans avec pour de du des y voici voilà ' +
      "c' j' n' qu' s'",
  },
  it: {
    title:
      'Sig Sigg Sig.ra Sig.na Dott Dott.ssa Prof.ssa Avv Ing Arch Geom On Mons es p.es ca S V.le P.za C.so prof prof.ssa dott dott.ssa dr sig sig.ra avv ing geom rag soc cod gent egr spett cav',
    numbered: 'n nr num pag pagg tel cell int civ rif fatt art cap vol',
    name: 'fisc loc fraz gen febb feb apr mag giu lug ago sett ott nov dic lun mer gio ven sab dom S.p.A S.r.l a.C d.C',
    measure: 'ecc',
    begins:
      'io noi lei lui voi il lo la i gli le un una mio sua suo nostro questo questa quando dove chi come cosa che è sono ha può se e ma o allora ora grazie sì no bene certo per con in a di da al',
  },
  pt: {
    title: 'Sr Sra Srta Srs Sras D Dra Profa Eng Gen Cel Sto Sta p.ex ex aprox Av Exmo Exma Al Trav Pça Rod Estr Jd Sto dra dr sr sra prof',
    numbered: 'nº n.º núm pág págs tel cel n sl bl cj lj qd cód ref ap apto art cap vol',
    name: 'seg ter qua qui and resid jan fev abr mai jun jul ago set out nov sex sáb dom Cia S.A Ltda a.C d.C',
    begins:
      'eu nós você vocês ele ela o a os as um uma meu minha seu sua nosso nossa este esta isso quando onde quem como qual que por para se e mas ou então agora obrigado obrigada sim não bem claro é são está tem pode há em com de no na',
  },
  nl: {
    title: 'dhr mevr mw drs ir mr ing St bijv bv d.w.z o.a ca m.a.w t.a.v i.p.v evt incl excl resp afd Dhr prof dr ing',
    numbered: 'nr nrs tel blz art',
    name: 'jan feb mrt apr jun jul aug sept sep okt nov dec ma di wo do vr za zo B.V N.V',
    measure: 'u enz',
    begins:
      'ik wij we u jij je hij zij ze het de een mijn uw ons onze dit dat deze wat wanneer waar wie hoe welke is zijn heeft kan kunt als dan en maar of nu graag ja nee goed in op met voor van bij',
  },
  pl: {
    title: 'ul al pl os p pp św ks im dr prof mgr inż hab gen płk tzw np tj tzn m.in wg ok ds woj gm',
    numbered: 'nr tel kom m lok pok pkt str poz godz art ust',
    name: 'sty lut kwi cze lip sie wrz paź lis gru pon wt śr czw pt sob niedz nd Sp z.o.o',
    measure: 'r min sek zł gr tys mln mld itd itp',
    begins:
      'ja my pan pani państwo on ona ono oni to ten ta jak kiedy gdzie kto co czy dlaczego jest są i ale lub więc jeśli teraz proszę dziękuję tak nie dobrze ' +
      'w na z do od po dla mam mamy może możemy nasz nasza tam tu',
  },
  ru: {
    title: 'ул пр просп пер пл бул бульв ш наб гор обл р-н им проф акад д-р т.е т.к т.н напр см ср',
    numbered: 'д кв корп стр эт оф тел доб каб п пп ст рис гл пом',
    name: 'янв февр фев апр июн июл авг сент окт нояб дек пн вт чт пт сб вс',
    measure: 'руб коп тыс млн млрд мин сек час т.д т.п др н.э',
    unit: 'г гг ч м',
    begins:
      'я мы вы он она оно они это этот эта как когда где кто что почему сколько и но или если да нет хорошо спасибо пожалуйста сейчас теперь в на с по для у к от ' +
      'за есть был можно могу ваш ваша наш наша там здесь',
  },
  hi: {
    title: 'डॉ श्री श्रीमती माननीय प्रा प्रो पं कु सुश्री स्व इंजी एड ए बी सी डी एफ एच जे के एल एम एन पी क्यू आर एस टी यू वी डब्ल्यू',
    numbered: 'नं रु मो सं क्र फ़ो फो पृ',
    begins: '',
  },
  cs: {
    title: 'ul nám tř p pí sl Ing Mgr MUDr JUDr Bc doc např tzv tj popř resp cca',
    numbered: 'č čp tel kl odd str',
    measure: 'hod min Kč tis mil atd apod',
    begins:
      'já my vy on ona to ten ta jak kdy kde kdo co proč je jsou a ale nebo pokud teď prosím děkuji ano ne dobře v na z do od po pro máme můžete',
    hasVowels: false,
  },
  da: {
    title: 'ca f.eks bl.a dvs evt inkl ekskl hr fr',
    numbered: 'nr tlf kl st d',
    name: 'jan feb mar apr jun jul aug sep sept okt nov dec man tir tirs ons tor tors fre lør søn',
    measure: 'min kr osv mio',
    begins:
      'jeg vi du I han hun det den de hvad hvornår hvor hvem hvordan er og men eller hvis nu tak ja nej godt i på med til fra for har kan',
  },
  sv: {
    title: 'ca t.ex bl.a dvs ev inkl exkl hr fr s.k',
    numbered: 'nr tfn kl st',
    name: 'jan feb mar apr jun jul aug sep sept okt nov dec mån tis ons tors fre lör sön',
    measure: 'min kr osv',
    begins: 'jag vi du ni han hon det den de vad när var vem hur är och men eller om nu tack ja nej bra i på med till från för har kan',
  },
  fi: {
    title: 'esim ns ko n os',
    numbered: 'nro puh klo s',
    measure: 'min jne ym',
    begins: 'minä me sinä te hän he se tämä mitä milloin missä kuka miten on ja mutta tai jos nyt kiitos kyllä ei hyvä',
  },
  tr: {
    title: 'Dr Sn Av Prof Doç Uzm Op Yrd Müh örn',
    numbered: 'no tel kat',
    name: 'Cad Sok Sk Mah Mh Apt Blv Şti',
    measure: 'dk sa vb vs',
    begins: 'ben biz siz sen o onlar bu şu ne nerede kim nasıl neden ve ama veya eğer şimdi lütfen teşekkürler evet hayır tamam',
  },
  el: {
    title: 'κ κα κος Δρ οδ λεωφ π.χ δηλ',
    numbered: 'αρ τηλ σελ',
    measure: 'κ.λπ κλπ π.μ μ.μ',
    begins: 'εγώ εμείς εσείς αυτό το η ο πότε πού ποιος τι πώς και αλλά ή αν τώρα ναι όχι ευχαριστώ παρακαλώ',
  },
  ro: {
    title: 'dl d-l dna d-na dlui d-lui dra d-ra dr prof ing av conf str bd bdul b-dul șos sos sf p.ex ex cca ca aprox jud mun',
    numbered: 'nr tel ap bl et sc pag art int km cod',
    name: 'ian feb apr iun iul aug sept oct noi dec Lun Mar Mie Joi Vin Sâm Dum S.A S.R.L SRL',
    measure: 'min etc ș.a.m.d a.m p.m',
    begins:
      'eu noi dumneavoastră el ea ei ele un o acest această când unde cine cum ce care este sunt are avem aveți puteți putem dacă și dar sau acum ' +
      'vă mulțumesc mulțumim da nu bine în la de cu pentru din pe aici acolo',
  },
  uk: {
    title: 'вул просп пр-т пров бул бульв пл наб м обл р-н ім проф акад д-р доц п пан напр див смт т.зв інж гр',
    numbered: 'буд кв корп оф тел каб ст д під',
    name: 'січ лют квіт черв серп вересн жовт груд пн вт ср чт пт сб нд',
    measure: 'грн коп тис млн млрд хв год т.д т.п р рр',
    begins:
      'я ми ви він вона воно вони це цей ця як коли де хто що чому скільки і й та але або якщо так ні добре дякую будь зараз тепер у в на з до для від за є ' +
      'був можна можу ваш ваша наш наша там тут',
  },
  ca: {
    title: 'Sr Sra Srta Srs Sres Dra Prof Sta St Mn Excm av avda c ctra pl ptge rda p.ex ex aprox D Ing Arq Il·lm',
    numbered: 'núm núms n tel tlf pàg pàgs apt pis esc art ref ext',
    name: 'gen febr abr jul oct nov des Dl Dt Dc Dj Dv Ds Dg S.A S.L Cia',
    measure: 'h hs min',
    begins:
      'jo nosaltres vostè vostès ell ella el la els les un una el meu la seva aquest aquesta això quan on qui com què quin quina és són té tenim pot podem ' +
      'si i però o ara gràcies sí no bé perfecte en a amb de per hi',
  },
  id: {
    title: 'Jl Jln Gg Bpk Bp Sdr Sdri dr Drs Dra Ir Hj Kec Kel Kab Prov Yth Tn Ny Nn Ust a.n u.p',
    numbered: 'No Telp Tlp Hlm hlm Lt Blok RT RW Km Ext',
    name: 'Jan Feb Mar Apr Jun Jul Agu Agt Sep Okt Nov Des Sen Sel Rab Kam Jum Sab PT CV Tbk',
    measure: 'dll dsb dst',
    begins:
      'saya kami kita anda dia mereka ini itu apa kapan di siapa bagaimana mengapa berapa adalah ada dan tetapi atau jika sekarang silakan terima ya tidak ' +
      'baik dari ke untuk dengan bisa mohon maaf tolong',
  },
  hu: {
    title: 'id ifj özv Prof pl ill kb ún',
    numbered: 'sz tel em hrsz old',
    name: 'jan febr márc ápr jún júl aug szept okt nov dec Kft Bt Zrt Nyrt u krt',
    measure: 'stb',
    begins: 'én mi ön önök ő ők ez az a egy mikor hol ki hogyan mi miért van és de vagy ha most köszönöm igen nem jó kérem',
    hasVowels: false,
  },
  vi: { title: 'TP Tp TX BS ThS TS GS PGS KS Q P', begins: '' },
};
