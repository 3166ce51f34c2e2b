/** What bounds a call's turns beside the agent's own settings. */

/** Failures of one kind, in turns on end, that end the call. */
export const MAX_FAILED_TURNS = 2;
/** How many times a turn may go to the model: its functions' results included. */
export const MAX_STEPS = 8;
/** A caller who talks on without a pause is answered after this long. */
export const MAX_TURN_MS = 45_000;
/** A sound in which nobody has said a word for this long holds nothing up any more. */
export const LONG_SOUND_MS = 2_500;
/** The shell answers `playout.cleared` at once; this bounds the wait should it be gone. */
export const SHELL_ANSWERS_MS = 1_000;
/** A function that has not finished after this long has failed, as far as the call is concerned. */
export const FUNCTION_DEADLINE_MS = 30_000;
/** The same for what the transport does: a transfer rings as long. */
export const ACTION_DEADLINE_MS = 60_000;
/** Utterances that are remembered after their turn, for words that come late. */
export const MAX_PAST_UTTERANCES = 16;

/** Said when model or voice failed the agent's turn. */
export const APOLOGY = 'Sorry, something went wrong on my side. Could you say that again?';
/** What the model is told when its answer broke off with the process that carried the call. */
export const GO_ON = 'The connection broke off in the middle of your answer. Go on from where it stops, without repeating it.';
/** What the model is told of speech that the recogniser flagged as outside its domain. */
export const UNINTELLIGIBLE = '[unintelligible]';
