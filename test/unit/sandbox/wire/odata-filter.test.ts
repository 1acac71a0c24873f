import assert from 'node:assert/strict';
import { type FilterFields, odataFilter } from '../../../../src/sandbox/wire/odata-filter.ts';

interface Row {
  readonly name: string;
  readonly rank: number;
  readonly seen: string;
  readonly on: boolean;
  readonly state: 'Open' | 'Shut';
  readonly note: string | null;
}

const ROWS: readonly Row[] = [
  { name: "O'Hara", rank: 1, seen: '2026-01-01T00:00:00Z', on: true, state: 'Open', note: null },
  { name: 'Ada', rank: 2, seen: '2026-02-01T00:00:00Z', on: false, state: 'Shut', note: 'x' },
  { name: 'Adam', rank: 10, seen: '2026-03-01T00:00:00Z', on: true, state: 'Shut', note: 'y' },
];

const FIELDS: FilterFields<Row> = {
  name: { kind: 'text', takes: ['eq', 'ne', 'in', 'startswith', 'endswith', 'contains'], read: (row) => row.name },
  rank: { kind: 'number', takes: ['eq', 'gt', 'ge', 'lt', 'le', 'in'], read: (row) => row.rank },
  seen: { kind: 'date', takes: ['ge', 'lt'], read: (row) => row.seen },
  on: { kind: 'boolean', takes: ['eq'], read: (row) => row.on },
  state: { kind: 'text', takes: ['eq'], read: (row) => row.state, values: ['Open', 'Shut'] },
  note: { kind: 'text', takes: ['eq', 'ne'], read: (row) => row.note },
};

const ranks = (filter: string): number[] => ROWS.filter(odataFilter(filter, FIELDS)).map((row) => row.rank);

describe('sandbox/wire/odata-filter', () => {
  const cases: readonly (readonly [filter: string, ranks: readonly number[]])[] = [
    ["name eq 'ada'", [2]],
    ["name eq 'O''Hara'", [1]],
    ["startswith(name,'ad')", [2, 10]],
    ["startswith(name,'ad') eq true and on eq true", [10]],
    ["endswith(name, 'M')", [10]],
    ["contains(name,'dA')", [2, 10]],
    ["name in ('Ada','Nobody')", [2]],
    ['rank gt 2', [10]],
    ["rank eq '10'", [10]],
    ['rank in (1, 10)', [1, 10]],
    ['seen ge 2026-02-01T00:00:00Z and seen lt 2026-03-01', [2]],
    ["rank eq 1 or rank eq 2 and state eq 'Open'", [1]],
    ["(rank eq 1 or rank eq 2) and state eq 'Shut'", [2]],
    ['not (on eq true)', [2]],
    ['note eq null', [1]],
    ['note ne null', [2, 10]],
  ];
  for (const [filter, expected] of cases) {
    it(`reads ${filter}`, () => assert.deepEqual(ranks(filter), expected));
  }

  const wrong: readonly string[] = [
    '',
    'name',
    'name eq',
    "name eq 'open",
    "nothing eq 'x'",
    "constructor eq 'x'",
    'on ne true',
    "state eq 'open'",
    "rank eq 'ten'",
    'seen ge yesterday',
    "name eq 'a' name eq 'b'",
    "(name eq 'a'",
    "name eq 'a')",
    "startswith(name,'a') eq false",
    'on eq 1',
  ];
  for (const filter of wrong) {
    it(`refuses ${filter || 'nothing at all'}`, () => {
      assert.throws(() => odataFilter(filter, FIELDS), { code: 'input-invalid' });
    });
  }
});
