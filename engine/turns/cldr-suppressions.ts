/**
 * Abbreviations whose full stop ends no sentence: the suppressions of the Unicode CLDR 46.1 (cldr-segments-full, SentenceBreak), © Unicode, Inc.,
 * licensed under Unicode-3.0. Left out: what is a word of its own that may end a sentence ("Go.", "By.", German "am."), single letters and initials.
 */
export const CLDR_SUPPRESSIONS: Readonly<Record<string, string>> = {
  en:
    'Abs Adj Adv Alt Approx Aug Capt Col Comm Conn Cont Dec Dept Diff Ed Est Etc exec Exec Feb Fn Fri Hon.B.A Jan Jun Lt ' +
    'Lt.Cdr Maj Md Mgr Misc Mr MR Mrs Ms Mt Nov Num Org Ph.D Phys pp Prof Pvt Rep Rev Sep Sept Sgt Sq Var vs Yr',
  de:
    'a.Rh Abs Abt Abw Adj Adr Allg amtl Apr Aug Ausg Ausschl beil Bibl Ca Chr Co Dez Dim Dipl.-Ing Dipl.-Kfm Dr Dtzd e.Wz ' +
    'ehem eigtl Einh einschl entspr erw evtl Evtl exkl Fa Fam Feb Fn Frl geb Gebr gedr gek Geograph Ges gesch Gesch gest ggf ' +
    'Ggf ggfs Hbf hpts Hptst Hr Hrn Hrsg Inc Ing Inh inkl Jahrh Jan jew jhrl Jr Kap kath kfm Kfm kgl Ltd Mind Mio möbl Mrd ' +
    'Msp mtl näml Nov Nr Obj Okt Op österr p.Adr Pfd Phys Reg.-Bez röm röm.-kath schles schwäb schweiz Sek Sep Sept sog ' +
    'Spezif St Std Str StR südd tägl Tägl Tel Urspr Ursprüngl v.Chr Verf verh vgl Vgl z.Hd Ztr zzgl',
  es:
    'abr afma afmas afmo afmos ago Av Avda bco cap cf cfr Cía Col Comm Corp Dª depto deptos Desc Desv dic Dña dom dpto dptos ' +
    'Dr Dra Drs Dto dtor ed ej ene Exc Excma Excmas Excmo Excmos Exma Exmas Exmo Exmos feb FF.CC fig figs Fr hnos Ilma Ilmas ' +
    'Ilmo Ilmos Inc JJ.OO jue jul jun Lcda Lcdo Lda Ldo Lic licda licdo Ltd Ltda Ltdo lun mié MM Mons Mr Mrs ms mss mtro nov ' +
    'ntra ntro oct p.ej prof prov Rdo Rdos Rev RR.HH Rvdmo Rvdmos Rvdo Rvdos sáb Sdad Seg sept Sr Sra sras Sras sres Sres srs ' +
    'Srta Srtas ss SS.AA SS.MM Sta Sto trad v.gr Var Vda vie vs',
  fr:
    'acoust adr anc anon append aux avr broch bull categ collab config déc dict dir éd édit encycl équiv éval exempl févr fig ' +
    'gouv hôp ill illustr imprim Inc indus janv jeu Jr juil lun MM niv nov oct Op Prof réf sam sept symb synth syst ven',
  it: 'arch avv Cfr div dott fig Geom Ing Ltd mitt pag sez Sig',
  pt:
    'abr abrev adm aer ago agric álg Alm anat ap apart apt arit arqueol arquit astron autom aux Av biogr bras cap caps cel cf ' +
    'círc cód col contab créd cx déb desc dez dipl dir Dir doc Dr Dra Dras Drs ed educ elem eletr eletrôn end eng Est Exma ' +
    'Exmo fasc fev ff fig filos fís fisiol fl fot gên geom gram hist Ilma Ilmo índ ingl jan Jr jul jun jur lit liter Ltd Ltda ' +
    'mai máq matem méd mús N.Sra náut neol nov odont odontol organiz pág Pe Ph.D pol pp pq prof profa pron próx psicol quím ' +
    'ref rel relat séc set símb sociol Sta Sto tec tecnol tel trad univ vol vs',
  ru: 'авг апр дек кв нояб окт отд проф руб сент тел тыс ул февр янв',
};
