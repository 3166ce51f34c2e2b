/** What the audit trail says, in words. Pure. */
import { isObject, type AuditActor, type AuditChange } from '@parley/contract';
import type { Change } from '../agents/config-diff.ts';
import { ACTORS, SUBJECTS } from './audit-names.ts';

/** Those that are no operation of the API, or whose name is none that people use. */
const ACTIONS: Readonly<Record<string, string>> = {
  signIn: 'Sign in',
  signInPassword: 'Give the right password, before the code',
  signInWithCode: 'Sign in with a code',
  signInWithRecoveryCode: 'Sign in with a recovery code',
  beginSecondFactor: 'Begin to set up a second factor',
  enableSecondFactor: 'Turn on the second factor',
  disableSecondFactor: 'Turn off the second factor',
  resetSecondFactor: 'Take the second factor away',
  renewRecoveryCodes: 'Make new recovery codes',
  resetPassword: 'Reset a password',
  revokeSession: 'End a session',
  revokeOtherSessions: 'End the other sessions',
  organizationCreate: 'Create organization',
  organizationSetActive: 'Switch organization',
  organizationRemoveMember: 'Remove member',
  organizationUpdateMemberRole: 'Change role of member',
  organizationLeave: 'Leave organization',
  setUpOwner: 'Set up the owner',
  updateUser: 'Change own name',
  export: 'Export the installation',
  import: 'Import an installation',
  insert: 'Create',
  update: 'Change',
  delete: 'Delete',
};

const WORDS: Readonly<Record<string, string>> = { api: 'API', id: 'id', url: 'URL' };

/** `createApiKey` → `Create API key`. */
export function actionWords(action: string): string {
  const known = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (known !== undefined) return known;
  if (!/^[a-z]+([A-Z][a-z0-9]*)*$/.test(action)) return action.replace(/^retell /, 'Retell: ');
  const words = action.split(/(?=[A-Z])/).map((word) => WORDS[word.toLowerCase()] ?? word.toLowerCase());
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const subjectWords = (type: string): string =>
  Object.hasOwn(SUBJECTS, type) ? SUBJECTS[type as keyof typeof SUBJECTS] : type.replaceAll('_', ' ');

export const actorWords = ({ type, name }: AuditActor): string => name ?? ACTORS[type];

/** What keeps its value to itself, by the column that the trail names. */
const FIELDS: Readonly<Record<string, string>> = {
  url: 'URL',
  llm: 'model',
  stt: 'recognition',
  tts: 'voice',
  allowed_ips: 'allowed IP addresses',
  agent_ids: 'agents',
  secret: 'secret',
  backup_codes: 'recovery codes',
  two_factor_enabled: 'second factor on',
  verified: 'confirmed by a code',
  hash: 'secret',
  encrypted_key: 'key',
  encrypted_secret: 'secret',
  encrypted_headers: 'headers',
  user_id: 'person',
  expires_at: 'expires',
};

/** `draft.turn_taking` → `turn taking`. */
export const fieldWords = (field: string): string => {
  const parts = field.split('.').filter((part, at) => at > 0 || (part !== 'draft' && part !== 'settings'));
  const text = parts.map((part) => FIELDS[part] ?? part.replace(/_ms$/, ' (ms)').replaceAll('_', ' ')).join(' · ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

/** A list a line for each, as it is compared; what holds nothing is nothing. */
function written(value: unknown): string {
  if (isEmpty(value)) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join('\n');
  return JSON.stringify(value, null, 2);
}

const SHORT = 40;
const isShort = (text: string): boolean => text.length <= SHORT && !text.includes('\n');

/** One that is read on one line: `false → true`. */
export const isBrief = ({ before, after }: Change): boolean => isShort(before) && isShort(after);

/** Those whose values are kept, each of an object by its members where only some of them changed. */
export function shownChanges(changes: readonly AuditChange[]): Change[] {
  return changes
    .filter(({ hidden }) => !hidden)
    .flatMap(({ field, before, after }) => {
      if (!isObject(before) || !isObject(after)) return [{ field, before, after }];
      const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      return names.map((name) => ({ field: `${field}.${name}`, before: before[name], after: after[name] }));
    })
    .map(({ field, before, after }) => ({ path: field, label: fieldWords(field), before: written(before), after: written(after) }))
    .filter(({ before, after }) => before !== after);
}

export const hiddenFields = (changes: readonly AuditChange[]): string[] => [
  ...new Set(changes.filter(({ hidden }) => hidden).map(({ field }) => fieldWords(field))),
];
