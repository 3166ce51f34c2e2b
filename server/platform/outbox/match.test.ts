import type { EventCondition, WebhookEvent } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { holds, wants } from './match.ts';

const event = {
  type: 'call.ended',
  data: {
    duration_ms: 12_000,
    status: 'ended',
    ended_at: '2026-01-02T00:00:00.000Z',
    metadata: { plan: 'gold', 'a/b~c': 'x' },
    tags: ['a', 'b'],
    none: null,
  },
} as unknown as WebhookEvent;

describe('types', () => {
  test.each([
    [['*'], true],
    [['call.*'], true],
    [['call.ended'], true],
    [['call.started'], false],
    [['conversation.*'], false],
    [['agent.deleted', 'call.ended'], true],
    // A group is a whole word.
    [['cal.*'], false],
  ])('%j', (events, expected) => {
    expect(wants({ events, agent_ids: [], conditions: [] }, event, null)).toBe(expected);
  });
});

describe('agents', () => {
  test.each([
    [[], null, true],
    [['agent_1'], 'agent_1', true],
    [['agent_1'], 'agent_2', false],
    [['agent_1'], null, false],
  ])('%j of %s', (agentIds, agentId, expected) => {
    expect(wants({ events: ['*'], agent_ids: agentIds, conditions: [] }, event, agentId)).toBe(expected);
  });
});

describe('conditions', () => {
  const cases: [EventCondition['field'], EventCondition['operator'], EventCondition['value'], boolean][] = [
    ['/data/status', 'eq', 'ended', true],
    ['/data/status', 'eq', 'error', false],
    ['/data/duration_ms', 'eq', '12000', false],
    ['/data/none', 'eq', null, true],
    ['/data/missing', 'eq', null, false],
    ['/data/missing', 'eq', undefined, false],
    ['/data/status', 'ne', 'error', true],
    ['/data/missing', 'ne', 'error', true],
    ['/data/duration_ms', 'gt', 12_000, false],
    ['/data/duration_ms', 'gte', 12_000, true],
    ['/data/duration_ms', 'lt', 12_001, true],
    ['/data/duration_ms', 'lte', 11_999, false],
    ['/data/duration_ms', 'gt', '1', false],
    ['/data/missing', 'lt', 5, false],
    ['/data/ended_at', 'gt', '2026-01-01T23:59:59.000Z', true],
    ['/data/status', 'contains', 'nde', true],
    ['/data/tags', 'contains', 'b', true],
    ['/data/tags', 'contains', 'c', false],
    ['/data/duration_ms', 'contains', 1, false],
    ['/data/metadata/plan', 'in', ['gold', 'silver'], true],
    ['/data/metadata/plan', 'in', [], false],
    ['/data/metadata/plan', 'in', 'gold', false],
    ['/data/metadata/a~1b~0c', 'eq', 'x', true],
    ['/data/tags/1', 'eq', 'b', true],
    ['/data/metadata/plan', 'exists', true, true],
    ['/data/metadata/plan', 'exists', undefined, true],
    ['/data/none', 'exists', true, true],
    ['/data/missing', 'exists', true, false],
    ['/data/missing', 'exists', false, true],
    ['/data/metadata/toString', 'exists', true, false],
    ['/data/status/length', 'exists', true, false],
  ];
  test.each(cases)('%s %s %j: %s', (field, operator, value, expected) => {
    expect(holds({ field, operator, ...(value === undefined ? {} : { value }) }, event)).toBe(expected);
  });

  test('all of them must hold', () => {
    const conditions: EventCondition[] = [
      { field: '/data/status', operator: 'eq', value: 'ended' },
      { field: '/data/duration_ms', operator: 'lt', value: 10_000 },
    ];
    expect(wants({ events: ['*'], agent_ids: [], conditions }, event, null)).toBe(false);
    expect(wants({ events: ['*'], agent_ids: [], conditions: conditions.slice(0, 1) }, event, null)).toBe(true);
  });
});
