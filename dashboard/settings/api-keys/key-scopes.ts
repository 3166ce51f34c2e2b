/** What a key may do, as the form shows it: a preset, or a level for each resource. Pure. */
import type { Resource, ResourceScope, Scope } from '@parley/contract';

export const RESOURCE_NAMES = {
  agents: 'Agents',
  calls: 'Calls',
  conversations: 'Conversations',
  phone_numbers: 'Phone numbers',
  usage: 'Usage and quotas',
  providers: 'Providers',
  webhooks: 'Webhooks',
  api_keys: 'API keys',
  organization: 'Organization',
  audit_log: 'Audit trail',
} as const satisfies Record<Resource, string>;
export const RESOURCES = Object.keys(RESOURCE_NAMES) as Resource[];

export const LEVELS = { none: 'Nothing', read: 'Read', write: 'Read and write' } as const;
export type Level = keyof typeof LEVELS;
/** Nobody writes to the audit trail. */
export const levelsFor = (resource: Resource): Level[] => (resource === 'audit_log' ? ['none', 'read'] : ['none', 'read', 'write']);
export type Levels = Readonly<Record<Resource, Level>>;

export const PRESETS = {
  everything: { name: 'Everything', note: 'All that this organization may do, now and later.' },
  read_only: { name: 'Read only', note: 'Reads everything, changes nothing.' },
  web_calls: { name: 'Calls from a web page backend', note: 'Makes calls with your agents and hands their tokens to your page.' },
  custom: { name: 'Custom', note: 'Choose for each resource.' },
} as const;
export type Preset = keyof typeof PRESETS;

const SCOPES_OF: Readonly<Record<Exclude<Preset, 'custom'>, readonly Scope[]>> = {
  everything: ['*'],
  read_only: RESOURCES.map((resource): ResourceScope => `${resource}:read`),
  web_calls: ['agents:read', 'calls:write'],
};

/** `write` includes `read`. */
export const levelsOf = (scopes: readonly Scope[]): Levels =>
  Object.fromEntries(
    RESOURCES.map((resource): [Resource, Level] => {
      if (scopes.includes('*')) return [resource, levelsFor(resource).at(-1) ?? 'none'];
      if (resource !== 'audit_log' && scopes.includes(`${resource}:write`)) return [resource, 'write'];
      return [resource, scopes.includes(`${resource}:read`) ? 'read' : 'none'];
    }),
  ) as Levels;

/** Empty when nothing is allowed, which the API does not take. */
export const scopesOf = (levels: Levels): ResourceScope[] =>
  RESOURCES.flatMap((resource): ResourceScope[] => {
    const level = levels[resource];
    if (level === 'none') return [];
    return [resource === 'audit_log' || level === 'read' ? `${resource}:read` : `${resource}:write`];
  });

const same = (a: Levels, b: Levels): boolean => RESOURCES.every((resource) => a[resource] === b[resource]);

/** `*` alone is everything: a key with every resource of today has not those of tomorrow. */
export function presetOf(scopes: readonly Scope[]): Preset {
  if (scopes.includes('*')) return 'everything';
  const levels = levelsOf(scopes);
  return (['read_only', 'web_calls'] as const).find((preset) => same(levels, levelsOf(SCOPES_OF[preset]))) ?? 'custom';
}

export const scopesFor = (preset: Preset, levels: Levels): readonly Scope[] => (preset === 'custom' ? scopesOf(levels) : SCOPES_OF[preset]);

/** In a few words: `Everything`, `Agents: read · Calls: read and write`. */
export function scopesInWords(scopes: readonly Scope[]): string {
  const preset = presetOf(scopes);
  if (preset === 'everything' || preset === 'read_only') return PRESETS[preset].name;
  const levels = levelsOf(scopes);
  return RESOURCES.filter((resource) => levels[resource] !== 'none')
    .map((resource) => `${RESOURCE_NAMES[resource]}: ${LEVELS[levels[resource]].toLowerCase()}`)
    .join(' · ');
}
