/** The form of an API key: what is typed, and what the API takes. Pure. */
import { UpdateApiKey, type ApiKey, type CreateApiKey } from '@parley/contract';
import { z } from 'zod';
import { heldTo, type Problems } from '../../ui/form-schema.ts';
import { levelsOf, presetOf, PRESETS, scopesFor, type Levels, type Preset } from './key-scopes.ts';

const DAY_MS = 86_400_000;

export const EXPIRIES = {
  never: 'Never',
  '7': 'In 7 days',
  '30': 'In 30 days',
  '90': 'In 90 days',
  '365': 'In a year',
  on: 'On a day …',
} as const;
export type Expiry = keyof typeof EXPIRIES;

export interface KeyForm {
  name: string;
  preset: Preset;
  levels: Levels;
  /** `kept`: as the key has it already. */
  expiry: Expiry | 'kept';
  /** `yyyy-mm-dd`, of `on`. */
  day: string;
  /** One a line. */
  addresses: string;
  perMinute: string;
}

const NEW: KeyForm = {
  name: '',
  preset: 'everything',
  levels: levelsOf(['agents:read', 'calls:write']),
  expiry: 'never',
  day: '',
  addresses: '',
  perMinute: '',
};

export const formOf = (key: ApiKey | null): KeyForm =>
  key === null
    ? NEW
    : {
        name: key.name,
        preset: presetOf(key.scopes),
        levels: levelsOf(key.scopes),
        expiry: key.expires_at === null ? 'never' : 'kept',
        day: '',
        addresses: key.allowed_ips.join('\n'),
        perMinute: key.requests_per_minute === null ? '' : String(key.requests_per_minute),
      };

const addressesIn = (text: string): string[] => text.split(/[\s,]+/).filter((each) => each !== '');

/** To the end of the chosen day where the person is. */
function endOf(day: string): Date {
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  end.setMilliseconds(-1);
  return end;
}

function expiresAt({ expiry, day }: KeyForm, now: number): string | null | undefined {
  switch (expiry) {
    case 'never':
      return null;
    case 'kept':
      return undefined;
    case 'on':
      return endOf(day).toISOString();
    case '30':
    case '365':
    case '7':
    case '90':
      return new Date(now + Number(expiry) * DAY_MS).toISOString();
    default:
      return expiry satisfies never;
  }
}

/** What changes of a key; its expiry only where another was chosen. */
export function changeOf(form: KeyForm, now: number): Omit<CreateApiKey, 'expires_at'> & Pick<UpdateApiKey, 'expires_at'> {
  const expiry = expiresAt(form, now);
  return {
    name: form.name.trim(),
    scopes: [...scopesFor(form.preset, form.levels)],
    allowed_ips: addressesIn(form.addresses),
    requests_per_minute: form.perMinute.trim() === '' ? null : Number(form.perMinute),
    ...(expiry === undefined ? {} : { expires_at: expiry }),
  };
}

export function bodyOf(form: KeyForm, now: number): CreateApiKey {
  const { expires_at = null, ...rest } = changeOf(form, now);
  return { ...rest, expires_at };
}

/** The words of the API by the field that they are about. */
export function problemsFrom(fields: Problems, { addresses, expiry }: KeyForm): Problems {
  const problems: Record<string, string> = {};
  for (const [pointer, message] of Object.entries(fields)) {
    const [, field = '', index] = pointer.split('/');
    switch (field) {
      case 'scopes':
        problems.preset = message;
        break;
      case 'expires_at':
        problems[expiry === 'on' ? 'day' : 'expiry'] = message;
        break;
      case 'requests_per_minute':
        problems.perMinute = message;
        break;
      case 'allowed_ips':
        problems.addresses = index === undefined ? message : `${addressesIn(addresses)[Number(index)] ?? ''} ${message}`;
        break;
      default:
        problems[field] = message;
    }
  }
  return problems;
}

const RATE = /^([1-9]\d*)?$/;

/** What the API would refuse, said better where it can be. */
export const keySchema = (now: () => number): z.ZodType<KeyForm, KeyForm> =>
  heldTo(
    z
      .object({
        name: z.string().refine((name) => name.trim() !== '', 'Give it a name that says where it is used.'),
        preset: z.enum(Object.keys(PRESETS) as Preset[]),
        levels: z.custom<Levels>(),
        expiry: z.enum([...(Object.keys(EXPIRIES) as Expiry[]), 'kept']),
        day: z.string(),
        addresses: z.string(),
        perMinute: z.string().refine((rate) => RATE.test(rate.trim()), 'Give a whole number above 0, or leave it empty.'),
      })
      .refine(({ preset, levels }) => scopesFor(preset, levels).length > 0, { path: ['preset'], message: 'Allow at least one thing.' })
      .refine(({ expiry, day }) => expiry !== 'on' || endOf(day).getTime() > now(), {
        path: ['day'],
        message: 'Choose a day that is not over.',
      }),
    { body: (form) => changeOf(form, now()), contract: UpdateApiKey, problemsFrom },
  );
