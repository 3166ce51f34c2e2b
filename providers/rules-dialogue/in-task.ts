/** One utterance of the caller while the agent is carrying something out. Pure. */
import { corrects } from './acts.ts';
import { isBareYesNo } from './spoken/answers.ts';
import { extract, firstPossible } from './slots.ts';
import type { Intent, Slot } from './script.ts';
import { reply, type Dialogue, type Reply, type Surroundings, type Task } from './state.ts';
import { abandon, advance, askAgain, askedSlot, askFor, carryOut, intentOf, pendingQuestion, slotNamed, update } from './tasks.ts';
import { digression, type Digression } from './topics.ts';
import type { Heard, Match } from './understanding.ts';
import { WHAT_TO_CHANGE } from './wording.ts';

const SWITCHES = { probability: 0.6, overAnswer: 0.8, evidence: 2, suspended: 3 } as const;

interface Scene {
  dialogue: Dialogue;
  task: Task;
  intent: Intent;
  heard: Heard;
  around: Surroundings;
}

/** Another thing the caller wants first. `answered`: the utterance also answers what was asked, so the case must be clear. */
function otherIntent({ intent, heard }: Scene, answered: boolean): Match | null {
  const [best] = heard.matches;
  if (best === undefined || best.topic.kind !== 'intent' || best.topic.intent === intent) return null;
  const least = answered ? SWITCHES.overAnswer : SWITCHES.probability;
  return best.exact || (best.probability >= least && (!answered || best.evidence >= SWITCHES.evidence)) ? best : null;
}

function switchTo(scene: Scene, to: Intent): Reply {
  const { dialogue, task, heard, around } = scene;
  // "I would rather cancel it" gives the first thing up; otherwise it waits.
  const givenUp = /\b(?:rather|instead|changed my mind)\b/.test(heard.text);
  const suspended = givenUp
    ? dialogue.suspended
    : [task, ...dialogue.suspended.filter((one) => one.intent !== to.name)].slice(0, SWITCHES.suspended);
  const name = Object.values(task.values).find((value) => value.type === 'name')?.text ?? dialogue.callerName;
  return beginTask({ ...dialogue, suspended, task: null, callerName: name }, to, heard, around);
}

export function beginTask(dialogue: Dialogue, intent: Intent, heard: Heard, around: Surroundings): Reply {
  const nameSlot = intent.slots.find((slot) => slot.type === 'name');
  const known =
    nameSlot === undefined || dialogue.callerName === null ? {} : { [nameSlot.name]: { type: 'name' as const, text: dialogue.callerName } };
  const { values } = extract(intent, heard, { asked: null, task: null }, around);
  const task: Task = { intent: intent.name, values: { ...known, ...values }, phase: { kind: 'asking', slot: '' }, misses: 0 };
  return advance(dialogue, task, around);
}

/** The answer to something else, and then the question that is open. */
function afterDigression(scene: Scene, { text, call, asked }: Digression): Reply {
  const { dialogue, task, intent, around } = scene;
  if (call !== null) return reply({ ...dialogue, asked }, text, call);
  return reply({ ...dialogue, misses: 0 }, `${text} ${pendingQuestion(task, intent, around)}`);
}

const asksSomethingElse = (scene: Scene, answered: boolean): Digression | null => {
  const found = digression(scene.dialogue, scene.heard, scene.around);
  if (found === null || (answered && !found.sure)) return null;
  return found;
};

const ANY =
  /\b(?:any (?:day|time)|anytime|does not matter|do not (?:mind|care)|whenever|you choose|up to you|first (?:available|free|possible)|1st (?:available|free|possible)|as soon as (?:possible|you can)|asap|earliest|whatever)\b/;

function whileAsking(scene: Scene, slot: Slot): Reply {
  const { dialogue, task, intent, heard, around } = scene;
  const { values, answered } = extract(intent, heard, { asked: slot, task }, around);
  const weak = answered && slot.type === 'text';
  const aside = asksSomethingElse(scene, answered && !weak);
  if (aside !== null) return afterDigression(scene, aside);
  if (!answered && ANY.test(heard.text)) {
    const first = firstPossible(slot, intent, { ...task.values, ...values }, around);
    if (first !== null) return update(dialogue, { ...task, phase: { kind: 'offering', slot: slot.name, value: first } }, values, around);
  }
  const other = otherIntent(scene, answered);
  if (other !== null && other.topic.kind === 'intent') return switchTo(scene, other.topic.intent);
  if (Object.keys(values).length > 0) return update(dialogue, task, values, around);
  if (slot.type === 'time' && heard.dayPart !== null) {
    const next: Task = { ...task, phase: { kind: 'asking', slot: slot.name, dayPart: heard.dayPart } };
    return reply({ ...dialogue, task: next }, `What time in the ${heard.dayPart}?`);
  }
  if (slot.type === 'date' && /\b(?:next|this|the following) (?:week|month)\b/.test(heard.text)) {
    return reply({ ...dialogue, misses: 0 }, 'Which day exactly?');
  }
  const wrong = corrects(heard.text) ? slotNamed(heard.text, intent) : null;
  if (wrong !== null && wrong !== slot) return askFor(dialogue, task, wrong);
  return askAgain(dialogue, task, around);
}

function whileOffering(scene: Scene, slot: Slot): Reply {
  const { dialogue, task, heard, around, intent } = scene;
  const { phase } = task;
  const { values } = extract(intent, heard, { asked: slot, task }, around);
  if (phase.kind === 'offering' && heard.yesNo === true && Object.keys(values).length === 0 && !heard.question) {
    return advance(dialogue, { ...task, values: { ...task.values, [slot.name]: phase.value }, misses: 0 }, around);
  }
  if (heard.yesNo === false && Object.keys(values).length === 0 && isBareYesNo(heard.text)) {
    const next: Task = { ...task, phase: { kind: 'asking', slot: slot.name }, misses: 0 };
    return reply({ ...dialogue, task: next }, pendingQuestion(next, intent, around));
  }
  return whileAsking(scene, slot);
}

/** A yes counts only for what was heard, and not when something else was asked since. */
const yesIsClear = ({ dialogue }: Scene): boolean => dialogue.heard >= 0.5 && !dialogue.interposed;

function whileConfirming(scene: Scene, agreed: boolean): Reply {
  const { dialogue, task, intent, heard, around } = scene;
  const { values } = extract(intent, heard, { asked: null, task }, around);
  const changes = Object.fromEntries(Object.entries(values).filter(([name, value]) => task.values[name]?.text !== value.text));
  if (Object.keys(changes).length > 0 && !(heard.yesNo === true && heard.question)) return update(dialogue, task, changes, around);
  const said = heard.yesNo;
  const wrong = !heard.question && (said === false || corrects(heard.text)) ? slotNamed(heard.text, intent) : null;
  if (wrong !== null) return askFor(dialogue, task, wrong);
  const aside = said !== null && isBareYesNo(heard.text) ? null : asksSomethingElse(scene, false);
  if (aside !== null) return afterDigression(scene, aside);
  if (said === true || (said === null && heard.act === 'abandon') || (said === null && Object.keys(values).length > 0)) {
    return yesIsClear(scene) || agreed ? carryOut(dialogue, task, around) : reply(dialogue, pendingQuestion(task, intent, around));
  }
  const other = otherIntent(scene, false);
  if (other !== null && other.topic.kind === 'intent') return switchTo(scene, other.topic.intent);
  if (said === false) {
    if (/\b(?:do not (?:book|want|do|move|cancel)|forget|leave it)\b/.test(heard.text)) return abandon(dialogue, around);
    return reply({ ...dialogue, task: { ...task, phase: { kind: 'changing' }, misses: 0 } }, `All right. ${WHAT_TO_CHANGE}`);
  }
  return agreed ? carryOut(dialogue, task, around) : askAgain(dialogue, task, around);
}

function whileChanging(scene: Scene): Reply {
  const { dialogue, task, intent, heard, around } = scene;
  const aside = asksSomethingElse(scene, false);
  if (aside !== null && aside.sure) return afterDigression(scene, aside);
  // Where every slot is open, a bare number is a time and bare words are a name.
  const last = intent.slots.find((slot) => slot.type === 'name') ?? null;
  const { values } = extract(intent, heard, { asked: null, task }, around);
  if (Object.keys(values).length > 0) return update(dialogue, task, values, around);
  const slot = slotNamed(heard.text, intent);
  if (slot !== null) return askFor(dialogue, task, slot);
  if (/\b(?:nothing|keep it|leave it|all good|it is fine)\b/.test(heard.text) || (heard.yesNo === true && isBareYesNo(heard.text)))
    return advance(dialogue, task, around);
  if (/\b(?:everything|all of it)\b/.test(heard.text)) return advance(dialogue, { ...task, values: {} }, around);
  if (heard.yesNo === false && isBareYesNo(heard.text)) return abandon(dialogue, around);
  const other = otherIntent(scene, false);
  if (other !== null && other.topic.kind === 'intent') return switchTo(scene, other.topic.intent);
  const named = last === null ? null : extract(intent, heard, { asked: last, task }, around);
  return named?.answered === true ? update(dialogue, task, named.values, around) : askAgain(dialogue, task, around);
}

/** "Cancel it" is what the caller of a cancellation wants. */
const meansTheTask = (text: string, intent: Intent): boolean =>
  /\bcancel\b/.test(text) && /\bcancel\b/.test(`${intent.title} ${intent.name.replace(/_/g, ' ')}`);

export function respondInTask(dialogue: Dialogue, task: Task, heard: Heard, around: Surroundings): Reply {
  const intent = intentOf(task, around);
  if (intent === undefined) return reply({ ...dialogue, task: null }, around.known.script.fallback ?? '');
  const scene: Scene = { dialogue, task, intent, heard, around };
  const { phase } = task;
  if (
    (heard.act === 'abandon' && !meansTheTask(heard.text, intent)) ||
    (heard.act === 'all_done' && phase.kind !== 'confirming' && phase.kind !== 'changing')
  )
    return abandon(dialogue, around);
  if (heard.act === 'start_over') return advance(dialogue, { ...task, values: {}, misses: 0 }, around, 'All right, from the beginning.');
  switch (phase.kind) {
    case 'asking':
    case 'offering': {
      const slot = askedSlot(task, intent);
      if (slot === null) return advance(dialogue, task, around);
      return phase.kind === 'offering' ? whileOffering(scene, slot) : whileAsking(scene, slot);
    }
    case 'confirming':
      return whileConfirming(scene, phase.agreed);
    case 'changing':
      return whileChanging(scene);
    case 'calling':
      return reply(dialogue, pendingQuestion(task, intent, around));
    default:
      return phase satisfies never;
  }
}
