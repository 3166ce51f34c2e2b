import decodeQR from 'qr/decode.js';
import { expect, it } from 'vitest';
import { qrPath } from './qr-path.ts';

const SCALE = 4;

/** Black on white, as a camera sees it. */
function drawn(size: number, path: string): { width: number; height: number; data: Uint8Array } {
  const side = size * SCALE;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < SCALE; dy += 1)
      for (let dx = 0; dx < SCALE; dx += 1) {
        const at = ((Number(y) * SCALE + dy) * side + Number(x) * SCALE + dx) * 4;
        data.fill(0, at, at + 3);
      }
  return { width: side, height: side, data };
}

it.each([
  'otpauth://totp/Parley:olivia%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW&issuer=Parley&digits=6&period=30',
  `otpauth://totp/Parley:${'a'.repeat(200)}%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Parley`,
])('is read as %s', (text) => {
  const { size, path } = qrPath(text);
  expect(decodeQR(drawn(size, path))).toBe(text);
});
