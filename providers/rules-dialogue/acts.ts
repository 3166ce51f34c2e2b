/** What a caller does with an utterance besides asking and answering: thanks, goodbye, "say that again". English. Pure. */

const ACTS = [
  'goodbye',
  'all_done',
  'repeat',
  'abandon',
  'start_over',
  'wait',
  'hear_me',
  'greet',
  'thanks',
  'how_are_you',
  'help',
] as const;
export type Act = (typeof ACTS)[number];

const POLITE = '(?: please| thanks| thank you| very much| so much| a lot| now| then| for now| sir| madam| again| okay| yes)*';
const whole = (pattern: string): RegExp =>
  new RegExp(
    `^(?:okay |ok |oh |alright |all right |no |yes |yeah |please |so |and |sorry |actually |great |perfect |but )*(?:${pattern})${POLITE}$`,
  );

const PATTERNS: Readonly<Record<Act, RegExp>> = {
  goodbye:
    /\b(?:goodbye|bye|see you(?: (?:then|later|soon|on \w+day))?|hang up|have a (?:nice|good|great) (?:day|evening|weekend|one)|talk to you later)\b(?!.*\b(?:appointment|book|move|change)\b)/,
  all_done: whole(
    'that is (?:all|it|everything)(?: i (?:need|needed|wanted))?(?: thank you| thanks)?|nothing else|i am (?:done|all set|good)|no (?:thank you|thanks|more)|that was (?:all|it)|that will be all|i do not need anything else|nothing|thank you that is all|thanks that is all',
  ),
  repeat: whole(
    '(?:can|could|would|will) you (?:please )?(?:repeat|say)(?: that| it| this)?(?: again| once more| one more time)?|(?:please )?(?:repeat|say) (?:that|it|this)(?: again| once more)?|say again|repeat|what did you (?:just )?say|what was that|what|pardon(?: me)?|excuse me|come again|i (?:did not|could not) (?:get|hear|understand|catch)(?: that| you| it)?|i do not understand|once more|one more time|what was the question|sorry',
  ),
  start_over: whole('(?:let us |can we )?(?:start|begin) (?:over|again|from the (?:beginning|start))|from the (?:beginning|start)'),
  abandon: whole(
    '(?:just )?(?:never mind|nevermind|forget (?:it|that|about it)|forget about it|cancel(?: that| it| this| everything)?|stop(?: that| it| this)?|drop it|leave it|(?:let us |please )?leave (?:it|that)(?: for now)?|i (?:have )?changed my mind|do not bother|skip (?:it|that)|i do not want (?:that|it|to|this)(?: any ?more)?|not any ?more|quit|scrap that|let us not do that|i would rather not)',
  ),
  wait: whole(
    '(?:wait|hold on|hang on|one|just|just a|just one|a|give me|give me a|one) ?(?:1 )?(?:moment|second|minute|sec)?|(?:please )?(?:wait|hold on|hang on)(?: a| one| 1)?(?: moment| second| minute| sec)?|let me (?:think|check|see|look)(?: for)?(?: a| 1)?(?: moment| second| minute)?|(?:just )?(?:a|1|one) (?:moment|second|minute|sec)',
  ),
  hear_me: whole(
    '(?:hello )?(?:can you hear me|are you (?:still )?there|do you hear me|hello are you there|is anybody there|anyone there|i am (?:still )?here)',
  ),
  greet: whole('(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|howdy|greetings)(?: there| hello)?'),
  thanks: whole(
    '(?:many )?(?:thank you|thanks|cheers|much appreciated|i appreciate it)(?: for (?:your|the) (?:help|information|info))?|that is (?:very |so )?(?:kind|helpful|nice)(?: of you)?|you have been (?:very )?helpful',
  ),
  how_are_you: whole('(?:hello |hi )?how (?:are you|is it going|do you do)(?: doing)?(?: today)?'),
  help: whole(
    'help(?: me)?|(?:can|could) you help me|i need (?:some )?help|what can you do(?: for me)?|what can i (?:say|ask|do)(?: here)?|what are my options|how does this work|how can you help(?: me)?|what do you do',
  ),
};

export function actIn(text: string): Act | null {
  if (text === '') return null;
  return ACTS.find((act) => PATTERNS[act].test(text)) ?? null;
}

/** The text without a greeting in front of what the caller wants. */
export const withoutGreeting = (text: string): string =>
  text.replace(/^(?:(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|yes|yeah|okay|so|please|um)(?: there)? )+(?=\S)/, '');

/** Marks that a caller corrects what was said before. */
export const corrects = (text: string): boolean =>
  /^(?:no|not|sorry|actually|wait|oh|nope)\b|\b(?:i said|i meant|i mean|instead|rather|make it|make that|change (?:it|that|the)|not \w+ but|wrong|should be|supposed to be|correction|can we (?:do|say|make)|move it|no (?:wait|sorry|make|at|on|the|\d+))\b/.test(
    text,
  );

export const isQuestion = (text: string): boolean =>
  /^(?:and |but |so |okay |oh |well |actually |wait |sorry |by the way |yes |no )*(?:what|when|where|who|whose|which|why|how|is|are|was|do|does|did|can|could|will|would|have|has|may|should)\b|\b(?:i (?:have|had) a question|tell me|i (?:would like to|want to) know|i was wondering|do you know|by the way)\b/.test(
    text,
  );
