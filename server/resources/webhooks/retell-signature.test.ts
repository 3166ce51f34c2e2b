import Retell from 'retell-sdk';
import { expect, test } from 'vitest';
import { sign, verify } from './retell-signature.ts';

const BODY = '{"event":"call_ended"}';
const KEY = 'test-api-key';
const AT = 1_700_000_000_000;
const SIGNATURE = `v=${String(AT)},d=07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e`;

test("signs the vector of Retell's own tests", () => {
  expect(sign(BODY, KEY, AT)).toBe(SIGNATURE);
});

test("Retell's SDK takes what is signed here, and nothing else", async () => {
  const body = '{"event":"call_ended","note":"Grüße, 電話 📞"}';
  const signature = sign(body, KEY, Date.now());
  expect(await Retell.verify(body, KEY, signature)).toBe(true);
  expect(await Retell.verify(`${body} `, KEY, signature)).toBe(false);
  expect(await Retell.verify(body, 'another-key', signature)).toBe(false);
  expect(await Retell.verify(body, KEY, sign(body, KEY, Date.now() - 301_000))).toBe(false);
});

test('takes what the SDK signs', async () => {
  expect(verify(BODY, KEY, await Retell.sign(BODY, KEY), Date.now())).toBe(true);
});

test.each([
  ['within five minutes', SIGNATURE, AT + 300_000, true],
  ['later', SIGNATURE, AT + 300_001, false],
  ['from the future', SIGNATURE, AT - 300_001, false],
  ['in capitals', SIGNATURE.toUpperCase().replace('V=', 'v=').replace(',D=', ',d='), AT, true],
  ['with a digit too few', SIGNATURE.slice(0, -1), AT, false],
  ['of another scheme', 't=1,v1=abc', AT, false],
  ['empty', '', AT, false],
])('a signature %s', (_name, signature, now, holds) => {
  expect(verify(BODY, KEY, signature, now)).toBe(holds);
});
