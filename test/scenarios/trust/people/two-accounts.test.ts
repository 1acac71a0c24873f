import assert from 'node:assert/strict';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { type Attributes, alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';

const HOUR = 3_600_000;

/** An account that nothing links to anybody, made long ago, with a role of long ago. */
const BARE: Attributes = {
  displayName: 'Alice A. (adm)',
  userPrincipalName: 'adm-alice@harbourline.onmicrosoft.com',
  ...{ mail: null, otherMails: [], proxyAddresses: [], employeeId: null, onPremisesImmutableId: null },
  ...{ userType: 'Member', externalUserState: null, accountEnabled: true, createdDateTime: '2021-02-15T08:30:00Z' },
  ...{ roles: ['Security Administrator'], eligible: [], assignedAt: '2025-11-03T09:12:00Z' },
};

const ALICE: Attributes = {
  mail: 'alice@harbourline.example',
  ...{ otherMails: [], proxyAddresses: ['SMTP:alice@harbourline.example'] },
  ...{ employeeId: '1001', onPremisesImmutableId: 'hb1001alice==' },
};

const SAME = /belong to one person: both carry the/;
const UNKNOWN = /it is not known whether this account and .* belong to two people.*PEOPLE_FILE/;
const OUTSIDE = /Guests cannot|accounts invited from outside cannot|was invited from outside this company/;
const YOUNG = /only since 2026-/;
const COUNTS = /^Approved/m;

type Row = readonly [title: string, alice: Attributes, other: Attributes, expected: RegExp];

/** What the other account carries, beside a requester who carries everything. */
const ROWS: readonly Row[] = [
  ['no mark at all', {}, {}, UNKNOWN],
  ['an empty employee id', {}, { employeeId: '' }, UNKNOWN],
  ['a blank employee id', {}, { employeeId: '   ' }, UNKNOWN],
  ['a placeholder', {}, { employeeId: 'N/A' }, UNKNOWN],
  ['a placeholder with something beside it', {}, { employeeId: 'N/A (adm)' }, UNKNOWN],
  ['an unlisted placeholder', {}, { employeeId: 'awaiting HR' }, UNKNOWN],
  ['one digit again and again', {}, { employeeId: '1111' }, UNKNOWN],
  ['a number of one digit', {}, { employeeId: '5' }, UNKNOWN],
  ['its own name', {}, { employeeId: 'ADM-Alice' }, UNKNOWN],
  ['a look-alike of the requester’s number', {}, { employeeId: 'l001' }, SAME],
  ['the requester’s number beside a date', { employeeId: 'E1001' }, { employeeId: 'ADM1001-20240101' }, UNKNOWN],
  ['a look-alike of the requester’s id', { employeeId: 'LIMA-7' }, { employeeId: 'LIM\u0410-7' }, SAME],
  ...['alice@harbourline.example.', 'mailto:alice@harbourline.example', '\u0430lice@harbourline.example'].map(
    (mail): Row => [`the requester’s address as ${mail}`, {}, { employeeId: '2001', otherMails: [mail] }, SAME],
  ),
  ['the requester’s number with blanks', {}, { employeeId: ' 1001 ' }, SAME],
  ['the requester’s number with zeros', {}, { employeeId: '001001' }, SAME],
  ['the requester’s number in full-width digits', {}, { employeeId: '１００１' }, SAME],
  ['the requester’s number with a zero-width space', {}, { employeeId: '1001\u200b' }, SAME],
  ['the requester’s number with a suffix', {}, { employeeId: '1001-ADM' }, UNKNOWN],
  ['the requester’s number with a separator before a zero', {}, { employeeId: '1-001' }, UNKNOWN],
  ['the requester’s number in parentheses', {}, { employeeId: '\u2474\u24ea\u24ea\u2474' }, UNKNOWN],
  ['a number of four digits in common', { employeeId: '0042-2019' }, { employeeId: '0042-2024' }, UNKNOWN],
  ['the requester’s on-premises id', {}, { onPremisesImmutableId: 'hb1001alice==' }, SAME],
  ['the requester’s address as a proxy', {}, { proxyAddresses: ['smtp:ALICE@harbourline.example'] }, SAME],
  ['the requester’s address as an alternate one', {}, { otherMails: ['Alice@Harbourline.example'] }, SAME],
  ['the requester’s address as a SIP one', {}, { proxyAddresses: ['SIP:alice@harbourline.example'] }, SAME],
  ['the requester’s address with a plus', {}, { mail: 'alice+adm@harbourline.example' }, SAME],
  ['the requester’s local part in another domain', {}, { mail: 'alice@harbourline.onmicrosoft.com' }, UNKNOWN],
  ['another number, but the requester’s address', {}, { employeeId: '2001', mail: 'alice@harbourline.example' }, SAME],
  ['a guest’s type', {}, { employeeId: '2001', userType: 'Guest' }, OUTSIDE],
  [
    'an external member’s name',
    {},
    { employeeId: '2001', userPrincipalName: 'alice_gmail.com#EXT#@harbourline.example' },
    OUTSIDE,
  ],
  ['an invitation', {}, { employeeId: '2001', externalUserState: 'Accepted' }, OUTSIDE],
  ['no type, and an invitation', {}, { employeeId: '2001', userType: null, externalUserState: 'Accepted' }, OUTSIDE],
  ['another number, made a moment ago', {}, { employeeId: '2001', createdDateTime: '2026-11-24T02:00:00Z' }, YOUNG],
  ['another number, and a role of a moment ago', {}, { employeeId: '2001', assignedAt: '2026-11-24T02:00:00Z' }, YOUNG],
  [
    'another number, and a role made eligible a moment ago',
    {},
    { employeeId: '2001', eligible: ['Security Administrator'], assignedAt: '2026-11-24T02:00:00Z' },
    YOUNG,
  ],
  [
    'a service account’s name and no mark',
    {},
    { displayName: 'svc-defender', userPrincipalName: 'svc@x.example' },
    UNKNOWN,
  ],
  ['an approver’s name and no mark', {}, { displayName: 'Bob Brandt' }, UNKNOWN],
  ['a number, beside a requester without one', { employeeId: null }, { employeeId: '2001' }, UNKNOWN],
  ['the requester’s id in another case', { employeeId: 'E-1001x' }, { employeeId: 'e-1001X' }, SAME],
  ['the requester’s id with another hyphen', { employeeId: 'E-1001' }, { employeeId: 'E\u20111001' }, SAME],
  ['NFD of an address', { otherMails: ['jos\u00e9@priv.example'] }, { otherMails: ['jose\u0301@priv.example'] }, SAME],
  [
    'the punycode of an address',
    { otherMails: ['a@müller.example'] },
    { otherMails: ['a@xn--mller-kva.example'] },
    SAME,
  ],
  ['another number', {}, { employeeId: '2001' }, COUNTS],
  ['another number, and no type of account', {}, { employeeId: '2001', userType: null }, COUNTS],
  [
    'another number, and no date of its making, noted a moment ago',
    {},
    { employeeId: '2001', createdDateTime: null },
    /does not say since when your account exists\. Airlock first noted it at 2026-/,
  ],
  [
    'another number, and a role activated a moment ago that was eligible for long',
    {},
    { employeeId: '2001', eligible: ['Security Administrator'] },
    COUNTS,
  ],
  [
    'another number, and a role through a group',
    {},
    { employeeId: '2001', roles: [], groupRoles: ['Security Administrator'] },
    COUNTS,
  ],
];

describe('an approval by an account that carries', () => {
  let company: Company;
  /** The request that stands, and what its requester carried when they asked. */
  let open: { readonly message: TeamsMessage; readonly alice: Attributes } | null = null;
  let number = 0;
  let on = false;

  before(async () => {
    company = await Company.open({ environment: { DECISION_WINDOW: '7d' } });
  });
  after(() => company.close());

  /** The pending request of a requester who carries this; the one that stands where it is theirs. */
  async function requested(alice: Attributes): Promise<TeamsMessage> {
    if (open && open.alice === alice) return open.message;
    if (open) await company.say('alice', `withdraw ${number}`);
    await alterPerson(company, 'alice', { ...ALICE, ...alice });
    const message = await company.pending(`${on ? 'disable' : 'enable'} automated investigation`);
    number += 1;
    open = { message, alice };
    return message;
  }

  const NOTHING: Attributes = {};
  for (const [title, alice, other, expected] of ROWS) {
    it(`${title}: ${expected === COUNTS ? 'counts' : 'does not count'}`, async () => {
      const message = await requested(Object.keys(alice).length === 0 ? NOTHING : alice);
      await alterPerson(company, 'alice2', { ...BARE, groupRoles: [], ...other });
      await knowSinceLong(company, 'alice', 'alice2');
      const written = company.writes.length;
      const { value } = await company.approve('alice2', message);
      assert.match(cardText(value), expected);
      await company.settle();
      assert.equal(company.writes.length, expected === COUNTS ? written + 1 : written);
      if (expected !== COUNTS) return;
      on = !on;
      open = null;
    });
  }
});

describe('an address of a team', () => {
  for (const [title, team] of [
    ['as their own', ['mail', 'mail', 'mail']],
    ['with other spellings', ['team+a@x.example', 'team+b@x.example', 'TEAM@x.example']],
  ] as const)
    it(`makes nobody one person where four accounts carry it ${title}`, async () => {
      const company = await Company.open({ environment: { DECISION_WINDOW: '72h' } });
      try {
        for (const [index, who] of (['bob', 'rita', 'omar'] as const).entries()) {
          const spelled = team[index] ?? '';
          await alterPerson(company, who, spelled === 'mail' ? { mail: 'team@x.example' } : { otherMails: [spelled] });
        }
        await alterPerson(company, 'alice', { mail: 'team@x.example' });
        await takeCensus(company.services);
        company.clock.pass(25 * HOUR);
        assert.match(cardText((await company.approve('bob', await company.pending())).value), COUNTS);
      } finally {
        await company.close();
      }
    });
});

describe('an approval while Graph', () => {
  /** What Graph answers with this status, and what the approver reads. */
  const ANSWERS: readonly (readonly [path: string, status: number, says: RegExp])[] = [
    ...[400, 403, 404].map(
      (status) =>
        ['roleAssignmentScheduleInstances', status, /does not tell since when roles are held \(HTTP 40\d, /] as const,
    ),
    ['checkMemberObjects', 404, /The directory did not answer, so nothing was decided/],
    ['/users/', 500, /The directory has a fault of its own \(HTTP 500, .*so nothing was decided/],
  ];
  let company: Company;
  before(async () => {
    company = await Company.open();
  });
  after(() => company.close());

  for (const [path, status, says] of ANSWERS)
    it(`answers ${path} with ${status} does not count, and is not refused as a no`, async () => {
      const message = await company.pending();
      company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status, path });
      const { value } = await company.approve('bob', message);
      company.sandbox.world.faults.length = 0;
      assert.match(JSON.stringify(value), says);
      await company.settle();
      assert.deepEqual(company.writes, []);
      await company.say('alice', 'cancel');
      await company.say('alice', `withdraw ${/#(\d+)/.exec(JSON.stringify(message))?.[1]}`);
    });

  it('does not tell what somebody could activate says so', async () => {
    const message = await company.pending();
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 403, path: 'EligibilitySchedule' });
    await alterPerson(company, 'bob', { roles: ['Security Reader'] });
    const { value } = await company.approve('bob', message);
    assert.match(JSON.stringify(value), /whether you could activate one could not be asked/);
  });
});

describe('the age of an account', () => {
  it('counts once it has passed', async () => {
    const company = await Company.open({ environment: { DECISION_WINDOW: '7d' } });
    try {
      const createdDateTime = new Date(company.clock.now()).toISOString();
      await alterPerson(company, 'bob', { createdDateTime });
      const message = await company.pending();
      assert.match(cardText(await company.view('bob', message)), /Your account exists only since.*another admin can/);
      assert.match(cardText((await company.approve('bob', message)).value), /Your account exists only since/);
      company.clock.pass(24 * HOUR);
      assert.match(cardText((await company.approve('bob', message)).value), COUNTS);
    } finally {
      await company.close();
    }
  });
});
