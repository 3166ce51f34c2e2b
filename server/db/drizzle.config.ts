import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate --config server/db/drizzle.config.ts --name what_changes` writes a migration from the schema's changes. */
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./server/db/schema.ts'],
  out: './server/db/migrations',
  entities: { roles: true },
});
