/** How patient a call is with its recogniser and its voice detector, and how much of the caller's audio it keeps for the next one. */
export interface HearingSettings {
  /** For a recogniser's session to open. */
  openMs: number;
  /** For an utterance's final after its end; then the last partial counts as the final. */
  finalMs: number;
  /** For the detector's next result while audio waits for it. */
  resultMs: number;
  /** Audio that is heard again is heard at this many times the pace of speech: `finalMs` begins after that. */
  catchUpRate: number;
  /** Audio without a final that the next session can hear again, in all; beyond it the oldest goes. */
  keptAudioMs: number;
  /** So often is one utterance heard: what its recogniser was lost over as often may be the reason, and the next one does not get it. */
  maxHearings: number;
  /** Before the next session after the first loss within `lossWindowMs`, after the second, …; the last figure stays. */
  backOffMs: readonly number[];
  /** So many losses within `lossWindowMs` end the call. */
  maxLosses: number;
  lossWindowMs: number;
  /** Speech without a pause is cut into utterances of this length. */
  maxUtteranceMs: number;
  /** A client that is this late with its audio, beyond the rhythm in which it sends, is taken as silent. */
  gapMs: number;
  /** Audio may run ahead of real time by this much; what is beyond is dropped. */
  maxAheadMs: number;
}

export const HEARING_DEFAULTS = {
  // An embedded recogniser that reads its words anew on a busy machine takes seconds, and giving it up makes the machine busier.
  openMs: 5_000,
  finalMs: 1_500,
  resultMs: 2_000,
  catchUpRate: 2,
  keptAudioMs: 30_000,
  maxHearings: 4,
  backOffMs: [100, 200, 400, 800, 1_600, 2_000],
  maxLosses: 5,
  lossWindowMs: 60_000,
  maxUtteranceMs: 30_000,
  gapMs: 700,
  maxAheadMs: 30_000,
} as const satisfies HearingSettings;
