/** Whether speech over the agent is an interruption. Pure: the same facts always give the same verdict. */
import type { TurnTakingSettings } from '@parley/contract';

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

export type InterruptionVerdict = { is: 'interruption' } | { is: 'false-interruption'; because: string } | { is: 'undecided' };

/** Listeners' signals that ask the speaker to go on. */
const BACKCHANNEL = /^(?:(?:uh huh|mm hmm|mhm|hmm|uh|um|ah|oh|yeah|yep|okay|ok|right|i see|sure|got it|all right|alright)(?: |$))+$/;

const countWords = (text: string): number => (text.trim() === '' ? 0 : text.trim().split(/\s+/).length);

export function judgeInterruption(facts: InterruptionFacts): InterruptionVerdict {
  const { settings, text } = facts;
  const words = countWords(text);
  const longEnough = facts.speechMs >= settings.min_speech_ms;
  const enoughWords = words >= settings.min_words;
  if (facts.speaking) return longEnough && enoughWords ? { is: 'interruption' } : { is: 'undecided' };
  if (!facts.final) return { is: 'undecided' };
  if (words === 0) return { is: 'false-interruption', because: 'no words' };
  if (BACKCHANNEL.test(text.toLowerCase().trim())) return { is: 'false-interruption', because: 'a listening signal' };
  return enoughWords ? { is: 'interruption' } : { is: 'false-interruption', because: 'too few words' };
}
