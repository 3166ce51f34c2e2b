/** Whether what the caller says over the agent is an interruption. Pure: the same facts always give the same verdict. */
import type { DismissalReason, TurnTakingSettings } from '@parley/contract';
import { LONG_SOUND_MS } from './limits.ts';
import { isListeningSignal, isHesitation } from './signals.ts';
import { awaitsFinal, endOf, isSpeaking, textOf, type UserTurn } from './user-turn.ts';
import { splitWords } from './utterances.ts';

export interface OverlapFacts {
  /** All that was said and typed since the agent's turn began. */
  readonly user: UserTurn;
  /** Since when the agent has waited for the verdict, call time. */
  readonly sinceMs: number;
  /** False while nothing of the agent's turn has been heard: the caller goes on with the turn before. */
  readonly audible: boolean;
  /** The agent has asked something, and this comes at the end of the question or after it. */
  readonly asked: boolean;
  readonly settings: TurnTakingSettings['interruption'];
  readonly now: number;
}

export type OverlapVerdict =
  | { readonly is: 'undecided' }
  | { readonly is: 'interruption' }
  /** A signal that answers what the agent asks: the agent finishes, and it is the caller's turn. */
  | { readonly is: 'answer' }
  | { readonly is: 'dismissed'; readonly because: DismissalReason };

/** Speech is known to have ended only this long after it did; until then a cough looks like speech that goes on. */
const END_DETECTION_MS = 350;
/**
 * "Yeah", "all right": a listener's signal may last this much longer than a mere sound. What is no longer has its end waited for, and its
 * final: of the first sounds a recogniser makes other words, or none ("of", "i have" for "uh huh").
 */
const SIGNAL_MS = 450;
/** The most words that a recogniser makes of a signal at first, but for a short while. */
const SIGNAL_WORDS = 3;

const UNDECIDED: OverlapVerdict = { is: 'undecided' };
const INTERRUPTION: OverlapVerdict = { is: 'interruption' };

const onsetOf = ({ user, sinceMs }: OverlapFacts): number => user.utterances.at(-1)?.startMs ?? sinceMs;

/** When the verdict falls at the latest while the caller makes a sound, call time. */
export const longSoundMs = (facts: OverlapFacts): number => Math.max(facts.sinceMs, onsetOf(facts)) + LONG_SOUND_MS;

/** The longest that a signal lasts. */
const signalMs = ({ settings }: OverlapFacts): number => settings.min_speech_ms + SIGNAL_MS;

/** When a sound without words is long enough to be taken for speech; never where words are asked for. */
export const lastingSoundMs = (facts: OverlapFacts): number | null =>
  facts.audible && facts.settings.min_words === 0 ? onsetOf(facts) + signalMs(facts) + END_DETECTION_MS : null;

/** When words are an interruption though more may come. Nothing of the agent's is heard meanwhile: it pauses at the first sound. */
export function wordsCountMs(facts: OverlapFacts): number {
  const words = splitWords(textOf(facts.user)).length;
  if (!facts.audible) return onsetOf(facts) + (words < 2 ? END_DETECTION_MS : 0);
  return onsetOf(facts) + (words > SIGNAL_WORDS ? facts.settings.min_speech_ms : signalMs(facts)) + END_DETECTION_MS;
}

/** The words that are there may still become a signal when the final comes. */
function mayBeSignal(facts: OverlapFacts, words: number): boolean {
  if (words < 2) return true;
  return facts.audible && (endOf(facts.user) ?? facts.now) - onsetOf(facts) <= signalMs(facts);
}

/** What would not stop the agent in the middle of an answer is the answer to a question. */
function asAnswer(text: string, because: DismissalReason, { asked, audible }: OverlapFacts): OverlapVerdict {
  if (asked && !isHesitation(text)) return audible ? { is: 'answer' } : INTERRUPTION;
  return { is: 'dismissed', because };
}

/** While the caller speaks: words decide as soon as there are any, a lasting sound without words a little later. */
function whileSpeaking(text: string, words: number, facts: OverlapFacts): OverlapVerdict {
  const { now, audible, settings } = facts;
  const counts = words >= (audible ? settings.min_words : 1) && words > 0 && !isListeningSignal(text);
  if (counts && now >= wordsCountMs(facts)) return INTERRUPTION;
  const lasting = lastingSoundMs(facts);
  if (words === 0 && lasting !== null && now >= lasting) return INTERRUPTION;
  if (now < longSoundMs(facts)) return UNDECIDED;
  return words > 0
    ? asAnswer(text, isListeningSignal(text) ? 'listening_signal' : 'too_few_words', facts)
    : { is: 'dismissed', because: 'long_sound' };
}

export function verdictOn(facts: OverlapFacts): OverlapVerdict {
  const { user, audible, settings } = facts;
  // Nobody types or presses a key by accident.
  if (user.typed !== null || user.keys !== null) return INTERRUPTION;
  const text = textOf(user);
  const words = splitWords(text).length;
  if (isSpeaking(user)) return whileSpeaking(text, words, facts);
  const waits = awaitsFinal(user);
  const enough = words > 0 && !isListeningSignal(text) && words >= (audible ? settings.min_words : 1);
  if (enough && !(waits && mayBeSignal(facts, words))) return INTERRUPTION;
  if (waits) return UNDECIDED;
  if (words === 0) return { is: 'dismissed', because: 'no_words' };
  return asAnswer(text, isListeningSignal(text) ? 'listening_signal' : 'too_few_words', facts);
}
