/** Why a call or a turn ended, in plain words. */
import type { CallDecision, DisconnectionReason, TurnEndReason } from '@parley/contract';

export const REASONS = {
  user_hangup: 'Caller hung up',
  transferred: 'Transferred',
  agent_hangup: 'Agent ended the call',
  api_hangup: 'Ended from the dashboard or API',
  transport_closed: 'Connection closed',
  inactivity: 'Nobody spoke',
  max_duration_reached: 'Longest duration reached',
  registered_call_timeout: 'Nobody joined',
  server_shutdown: 'Server was shut down',
  error_node_lost: 'Server stopped during the call',
  error_media_process_lost: 'Media process stopped',
  error_llm: 'Language model failed',
  error_stt: 'Speech recognition failed',
  error_tts: 'Voice failed',
  error_impossible_settings: 'The agent’s settings cannot work',
  error_provider_not_configured: 'A provider has no key',
  error_transport: 'Connection failed',
  error_storage: 'Could not be stored any more',
  error_internal: 'Failed on our side',
} as const satisfies Record<DisconnectionReason, string>;

export const reasonInWords = (reason: string | null): string =>
  reason === null ? '–' : Object.hasOwn(REASONS, reason) ? REASONS[reason as DisconnectionReason] : reason;

export const isFailure = (reason: string | null): boolean => reason?.startsWith('error_') === true;

const TURN_ENDS = {
  whole_sentence: 'complete: a whole sentence',
  closing_phrase: 'complete: ends in a closing phrase',
  name_given: 'complete: a name was asked for',
  date_or_time_given: 'complete: a date or time was asked for',
  dictation_complete: 'complete: all of what was asked for is dictated',
  open_phrase: 'open: ends in an open phrase',
  open_word: 'open: ends in an open word',
  day_missing: 'open: a month without a day',
  digits_missing: 'open: fewer digits than asked for',
  dictation_goes_on: 'open: more may be dictated',
  email_incomplete: 'open: an e-mail address that is not whole',
  spelling_goes_on: 'open: letters may follow',
  date_incomplete: 'open: a date without day, month or year',
  address_incomplete: 'open: an address that is not whole',
  could_go_on: 'could go on',
  no_words_recognised: 'no words recognised',
  fixed_silence: 'fixed silence',
  unintelligible: 'speech outside the recogniser’s domain',
  typed: 'typed',
  keys_complete: 'keys pressed, ended by #',
  keys_paused: 'keys pressed, and no more came',
  long_speech: 'as long as a turn may last',
  call_ended: 'the call ended',
  unknown: 'not known',
} as const satisfies Record<TurnEndReason, string>;

type Committed = Extract<CallDecision, { type: 'user_turn.committed' }>;

/** Logs of older engines bring their own words for what has no code. */
export function turnEndInWords({ reason, ending_word, reason_text }: Pick<Committed, 'reason' | 'ending_word' | 'reason_text'>): string {
  if (reason === 'open_word' && ending_word !== undefined) return `open: ends in “${ending_word}”`;
  return reason === 'unknown' ? (reason_text ?? TURN_ENDS.unknown) : TURN_ENDS[reason];
}
