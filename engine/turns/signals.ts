/** Listeners' signals: what a listener says to ask the speaker to go on. English. Pure. */
const SOUNDS = 'hmm|hm|mm|uh|um|ah|oh';
const SIGNALS = `uh huh|mm hmm|mm hm|mhm|${SOUNDS}|huh|yes|yeah|yep|okay|ok|right|i see|sure|got it|all right|alright`;

const sounds = new RegExp(`^(?:(?:${SOUNDS})(?: |$))+$`);
const signals = new RegExp(`^(?:(?:${SIGNALS})(?: |$))+$`);

/** "Uh-huh, OK." → "uh huh ok" */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();

/** A sound that says nothing, "um": not even after a question. */
export const isHesitation = (text: string): boolean => sounds.test(plain(text));

/** "yeah", "okay", "uh huh": a signal in the middle of what the agent says, and an answer to a question. */
export const isListeningSignal = (text: string): boolean => signals.test(plain(text));
