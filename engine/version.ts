/**
 * Version of the turn core. It grows with every change by which the same inputs give other decisions: a log is replayed by the
 * version that wrote it, or not at all. `calls/recorded-calls.test.ts` fails where it was forgotten.
 */
export const ENGINE_VERSION = 10;
