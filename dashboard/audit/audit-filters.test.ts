import { AuditLogQuery } from '@parley/contract';
import { expect, it } from 'vitest';
import { queryText } from '../url/search-values.ts';
import { auditQueryOf, auditSearchOf, isFiltered, type AuditFilters } from './audit-filters.ts';

const ALL: Required<AuditFilters> = {
  by: 'person',
  who: 'user_1',
  on: 'agent',
  thing: 'agent_1',
  action: 'retell post /create-agent',
  outcome: 'failure',
  from: '2026-11-01',
  to: '2026-11-02',
  entry: 'audit_01kaxw4c8m9r3n5t7v2x6y8z0b',
};

it('keeps every filter in the URL', () => expect(auditSearchOf({ ...ALL })).toEqual(ALL));

it('drops what means nothing', () =>
  expect(
    auditSearchOf({
      by: 'god',
      who: 7,
      on: 'toString',
      thing: '',
      action: 'x'.repeat(65),
      outcome: 'maybe',
      from: '2026-02-30',
      to: 1,
      entry: 'audit_1',
    }),
  ).toEqual({}));

it('asks the API for what it knows', () => {
  const query = Object.fromEntries(new URLSearchParams(queryText(auditQueryOf(ALL))));
  expect(AuditLogQuery.parse(query)).toMatchObject({
    actor_type: ['person'],
    actor_id: ['user_1'],
    resource_type: ['agent'],
    resource_id: ['agent_1'],
    action: [ALL.action],
    outcome: ['failure'],
  });
  expect(Date.parse(query.created_before ?? '') - Date.parse(query.created_after ?? '')).toBe(2 * 86_400_000);
  expect(queryText(auditQueryOf({ entry: ALL.entry }))).toBe('');
});

it('is no filter to look at an entry', () => {
  expect(isFiltered({ entry: ALL.entry })).toBe(false);
  expect(isFiltered({ who: ALL.who })).toBe(true);
});
