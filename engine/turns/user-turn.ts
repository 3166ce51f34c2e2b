/** The caller's side of the turn core: what was said and typed in the turn in progress, and what is known of turns before. Pure. */
import type { CallInput, Word } from '@parley/contract';
import { unreachable } from '../unreachable.ts';
import { joinKeys, keysInWords, withKey, type Keys } from './keys.ts';
import { MAX_PAST_UTTERANCES } from './limits.ts';
import { afterCut, haveSameWords, inOrder, opened, settled, splitWords, textOfUtterance, withFinal, type Utterance } from './utterances.ts';

export interface UserTurn {
  readonly utterances: readonly Utterance[];
  readonly typed: { readonly text: string; readonly atMs: number } | null;
  readonly keys: Keys | null;
}

export const NOTHING_SAID: UserTurn = { utterances: [], typed: null, keys: null };

/** An utterance whose turn is over, or which was dismissed: words that come for it now are late. */
interface PastUtterance {
  readonly utterance: Utterance;
  /** Its turn was cut while it went on: only what comes after is new. */
  readonly goesOn: boolean;
  /** It is in no turn. */
  readonly dismissed: boolean;
  /** Nobody understood anything of it, and it is in no turn either. */
  readonly wordless: boolean;
  /** When its turn was over. */
  readonly atMs: number;
}

export interface Caller {
  readonly user: UserTurn | null;
  readonly past: readonly PastUtterance[];
}

/** True while any utterance goes on: words that come late for one that is over say nothing of the others. */
export const isSpeaking = (user: UserTurn | null): boolean => user?.utterances.some(({ endMs }) => endMs === null) ?? false;

/** True while an utterance has ended but its final transcript is not there. */
export const awaitsFinal = (user: UserTurn | null): boolean =>
  user?.utterances.some((one) => one.endMs !== null && one.final === null) ?? false;

/** What was spoken in this turn as far as it is known: finals, and the partial of what is still open. */
export const spokenOf = (user: UserTurn | null): string =>
  (user?.utterances ?? [])
    .map(textOfUtterance)
    .filter((text) => text !== '')
    .join(' ');

/** What was spoken and pressed, in this order or the other, and what was typed. */
export function textOf(user: UserTurn | null): string {
  if (user === null) return '';
  const { utterances, keys, typed } = user;
  const pressed = keys === null ? '' : keysInWords(keys);
  const keysFirst = keys !== null && keys.sinceMs < (utterances[0]?.startMs ?? 0);
  const heard = keysFirst ? [pressed, spokenOf(user)] : [spokenOf(user), pressed];
  return [...heard, typed?.text ?? ''].filter((text) => text !== '').join(' ');
}

export const wordsOf = (user: UserTurn | null): Word[] =>
  (user?.utterances ?? []).flatMap((one) => [...(one.final?.words ?? []).slice(one.before)]);

/** Speech outside the recogniser's domain, with nothing intelligible beside it. */
export const isUnintelligible = (user: UserTurn | null): boolean =>
  (user?.utterances ?? []).some((one) => one.final?.rejected === true) &&
  (user?.utterances ?? []).every((one) => one.final === null || one.final.rejected || one.final.text.trim() === '');

const least = (...times: (number | null | undefined)[]): number | null => {
  const known = times.filter((time) => typeof time === 'number');
  return known.length === 0 ? null : Math.min(...known);
};

/** When the caller began to speak or to press keys. */
export const startOf = (user: UserTurn | null): number | null => least(user?.utterances[0]?.startMs, user?.keys?.sinceMs);

/** When the caller last spoke or pressed a key; null while it speaks. */
export function endOf(user: UserTurn | null): number | null {
  if (user === null || isSpeaking(user)) return null;
  const ends = [...user.utterances.map(({ endMs }) => endMs), user.keys?.lastMs].filter((time) => typeof time === 'number');
  return ends.length === 0 ? null : Math.max(...ends);
}

/** When the detector last said that speech had ended. */
export const endDetectedOf = (user: UserTurn): number => Math.max(0, ...user.utterances.map((one) => one.endDetectedMs ?? 0));

/** Time between the detector's end of speech and the last final: what the recogniser cost. */
export function recognitionMs(user: UserTurn | null): number | null {
  const last = user?.utterances.at(-1);
  if (last === undefined || last.final === null || last.endDetectedMs === null) return null;
  return Math.max(0, last.final.atMs - last.endDetectedMs);
}

/** Two parts of one turn; of an utterance that is in both, the later state counts. */
function joinTurns(before: UserTurn, after: UserTurn | null): UserTurn {
  if (after === null) return before;
  const later = new Map(after.utterances.map((one) => [one.id, one]));
  const kept = before.utterances.map((one) => later.get(one.id) ?? one);
  const known = new Set(before.utterances.map(({ id }) => id));
  const texts = [before.typed?.text, after.typed?.text].filter((text) => text !== undefined);
  const typedAtMs = after.typed?.atMs ?? before.typed?.atMs;
  return {
    utterances: inOrder([...kept, ...after.utterances.filter(({ id }) => !known.has(id))]),
    typed: typedAtMs === undefined ? null : { text: texts.join(' '), atMs: typedAtMs },
    keys: joinKeys(before.keys, after.keys),
  };
}

/** Stops waiting for finals. */
export const settleForPartials = (user: UserTurn, now: number): UserTurn => ({
  ...user,
  utterances: user.utterances.map((one) => settled(one, now)),
});

/** Nobody hears the rest of it: what was said so far is what there is. */
export function brokenOff({ user, past }: Caller, now: number): Caller {
  const ended = (one: Utterance): Utterance => (one.endMs === null ? { ...one, endMs: now, endDetectedMs: now } : one);
  return {
    user: user && settleForPartials({ ...user, utterances: user.utterances.map(ended) }, now),
    past: past.map((one) => ({ ...one, utterance: ended(one.utterance) })),
  };
}

/** The newest utterance that is known. */
export const lastUtterance = ({ user, past }: Caller): number =>
  Math.max(0, ...(user?.utterances ?? []).map(({ id }) => id), ...past.map(({ utterance }) => utterance.id));

/** The turn is over, or what was said is none (`dismissed`). `cut`: it was ended while the caller spoke on. */
export function putAway({ user, past }: Caller, how: { atMs: number; cut?: boolean; dismissed?: boolean }): Caller {
  const { atMs, cut = false, dismissed = false } = how;
  const wordless = !dismissed && textOf(user) === '' && !isUnintelligible(user);
  const over = (user?.utterances ?? []).map((utterance) => ({
    utterance,
    goesOn: cut && utterance.endMs === null,
    dismissed,
    wordless,
    atMs,
  }));
  return { user: null, past: [...past, ...over].slice(-MAX_PAST_UTTERANCES) };
}

/** `turn` is over and goes on all the same: what has come for it meanwhile counts, and none of it is remembered as over. */
export function takeUpAgain({ user, past }: Caller, turn: UserTurn): Caller {
  const newest = new Map(past.map(({ utterance }) => [utterance.id, utterance]));
  const utterances = turn.utterances.map((one) => newest.get(one.id) ?? one);
  const ids = new Set(utterances.map(({ id }) => id));
  return { user: joinTurns({ ...turn, utterances }, user), past: past.filter(({ utterance }) => !ids.has(utterance.id)) };
}

const add = (user: UserTurn | null, utterance: Utterance): UserTurn => ({
  ...(user ?? NOTHING_SAID),
  utterances: inOrder([...(user?.utterances ?? []), utterance]),
});

type Heard = (one: Utterance) => Utterance;

/** The recogniser has understood something else than what was taken for it. */
function isCorrected(taken: Utterance, now: Utterance): boolean {
  if (now.final === null || now.final.standsIn || now.final === taken.final) return false;
  const text = splitWords(now.final.text).slice(taken.before);
  const front = now.before > taken.before ? text.slice(0, now.before - taken.before) : text;
  return !haveSameWords(front.join(' '), textOfUtterance(taken));
}

/** What a final made of utterances whose turn is over and says otherwise. */
export function correctionsIn(before: Caller, after: Caller): Utterance[] {
  const now = new Map([...after.past.map(({ utterance }) => utterance), ...(after.user?.utterances ?? [])].map((one) => [one.id, one]));
  const ofCut = (before.user?.utterances ?? []).flatMap((one) => {
    const final = now.get(one.id)?.final ?? null;
    if (one.before === 0 || final === null || final.standsIn || final === one.final) return [];
    return haveSameWords(splitWords(final.text).slice(0, one.before).join(' '), one.held) ? [] : [{ ...one, final }];
  });
  const ofPast = before.past.flatMap(({ utterance, goesOn, dismissed }) => {
    const later = now.get(utterance.id);
    // Taken up again whole, it says what is right itself.
    const isWhole = !goesOn && after.user?.utterances.includes(later as Utterance) === true;
    return later === undefined || dismissed || isWhole || !isCorrected(utterance, later) ? [] : [later];
  });
  return [...ofCut, ...ofPast];
}

/** There is something in it now that nobody took in: words, or where none were taken that the caller cannot be understood. */
function isMoreThan({ utterance, dismissed, wordless }: PastUtterance, now: Utterance): boolean {
  const hasMore = splitWords(textOfUtterance(now)).length > splitWords(textOfUtterance(utterance)).length;
  return hasMore || (dismissed && isCorrected(utterance, now)) || (wordless && now.final?.rejected === true);
}

/** Changes an utterance of the turn in progress, or takes a past one up again when there is something in it that nobody took in. */
function change({ user, past }: Caller, id: number, heard: Heard): Caller {
  if (user?.utterances.some((one) => one.id === id) === true)
    return { user: { ...user, utterances: user.utterances.map((one) => (one.id === id ? heard(one) : one)) }, past };
  const known = past.find((one) => one.utterance.id === id);
  if (known === undefined) return { user, past };
  const now = heard(known.utterance);
  if (!isMoreThan(known, now)) return { user, past: past.map((one) => (one === known ? { ...one, utterance: now } : one)) };
  const taken = splitWords(textOfUtterance(known.utterance)).length;
  const again = known.goesOn ? afterCut(now, taken, known.atMs) : now;
  return { user: add(user, again), past: past.filter((one) => one !== known) };
}

/** Who spoke on when a turn was cut goes on speaking in whatever the next turn begins with. */
function withWhatGoesOn({ user, past }: Caller): Caller {
  const on = past.filter(({ goesOn, utterance }) => goesOn && utterance.endMs === null);
  if (user === null || on.length === 0) return { user, past };
  const cut = on.map(({ utterance, atMs }) => afterCut(utterance, splitWords(textOfUtterance(utterance)).length, atMs));
  return { user: cut.reduce(add, user), past: past.filter((one) => !on.includes(one)) };
}

/** The caller's side after `input`. */
export const hear = (caller: Caller, input: CallInput, now: number): Caller => withWhatGoesOn(takeIn(caller, input, now));

function takeIn(caller: Caller, input: CallInput, now: number): Caller {
  switch (input.type) {
    case 'user_speech.started':
      return { ...caller, user: add(caller.user, opened(input.utterance, input.speech_ms)) };
    case 'user_speech.ended':
      return change(caller, input.utterance, (one) => ({ ...one, endMs: Math.max(one.startMs, input.speech_ms), endDetectedMs: now }));
    case 'user_transcript.partial':
      return change(caller, input.utterance, (one) => (one.final === null ? { ...one, partial: input.text } : one));
    case 'user_transcript.final': {
      const { text, words, rejected, stands_in: standsIn = false } = input;
      return change(caller, input.utterance, (one) => withFinal(one, { text, words, rejected, standsIn, atMs: now }));
    }
    case 'user_text.received':
      return { ...caller, user: joinTurns(caller.user ?? NOTHING_SAID, { ...NOTHING_SAID, typed: { text: input.text, atMs: now } }) };
    case 'digit.received':
      return { ...caller, user: { ...(caller.user ?? NOTHING_SAID), keys: withKey(caller.user?.keys ?? null, input.digit, now) } };
    case 'call.started':
    case 'action.finished':
    case 'context.injected':
    case 'function.finished':
    case 'hangup.requested':
    case 'llm.delta_received':
    case 'llm.failed':
    case 'llm.finished':
    case 'llm.function_called':
    case 'playout.finished':
    case 'playout.started':
    case 'playout.stopped':
    case 'stt.failed':
    case 'hearing.interrupted':
    case 'attempt.settled':
    case 'timer.fired':
    case 'defect.reported':
    case 'transport.closed':
    case 'tts.failed':
    case 'tts.finished':
    case 'tts.first_audio':
    case 'call.ringing':
    case 'call.answered':
    case 'call.taken_over':
    case 'call.held':
    case 'call.resumed':
      return caller;
    default:
      return unreachable(input);
  }
}
