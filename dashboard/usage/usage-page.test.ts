import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { USAGE_METRICS, UsageQuery, type UsageMetric, type UsageRow, type UsageValues } from '@parley/contract';
import { axisMarks, chartRows, daysIn, longDay, shortDay } from './day-series.ts';
import { amount, amountInBrief, amountOf, amountWithUnit, METRIC_NAMES, typedAmount } from './metrics.ts';
import { figuresOf, nameOf, sorted } from './group-rows.ts';
import { csvOf } from './usage-csv.ts';
import { customRange, daysOf, GROUPS, MAX_DAYS, rangeNameOf, usageSearchOf, type UsageSearch } from './usage-search.ts';

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const days = fc.oneof(
  fc.record({ range: fc.constantFrom('7d' as const, '90d' as const, 'month' as const) }),
  fc.tuple(day, day).map(([a, b]) => customRange(a, b)),
  fc.constant({}),
);
const look = fc.record(
  {
    by: fc.constantFrom('agent' as const, 'api_key' as const),
    view: fc.constant('table' as const),
    sort: fc.constantFrom(...METRIC_NAMES),
  },
  { requiredKeys: [] },
);
const searches: fc.Arbitrary<UsageSearch> = fc.tuple(days, look).map(([a, b]) => ({ ...a, ...b }));
const NOW = Date.parse('2026-11-25T13:00:00Z');

const used = (values: Partial<UsageValues>): UsageValues =>
  ({ ...Object.fromEntries(USAGE_METRICS.map((metric) => [metric, 0])), ...values }) as UsageValues;
const dayRow = (key: string, values: Partial<UsageValues> = {}): UsageRow => ({ key, name: null, values: used(values) });

describe('what the usage page shows', () => {
  it('comes back from the URL as it was', () => {
    fc.assert(
      fc.property(searches, (search) => {
        expect(usageSearchOf(Object.fromEntries(new URLSearchParams({ ...search } as Record<string, string>)))).toEqual({ ...search });
      }),
    );
  });

  it('is a question that the API answers', () => {
    fc.assert(
      fc.property(searches, ({ by, ...search }) => {
        const { from, to } = daysOf(search, NOW);
        expect(UsageQuery.safeParse({ from, to, group_by: by }).success).toBe(true);
        expect(from <= to).toBe(true);
        expect((Date.parse(to) - Date.parse(from)) / 86_400_000 + 1).toBeLessThanOrEqual(MAX_DAYS);
      }),
    );
  });

  it('has the number of days that its name says, today with them', () => {
    expect(daysOf({}, NOW)).toEqual({ from: '2026-10-27', to: '2026-11-25' });
    expect(daysOf({ range: '7d' }, NOW)).toEqual({ from: '2026-11-19', to: '2026-11-25' });
    expect(daysOf({ range: '90d' }, NOW)).toEqual({ from: '2026-08-28', to: '2026-11-25' });
    expect(daysOf({ range: 'month' }, NOW)).toEqual({ from: '2026-11-01', to: '2026-11-25' });
    expect([rangeNameOf({}), rangeNameOf({ range: '7d' }), rangeNameOf({ from: '2026-01-01', to: '2026-01-02' })]).toEqual([
      '30d',
      '7d',
      'custom',
    ]);
  });

  it('puts two days in order and leaves out what is none', () => {
    expect(usageSearchOf({ from: '2026-03-05', to: '2026-03-01', range: '7d' })).toEqual({ from: '2026-03-01', to: '2026-03-05' });
    expect(usageSearchOf({ from: '2026-02-30', to: '2026-03-01', by: 'toString', sort: 'size', view: 'list', range: 'year' })).toEqual({});
    expect(usageSearchOf({ from: '2026-02-20' })).toEqual({});
    expect(customRange('2020-01-01', '2026-01-01')).toEqual({ from: '2025-01-01', to: '2026-01-01' });
    expect(Object.keys(GROUPS)).toEqual(UsageQuery.shape.group_by.unwrap().options);
  });
});

describe('the days of a chart', () => {
  const rows = [
    dayRow('2026-11-22'),
    dayRow('2026-11-23', { calls: 2, call_ms: 90_000 }),
    dayRow('2026-11-24'),
    dayRow('2026-11-25', { calls: 1 }),
    dayRow('2026-11-26'),
  ];
  const shown = daysIn(rows, { since: '2026-11-23', today: '2026-11-25' });

  it('are gaps before the organization and after today, and zero in between', () => {
    expect(shown.map(({ values }) => values?.calls ?? null)).toEqual([null, 2, 0, 1, null]);
    expect(shown.map(({ unfinished }) => unfinished)).toEqual([false, false, false, true, false]);
  });

  it('keep what was used before the organization was made here', () => {
    expect(daysIn([dayRow('2026-11-01', { requests: 3 })], { since: '2026-11-23', today: '2026-11-25' })[0]?.values?.requests).toBe(3);
  });

  it('are drawn in the unit of the axis', () => {
    expect(chartRows(shown, ['call_ms'])).toEqual([
      { day: '2026-11-22', unfinished: false, call_ms: null },
      { day: '2026-11-23', unfinished: false, call_ms: 1.5 },
      { day: '2026-11-24', unfinished: false, call_ms: 0 },
      { day: '2026-11-25', unfinished: true, call_ms: 0 },
      { day: '2026-11-26', unfinished: false, call_ms: null },
    ]);
  });

  it('stand before an axis of round marks from zero to above the highest', () => {
    expect(axisMarks(259, true)).toEqual([0, 100, 200, 300]);
    expect(axisMarks(3, true)).toEqual([0, 1, 2, 3]);
    expect(axisMarks(9, true)).toEqual([0, 5, 10]);
    expect(axisMarks(0.0031, false)).toEqual([0, 0.001, 0.002, 0.003, 0.004]);
    fc.assert(
      fc.property(fc.double({ min: 0.000001, max: 1e12, noNaN: true }), fc.boolean(), (highest, whole) => {
        const marks = axisMarks(highest, whole);
        expect(marks[0]).toBe(0);
        expect(marks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
        expect(marks.length).toBeLessThanOrEqual(6);
        if (whole) expect(marks.every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it('are named in UTC', () => {
    expect([shortDay('2026-11-24'), longDay('2026-11-24')]).toEqual(['24 Nov', 'Tue 24 Nov 2026']);
  });
});

describe('amounts', () => {
  it('knows every metric of the API', () => {
    expect([...METRIC_NAMES].sort()).toEqual([...USAGE_METRICS].sort());
  });

  it('are written in units that people use', () => {
    const written: [UsageMetric, number, string][] = [
      ['requests', 12_345, '12,345 requests'],
      ['call_ms', 90_000, '1.5 minutes'],
      ['call_ms', 300, '< 0.01 minutes'],
      ['stt_ms', 123_456_789, '123,457 seconds'],
      ['cost', 12_500_000, '$12.50'],
      ['concurrent_calls', 0, '0 calls at once'],
    ];
    for (const [metric, value, text] of written) expect(amountWithUnit(metric, value)).toBe(text);
    expect(amount('cost', 3_100)).toBe('$0.0031');
    expect([amountInBrief('requests', 19_498_508), amountInBrief('requests', 999_999)]).toEqual(['19.5M', '999,999']);
  });

  it('come back as they were typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...METRIC_NAMES), fc.nat({ max: 2_000_000_000 }), (metric, value) => {
        expect(amountOf(metric, typedAmount(metric, value))).toBe(value);
      }),
    );
  });

  it('are refused where they are none', () => {
    for (const text of ['', ' ', 'many', '-1', '1.5', '1e400', '9007199254740993']) expect(amountOf('requests', text)).toBeUndefined();
    expect(amountOf('cost', '2.50')).toBe(2_500_000);
    expect(amountOf('requests', '1,000')).toBe(1_000);
    expect(amountOf('call_ms', '0.5')).toBe(30_000);
  });
});

describe('what agents and keys used', () => {
  const rows: UsageRow[] = [
    { key: null, name: null, values: used({ requests: 9, concurrent_calls: 7 }) },
    { key: 'agent_1', name: 'Front desk', values: used({ calls: 2, concurrent_calls: 1 }) },
    { key: 'agent_2', name: null, values: used({ calls: 3, concurrent_calls: 2 }) },
  ];

  it('is named, also where nobody has the name any more', () => {
    expect(rows.map((row) => nameOf(row, 'agent'))).toEqual(['No agent', 'Front desk', 'Deleted agent']);
    expect(rows.map((row) => nameOf(row, 'api_key'))).toEqual(['Signed-in people', 'Front desk', 'Revoked key']);
  });

  it("does not count the organization's calls at once as nobody's", () => {
    expect(rows.map((row) => figuresOf(row).concurrent_calls)).toEqual([undefined, 1, 2]);
    expect(sorted(rows, 'concurrent_calls').map(({ key }) => key)).toEqual(['agent_2', 'agent_1', null]);
  });
});

describe('the CSV', () => {
  it('holds the shown numbers, their units in the names of the columns', () => {
    const [head, first, second, end] = csvOf(
      ['day'],
      [
        { about: ['2026-11-23'], values: used({ calls: 2, call_ms: 90_000, cost: 1_500 }) },
        { about: ['2026-11-26'], values: {} },
      ],
    ).split('\r\n');
    expect(head).toBe(
      'day,calls,call_minutes,peak_concurrent_calls,typed_conversations,typed_messages,llm_input_tokens,llm_output_tokens,stt_seconds,tts_characters,api_requests,cost_usd',
    );
    expect(first).toBe('2026-11-23,2,1.5,0,0,0,0,0,0,0,0,0.0015');
    expect(second).toBe('2026-11-26,,,,,,,,,,,');
    expect(end).toBe('');
  });

  it('quotes what needs it, and lets no spreadsheet run a name', () => {
    const [, row] = csvOf(['id', 'name'], [{ about: ['agent_1', '=cmd("a", 1)'], values: {} }]).split('\r\n');
    expect(row).toMatch(/^agent_1,"'=cmd\(""a"", 1\)",/);
  });
});
