import { defineConfig } from 'drizzle-kit';

/** `npm run migration -- --name what_changes` writes a migration from the schema's changes. */
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./server/platform/db/schema.ts'],
  out: './server/platform/db/migrations',
  entities: { roles: true },
});
