/** What is made of words that are dictated. Pure. */

export type DictationReason =
  'digits_missing' | 'dictation_goes_on' | 'email_incomplete' | 'spelling_goes_on' | 'date_incomplete' | 'address_incomplete';

export type Dictation =
  { readonly is: 'dictating'; readonly because: DictationReason } | { readonly is: 'complete'; readonly because: 'dictation_complete' };

export const COMPLETE = { is: 'complete', because: 'dictation_complete' } as const satisfies Dictation;
export const dictating = (because: DictationReason): Dictation => ({ is: 'dictating', because });
