/**
 * Version of the turn core. It grows with every change by which the same inputs give other decisions: a log is replayed by the
 * version that wrote it, or not at all.
 */
export const ENGINE_VERSION = 6;
