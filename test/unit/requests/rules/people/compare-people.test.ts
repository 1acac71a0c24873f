import assert from 'node:assert/strict';
import { type PeoplePolicy, USUAL_PEOPLE } from '../../../../../src/requests/record/people-policy.ts';
import { comparePeople } from '../../../../../src/requests/rules/people/compare-people.ts';
import { marksOf } from '../../../../../src/requests/rules/people/marks.ts';
import { aPerson } from '../../../../support/people/a-person.ts';

/** What an account carries: an employee id, or any of its marks. */
type Carries = string | { readonly id?: string; readonly onPremises?: string; readonly addresses?: readonly string[] };

type Expected = 'same' | 'different' | 'not-known';
type Pair = readonly [title: string, a: Carries, b: Carries, Expected, policy?: Partial<PeoplePolicy>];

const PART = { employeeIdPattern: '^(?:e|adm-)?(\\d+)' };

const PAIRS: readonly Pair[] = [
  ['one number', '1001', '1001', 'same'],
  ['one number with blanks around it', ' 1001', '1001\t', 'same'],
  ['one number with leading zeros', '001001', '1001', 'same'],
  ['one number with leading zeros after letters', 'E001001', 'e1001', 'same'],
  ['one id in another case', 'E-1001x', 'e-1001X', 'same'],
  ['one number in full-width digits', '１００１', '1001', 'same'],
  ['one number in Arabic digits', '١٠٠١', '1001', 'same'],
  ['one number with a zero-width space', '1001\u200b', '1001', 'same'],
  ['one number with a soft hyphen', '10\u00ad01', '1001', 'same'],
  ['one id with another hyphen', 'E\u20111001', 'E-1001', 'same'],
  ['one id with a blank in it', 'E 1001', 'E1001', 'same'],
  ['a Cyrillic prefix', '\u04151001', 'E1001', 'same'],
  ['a small L for a one', 'l001', '1001', 'same'],
  ['a capital i for a one', 'I001', '1001', 'same'],
  ['an O for a zero', '10O1', '1001', 'same'],
  ['two Os for zeros', '1OO1', '1001', 'same'],
  ['a Cyrillic letter in one id', 'LIM\u0410-7', 'LIMA-7', 'same'],
  ['a Cyrillic capital that is another small letter', '\u041d-1001', 'H-1001', 'same'],
  ['one on-premises id', { onPremises: 'hb1001==' }, { onPremises: 'hb1001==' }, 'same'],
  ['one address', { addresses: ['a@x.example', 'b@x.example'] }, { addresses: ['b@x.example'] }, 'same'],
  ['one address in another case', { addresses: ['Alice@X.example'] }, { addresses: ['alice@x.example'] }, 'same'],
  ['plus-addressing', { addresses: ['alice+adm@x.example'] }, { addresses: ['alice@x.example'] }, 'same'],
  ['an IDN and its punycode', { addresses: ['a@müller.example'] }, { addresses: ['a@xn--mller-kva.example'] }, 'same'],
  ...[
    'alice@x.example.',
    '"alice"@x.example',
    'mailto:alice@x.example',
    'Alice A. <alice@x.example>',
    'alice@x\u3002example',
    'alice\uff0badm@x.example',
    'smtp: alice@x.example',
    ...['EUM:alice@x.example', 'SPO:alice@x.example', 'alice(c)@x.example', 'alice@x.example (home)'],
    'al\u00adice@x.example',
    '\u0430lice@x.example',
    'alice@\u0445.example',
    'alice@x.example\u200b',
    ...['X-SMTP:alice@x.example', 'alice%40x.example', 'alice@x.example;', 'alice@x.example,'],
  ].map(
    (address): Pair => [
      `one address spelled ${JSON.stringify(address)}`,
      { id: '1001', addresses: ['alice@x.example'] },
      { id: '7777123', addresses: [address] },
      'same',
    ],
  ),
  ...['a.l.ice@gmail.com', 'alice@googlemail.com', 'Al.Ice+x@GoogleMail.com'].map(
    (address): Pair => [
      `one mailbox at Gmail spelled ${address}`,
      { id: '1001', addresses: ['alice@gmail.com'] },
      { id: '7777123', addresses: [address] },
      'same',
    ],
  ),
  ['one number in extended Arabic-Indic digits', '\u06f1\u06f0\u06f0\u06f1', '1001', 'same'],
  ['one number in mathematical digits', '\u{1d7cf}\u{1d7ce}\u{1d7ce}\u{1d7cf}', '1001', 'same'],
  ['one number with a mark of direction', '\u200f1001\u200e', '1001', 'same'],
  ['a joiner inside a domain', { addresses: ['alice@x.exa\u200dmple'] }, { addresses: ['alice@x.example'] }, 'same'],
  ['a local part in another case', { addresses: ['ALICE.A@x.example'] }, { addresses: ['alice.a@x.example'] }, 'same'],
  [
    'a plus on one side and dots on the other at Gmail',
    { id: '1001', addresses: ['alice+adm@gmail.com'] },
    { id: '7777123', addresses: ['al.ice@googlemail.com'] },
    'same',
  ],
  [
    'an on-premises id alone, with a blank and a zero-width space',
    { id: '1001', onPremises: 'hb1001==' },
    { id: '7777123', onPremises: ' hb10\u200b01==' },
    'same',
  ],
  ...['AbCdEfGhIjKlMnOpQrSt/+', 'AbCdEfGhIjKlMnOpQrSt_-', 'AbCdEfGhIjKlMnOpQrSt_-=='].map(
    (spelled): Pair => [
      `one on-premises id written as ${spelled}`,
      { id: '1001', onPremises: 'AbCdEfGhIjKlMnOpQrSt/+==' },
      { id: '7777123', onPremises: spelled },
      'same',
    ],
  ),
  ['NFC and NFD', { addresses: ['jos\u00e9@x.example'] }, { addresses: ['jose\u0301@x.example'] }, 'same'],
  [
    'an address in common beside employee ids that differ',
    { id: '1001', addresses: ['a@x.example'] },
    { id: '1002', addresses: ['a@x.example'] },
    'same',
  ],
  ['the person’s part of an id', '1001', 'ADM-1001', 'same', PART],
  ['two lines of the same person in the file', '1001', '1002', 'same', { known: [['alice', 'other']] }],

  ['two numbers', '1001', '1002', 'different'],
  ['two numbers of other lengths', '121', '1121', 'different'],
  ['two numbers with one prefix', 'E-1001', 'E-1002', 'different'],
  ['two numbers with one suffix', '1001-1', '1002-1', 'different'],
  ['two ids of letters that a pattern fits', 'aahlgren', 'bbrandt', 'different', { employeeIdPattern: '^(\\w+)$' }],
  ['two short numbers that a pattern fits', '5', '12', 'different', { employeeIdPattern: '^(\\d+)$' }],
  ['two short numbers after letters', 'E12', 'E17', 'different'],
  ['a kind of account beside another number', 'ADM-2002', '1001', 'different'],
  [
    'two numbers, and other on-premises ids',
    { id: '1001', onPremises: 'a==' },
    { id: '1002', onPremises: 'b==' },
    'different',
  ],
  ['two person’s parts', 'E1001', 'ADM-1002', 'different', PART],
  ['no mark, but two lines of the file', {}, {}, 'different', { known: [['alice'], ['other']] }],
  ['one number, but two lines of the file', '1001', '1001', 'different', { known: [['alice'], ['other']] }],

  ['two on-premises ids that differ in case alone', { onPremises: 'Ab==' }, { onPremises: 'aB==' }, 'not-known'],
  [
    'dots in a local part that is not Gmail’s',
    { addresses: ['a.l@x.example'] },
    { addresses: ['al@x.example'] },
    'not-known',
  ],
  [
    'an id that many carry, beside an address that many carry',
    { id: '7770', addresses: ['soc@x.example'] },
    { id: '7770', addresses: ['soc@x.example'] },
    'not-known',
  ],
  ['numbers that differ in a digit of another script alone', '100\u0661', '1002', 'not-known'],
  ['a Bengali 4, which looks like an 8, beside an 8', '100\u09ea', '1008', 'not-known'],
  ['a Bengali 4 beside a 4', '100\u09ea', '1004', 'same'],
  [
    'the part of an id with a digit of another script, beside another number',
    'ADM-100\u09ea',
    'E1008',
    'not-known',
    PART,
  ],
  ['the part of an id with a digit of another script, beside the same number', 'ADM-100\u09ea', 'E1004', 'same', PART],
  ['a part of digits of two code units', 'e\u{10d31}\u{10d30}\u{10d30}\u{10d34}', 'E1004', 'same', PART],
  [
    'two numbers that are both in digits of another script',
    '\u09e7\u09e6\u09e6\u09ea',
    '\u09e7\u09e6\u09e6\u09ee',
    'not-known',
  ],
  ['digits of a script whose row follows another row', '\u{116db}\u{116da}\u{116da}\u{116de}', '1004', 'same'],
  ['a digit in a filled circle', '100\u2779', '1008', 'not-known'],
  ['a digit of Chinese', '100\u56db', '1008', 'not-known'],
  ['no mark at all', {}, {}, 'not-known'],
  ['a mark on one side', '1001', {}, 'not-known'],
  ['empty ids', '', '', 'not-known'],
  ['blank ids', '   ', ' ', 'not-known'],
  ['ids of invisible characters', '\u200b', '\u2060', 'not-known'],
  ['a placeholder on both sides', 'n/a', 'N/A', 'not-known'],
  ['a placeholder on one side', 'n.a.', '1002', 'not-known'],
  ['zeros', '0000', '0', 'not-known'],
  ['nines', '9999', '1002', 'not-known'],
  ['the digits in order', '123456', '1002', 'not-known'],
  ['a word instead of an id', 'Contractor', '1002', 'not-known'],
  ['two ids of letters', 'aahlgren', 'bbrandt', 'not-known'],
  ['a number with a suffix', '1001-ADM', '1001', 'not-known'],
  ['a number with a prefix', 'E1001', '1001', 'not-known'],
  ['a number with two prefixes', 'A1001', 'B1001', 'not-known'],
  ['a number with two suffixes', '1001-1', '1001-2', 'not-known'],
  ['a number with a raised digit', '1001', '1001\u00b2', 'not-known'],
  ['a number with a lowered digit', '1001', '1001\u2082', 'not-known'],
  ['a number with a fraction', '1001', '1001\u00bd', 'not-known'],
  ['a number with a digit in a circle', '1001', '1001\u2461', 'not-known'],
  ['a number with a Roman one', '1001', '1001\u2167', 'not-known'],
  ['a raised letter beside another number', '1001', '2002\u1d43', 'not-known'],
  ['a raised digit beside another number', '1001', '2002\u00b2', 'not-known'],
  ['one raised digit, twice', '1001\u00b2', '1001\u00b2', 'same'],
  ['a number all in circles', '1001', '\u2460\u24ea\u24ea\u2460', 'same'],
  ['a number with a separator', '1.001', '1001', 'not-known'],
  ['a number with a separator before zeros', 'E.0012', 'E0012', 'not-known'],
  ['a word with a suffix', 'aahlgren-adm', 'aahlgren', 'not-known'],
  ['one number with something around it, and a date', 'E1001', 'ADM1001-20240101', 'not-known'],
  ['one number twice', '1001a1001', '1001', 'not-known'],
  ['a digit that is struck out', '1001\u0338', '1001', 'not-known'],
  ['a look-alike with a suffix', '10O1-ADM', '1001', 'not-known'],
  ['an id that many carry', '7770', '1002', 'not-known'],
  ['an id that many carry, on both sides', '7770', '7770', 'not-known'],
  ['an id that the pattern does not fit', 'x1001', 'E1002', 'not-known', PART],
  [
    'other on-premises ids and addresses alone',
    { onPremises: 'a==', addresses: ['a@x.example'] },
    { onPremises: 'b==', addresses: ['b@x.example'] },
    'not-known',
  ],
  ['an address that many carry', { addresses: ['soc@x.example'] }, { addresses: ['soc@x.example'] }, 'not-known'],
  [
    'one local part in two domains',
    { addresses: ['alice@x.example'] },
    { addresses: ['alice@x.onmicrosoft.com'] },
    'not-known',
  ],
  ['one account in the file', {}, {}, 'not-known', { known: [['alice']] }],
];

/** What says nothing about a person, beside an account with a number of its own. */
const NOTHING = [
  ...['not available', 'unavailable', 'pending', 'TBC', 'no id', 'N/A (adm)', 'N.A.', 'admin account', 'adm', '?', '—'],
  ...['ADM account', 'shared', 'system', 'user', '1111', '0000', 'tier 0', 'break glass', 'cloud only', '#N/A', 'none'],
  ...['alice', 'ADM-Alice', 'Alice-2024', 'ahlgren7', '5', '12', '#REF!', 'FALSE', 'no', 'not set', '0-0-0', 'E0000'],
  ...[
    'shared 2',
    'break-glass 100',
    'N/A 2024',
    'pending 2024',
    'adm 1',
    'Tier0',
    'xyzzy',
    'b.brandt',
    '①',
    'null1',
    'nil',
  ],
];

const MANY = new Set(['7770', 'soc@x.example']);

function carrier(oid: string, carries: Carries) {
  const { id = null, onPremises = null, addresses = [] } = typeof carries === 'string' ? { id: carries } : carries;
  return aPerson(oid, { employeeId: id, onPremisesImmutableId: onPremises, addresses });
}

describe('two accounts', () => {
  for (const [title, a, b, expected, more] of PAIRS) {
    it(`${expected === 'not-known' ? 'may or may not be one person’s' : `are ${expected === 'same' ? 'one person’s' : 'two people’s'}`} with ${title}`, () => {
      const policy = { ...USUAL_PEOPLE, ...more };
      const marked = (oid: string, carries: Carries) => {
        const person = carrier(oid, carries);
        return { oid: person.oid, marks: marksOf(person, policy) };
      };
      const [first, second] = [marked('alice', a), marked('other', b)];
      const isShared = ({ value }: { value: string }) => MANY.has(value);
      const sharing = { voided: isShared, crowded: isShared };
      assert.equal(comparePeople(first, second, policy, sharing).answer, expected);
      assert.equal(comparePeople(second, first, policy, sharing).answer, expected);
    });
  }

  for (const id of NOTHING)
    it(`carry no employee id where it is ${JSON.stringify(id)}`, () => {
      const person = aPerson('other', { name: 'Alice Åhlgren (adm)', employeeId: id });
      const named = { ...person, userPrincipalName: 'adm-ahlgren@x.example' };
      assert.deepEqual(
        marksOf(named, USUAL_PEOPLE).filter(({ kind }) => kind === 'employee-id'),
        [],
      );
    });

  const JOINED: readonly (readonly [id: string, name: string, principal: string])[] = [
    ['aliceahlgren2', 'Alice Ahlgren (admin)', 'alice.ahlgren2'],
    ['aahlgrenadm1', 'Admin 7', 'aahlgren-adm1'],
    ['aaadm1', 'Admin 7', 'aa.adm1'],
    ['ahlgrenalice7', 'Alice Ahlgren', 'x7'],
    ['alahl12', 'Alice Ahlgren', 'x7'],
    ['A.Ahlgren-Adm02', 'Alice Ahlgren', 'x7'],
    ['aliceahlgren2024', 'Alice Ahlgren', 'x7'],
  ];
  for (const [id, name, principal] of JOINED)
    it(`carry no employee id where ${id} is what ${name} is called`, () => {
      const person = aPerson('other', { name, employeeId: id, userPrincipalName: `${principal}@x.example` });
      assert.deepEqual(
        marksOf(person, USUAL_PEOPLE).filter(({ kind }) => kind === 'employee-id'),
        [],
      );
    });

  for (const id of ['AA1001', 'E12', 'EMP-0012', 'HB-77', '1001'])
    it(`carry a number where it is ${id}, whatever their initials`, () => {
      const person = aPerson('other', {
        name: 'Alice Ahlgren',
        employeeId: id,
        userPrincipalName: 'e.alice@x.example',
      });
      assert.equal(marksOf(person, USUAL_PEOPLE).filter(({ kind }) => kind === 'employee-id').length, 1);
    });

  it('of one object id are one person’s, whatever the file says', () => {
    const account = { oid: carrier('alice', '1001').oid, marks: [] };
    const policy = { ...USUAL_PEOPLE, known: [['alice'], ['other']] };
    assert.deepEqual(comparePeople(account, account, policy, { voided: () => false, crowded: () => false }), {
      answer: 'same',
      by: 'account',
    });
  });
});
