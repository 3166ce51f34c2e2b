import { expect, test } from 'vitest';
import { describeOnBoth } from '@parley/server/platform/db/testing-suites.ts';
import { emptyDatabase } from './installation.ts';
import { crashTest } from './webhooks-crash.ts';

describeOnBoth('webhooks of a server that is killed again and again', (kind) => {
  test('every event that was committed arrives, rightly signed, and nothing stays on its way', { timeout: 180_000 }, async () => {
    const database = await emptyDatabase(kind);
    try {
      const report = await crashTest({ events: 90, kills: 2, seed: 20_261_125, databaseUrl: database.url });
      expect(report.acknowledged).toBe(90);
      expect(report).toMatchObject({ lost: [], missing: [], wronglySigned: 0, unsettled: [] });
    } finally {
      await database.remove();
    }
  });
});
