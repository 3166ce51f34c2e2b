/** Why the turn core decided as it did, as codes. Words for them are made where they are shown. */
import { z } from 'zod';

export const TURN_END_REASONS = [
  // It sounds finished.
  'whole_sentence',
  'closing_phrase',
  'name_given',
  'date_or_time_given',
  'dictation_complete',
  // It sounds unfinished, and the long wait is over.
  'open_phrase',
  'open_word',
  'day_missing',
  // What was asked for is being dictated, and the longest wait is over.
  'digits_missing',
  'dictation_goes_on',
  'email_incomplete',
  'spelling_goes_on',
  'date_incomplete',
  'address_incomplete',
  // The words do not tell.
  'could_go_on',
  'no_words_recognised',
  // The words were not asked.
  'fixed_silence',
  'unintelligible',
  'typed',
  // Keys of the phone: `#` was pressed, or none came for a while.
  'keys_complete',
  'keys_paused',
  // The caller spoke without a pause for as long as a turn may last.
  'long_speech',
  'call_ended',
  // Only in logs of older engines.
  'unknown',
] as const;
export const TurnEndReason = z.enum(TURN_END_REASONS).meta({
  id: 'TurnEndReason',
  description: 'Why the turn was taken to be over; `unknown` only in logs of older engines.',
});
export type TurnEndReason = z.infer<typeof TurnEndReason>;

export const DISMISSAL_REASONS = [
  'no_words',
  'listening_signal',
  'too_few_words',
  'no_transcript',
  // A sound that lasts, in which nobody says anything.
  'long_sound',
  // The recogniser corrects what a turn says that has been answered.
  'late_words',
  // Only in logs of older engines.
  'unknown',
] as const;
export const DismissalReason = z.enum(DISMISSAL_REASONS).meta({
  id: 'DismissalReason',
  description: 'Why speech over the agent was no interruption; `unknown` only in logs of older engines.',
});
export type DismissalReason = z.infer<typeof DismissalReason>;
