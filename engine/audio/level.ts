const FULL_SCALE = 32_768;

/** Root mean square, 0 to 1. */
export function rms(pcm: Int16Array): number {
  if (pcm.length === 0) return 0;
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return Math.sqrt(sum / pcm.length) / FULL_SCALE;
}

/** Level below full scale in dB, never under `floorDb`. */
export function dbfs(pcm: Int16Array, floorDb = -96): number {
  const level = rms(pcm);
  return level === 0 ? floorDb : Math.max(floorDb, 20 * Math.log10(level));
}
