/** A frame: 20 ms of mono 16-bit linear PCM at the rate its owner documents. */
export type Frame = Int16Array;

export const FRAME_MS = 20;

/** The rate of everything the engine hears: caller frames are 320 samples. */
export const CALLER_SAMPLE_RATE = 16_000;

export const samplesPerFrame = (sampleRate: number): number => (sampleRate * FRAME_MS) / 1_000;
