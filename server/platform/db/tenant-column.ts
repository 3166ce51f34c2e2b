import { text } from 'drizzle-orm/pg-core';
import { organization } from './auth-schema.ts';

/** Whose row it is; it goes with its organization. */
export const organizationId = () =>
  text('organization_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });
