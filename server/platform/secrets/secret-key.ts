import { hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../config.ts';
import type { Config } from '../../config.ts';
import { codeOf, prepareDataDirectory } from '../data-directory.ts';

const FILE = 'secret-key';

/** The installation's one secret. Derive a key for each use from it: `deriveKey(secret, 'client-token')`. */
export interface SecretKey {
  readonly text: string;
  /** Where it came from, for sentences about it. */
  readonly source: 'PARLEY_SECRET_KEY' | 'data directory';
}

export const deriveKey = (secret: SecretKey, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret.text, 'parley', purpose, 32));

function readKey(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new StartError(`The secret key in ${path} cannot be read: give it back to the user that runs Parley.`, cause);
  }
}

/** Written aside and linked into place: a reader never sees half a key, and of two starts at once one wins. */
function writeKey(path: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(aside, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(32).toString('base64url')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(aside, path);
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** PARLEY_SECRET_KEY, else the key in the data directory, which the first start makes (mode 0600). */
export function loadSecretKey(config: Pick<Config, 'secretKey' | 'dataDirectory'>): SecretKey {
  if (config.secretKey !== undefined) return { text: config.secretKey, source: 'PARLEY_SECRET_KEY' };
  prepareDataDirectory(config.dataDirectory);
  const path = join(config.dataDirectory, FILE);
  if (readKey(path) === undefined) writeKey(path);
  const text = readKey(path);
  if (text === undefined || text.length < 32)
    throw new StartError(`The secret key in ${path} is damaged: restore it from a backup; without it the providers' keys cannot be read.`);
  return { text, source: 'data directory' };
}
