/** What an API key or an access token may do. */
import { z } from 'zod';

export const RESOURCES = [
  'agents',
  'conversations',
  'calls',
  'phone_numbers',
  'api_keys',
  'organization',
  'usage',
  'providers',
  'webhooks',
  'audit_log',
] as const;
export type Resource = (typeof RESOURCES)[number];

/** Nobody writes to the audit trail. */
export type ResourceScope = Exclude<`${Resource}:${'read' | 'write'}`, 'audit_log:write'>;
/** `*` is everything, now and later; `write` includes `read`. */
export type Scope = '*' | ResourceScope;

export const SCOPES: readonly [Scope, ...Scope[]] = [
  '*',
  ...RESOURCES.flatMap(
    (resource) => (resource === 'audit_log' ? ['audit_log:read'] : [`${resource}:read`, `${resource}:write`]) as ResourceScope[],
  ),
];

export const Scope = z
  .enum(SCOPES)
  .meta({ id: 'Scope', description: '`*` is everything, now and later; a `write` scope includes its `read`.' });

/** True when what was granted covers what is needed. */
export const covers = (granted: readonly Scope[], needed: Scope): boolean =>
  granted.includes('*') ||
  granted.includes(needed) ||
  (needed.endsWith(':read') && granted.includes(needed.replace(':read', ':write') as Scope));
