import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deriveKey, loadSecretKey } from './secret-key.ts';

let dataDirectory = '';
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'parley-test-'));
});
afterEach(() => {
  chmodSync(dataDirectory, 0o700);
  rmSync(dataDirectory, { recursive: true });
});

test('the first start makes a key that only its user can read, and later starts keep it', () => {
  const first = loadSecretKey({ secretKey: undefined, dataDirectory });
  expect(first.text.length).toBeGreaterThanOrEqual(43);
  expect(statSync(join(dataDirectory, 'secret-key')).mode & 0o777).toBe(0o600);
  expect(loadSecretKey({ secretKey: undefined, dataDirectory })).toEqual(first);
  expect(readdirSync(dataDirectory)).toEqual(['secret-key']);
});

test('PARLEY_SECRET_KEY wins and nothing is written', () => {
  expect(loadSecretKey({ secretKey: 'k'.repeat(40), dataDirectory })).toEqual({ text: 'k'.repeat(40), source: 'PARLEY_SECRET_KEY' });
  expect(readdirSync(dataDirectory)).toEqual([]);
});

test('a damaged key is never replaced', () => {
  writeFileSync(join(dataDirectory, 'secret-key'), '\n');
  expect(() => loadSecretKey({ secretKey: undefined, dataDirectory })).toThrow(/^The secret key in .* is damaged/);
  expect(readFileSync(join(dataDirectory, 'secret-key'), 'utf8')).toBe('\n');
});

test('each purpose has its own key', () => {
  const secret = { text: 'k'.repeat(40), source: 'PARLEY_SECRET_KEY' } as const;
  expect(deriveKey(secret, 'client-token')).toHaveLength(32);
  expect(deriveKey(secret, 'client-token')).toEqual(deriveKey(secret, 'client-token'));
  expect(deriveKey(secret, 'client-token')).not.toEqual(deriveKey(secret, 'secret-box'));
});
