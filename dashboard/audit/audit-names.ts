/** Values that the audit trail is filtered by, in words. The router reads them before any page is loaded. */
import type { AuditActor, AuditEntry } from '@parley/contract';

export const ACTORS = {
  person: 'Person',
  api_key: 'API key',
  access_token: 'Access token',
  client: "A call's client",
  anonymous: 'Nobody known',
  command_line: 'Command line',
  system: 'The server',
} as const satisfies Record<AuditActor['type'], string>;

export const OUTCOMES = { success: 'done', failure: 'refused' } as const satisfies Record<AuditEntry['outcome'], string>;

/** What entries are about, as far as it has a name of its own. */
export const SUBJECTS = {
  agent: 'Agent',
  agent_tag: 'Tag of an agent',
  api_key: 'API key',
  audit_log: 'Audit trail',
  call: 'Call',
  conversation: 'Conversation',
  installation: 'Installation',
  invitation: 'Invitation',
  member: 'Member',
  organization: 'Organization',
  password: 'Password',
  person: 'Person',
  phone_number: 'Phone number',
  provider: 'Provider',
  quota: 'Quota',
  second_factor: 'Second factor',
  session: 'Session',
  webhook: 'Webhook',
  webhook_delivery: 'Webhook delivery',
} as const;
