import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareDataDirectory } from './data-directory.ts';

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe.skipIf(process.platform === 'win32')('a data directory that is there already (Windows has no modes)', () => {
  let folder: string;
  let directory: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'parley-data-'));
    directory = path.join(folder, 'data');
    mkdirSync(path.join(directory, 'database', 'base'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is closed to others, with its entries and every file of the database', () => {
    const files = ['secret-key', 'database/PG_VERSION', 'database/base/1'].map((name) => path.join(directory, name));
    for (const file of files) {
      writeFileSync(file, 'x');
      chmodSync(file, 0o666);
    }
    const folders = ['', 'database', 'database/base'].map((name) => path.join(directory, name));
    for (const one of folders) chmodSync(one, 0o777);
    prepareDataDirectory(directory);
    expect(files.map(modeOf)).toEqual(['600', '600', '600']);
    expect(folders.map(modeOf)).toEqual(['700', '700', '700']);
  });

  test('keeps what its owner may not do', () => {
    const file = path.join(directory, 'kept');
    writeFileSync(file, 'x');
    chmodSync(file, 0o444);
    prepareDataDirectory(directory);
    expect(modeOf(file)).toBe('400');
  });

  test('leaves alone what a link in it points to', () => {
    const elsewhere = path.join(folder, 'elsewhere');
    writeFileSync(elsewhere, 'x');
    chmodSync(elsewhere, 0o644);
    symlinkSync(elsewhere, path.join(directory, 'link'));
    symlinkSync(elsewhere, path.join(directory, 'database', 'link'));
    prepareDataDirectory(directory);
    expect(modeOf(elsewhere)).toBe('644');
  });
});
