import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SecretKey } from './secret-key.ts';
import { checkSecretKey, createSecretBox } from './secret-box.ts';
import { openTestDatabase } from '../db/testing.ts';
import type { TestDatabase } from '../db/testing.ts';

const secret: SecretKey = { text: 'a'.repeat(43), source: 'data directory' };
const other: SecretKey = { text: 'b'.repeat(43), source: 'PARLEY_SECRET_KEY' };

describe('secret box', () => {
  const box = createSecretBox(secret);

  test('opens what it sealed, and the sealed text does not show it', () => {
    const sealed = box.seal('org_1', 'sk-très-secret');
    expect(sealed).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(sealed.slice(3), 'base64url').includes('secret')).toBe(false);
    expect(box.open('org_1', sealed)).toBe('sk-très-secret');
  });

  test('seals the same text differently each time', () => {
    expect(box.seal('org_1', 'x')).not.toBe(box.seal('org_1', 'x'));
  });

  test('opens for its organization and its key only', () => {
    const sealed = box.seal('org_1', 'sk-1');
    expect(() => box.open('org_2', sealed)).toThrow('cannot be opened');
    expect(() => createSecretBox(other).open('org_1', sealed)).toThrow('cannot be opened');
  });

  test.each([0, 12, 20])('refuses a text altered at byte %i', (position) => {
    const bytes = Buffer.from(box.seal('org_1', 'sk-12345').slice(3), 'base64url');
    bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position);
    expect(() => box.open('org_1', `v1.${bytes.toString('base64url')}`)).toThrow('cannot be opened');
  });

  test.each(['', 'v1', 'v1.', 'v2.AAAA', 'sk-plain'])('refuses what it never sealed: "%s"', (text) => {
    expect(() => box.open('org_1', text)).toThrow('unknown form');
  });
});

describe('the secret key of a database', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());

  test('is the first one it was used with', async () => {
    await checkSecretKey(opened.database, secret);
    await checkSecretKey(opened.database, secret);
    await expect(checkSecretKey(opened.database, other)).rejects.toThrow(/^PARLEY_SECRET_KEY is not the one/);
    await expect(checkSecretKey(opened.database, { ...other, source: 'data directory' })).rejects.toThrow(
      /^This database was made with another secret key/,
    );
  });
});
