import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Framer } from './framer.ts';
import { aLaw, muLaw } from './g711.ts';
import { createResampler } from './resample.ts';
import { readWav, WAV_HEADER_BYTES, WavError, wavHeader, writeWav } from './wav.ts';

const tone = (hz: number, rate: number, ms: number): Int16Array =>
  Int16Array.from({ length: (rate * ms) / 1_000 }, (_, n) => Math.round(12_000 * Math.sin((2 * Math.PI * hz * n) / rate)));

/** Level of one frequency against everything, in dB. */
function toneShareDb(pcm: Int16Array, hz: number, rate: number): number {
  let re = 0;
  let im = 0;
  let total = 0;
  pcm.forEach((sample, n) => {
    re += sample * Math.cos((2 * Math.PI * hz * n) / rate);
    im += sample * Math.sin((2 * Math.PI * hz * n) / rate);
    total += sample * sample;
  });
  const signal = (2 * (re * re + im * im)) / pcm.length;
  return 10 * Math.log10(signal / Math.max(1e-9, total - signal));
}

describe('resampling', () => {
  test.each([
    [48_000, 16_000],
    [24_000, 16_000],
    [16_000, 24_000],
    [8_000, 16_000],
    [16_000, 8_000],
    [22_050, 24_000],
  ])('%i → %i keeps a 1 kHz tone clean', (from, to) => {
    const resampler = createResampler(from, to);
    const out = resampler.process(tone(1_000, from, 1_000));
    const middle = out.slice(Math.round(to * 0.1), Math.round(to * 0.1) + Math.round(to * 0.8));
    expect(toneShareDb(middle, 1_000, to)).toBeGreaterThan(60);
  });

  test('a tone above the new band does not come back as another', () => {
    const out = createResampler(48_000, 16_000).process(tone(12_000, 48_000, 1_000));
    const rms = Math.sqrt(out.slice(1_600).reduce((sum, sample) => sum + sample * sample, 0) / (out.length - 1_600));
    expect(20 * Math.log10(rms / 8_485)).toBeLessThan(-70);
  });

  test('chunk sizes do not change the result, and 20 ms in is 20 ms out', () => {
    const input = tone(440, 24_000, 400);
    const whole = createResampler(24_000, 16_000).process(input);
    const streaming = createResampler(24_000, 16_000);
    const parts: number[] = [];
    for (let at = 0; at < input.length; at += 480) {
      const part = streaming.process(input.subarray(at, at + 480));
      expect(part.length).toBe(320);
      parts.push(...part);
    }
    expect(parts).toEqual([...whole]);
  });
});

test('a rate that no audio has is refused', () => {
  for (const [from, to] of [
    [0, 16_000],
    [16_000, 1],
    [44_100.5, 16_000],
    [16_001, 47_999],
  ] as const) {
    expect(() => createResampler(from, to)).toThrow(expect.objectContaining({ code: 'unsupported_audio_format' }));
  }
});

describe('G.711', () => {
  test('µ-law silence, extremes and sign follow the standard', () => {
    expect([...muLaw.encode(Int16Array.of(0, 32_767, -32_768))]).toEqual([0xff, 0x80, 0x00]);
    expect([...muLaw.decode(Uint8Array.of(0xff, 0x80, 0x00))]).toEqual([0, 32_124, -32_124]);
  });

  test('A-law silence, extremes and sign follow the standard', () => {
    expect([...aLaw.encode(Int16Array.of(0, 32_767, -32_768))]).toEqual([0xd5, 0xaa, 0x2a]);
    expect([...aLaw.decode(Uint8Array.of(0xd5, 0xaa, 0x2a))]).toEqual([8, 32_256, -32_256]);
  });

  test.each([
    ['µ-law', muLaw],
    ['A-law', aLaw],
  ])('every %s code survives decoding and encoding', (name, law) => {
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const again = law.encode(law.decode(codes));
    // µ-law has two zeros (ITU-T G.711 table 2b); the negative one comes back as the positive.
    expect([...again]).toEqual([...codes].map((code) => (name === 'µ-law' && code === 0x7f ? 0xff : code)));
  });
});

test('a framer gives whole frames whatever the chunks', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 20 }), (sizes) => {
      const framer = new Framer(320);
      let next = 0;
      const frames = sizes.flatMap((size) => framer.push(Int16Array.from({ length: size }, () => next++ % 30_000)));
      expect(frames.every((frame) => frame.length === 320)).toBe(true);
      expect(frames.flatMap((frame) => [...frame])).toEqual(Array.from({ length: frames.length * 320 }, (_, n) => n % 30_000));
    }),
  );
});

describe('WAV', () => {
  test('what was written is read', () => {
    const left = tone(300, 16_000, 50);
    const right = tone(900, 16_000, 50);
    const read = readWav(writeWav(16_000, [left, right]));
    expect(read).toEqual({ sampleRate: 16_000, channels: 2, pcm: [left, right] });
  });

  test('a file whose writer died is read to its end', () => {
    const pcm = tone(300, 16_000, 50);
    const cut = Buffer.concat([wavHeader({ sampleRate: 16_000, channels: 1 }, 0), writeWav(16_000, [pcm]).subarray(WAV_HEADER_BYTES)]);
    expect(readWav(cut).pcm).toEqual([pcm]);
    cut.writeUInt32LE(0xff_ff_ff_ff, 40);
    expect(readWav(cut).pcm).toEqual([pcm]);
  });

  test('chunks that say nothing of the audio are passed over, odd ones too', () => {
    const pcm = tone(300, 16_000, 20);
    const file = writeWav(16_000, [pcm]);
    const list = Buffer.from([...Buffer.from('LIST'), 3, 0, 0, 0, 1, 2, 3, 0]);
    expect(readWav(Buffer.concat([file.subarray(0, 36), list, file.subarray(36)])).pcm).toEqual([pcm]);
  });

  test('audio that is not 16-bit PCM is refused', () => {
    const float = writeWav(16_000, [tone(300, 16_000, 20)]);
    float.writeUInt16LE(3, 20);
    expect(() => readWav(float)).toThrow(WavError);
  });

  test('bytes that are no WAV give a WavError and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readWav(Uint8Array.from([...Buffer.from('RIFF\0\0\0\0WAVE'), ...bytes]));
        } catch (error) {
          expect(error).toBeInstanceOf(WavError);
        }
      }),
    );
  });
});
