import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallListQuery } from '@parley/contract';
import { REASONS } from '../format/reasons.ts';
import { queryText } from '../url/search-values.ts';
import { apiQueryOf, isFiltered, moreFilters, nextSort, searchOf, SORTS, STATUSES, type CallFilters } from './call-filters.ts';

const id = (prefix: string) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'), minLength: 26, maxLength: 26 })
    .map((rest) => `${prefix}_${rest}`);
const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const key = fc.string({ minLength: 1, maxLength: 64 }).filter((text) => !/[=\]]/.test(text) && text !== '__proto__');
const filters: fc.Arbitrary<CallFilters> = fc.record(
  {
    status: fc.constantFrom(...STATUSES),
    agent: id('agent'),
    version: fc.integer({ min: 1, max: 2_147_483_647 }),
    type: fc.constantFrom('web', 'phone'),
    direction: fc.constantFrom('inbound', 'outbound'),
    sentiment: fc.constantFrom('positive', 'neutral', 'negative'),
    min: fc.nat({ max: 2_147_483 }),
    max: fc.nat({ max: 2_147_483 }),
    meta: fc.oneof(
      key,
      fc.tuple(key, fc.string({ maxLength: 1_024 })).map(([name, value]) => `${name}=${value}`),
    ),
    sort: fc.constantFrom(...SORTS),
    reason: fc.constantFrom(...(Object.keys(REASONS) as (keyof typeof REASONS)[])),
    from: day,
    to: day,
    peek: id('call'),
  },
  { requiredKeys: [] },
);

/** As the server reads it: `metadata[plan]=gold` is an object. */
function queryAsSent(query: string): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const inner = /^metadata\[([^\]]*)\]$/.exec(name)?.[1];
    if (inner === undefined) read[name] = value;
    else read.metadata = { [inner]: value };
  }
  return read;
}

describe('the filters of the calls page', () => {
  it('come back from the URL as they were', () => {
    fc.assert(
      fc.property(filters, (each) => {
        expect(
          searchOf(Object.fromEntries(new URLSearchParams(Object.entries(each).map(([name, value]) => [name, String(value)])))),
        ).toEqual({ ...each });
      }),
    );
  });

  it('become a query that the API accepts', () => {
    fc.assert(
      fc.property(filters, (each) => {
        expect(CallListQuery.safeParse(queryAsSent(queryText(apiQueryOf(each)))).error?.issues ?? []).toEqual([]);
      }),
    );
  });

  it('drop what is none', () => {
    expect(
      searchOf({ status: 'lost', agent: 'agent_1', reason: 'toString', from: '2026-02-30', to: 'tomorrow', peek: 7, other: 'x' }),
    ).toEqual({});
    expect(
      searchOf({
        version: 0,
        type: 'fax',
        direction: 'up',
        sentiment: 'toString',
        min: -1,
        max: '1e3',
        meta: '=gold',
        sort: '-created_at',
      }),
    ).toEqual({});
    expect(searchOf({ version: 2.5, min: 4_294_967_296, meta: `${'k'.repeat(65)}=v` })).toEqual({});
    expect(searchOf({ meta: 'a]b=c' })).toEqual({});
  });

  it('ask for durations in milliseconds, and for metadata by key or by key and value', () => {
    expect(queryText(apiQueryOf({ min: 30, max: 90 }))).toBe('min_duration_ms=30000&max_duration_ms=90000');
    expect(queryText(apiQueryOf({ meta: 'plan' }))).toBe('metadata_key=plan');
    expect(new URLSearchParams(queryText(apiQueryOf({ meta: 'plan=a=b' }))).get('metadata[plan]')).toBe('a=b');
  });

  it('take what a hand wrote into the URL', () => {
    expect(searchOf({ version: 3, min: '10', meta: 7 })).toEqual({ version: 3, min: 10, meta: '7' });
  });

  it('count what is hidden, a range as one', () => {
    expect(moreFilters({ status: 'ended', agent: 'agent_1' })).toBe(0);
    expect(moreFilters({ min: 1, max: 2, version: 1 })).toBe(2);
  });

  it('are sorted by a press on a head, and again, and as before', () => {
    expect(nextSort(undefined, 'duration_ms')).toBe('-duration_ms');
    expect(nextSort('-duration_ms', 'duration_ms')).toBe('duration_ms');
    expect(nextSort('duration_ms', 'duration_ms')).toBeUndefined();
    expect(nextSort(undefined, 'created_at')).toBe('created_at');
    expect(nextSort('created_at', 'created_at')).toBeUndefined();
    expect(isFiltered({ sort: 'created_at' })).toBe(false);
  });

  it('include the whole last day', () => {
    const query = new URLSearchParams(queryText(apiQueryOf({ from: '2026-03-01', to: '2026-03-01' })));
    expect(Date.parse(query.get('created_before') ?? '') - Date.parse(query.get('created_after') ?? '')).toBe(86_400_000);
  });

  it('do not count a peek as a filter', () => {
    expect(isFiltered({ peek: 'call_1' })).toBe(false);
    expect(isFiltered({ status: 'ended' })).toBe(true);
  });
});
