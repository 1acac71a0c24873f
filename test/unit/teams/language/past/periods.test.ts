import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type PastFilter, sayPast } from '../../../../../src/teams/language/past/past-filter.ts';
import { MONTHS, periodOf, WEEKDAYS } from '../../../../../src/teams/language/past/periods.ts';
import { readPast } from '../../../../../src/teams/language/past/read-past.ts';

/** A Wednesday, half past noon in UTC. */
const NOW = Date.UTC(2026, 10, 25, 12, 30);

function span(period: string, zone = 'UTC', now = NOW): string | null {
  const found = periodOf(period, now, zone);
  return found && [found.from, found.to].map((at) => new Date(at).toISOString().slice(0, 16)).join(' ');
}

describe('a period in the past', () => {
  const SPANS: Readonly<Record<string, string | null>> = {
    today: '2026-11-25T00:00 2026-11-26T00:00',
    yesterday: '2026-11-24T00:00 2026-11-25T00:00',
    monday: '2026-11-23T00:00 2026-11-24T00:00',
    wednesday: '2026-11-25T00:00 2026-11-26T00:00',
    thursday: '2026-11-19T00:00 2026-11-20T00:00',
    'this week': '2026-11-23T00:00 2026-11-30T00:00',
    'last week': '2026-11-16T00:00 2026-11-23T00:00',
    'last month': '2026-10-01T00:00 2026-11-01T00:00',
    'last year': '2025-01-01T00:00 2026-01-01T00:00',
    '7 days': '2026-11-18T12:30 2026-11-25T12:30',
    '2 weeks ago': '2026-11-11T00:00 2026-11-12T00:00',
    '2026-02-28': '2026-02-28T00:00 2026-03-01T00:00',
    '2026-02-30': null,
    '3 november': '2026-11-03T00:00 2026-11-04T00:00',
    '30 november': '2025-11-30T00:00 2025-12-01T00:00',
    december: '2025-12-01T00:00 2026-01-01T00:00',
    'february 2024': '2024-02-01T00:00 2024-03-01T00:00',
    '31 june': null,
    constructor: null,
    whenever: null,
  };
  for (const [period, expected] of Object.entries(SPANS))
    it(`"${period}" is ${expected}`, () => assert.equal(span(period), expected));

  it('begins at midnight where whoever asks is, also where the clocks change that day', () => {
    assert.equal(span('today', 'Europe/Berlin'), '2026-11-24T23:00 2026-11-25T23:00');
    assert.equal(span('today', 'Pacific/Auckland'), '2026-11-25T11:00 2026-11-26T11:00');
    assert.equal(span('2026-10-25', 'Europe/Berlin'), '2026-10-24T22:00 2026-10-25T23:00');
    assert.equal(span('today', 'Mars/Olympus'), span('today'), 'a zone that is none is UTC');
  });
});

describe('the exact text of a filter', () => {
  it('is read as that filter, whatever it holds', () => {
    const period = fc.oneof(
      fc.constantFrom(...WEEKDAYS, ...MONTHS, 'today', 'yesterday', 'this week', 'last month', '2026-11-03'),
      fc.nat(30).map((days) => `${days + 1} days ago`),
    );
    const name = fc.constantFrom('Alice', 'Bob Berg', 'since monday', 'history', 'group of 7', "O'Neill", 'page 2');
    const filter = fc.record(
      {
        person: fc.record(
          {
            deed: fc.constantFrom('by' as const, 'asked' as const, 'approved' as const, 'rejected' as const),
            name: fc.option(name),
          },
          { noNullPrototype: true },
        ),
        group: name,
        state: fc.constantFrom('rejected', 'approved', 'applied', 'withdrawn', 'expired', 'failed'),
        text: name,
        since: period,
        before: period,
      },
      { requiredKeys: [], noNullPrototype: true },
    ) as fc.Arbitrary<PastFilter>;
    fc.assert(
      fc.property(filter, fc.integer({ min: 2, max: 900 }), (one, page) => {
        assert.deepEqual(readPast(sayPast(one, page)), { kind: 'history', filter: one, page });
      }),
      { numRuns: 300 },
    );
  });
});
