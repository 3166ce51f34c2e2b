/** ITU-T G.711: companded 8-bit samples to and from 16-bit linear PCM, by table. Shapes: one byte a sample, any rate. */

const BIAS = 0x84;
const CLIP = 32_635;

function muLawOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function linearOfMuLaw(code: number): number {
  const value = ~code & 0xff;
  const exponent = (value >> 4) & 0x07;
  const magnitude = (((value & 0x0f) << 3) + BIAS) * 2 ** exponent - BIAS;
  return (value & 0x80) !== 0 ? -magnitude : magnitude;
}

function aLawOf(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767);
  const exponent = magnitude < 256 ? 0 : 31 - Math.clz32(magnitude) - 7;
  const mantissa = exponent === 0 ? magnitude >> 4 : (magnitude >> (exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | (mantissa & 0x0f)) ^ 0x55;
}

function linearOfALaw(code: number): number {
  const value = code ^ 0x55;
  const exponent = (value >> 4) & 0x07;
  const mantissa = value & 0x0f;
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (value & 0x80) !== 0 ? magnitude : -magnitude;
}

const codesFor = (encode: (sample: number) => number): Uint8Array =>
  Uint8Array.from({ length: 65_536 }, (_, index) => encode(index - 32_768));
const samplesFor = (decode: (code: number) => number): Int16Array => Int16Array.from({ length: 256 }, (_, code) => decode(code));

function codec(encode: (sample: number) => number, decode: (code: number) => number) {
  const codes = codesFor(encode);
  const samples = samplesFor(decode);
  return {
    encode: (pcm: Int16Array): Uint8Array => Uint8Array.from(pcm, (sample) => codes[sample + 32_768] as number),
    decode: (bytes: Uint8Array): Int16Array => Int16Array.from(bytes, (code) => samples[code] as number),
  };
}

export const muLaw = codec(muLawOf, linearOfMuLaw);
export const aLaw = codec(aLawOf, linearOfALaw);
