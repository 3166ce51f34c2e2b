/** Whether speech over the agent is an interruption. Pure: the same facts always give the same verdict. */
import type { DismissalReason, TurnTakingSettings } from '@parley/contract';

export interface InterruptionFacts {
  /** How long the caller has been speaking, by true onset. */
  speechMs: number;
  /** True while the caller still speaks. */
  speaking: boolean;
  /** Recognised so far. */
  text: string;
  /** True once no more words will come for what was said. */
  final: boolean;
  settings: TurnTakingSettings['interruption'];
}

export type InterruptionVerdict = { is: 'interruption' } | { is: 'false-interruption'; because: DismissalReason } | { is: 'undecided' };

/** Listeners' signals that ask the speaker to go on. */
const BACKCHANNEL = /^(?:(?:uh huh|mm hmm|mhm|hmm|uh|um|ah|oh|yeah|yep|okay|ok|right|i see|sure|got it|all right|alright)(?: |$))+$/;

const countWords = (text: string): number => (text.trim() === '' ? 0 : text.trim().split(/\s+/).length);

/** Speech is known to have ended only this long after it did; until then a cough looks like speech that goes on. */
export const END_DETECTION_MS = 350;

/** While the caller speaks: words decide as soon as there are any, lasting sound without words a little later. */
function judgeWhileSpeaking({ settings, speechMs, text }: InterruptionFacts, words: number): InterruptionVerdict {
  if (words === 0)
    return settings.min_words === 0 && speechMs >= settings.min_speech_ms + END_DETECTION_MS ? { is: 'interruption' } : { is: 'undecided' };
  const says = words >= settings.min_words && !BACKCHANNEL.test(text.toLowerCase().trim());
  return says && speechMs >= settings.min_speech_ms ? { is: 'interruption' } : { is: 'undecided' };
}

export function judgeInterruption(facts: InterruptionFacts): InterruptionVerdict {
  const { settings, text } = facts;
  const words = countWords(text);
  const enoughWords = words >= settings.min_words;
  if (facts.speaking) return judgeWhileSpeaking(facts, words);
  if (!facts.final) return { is: 'undecided' };
  if (words === 0) return { is: 'false-interruption', because: 'no_words' };
  if (BACKCHANNEL.test(text.toLowerCase().trim())) return { is: 'false-interruption', because: 'listening_signal' };
  return enoughWords ? { is: 'interruption' } : { is: 'false-interruption', because: 'too_few_words' };
}
