import { expect, test } from 'vitest';
import { describeOnBoth } from '@parley/server/db/testing-suites.ts';
import { openTestDatabase } from '@parley/server/db/testing.ts';
import { crashTest } from './webhooks-crash.ts';

/** A database of its own on the tests' server; the installation brings its schema up to date by itself. */
async function withDatabase<T>(kind: 'embedded' | 'postgresql', work: (url: string | undefined) => Promise<T>): Promise<T> {
  if (kind === 'embedded') return work(undefined);
  const opened = await openTestDatabase({ kind });
  await opened.database.close();
  try {
    return await work(opened.config.databaseUrl);
  } finally {
    await opened.close();
  }
}

describeOnBoth('webhooks of a server that is killed again and again', (kind) => {
  test('every event that was committed arrives, rightly signed, and nothing stays on its way', { timeout: 180_000 }, async () => {
    const report = await withDatabase(kind, (databaseUrl) => crashTest({ events: 90, kills: 2, seed: 20_261_125, databaseUrl }));
    expect(report.acknowledged).toBe(90);
    expect(report).toMatchObject({ lost: [], missing: [], wronglySigned: 0, unsettled: [] });
  });
});
