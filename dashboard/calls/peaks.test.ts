import { expect, it } from 'vitest';
import { PeakReader } from './peaks.ts';
import { wordAt } from './word-at.ts';

function wav(left: number[], right: number[]): Uint8Array {
  const data = new DataView(new ArrayBuffer(44 + left.length * 4));
  const text = (at: number, value: string): void => [...value].forEach((letter, index) => data.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  text(8, 'WAVEfmt ');
  data.setUint32(16, 16, true);
  data.setUint16(22, 2, true);
  data.setUint32(24, 1_000, true);
  text(36, 'data');
  data.setUint32(40, left.length * 4, true);
  left.forEach((sample, index) => {
    data.setInt16(44 + index * 4, sample, true);
    data.setInt16(46 + index * 4, right[index] ?? 0, true);
  });
  return new Uint8Array(data.buffer);
}

it('reads peaks of both channels however the file is cut', () => {
  const file = wav([0, -32_768, 100, 0], [0, 0, 0, 16_384]);
  for (const size of [1, 3, 7, 50, 1_000]) {
    const reader = new PeakReader(file.length, 2);
    for (let at = 0; at < file.length; at += size) reader.push(file.subarray(at, at + size));
    expect(reader.peaks?.durationMs).toBe(4);
    expect([...(reader.peaks?.left ?? [])].map((value) => Number(value.toFixed(2)))).toEqual([1, 0]);
    expect([...(reader.peaks?.right ?? [])]).toEqual([0, 0.5]);
  }
});

it('knows the word that is being heard', () => {
  const words = [
    { text: 'two', start_ms: 100, end_ms: 300 },
    { text: 'words', start_ms: 900, end_ms: 1_200 },
  ];
  expect([0, 100, 320, 700, 950, 2_000].map((ms) => wordAt(words, ms))).toEqual([-1, 0, 0, -1, 1, -1]);
});
