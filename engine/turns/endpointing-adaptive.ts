import type { EndpointingFacts, EndpointingStrategy, EndpointingVerdict } from './endpointing-strategy.ts';
import { unreachable } from '../unreachable.ts';
import { completeness } from './completeness.ts';

/** Short after a complete sentence, long after an open one, by what was said and what was asked. */
export const adaptiveEndpointing: EndpointingStrategy = (facts: EndpointingFacts): EndpointingVerdict => {
  const { settings } = facts;
  const verdict = completeness(facts);
  switch (verdict.is) {
    case 'complete':
      return { silenceMs: settings.complete_silence_ms, reason: verdict.because };
    case 'open':
      return {
        silenceMs: settings.incomplete_silence_ms,
        reason: verdict.because,
        ...(verdict.because === 'open_word' ? { ending_word: verdict.word } : {}),
      };
    case 'dictating':
      // Who dictates pauses between groups; never less than after any other open words.
      return { silenceMs: Math.max(settings.dictation_silence_ms, settings.incomplete_silence_ms), reason: verdict.because };
    case 'unclear':
      return { silenceMs: settings.silence_ms, reason: verdict.because };
    default:
      return unreachable(verdict);
  }
};
