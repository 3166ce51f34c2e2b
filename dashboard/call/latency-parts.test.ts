import { expect, it } from 'vitest';
import { latencyParts } from './latency-parts.ts';

it('divides an answer time into parts that add up to it', () => {
  const parts = latencyParts({ e2e_ms: 700, endpointing_ms: 350, stt_ms: 40, llm_ms: 180, tts_ms: 70 });
  expect(parts.map(({ name, ms }) => [name, ms])).toEqual([
    ['wait', 310],
    ['stt', 40],
    ['llm', 180],
    ['tts', 70],
    ['out', 100],
  ]);
  expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(700);
});

it('shows no wait for a typed turn', () => {
  expect(latencyParts({ e2e_ms: 129, endpointing_ms: null, stt_ms: null, llm_ms: 6, tts_ms: 123 }).map(({ name }) => name)).toEqual([
    'llm',
    'tts',
  ]);
});
