import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { organization as organizations } from 'better-auth/plugins';
import { drizzle } from 'drizzle-orm/node-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as schema from './schema.ts';
import { openTestDatabase } from './testing.ts';
import type { TestDatabase } from './testing.ts';
import { describeOnBoth } from './testing-suites.ts';

describeOnBoth('better-auth on the pool', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase({ kind });
  });
  afterAll(() => opened.close());

  test('signs up, in and out, and keeps organizations and members', async () => {
    const auth = betterAuth({
      baseURL: 'http://127.0.0.1:3000',
      secret: 's'.repeat(32),
      telemetry: { enabled: false },
      database: drizzleAdapter(drizzle(opened.database.pool), { provider: 'pg', schema, transaction: true }),
      emailAndPassword: { enabled: true },
      plugins: [organizations()],
    });
    const person = { email: 'owner@example.org', password: 'correct horse battery' };
    await auth.api.signUpEmail({ body: { ...person, name: 'Owner' } });
    const { headers } = await auth.api.signInEmail({ body: person, returnHeaders: true });
    const cookie = new Headers({
      cookie: headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
    });
    const made = await auth.api.createOrganization({ headers: cookie, body: { name: 'Practice', slug: 'practice' } });
    await auth.api.setActiveOrganization({ headers: cookie, body: { organizationId: made.id } });
    const session = await auth.api.getSession({ headers: cookie });
    expect(session).toMatchObject({ user: { email: person.email }, session: { activeOrganizationId: made.id } });
    const seen = await opened.database.asOrganization(made.id, (tx) => tx.select({ role: schema.member.role }).from(schema.member));
    expect(seen).toEqual([{ role: 'owner' }]);
    await auth.api.signOut({ headers: cookie });
    expect(await auth.api.getSession({ headers: cookie })).toBeNull();
  });
});
