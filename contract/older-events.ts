/**
 * Events as older engines wrote them: reasons were English sentences, keys had another name. What is stored stays as it was written; whoever reads
 * it hands it through here and gets what the contract says today (docs/decisions/0012-codes-in-decisions.md).
 */
import type { CallEvent } from './call-event.ts';
import { DismissalReason, TurnEndReason } from './decision-reasons.ts';

const TURN_ENDS: ReadonlyMap<string, TurnEndReason> = new Map<string, TurnEndReason>([
  ['complete: a whole sentence', 'whole_sentence'],
  ['complete: ends in a closing phrase', 'closing_phrase'],
  ['complete: a name was asked for', 'name_given'],
  ['complete: a date or time was asked for', 'date_or_time_given'],
  ['open: ends in an open phrase', 'open_phrase'],
  ['open: fewer digits than asked for', 'digits_missing'],
  ['open: a month without a day', 'day_missing'],
  ['could go on', 'could_go_on'],
  ['no words recognised', 'no_words_recognised'],
  ['fixed silence', 'fixed_silence'],
  ['speech outside the recogniser’s domain', 'unintelligible'],
  ['the call ended', 'call_ended'],
]);
const OPEN_WORD = /^open: ends in "(.+)"$/;

const DISMISSALS: ReadonlyMap<string, DismissalReason> = new Map<string, DismissalReason>([
  ['no words', 'no_words'],
  ['a listening signal', 'listening_signal'],
  ['too few words', 'too_few_words'],
  ['no transcript in time', 'no_transcript'],
]);

interface TurnEnd {
  reason: TurnEndReason;
  ending_word?: string;
  reason_text: string;
}

function turnEnd(text: string): TurnEnd {
  const word = OPEN_WORD.exec(text)?.[1];
  if (word !== undefined) return { reason: 'open_word', ending_word: word, reason_text: text };
  return { reason: TURN_ENDS.get(text) ?? 'unknown', reason_text: text };
}

/** The event with codes for its reasons; the sentence it was written with stays beside them as `reason_text`. */
export function inCodes<E extends CallEvent['event']>(event: E): E {
  // Typed as today's event; it may be one that there is none of any more.
  if ((event.type as string) === 'user_dtmf.received') return { ...event, type: 'digit.received' };
  // Typed as today's event; the reason may be any text all the same.
  if (event.type === 'user_turn.committed' && !TurnEndReason.safeParse(event.reason).success)
    return { ...event, ...turnEnd(String(event.reason)) };
  if (event.type === 'interruption.dismissed' && !DismissalReason.safeParse(event.reason).success)
    return { ...event, reason: DISMISSALS.get(event.reason) ?? 'unknown', reason_text: String(event.reason) };
  return event;
}
