/** One utterance of the caller, and where the dialogue stands, to what the agent says next. Pure. */
import { corrects } from './acts.ts';
import { beginTask, respondInTask } from './in-task.ts';
import { extract } from './slots.ts';
import type { Intent } from './script.ts';
import { isBareYesNo } from './spoken/answers.ts';
import { nameIn } from './spoken/names.ts';
import { reply, type Dialogue, type Reply, type Surroundings, type Task } from './state.ts';
import { advance, askAgain, askedSlot, askFor, intentOf, slotNamed } from './tasks.ts';
import { asksForMore, digression, helpText } from './topics.ts';
import { understand, UNINTELLIGIBLE, type Heard } from './understanding.ts';
import { ANYTHING_ELSE, DEFAULT_GOODBYE, listed, NOT_UNDERSTOOD, pick } from './wording.ts';

const TOPIC = { probability: 0.5, clear: 0.7, rival: 0.15, unsure: 0.08 } as const;

const DEFAULT_FALLBACK = 'I am sorry, I can only answer what is written in my prompt.';

function farewell(dialogue: Dialogue, around: Surroundings): Reply {
  const text = around.known.script.goodbye ?? DEFAULT_GOODBYE;
  const call = around.functions.has('end_call') ? { name: 'end_call', arguments: {} } : null;
  const unfinished = dialogue.task === null ? undefined : intentOf(dialogue.task, around)?.refused?.split(/(?<=[.!])\s/)[0];
  return reply({ ...dialogue, task: null, suspended: [] }, `${unfinished ?? ''} ${text}`, call);
}

function notUnderstood(dialogue: Dialogue, around: Surroundings): Reply {
  if (dialogue.task !== null) return askAgain(dialogue, dialogue.task, around);
  const misses = dialogue.misses + 1;
  const again = misses >= 2 ? helpText(around) : 'Could you say that again, please?';
  return reply({ ...dialogue, misses }, `${pick(NOT_UNDERSTOOD, misses - 1)} ${again}`);
}

/** A change of mind about what was done last: the same again with the new value, by the intent that carries out changes. */
function changeOfFinished(dialogue: Dialogue, heard: Heard, around: Surroundings): Reply | null {
  const { finished } = dialogue;
  const before = finished === null ? undefined : intentOf(finished, around);
  if (finished === null || before === undefined || !corrects(heard.text)) return null;
  const by = around.known.script.intents.find((one) => one.name === before.changedBy) ?? before;
  const [best] = heard.matches;
  if (
    best !== undefined &&
    best.probability >= TOPIC.probability &&
    (best.topic.kind === 'faq' || (best.topic.intent !== by && best.topic.intent !== before))
  )
    return null;
  const same = Object.fromEntries(Object.entries(finished.values).filter(([name]) => by.slots.some((slot) => slot.name === name)));
  const { values } = extract(by, heard, { asked: null, task: { ...finished, intent: by.name } }, around);
  const task: Task = { intent: by.name, values: { ...same, ...values }, phase: { kind: 'confirming', agreed: false }, misses: 0 };
  if (Object.keys(values).length > 0) return advance(dialogue, task, around, 'All right.');
  const slot = slotNamed(heard.text, by);
  return slot === null ? null : askFor(dialogue, task, slot);
}

/** Several things it could be: the caller chooses. */
function whichOne(heard: Heard): string | null {
  const likely = heard.matches.filter((match) => match.probability >= TOPIC.unsure && match.evidence > 0);
  const titles = likely.flatMap((match) => (match.topic.kind === 'intent' ? [match.topic.intent.title] : []));
  if (titles.length === 1 && likely.length === 1 && (likely[0]?.probability ?? 0) >= TOPIC.probability / 2)
    return `Would you like to ${titles[0] ?? ''}?`;
  return titles.length < 2 ? null : `Would you like to ${listed(titles, 'or')}?`;
}

/** "Appointment" alone could be several things. */
function wantedIntent(heard: Heard): Intent | null {
  const [best, next] = heard.matches;
  if (best === undefined || best.topic.kind !== 'intent' || best.probability < TOPIC.probability) return null;
  const rivalled = best.probability < TOPIC.clear && next !== undefined && next.topic.kind === 'intent' && next.probability >= TOPIC.rival;
  return rivalled ? null : best.topic.intent;
}

/** "Would you like to book an appointment?": yes. */
const suggested = (dialogue: Dialogue, around: Surroundings): Intent | undefined =>
  around.known.script.intents.find((intent) => dialogue.said.endsWith(`Would you like to ${intent.title}?`));

function yesOrNo(dialogue: Dialogue, heard: Heard, around: Surroundings): Reply | null {
  if (heard.yesNo === null) return null;
  // "No sank you" to "is there anything else" is as good as "no thank you".
  const short = !heard.yesNo && asksForMore(dialogue) && heard.text.split(' ').length <= 3;
  if (!short && !isBareYesNo(heard.text)) return null;
  const intent = suggested(dialogue, around);
  if (intent !== undefined && heard.yesNo) return beginTask(dialogue, intent, heard, around);
  if (!heard.yesNo && asksForMore(dialogue)) return farewell(dialogue, around);
  if (heard.yesNo) return reply({ ...dialogue, misses: 0 }, 'What can I do for you?');
  return reply({ ...dialogue, misses: 0 }, `All right. ${ANYTHING_ELSE}`);
}

function fallback(dialogue: Dialogue, heard: Heard, around: Surroundings): Reply {
  const choice = whichOne(heard);
  if (choice !== null) return reply({ ...dialogue, misses: 0 }, choice);
  const misses = dialogue.misses + 1;
  const { script } = around.known;
  if (script.fallback === null && script.intents.length + script.faqs.length > 0)
    return reply({ ...dialogue, misses }, `${pick(NOT_UNDERSTOOD, misses - 1)} ${helpText(around)}`);
  const text = script.fallback ?? DEFAULT_FALLBACK;
  return reply({ ...dialogue, misses }, misses % 2 === 1 ? text : `${pick(NOT_UNDERSTOOD, misses - 1)} ${helpText(around)}`);
}

/** Outside of any task. */
function respondFree(dialogue: Dialogue, heard: Heard, around: Surroundings): Reply {
  if (heard.act === 'all_done') return farewell(dialogue, around);
  if (heard.act === 'abandon' && wantedIntent(heard) === null) return reply({ ...dialogue, misses: 0 }, `All right. ${ANYTHING_ELSE}`);
  const changed = changeOfFinished(dialogue, heard, around);
  if (changed !== null) return changed;
  const introduced = introduction(dialogue, heard);
  if (introduced !== null) return introduced;
  const aside = digression(dialogue, heard, around);
  if (aside?.call !== null && aside !== null) return reply({ ...dialogue, asked: aside.asked, misses: 0 }, aside.text, aside.call);
  const intent = wantedIntent(heard);
  if (intent !== null) return beginTask(dialogue, intent, heard, around);
  if (aside !== null) {
    const more =
      heard.act === 'thanks'
        ? ANYTHING_ELSE
        : heard.act === 'greet' || heard.act === 'how_are_you' || heard.act === 'hear_me'
          ? 'How can I help you?'
          : '';
    return reply({ ...dialogue, misses: 0 }, `${aside.text} ${more}`);
  }
  return yesOrNo(dialogue, heard, around) ?? fallback(dialogue, heard, around);
}

/** "My name is Mary": kept for later. */
function introduction(dialogue: Dialogue, heard: Heard): Reply | null {
  const name = nameIn(heard.text);
  const other = name === null ? '' : heard.text.replace(name.toLowerCase(), '').trim();
  return name === null || heard.question || other.split(' ').length > 5 || wantedIntent(heard) !== null
    ? null
    : reply({ ...dialogue, callerName: name, misses: 0 }, `Hello ${name}. How can I help you?`);
}

/** A request whose function was never called is open again, already agreed to. */
function reopened(dialogue: Dialogue): Dialogue {
  const { task } = dialogue;
  if (task?.phase.kind !== 'calling' || task.phase.seen) return dialogue;
  return { ...dialogue, task: { ...task, phase: { kind: 'confirming', agreed: true } } };
}

function answer(before: Dialogue, raw: string, around: Surroundings): Reply {
  const dialogue = reopened(before);
  const { task } = dialogue;
  const intent = task === null ? undefined : intentOf(task, around);
  const slot = task === null || intent === undefined ? null : askedSlot(task, intent);
  const open = task !== null && (task.phase.kind === 'confirming' || task.phase.kind === 'changing');
  const asked = {
    date: slot?.type === 'date' || open,
    time: slot?.type === 'time' || open || (task === null && dialogue.finished !== null && corrects(raw.toLowerCase())),
  };
  const heard = understand(raw, around, asked);
  if (heard.text === '' || UNINTELLIGIBLE.test(raw)) return notUnderstood(dialogue, around);
  if (heard.act === 'goodbye') return farewell(dialogue, around);
  if (heard.act === 'repeat' && dialogue.said !== '') return reply(dialogue, dialogue.said);
  if (task !== null) return respondInTask(dialogue, task, heard, around);
  return respondFree(dialogue, heard, around);
}

/** Puts in front what the caller could not hear of a function's outcome. */
export function respond(dialogue: Dialogue, raw: string, around: Surroundings): Reply {
  const given = answer({ ...dialogue, unsaid: '' }, raw, around);
  const text = dialogue.unsaid === '' || given.text === dialogue.unsaid ? given.text : `${dialogue.unsaid} ${given.text}`.trim();
  return { ...given, text, dialogue: { ...given.dialogue, said: text === '' ? given.dialogue.said : text, heard: 0, interposed: false } };
}
