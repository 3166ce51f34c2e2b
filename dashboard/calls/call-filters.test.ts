import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallListQuery } from '@parley/contract';
import { REASONS } from '../format/reasons.ts';
import { apiQueryOf, isFiltered, searchOf, STATUSES, type CallFilters } from './call-filters.ts';

const id = (prefix: string) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'), minLength: 26, maxLength: 26 })
    .map((rest) => `${prefix}_${rest}`);
const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const filters: fc.Arbitrary<CallFilters> = fc.record(
  {
    status: fc.constantFrom(...STATUSES),
    agent: id('agent'),
    reason: fc.constantFrom(...(Object.keys(REASONS) as (keyof typeof REASONS)[])),
    from: day,
    to: day,
    peek: id('call'),
  },
  { requiredKeys: [] },
);

describe('the filters of the calls page', () => {
  it('come back from the URL as they were', () => {
    fc.assert(
      fc.property(filters, (each) => {
        expect(searchOf(Object.fromEntries(new URLSearchParams(Object.entries(each))))).toEqual({ ...each });
      }),
    );
  });

  it('become a query that the API accepts', () => {
    fc.assert(
      fc.property(filters, (each) => {
        expect(CallListQuery.safeParse(Object.fromEntries(new URLSearchParams(apiQueryOf(each)))).success).toBe(true);
      }),
    );
  });

  it('drop what is none', () => {
    expect(
      searchOf({ status: 'lost', agent: 'agent_1', reason: 'toString', from: '2026-02-30', to: 'tomorrow', peek: 7, other: 'x' }),
    ).toEqual({});
  });

  it('include the whole last day', () => {
    const query = new URLSearchParams(apiQueryOf({ from: '2026-03-01', to: '2026-03-01' }));
    expect(Date.parse(query.get('created_before') ?? '') - Date.parse(query.get('created_after') ?? '')).toBe(86_400_000);
  });

  it('do not count a peek as a filter', () => {
    expect(isFiltered({ peek: 'call_1' })).toBe(false);
    expect(isFiltered({ status: 'ended' })).toBe(true);
  });
});
