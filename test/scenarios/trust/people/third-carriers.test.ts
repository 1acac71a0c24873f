import assert from 'node:assert/strict';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { type Attributes, alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';

const HOUR = 3_600_000;
const PRIVATE = 'alice.private@mail.example';

/** A second account of the requester, made long ago, with a role of long ago and a number of its own. */
const SECOND: Attributes = {
  displayName: 'Alice Ahlgren (tier 0)',
  ...{ userPrincipalName: 't0-alice@harbourline.example', mail: null, proxyAddresses: [], employeeId: '2002' },
  ...{ onPremisesImmutableId: null, otherMails: [PRIVATE], createdDateTime: '2020-01-01T00:00:00Z' },
  ...{ roles: ['Security Administrator'], assignedAt: '2024-01-01T00:00:00Z' },
};

const SAME = /belong to one person: both carry the (address|employee id) (alice\.private@mail\.example|1001)/;
const LATELY =
  /not known whether .*both carry, or carried until a short while ago, the address alice\.private@mail\.example\. 3 accounts carry it, guests and new accounts aside; Airlock has known that since 2026-.* UTC, and what so many carry links nobody only after 2026-/;
const COUNTS = /^Approved/m;

describe('a mark that two accounts of one person carry', () => {
  let company: Company;
  afterEach(() => company.close());

  async function opened(environment: Readonly<Record<string, string>> = {}, second: Attributes = {}) {
    company = await Company.open({ environment: { DECISION_WINDOW: '7d', EXECUTION_WINDOW: '7d', ...environment } });
    await alterPerson(company, 'alice', { otherMails: [PRIVATE] });
    await alterPerson(company, 'alice2', { ...SECOND, ...second });
    await knowSinceLong(company, 'alice', 'alice2');
    return company.pending();
  }

  /** What the second account reads that approves. */
  async function answer(message: TeamsMessage): Promise<string> {
    return cardText((await company.approve('alice2', message)).value);
  }

  const third = (attributes: Attributes) => alterPerson(company, 'rita', attributes);
  /** Somebody whom nobody knew before. */
  const made = async (attributes: Attributes) => {
    const body = JSON.stringify({
      displayName: 'alice.private',
      userPrincipalName: 'x@harbourline.example',
      ...attributes,
    });
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${company.sandbox.url}/sandbox/people`, { method: 'POST', headers, body });
    assert.equal(status, 200);
  };

  const invited = { mail: PRIVATE, userType: 'Guest', externalUserState: 'PendingAcceptance' };
  for (const [title, attributes] of [
    ['a guest', invited],
    ['somebody who was invited as a member', { ...invited, userType: 'Member', externalUserState: 'Accepted' }],
    [
      'an account that is disabled',
      { otherMails: [PRIVATE], accountEnabled: false, createdDateTime: '2020-01-01T00:00:00Z' },
    ],
    ['an account made a minute ago', { otherMails: [PRIVATE], createdDateTime: '2026-11-24T02:00:00Z' }],
  ] as const)
    it(`links them still when ${title} carries it, too`, async () => {
      const message = await opened();
      await made(attributes);
      assert.match(await answer(message), SAME);
      await company.settle();
      assert.deepEqual(company.writes, []);
    });

  it('links them until it has been known for long that an account of long carries it, too', async () => {
    const message = await opened();
    await third({ otherMails: [PRIVATE] });
    assert.match(await answer(message), LATELY);
    company.clock.pass(23 * HOUR);
    assert.match(await answer(message), LATELY);
    company.clock.pass(2 * HOUR);
    assert.match(await answer(message), COUNTS);
    await company.settle();
    assert.equal(company.writes.length, 1);
    await company.assertAuditHolds();
  });

  it('is counted from anew after fewer carried it in between', async () => {
    const message = await opened();
    await third({ otherMails: [PRIVATE] });
    await takeCensus(company.services);
    company.clock.pass(20 * HOUR);
    await third({ otherMails: [] });
    await takeCensus(company.services);
    await third({ otherMails: [PRIVATE] });
    company.clock.pass(5 * HOUR);
    assert.match(await answer(message), LATELY);
    assert.deepEqual(company.writes, []);
  });

  it('links them at once when fewer carry it than an hour ago, and before the write, too', async () => {
    const message = await opened();
    await third({ otherMails: [PRIVATE] });
    await takeCensus(company.services);
    company.clock.pass(25 * HOUR);
    await company.view('alice2', message);
    await third({ otherMails: [] });
    assert.match(await answer(message), SAME);
    await third({ otherMails: [PRIVATE] });
    await takeCensus(company.services);
    company.clock.pass(25 * HOUR);
    const written = company.writes.length;
    assert.match(await answer(message), COUNTS);
    await third({ otherMails: [] });
    await company.settle();
    assert.equal(company.writes.length, written);
    assert.match(cardText(message.card), /belong to one person: both carry the (address|same address)/);
  });

  it('is one mark in every spelling, also where each of three accounts spells it in another way', async () => {
    const message = await opened({}, { otherMails: ['Alice.Private+t0@mail.example'] });
    await alterPerson(company, 'sam', { otherMails: ['alice.private+sam@mail.example'] });
    await takeCensus(company.services);
    assert.match(await answer(message), LATELY);
    company.clock.pass(25 * HOUR);
    assert.match(await answer(message), COUNTS);
  });

  it('links them where it is an employee id, also where two accounts are enough', async () => {
    const message = await opened({ PERSON_PROOF: 'accounts' }, { employeeId: '1001', otherMails: [] });
    await third({ employeeId: '1001' });
    const refused = /not known whether .*the employee id 1001, as more than two accounts do: they may be one person/;
    assert.match(await answer(message), refused);
    await takeCensus(company.services);
    company.clock.pass(25 * HOUR);
    assert.match(await answer(message), refused);
    await company.settle();
    assert.deepEqual(company.writes, []);
  });
});

describe('an employee id that many carried', () => {
  it('proves nothing a moment after fewer carry it, and proves it a day later', async () => {
    const company = await Company.open({ environment: { DECISION_WINDOW: '7d' } });
    try {
      await alterPerson(company, 'alice2', { ...SECOND, employeeId: '4711', otherMails: [] });
      await alterPerson(company, 'rita', { employeeId: '4711' });
      await alterPerson(company, 'sam', { employeeId: '4711' });
      await knowSinceLong(company, 'alice', 'alice2');
      const message = await company.pending();
      await alterPerson(company, 'rita', { employeeId: null });
      company.clock.pass(2 * HOUR);
      await takeCensus(company.services);
      const answer = async () => cardText((await company.approve('alice2', message)).value);
      assert.match(
        await answer(),
        /more than two accounts carried the employee id of this account \(4711\) until 2026-.* UTC; it counts after 2026-/,
      );
      company.clock.pass(25 * HOUR);
      assert.match(await answer(), COUNTS);
    } finally {
      await company.close();
    }
  });

  for (const minAge of ['24h', '0h'])
    it(`proves nothing of any of three accounts that spell it in two ways, with an age of ${minAge}`, async () => {
      const company = await Company.open({ environment: { APPROVER_MIN_AGE: minAge } });
      try {
        await alterPerson(company, 'alice2', { ...SECOND, employeeId: '4711', otherMails: [] });
        await alterPerson(company, 'rita', { employeeId: '4711' });
        await alterPerson(company, 'grace', {
          employeeId: '\uFF10\uFF104711',
          createdDateTime: '2020-01-01T00:00:00Z',
        });
        await knowSinceLong(company, 'alice2', 'grace', 'rita');
        await takeCensus(company.services);
        const message = await company.pending();
        for (const who of ['alice2', 'grace'] as const) {
          const answer = cardText((await company.approve(who, message)).value);
          assert.match(answer, /carries an employee id that more than two accounts have/);
        }
      } finally {
        await company.close();
      }
    });
});
