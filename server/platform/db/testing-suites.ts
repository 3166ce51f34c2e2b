import { describe } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import type { Database } from './database.ts';

/** Runs a suite on both databases; on PostgreSQL where there is one. */
export function describeOnBoth(title: string, suite: (kind: Database['kind']) => void): void {
  describe(`${title}, embedded`, () => suite('embedded'));
  describeWith('postgresql', `${title}, PostgreSQL`, () => suite('postgresql'));
}
