import assert from 'node:assert/strict';
import { USUAL_PEOPLE } from '../../../../../src/requests/record/people-policy.ts';
import { comparePeople } from '../../../../../src/requests/rules/people/compare-people.ts';
import { marksOf } from '../../../../../src/requests/rules/people/marks.ts';
import { apartRefusal } from '../../../../../src/requests/rules/people/told-apart.ts';
import { aPerson } from '../../../../support/people/a-person.ts';

/** One person's id, spelled in several ways. */
const SPELLINGS: readonly (readonly string[])[] = [
  [
    ...['1001', '1-001', '1/001', '1_001', '1 001', '1.001', '1,001', "1'001", '1:001', '1|001', '1~001', '1+001'],
    ...[
      '1\u2212001',
      '1\u00b7001',
      '1\u2019001',
      '1\u2010001',
      '1\\001',
      '1#001',
      '1*001',
      '1=001',
      '(1)001',
      '[1001]',
    ],
    ...['10-01', '10_01', '100-1', '1-0-0-1', '01-001', '1-0001', '001.001', '0001001', '\u2474\u24ea\u24ea\u2474'],
    ...['❶⓿⓿❶', '➊\u{1F10C}\u{1F10C}➊', '一〇〇一', '\u{1D7CF}\u{1D7CE}\u{1D7CE}\u{1D7CF}', '1\u0338001', '1\u20e3001'],
    ...['E1001', 'E-1-001', 'ADM1/001', 'ADM_01001', 'l001', 'l-001', 'I/001', 'E-l001', 'lil001', '1OO1', '1-OO1'],
    ...['1001.0', '1,001.00', '1.001E3', '1001-ADM', '1-001-ADM', 'ADM-1-001-2024', '10-01/24', 'x1001y'],
  ],
  ['100234', '10-0234', 'E-100234', 'E-10-0234', '1-00-234', '10/0234', 'ADM10.0234', '0100234', '10O234'],
  ['1002003', '1-002-003', '1.002.003', '1 002 003', "1'002'003", 'E1/002/003', '1002-003'],
  ['20010', '20-010', '2-0010', '200-10', '20_01_0', 'K20010'],
  ['E0042', 'ADM0042-20240101', 'ADM-0042-24', '0042', '42-0042', 'E-42'],
];

/** Two people's ids that share a number of three or more digits, which may be a year, a place or the person's own. */
const SHARING = [
  ['0042-2019', '0042-2024'],
  ['2024-0017', '2024-0018'],
  ['2024-0017', '2023-0017'],
  ['DE-1001', 'US-1001'],
  ['E-001-12', 'E-001-13'],
  ['1-001', '2-001'],
] as const;

/** Ids that a reader, or whoever types them, takes for one: never two people's. */
const LOOKALIKES: readonly (readonly [string, ...string[]])[] = [
  ['1001', '1օօ1', '千零一', '一千零一', '1DD1', '0x3e9', '%31001', '!001', '1()()1', '&#49;001', '1QQ1', 'ǀ00ǀ'],
  ['1001', '1௦௦1', '1ഠ01', '1ം01', '1ס01', 'ا٠٠ا', '١ه٠١', '1\u0301001', 'LOOl1001', '0b1111101001', 'E1DD1-adm'],
  ['3001', 'З001', 'Ʒ001', 'Ɛ001', 'E001', 'ADM-E001'],
  ['8001', 'B001', 'Ȣ001', 'ADM B001', 'BOD1', 'BDOl-2'],
  ['6001', 'б001', 'G001', 'b001', 'Ⳓ001'],
  ['1051', '10S1', 'lOS1', '1O5l'],
  ['5001', 'S001', 'Ƽ001'],
  ['2001', 'Z001', 'Ƨ001'],
  ['9001', 'g001', 'q001'],
  ['4001', 'Ч001', 'A001'],
  ['7001', 'T001'],
  ['1000', '1e3', '1E3'],
  ['81001', 'BlOOl', 'EMP-BIOO1', 'BIDD1-x'],
];

/** Signs that nothing can be told by, beside a number that nothing has to do with. */
const ODD = ['#77123', '77123@hb', 'Ж77123', '従業員77123', 'Ø77123', '77123!', '77_*_123'];

const DIFFERENT = [
  ...[['B1001', 'B1002'] as const, ['8001', 'B002'] as const, ['E1001', 'E1002'] as const, ['S-77', 'S-78'] as const],
  ...[
    ['badge1001', 'badge1002'] as const,
    ['ABD-1001', 'ABD-1002'] as const,
    ['badge-11', 'badge-12'] as const,
    ['AB12CD', 'AB13CD'] as const,
  ],
  ['1001', '1002'],
  ['E100234', 'E100235'],
  ['E-100234', 'E-100235'],
  ['10-0234', '10-0235'],
  ['1-0234', '1-0235'],
  ['IT1001', 'IT1002'],
  ['IL-1001', 'IL-1010'],
  ['1001', '1010'],
  ['1001', '1100'],
  ['1001', '101'],
  ['DE-1001', 'US-1002'],
  ['00012', '00021'],
  ['1001-1', '1002-1'],
  ['P.1.234', 'P.1.235'],
] as const;

describe('employee ids', () => {
  for (const spellings of SPELLINGS)
    it(`of ${spellings[0]} never make two people of one, however they are spelled`, () => {
      for (const a of spellings) for (const b of spellings) assertNotApart(a, b);
    });

  it('that share a number of three or more digits, zeros counted, prove nothing', () => {
    for (const [a, b] of SHARING) assert.equal(compared(a, b), 'not-known', `${a} and ${b}`);
  });

  for (const [id, ...others] of LOOKALIKES)
    it(`that look like ${id} never make two people, whatever they are made of`, () => {
      for (const other of others) for (const one of [id, ...others]) assertNotApart(one, other);
    });

  it('with other signs than plain letters and digits prove nothing', () => {
    for (const id of ODD) assert.notEqual(compared(id, '1002'), 'different', id);
  });

  it('with digits of any other script are one number by their values, and never two people’s', () => {
    const zeros = Array.from({ length: 0x20000 }, (_none, code) => String.fromCodePoint(code)).filter(
      (one, code) => /\p{Nd}/u.test(one) && code > 0x39 && one.normalize('NFKC') === one,
    );
    const rows = Array.from({ length: zeros.length / 10 }, (_none, row) => zeros.slice(row * 10, row * 10 + 10));
    assert(rows.length > 50, `${rows.length} scripts`);
    for (const row of rows) {
      const written = Array.from('1004', (digit) => row[Number(digit)]).join('');
      assert.equal(compared(written, '1004'), 'same', written);
      for (const [at, digit] of row.entries())
        for (const other of ['1001', '1002', '1008', `100${at}`]) assertNotApart(`100${digit}`, other);
    }
  });

  it('of one scheme make two people of two', () => {
    for (const [a, b] of DIFFERENT) assert.equal(compared(a, b), 'different', `${a} and ${b}`);
  });

  it('are never two people’s where one is the other with separators, zeros, a prefix and other digits', () => {
    const any = randomOf(20_261_129);
    for (let round = 0; round < 500; round += 1) {
      const id = String(100 + any(10 ** (3 + any(6))));
      const [one, other] = [respelled(id, any), respelled(id, any)];
      for (const spelling of [one, other]) assertNotApart(id, spelling);
      assertNotApart(one, other);
    }
  });
});

const SEPARATORS = Array.from("-/_. ,':;|~+·\u2013\u2019()#*\\=\t\u200b\u0338");
const PREFIXES = ['', '', 'E', 'e-', 'ADM', 'adm-', 'Ext.', 'K/', 'L', 'O-', 'Oil', 'I', 'x_', '(', 'svc '];
const DIGITS = [
  ...['０１２３４５６７８９', '٠١٢٣٤٥٦٧٨٩', '⁰¹²³⁴⁵⁶⁷⁸⁹', '⓪①②③④⑤⑥⑦⑧⑨', '\u{1F10C}➊➋➌➍➎➏➐➑➒'],
  ...['⓿❶❷❸❹❺❻❼❽❾', '\u{1D7D8}\u{1D7D9}\u{1D7DA}\u{1D7DB}\u{1D7DC}\u{1D7DD}\u{1D7DE}\u{1D7DF}\u{1D7E0}\u{1D7E1}'],
].map((row) => Array.from(row));

/** The same id with separators within, zeros in front or after a separator, a prefix, and digits of other kinds. */
function respelled(id: string, any: (below: number) => number): string {
  const row = any(3) === 0 ? DIGITS[any(DIGITS.length)] : undefined;
  const written = Array.from(id, (digit, at) => {
    const separator = (at > 0 && any(3) === 0 && SEPARATORS[any(SEPARATORS.length)]) || '';
    const zero = separator.trim() !== '\u200b' && separator !== '' && any(6) === 0 ? '0' : '';
    return `${separator}${zero}${row?.[Number(digit)] ?? digit}`;
  });
  return `${PREFIXES[any(PREFIXES.length)]}${'0'.repeat(any(3))}${written.join('')}`;
}

/** Numbers below a limit, the same ones at every run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function assertNotApart(a: string, b: string): void {
  assert.notEqual(compared(a, b), 'different', `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
}

function compared(a: string, b: string): string {
  const [one, other] = [a, b].map((employeeId, index) => {
    const person = aPerson(['alice', 'other'][index] ?? '', { employeeId, addresses: [] });
    return { oid: person.oid, marks: marksOf(person, USUAL_PEOPLE) };
  });
  if (!one || !other) return '';
  return comparePeople(one, other, USUAL_PEOPLE, { voided: () => false, crowded: () => false }).answer;
}

describe('two accounts of one number in two spellings', () => {
  it('are told with what each of them carries, where one spells it otherwise', () => {
    const own = { voided: () => false, crowded: () => false } as const;
    const marked = (oid: string, id: string) => {
      const person = aPerson(oid, { employeeId: id });
      return { oid: person.oid, marks: marksOf(person, USUAL_PEOPLE) };
    };
    const told = (a: string, b: string) =>
      apartRefusal(comparePeople(marked('a', a), marked('b', b), USUAL_PEOPLE, own), { name: 'Bob Brandt' });
    assert.match(
      told('001001', '1001')?.sentence ?? '',
      /both carry the employee id 001001 \(the account of Bob Brandt: 1001\)\./,
    );
    assert.match(
      told('1001', '001001')?.sentence ?? '',
      /both carry the employee id 1001 \(the account of Bob Brandt: 001001\)\./,
    );
    assert.match(told('1001', '1001')?.sentence ?? '', /both carry the employee id 1001\. Another/);
    assert.doesNotMatch(told('001001', '1001')?.inShared ?? '', /1001/, 'others read the kind alone');
  });
});
