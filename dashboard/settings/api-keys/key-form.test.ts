import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CreateApiKey, covers, UpdateApiKey, RESOURCES as RESOURCES_OF_API, SCOPES, type ApiKey } from '@parley/contract';
import { problemsIn } from '../../ui/form-schema.ts';
import { bodyOf, changeOf, formOf, keySchema, problemsFrom, type KeyForm } from './key-form.ts';
import {
  levelsFor,
  levelsOf,
  presetOf,
  PRESETS,
  RESOURCES,
  scopesFor,
  scopesInWords,
  scopesOf,
  type Level,
  type Levels,
} from './key-scopes.ts';

const NOW = Date.parse('2026-11-25T13:00:00Z');
const levels: fc.Arbitrary<Levels> = fc.record(
  Object.fromEntries(RESOURCES.map((resource) => [resource, fc.constantFrom(...levelsFor(resource))])) as Record<
    (typeof RESOURCES)[number],
    fc.Arbitrary<Level>
  >,
);
const key = (change: Partial<ApiKey>): ApiKey => ({
  id: 'key_1',
  name: 'Website',
  prefix: 'parley_sk_ab',
  last_four: 'wxyz',
  scopes: ['*'],
  allowed_ips: [],
  requests_per_minute: null,
  created_at: '2026-01-01T00:00:00Z',
  last_used_at: null,
  expires_at: null,
  previous_secret_expires_at: null,
  ...change,
});

describe('the scopes of a key', () => {
  it('know every resource of the API', () => {
    expect([...RESOURCES].sort()).toEqual([...RESOURCES_OF_API].sort());
  });

  it('come back from the levels as they were', () => {
    fc.assert(fc.property(levels, (each) => void expect(levelsOf(scopesOf(each))).toEqual(each)));
  });

  it('show a level that allows as much as the scopes do, and no more', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...SCOPES.filter((scope) => scope !== '*'))), (scopes) => {
        const shown = scopesOf(levelsOf(scopes));
        for (const scope of SCOPES) expect(covers(shown, scope)).toBe(covers(scopes, scope));
      }),
    );
  });

  it('are told by their preset again', () => {
    for (const preset of ['everything', 'read_only', 'web_calls'] as const) {
      expect(presetOf(scopesFor(preset, levelsOf([])))).toBe(preset);
      expect(Object.hasOwn(PRESETS, preset)).toBe(true);
    }
    expect(presetOf(['calls:write', 'calls:read', 'agents:read'])).toBe('web_calls');
    expect(presetOf(['calls:read'])).toBe('custom');
    expect(
      presetOf(RESOURCES.map((resource) => (resource === 'audit_log' ? (`${resource}:read` as const) : (`${resource}:write` as const)))),
    ).toBe('custom');
  });

  it('let a web page backend make calls, and nothing else be changed', () => {
    const scopes = scopesFor('web_calls', levelsOf([]));
    expect(SCOPES.filter((scope) => covers(scopes, scope))).toEqual(['agents:read', 'calls:read', 'calls:write']);
  });

  it('are said in few words', () => {
    expect(scopesInWords(['*'])).toBe('Everything');
    expect(scopesInWords(scopesFor('read_only', levelsOf([])))).toBe('Read only');
    expect(scopesInWords(['calls:write', 'agents:read'])).toBe('Agents: read · Calls: read and write');
  });
});

/** What is chosen by a preset are the scopes, and the last day is of the expiry. */
const SUBJECTS: Partial<Record<string, string>> = { preset: 'scopes', day: 'expiry' };
const problemsOf = (form: KeyForm, now: number): Partial<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(
      problemsIn(
        keySchema(() => now),
        form,
      ),
    ).map(([field, message]) => [SUBJECTS[field] ?? field, message]),
  );

describe('the form of a key', () => {
  it('makes what the API takes', () => {
    const form = {
      ...formOf(null),
      name: ' Website ',
      preset: 'web_calls' as const,
      expiry: '30' as const,
      addresses: '203.0.113.0/24\n2001:db8::1,',
      perMinute: '600',
    };
    expect(problemsOf(form, NOW)).toEqual({});
    expect(CreateApiKey.parse(bodyOf(form, NOW))).toEqual({
      name: 'Website',
      scopes: ['agents:read', 'calls:write'],
      allowed_ips: ['203.0.113.0/24', '2001:db8::1'],
      requests_per_minute: 600,
      expires_at: '2026-12-25T13:00:00.000Z',
    });
  });

  it('leaves a key as it is when nothing is typed', () => {
    const before = key({
      scopes: ['calls:read'],
      allowed_ips: ['203.0.113.7'],
      requests_per_minute: 60,
      expires_at: '2027-01-01T00:00:00.000Z',
    });
    const { name, scopes, allowed_ips, requests_per_minute, expires_at } = before;
    expect(expires_at).not.toBeNull();
    expect(changeOf(formOf(before), NOW)).toEqual({ name, scopes, allowed_ips, requests_per_minute });
    expect(UpdateApiKey.safeParse(changeOf(formOf(before), NOW)).success).toBe(true);
    expect(changeOf({ ...formOf(before), expiry: 'never' }, NOW).expires_at).toBeNull();
  });

  it('lasts to the end of a chosen day', () => {
    const body = bodyOf({ ...formOf(null), expiry: 'on', day: '2027-03-01' }, NOW);
    expect(new Date(body.expires_at ?? '').getTime() + 1).toBe(new Date(2027, 2, 2).getTime());
  });

  it('says what is wrong before it is sent', () => {
    expect(
      Object.keys(
        problemsOf({ ...formOf(null), preset: 'custom', levels: levelsOf([]), expiry: 'on', day: '2020-01-01', perMinute: '0' }, NOW),
      ).sort(),
    ).toEqual(['expiry', 'name', 'perMinute', 'scopes']);
    expect(problemsOf({ ...formOf(null), name: 'x', expiry: 'on', day: '' }, NOW).expiry).toBeDefined();
  });

  it('shows what the server says by its field, and names the address', () => {
    const form = { ...formOf(null), addresses: '203.0.113.7\nhome' };
    expect(problemsFrom({ '/allowed_ips/1': 'must be an IP address', '/name': 'is too long' }, form)).toEqual({
      addresses: 'home must be an IP address',
      name: 'is too long',
    });
  });

  it('says what the API would say, before it is sent', () => {
    expect(problemsOf({ ...formOf(null), name: 'Website', addresses: '203.0.113.7\nhome' }, NOW).addresses).toMatch(
      /^home must be an IP address/,
    );
  });
});
