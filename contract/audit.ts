/** The audit trail: who changed what, from where, before and after. */
import { z } from 'zod';
import { id, pageQuery, givenTime, searchText, several, timestamp } from './common.ts';

export const AUDIT_ACTORS = ['person', 'api_key', 'access_token', 'client', 'anonymous', 'command_line', 'system'] as const;

export const AuditActor = z
  .strictObject({
    type: z.enum(AUDIT_ACTORS).meta({
      description:
        '`client`: the client of one call; `anonymous`: somebody without credentials, such as a failed sign-in or a signed URL; `command_line`: the `parley` command; `system`: the server by itself.',
    }),
    id: z.string().nullable().meta({ description: 'The user, or the API key (behind an access token too).' }),
    name: z.string().nullable().meta({ description: 'As it was then.' }),
  })
  .meta({ id: 'AuditActor' });
export type AuditActor = z.infer<typeof AuditActor>;

export const AuditChange = z
  .strictObject({
    field: z.string(),
    before: z.unknown().meta({ description: 'Null: there was none. A text of more than 4,000 characters is cut.' }),
    after: z.unknown(),
    hidden: z.boolean().meta({ description: 'Values that the trail never keeps: secrets, metadata of calls.' }),
  })
  .meta({ id: 'AuditChange' });
export type AuditChange = z.infer<typeof AuditChange>;

export const AuditEntry = z
  .strictObject({
    id: id('audit'),
    created_at: timestamp,
    actor: AuditActor,
    action: z.string().meta({ description: "The operation's name in this document, or what happened elsewhere: `signIn`, `import`, …" }),
    outcome: z.enum(['success', 'failure']),
    resource_type: z.string(),
    resource_id: z.string().nullable(),
    changes: z.array(AuditChange),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

const name = z.string().max(64);
const filters = {
  q: searchText('the name of who did it'),
  actor_id: several(name).meta({ description: 'A user or an API key.' }),
  actor_type: several(z.enum(AUDIT_ACTORS)),
  action: several(name),
  resource_type: several(name),
  resource_id: several(name),
  request_id: several(name),
  outcome: several(z.enum(['success', 'failure'])),
  created_after: givenTime.optional(),
  created_before: givenTime.optional(),
};

export const AuditLogQuery = z.strictObject({ ...pageQuery.shape, ...filters });
export type AuditLogQuery = z.infer<typeof AuditLogQuery>;

export const AuditExportQuery = z.strictObject({ ...filters, format: z.enum(['csv', 'jsonl']).default('csv') });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;
