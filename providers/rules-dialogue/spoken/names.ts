/** Personal names in canonical text. Pure. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const FIRST_NAMES = words(`
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason
jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam nathan henry douglas
zachary peter kyle walter ethan jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan billy bruce albert gabriel logan alan juan wayne
roy ralph randy eugene vincent russell louis philip bobby johnny bradley simon martin oliver harry max leo hans klaus ahmed omar ali ivan igor luis carlos miguel pedro marco luca tom tim ben sam alex
mike dave steve matt chris nick rob bob jim tony dan ed ted fred greg jeff mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly
emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra
rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann
sara madison frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori
jane lucy claire kate katie sophie eva nina lena petra monika fatima aisha yuki mei priya anita rosa carmen ines sofia chloe mia ella zoe molly daisy ruby sally wendy tina sue beth jenny becky liz
`);

/** Words that follow "I'm", "this is" or "for" and are no name. */
const NO_NAMES = words(`
a an the my your his her our their me you him us them it i we he she they this that these those there here what when where which who whose why how and or but if so because as at by for from in into of off
on onto out over to up with about after before until till since than then
is am are was were be been being do does did done have has had will would can could shall should may might must let make made go going gone come coming get got take took give say said tell told know think
want wanted need needed like looking calling trying wondering hoping interested sure sorry afraid new here fine good great okay ok happy sick late early ready back free busy running glad right wrong correct
yes no yeah yep nope not nothing something anything everything everyone none never always just only also too very really actually still again already maybe perhaps please thanks thank hello hi hey goodbye bye
appointment appointments booking bookings checkup check cleaning consultation visit treatment tooth teeth toothache dentist doctor emergency filling crown pain today tomorrow tonight yesterday noon morning
afternoon evening night week weeks month months year years day days date time hour hours minute minutes monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december am pm oclock half quarter past next last first second third one two people person patient name names number phone address insurance price cost open closed opening
someone somebody anyone anybody person human operator agent robot machine question questions help information change move cancel book reschedule repeat wait stop moment speak speaking talk
cost does much many any some all more most other another same different long soon possible available work works earlier later instead except myself yourself family wife husband son daughter mother father child kids
`);

const isNameWord = (word: string): boolean => /^[\p{L}][\p{L}\p{M}'-]*$/u.test(word) && !NO_NAMES.has(word);

/** "s m i t h" → `smith`. */
const joinSpelled = (text: string): string => text.replace(/\b[a-z](?: [a-z]\b){2,}/g, (letters) => letters.replaceAll(' ', ''));

/** Up to three name words at the beginning of `text`. */
function leading(text: string, atMost = 3): string[] {
  const taken: string[] = [];
  for (const word of text.split(' ')) {
    if (taken.length === atMost || !isNameWord(word)) break;
    taken.push(word);
  }
  return taken;
}

const PLAIN_LEAD =
  /\b(?:my (?:full |first |last |sur)?name is|the (?:full |last |sur)?name is|names? (?:is|are)|name would be|under (?:the )?name(?: of)?|in the name of|on the name of|call me|my name)\b ?/;
const KNOWN_ONLY_LEADS = /\b(?:i am|this is|it is|for|under|here is|from|as)\b ?/g;

const cased = (word: string): string =>
  word
    .replace(/(^|['-])(\p{L})/gu, (_whole, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/^Mc(\p{L})/u, (_whole, letter: string) => `Mc${letter.toUpperCase()}`)
    .replace(/'S$/, "'s");
const asName = (taken: readonly string[]): string => taken.map(cased).join(' ');

export interface NameOptions {
  /** A name was asked for: the whole answer may be one. */
  asked?: boolean;
}

/** The answer to "What is your name?", when there is nothing in it but a name. */
function wholeAnswer(text: string): string | null {
  const rest = text
    .replace(
      /^(?:(?:yes|yeah|okay|sure|oh|hi|hello|no|sorry|actually|it is|i am|this is|that is|that would be|for|under|of course|i said|put|the name|mister|mr|mrs|ms|miss|doctor|dr)\b ?)+/,
      '',
    )
    .replace(/(?: (?:please|speaking|here|thank you|thanks|again|instead|is my name|is the name))+$/, '');
  const found = rest.split(' ').filter((word) => word !== '');
  if (found.length === 0 || found.length > 4 || !found.every((word) => isNameWord(word))) return null;
  // A spelled surname after the spoken one is the better reading of it.
  const [last = '', before = ''] = [found.at(-1), found.at(-2)];
  const spelled =
    found.length > 2 && before !== last && before[0] === last[0] && new RegExp(`\\b${[...last].join(' ')}\\b`, 'u').test(text);
  return asName(spelled ? found.filter((word) => word !== before) : found);
}

/** The name that a caller gives; null when there is none. */
export function nameIn(canonicalText: string, options: NameOptions = {}): string | null {
  const text = joinSpelled(canonicalText);
  const lead = PLAIN_LEAD.exec(text);
  if (lead !== null) {
    const taken = leading(text.slice(lead.index + lead[0].length).replace(/^(?:not \S+ but )?(?:the name of )?/, ''), 4);
    if (taken.length > 0) return asName(taken);
  }
  for (const match of text.matchAll(KNOWN_ONLY_LEADS)) {
    const taken = leading(text.slice(match.index + match[0].length));
    if (taken.length > 0 && (FIRST_NAMES.has(taken[0] ?? '') || (options.asked === true && match[0].startsWith('i')))) return asName(taken);
  }
  if (options.asked !== true) return null;
  const whole = wholeAnswer(text.replace(/\b[a-z](?: [a-z]\b){2,}/g, (letters) => letters.replaceAll(' ', '')));
  if (whole !== null) return whole;
  const tokens = text.split(' ');
  const first = tokens.findIndex((word) => FIRST_NAMES.has(word) && isNameWord(word));
  return first < 0 ? null : asName(leading(tokens.slice(first).join(' ')));
}
