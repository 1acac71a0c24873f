import assert from 'node:assert/strict';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { ENTRA_GROUP_IDS } from '../../../../src/sandbox/company/entra-groups.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { alterPerson } from '../../../support/people/alter-people.ts';
import { anOid } from '../../../support/samples/ids.ts';

const HOUR = 3_600_000;

describe('accounts as they were seen before', () => {
  let company: Company;
  afterEach(() => company.close());

  const card = (message: TeamsMessage) => cardText(message.card);

  /** Presses Approve by what another approver's card offers, as somebody can who has no button of their own. */
  async function approve(
    who: 'bob' | 'grace' | 'alice2' | 'rita',
    message: TeamsMessage,
    from: 'bob' | 'grace' = 'grace',
  ) {
    const press = actionOf(await company.view(from, message), 'approve') ?? assert.fail();
    const { value } = await company.invoke(who, message, press);
    await company.settle();
    return cardText(value);
  }

  it('count no approval by a second account whose employee id is another one while it approves', async () => {
    company = await Company.open();
    const message = await company.pending();
    await alterPerson(company, 'alice2', { employeeId: '7452' });
    assert.match(
      await approve('alice2', message),
      /both carry, or carried until a short while ago, the employee id 1001/,
    );
    await alterPerson(company, 'alice2', { employeeId: '1001' });
    await company.settle();
    assert.deepEqual(company.writes, []);
    assert.match(card(message), /Waiting for approval/);
    await company.approve('bob', message);
    await company.settle();
    assert.match(card(message), /Applied/);
  });

  it('count no approval by an employee id that was changed a moment ago, and count it a day later', async () => {
    company = await Company.open({ environment: { DECISION_WINDOW: '72h' } });
    const message = await company.pending();
    await alterPerson(company, 'bob', { employeeId: '8452' });
    assert.match(
      await approve('bob', message),
      /the employee id of this account was changed at 2026-.* UTC; it counts after 2026-/,
    );
    company.clock.pass(25 * HOUR);
    assert.match(await approve('bob', message, 'bob'), /Approved/);
    await company.settle();
    assert.match(card(message), /Applied/);
  });

  it('count no approval by a role that was activated through a group that somebody is in since a moment', async () => {
    company = await Company.open({ environment: { DECISION_WINDOW: '72h' } });
    const { entraGroups } = company.sandbox.world;
    const at = entraGroups.findIndex(({ id }) => id === ENTRA_GROUP_IDS.auditors);
    entraGroups[at] = { ...(entraGroups[at] ?? assert.fail()), eligibleRoles: [ROLES['Security Administrator']] };
    const message = await company.pending();
    await alterPerson(company, 'rita', {
      roles: ['Security Reader', 'Security Administrator'],
      groups: [ENTRA_GROUP_IDS.auditors],
    });
    assert.match(
      await approve('rita', message),
      /The directory does not say since when you hold your approver’s role\. Airlock first saw you with it at 2026-/,
    );
    company.clock.pass(25 * HOUR);
    assert.match(await approve('rita', message), /Approved/);
  });

  it('count no approval by somebody who was put into an approver’s group a moment ago', async () => {
    company = await Company.open({ environment: { DECISION_WINDOW: '72h' } });
    await alterPerson(company, 'bob', { roles: [] });
    const message = await company.pending();
    await alterPerson(company, 'bob', { groupRoles: ['Security Administrator'] });
    assert.match(await approve('bob', message), /Airlock first saw you with it at 2026-.*counts from 2026-/);
    company.clock.pass(25 * HOUR);
    assert.match(
      await approve('bob', message, 'bob'),
      /Approver since: the directory does not say; seen since \{\{DATE\(2026-11-24/,
    );
    assert.match(card(message), /; seen since/);
  });

  it('count no approval by an account without a date that was never seen before, and count it a day later', async () => {
    company = await Company.open({ environment: { DECISION_WINDOW: '72h' } });
    await alterPerson(company, 'bob', { roles: [] });
    await takeCensus(company.services);
    company.clock.pass(HOUR);
    await takeCensus(company.services);
    const message = await company.pending();
    const role = { roles: ['Security Administrator'], assignedAt: '2025-01-01T00:00:00Z' };
    await alterPerson(company, 'bob', { ...role, createdDateTime: null });
    assert.match(await approve('bob', message), /since when your account exists\. Airlock first noted it at 2026-/);
    assert.deepEqual(company.writes, []);
    company.clock.pass(25 * HOUR);
    assert.match(await approve('bob', message, 'bob'), /Approved/);
    await company.settle();
    assert.match(card(message), /Applied/);
    await company.assertAuditHolds();
  });

  it('count no approval by an eligible second account whose id was changed before its role was activated', async () => {
    company = await Company.open({ environment: { DECISION_WINDOW: '72h' } });
    const role = { eligible: ['Security Administrator'], assignedAt: '2025-01-01T00:00:00Z' };
    await alterPerson(company, 'alice2', { ...role, roles: [] });
    await takeCensus(company.services);
    company.clock.pass(240 * HOUR);
    await alterPerson(company, 'alice2', { employeeId: '7452' });
    const message = await company.pending();
    await alterPerson(company, 'alice2', { ...role, roles: role.eligible });
    assert.match(await approve('alice2', message), /carried until a short while ago|was changed at/);
    assert.deepEqual(company.writes, []);
  });

  it('count no approval by an account that is first seen when no census was for more than a day', async () => {
    company = await Company.open({ environment: { DECISION_WINDOW: '72h' } });
    const role = { roles: ['Security Administrator'], assignedAt: '2025-01-01T00:00:00Z' };
    await alterPerson(company, 'alice2', { roles: [] });
    await takeCensus(company.services);
    company.clock.pass(30 * HOUR);
    await alterPerson(company, 'alice2', { ...role, employeeId: '7452' });
    const message = await company.pending();
    assert.match(
      await approve('alice2', message),
      /Airlock first saw this account at 2026-.*had not looked at everybody for long.*counts after 2026-/,
    );
    assert.deepEqual(company.writes, []);
    await company.assertAuditHolds();
  });

  it('count no approval by a deleted account that is restored with other marks, though nobody ever saw it before', async () => {
    company = await Company.open();
    await alterPerson(company, 'alice2', { status: 404 });
    const message = await company.pending();
    await alterPerson(company, 'alice2', { status: 200, employeeId: '7452' });
    assert.match(
      await approve('alice2', message),
      /both carry, or carried until a short while ago, the employee id 1001/,
    );
    assert.deepEqual(company.writes, []);
  });

  it('count by their dates where deleted accounts cannot be listed, and where they carry nobody’s marks', async () => {
    company = await Company.open();
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 403, path: '/deletedItems' });
    await alterPerson(company, 'alice2', { status: 404 });
    await alterPerson(company, 'ed', { status: 404 });
    await takeCensus(company.services);
    company.sandbox.world.faults.length = 0;
    const seen = async (who: 'alice2' | 'ed') =>
      (await company.services.store.accountsSeen(company.services.tenantId, [anOid(PEOPLE_IDS[who])])).accounts.length;
    assert.deepEqual([await seen('alice2'), await seen('ed')], [0, 0]);
    await takeCensus(company.services);
    assert.deepEqual([await seen('alice2'), await seen('ed')], [1, 0]);
    await company.assertAuditHolds();
  });

  it('count no approval where the directory lists nobody, until it does', async () => {
    company = await Company.open();
    const lists = { surface: 'graph', kind: 'status', status: 403, path: '/members' } as const;
    company.sandbox.world.faults.push(lists);
    const message = await company.pending();
    company.sandbox.world.faults.length = 0;
    assert.match(cardText(await company.view('bob', message)), /Airlock could not look at everybody/);
    await takeCensus(company.services);
    assert.match(await approve('bob', message), /Approved/);
  });

  it('are looked at by one of two instances, and once in five minutes', async () => {
    company = await Company.open();
    const second = await company.another();
    await company.pending();
    const { store, tenantId } = company.services;
    const { censusAt } = await store.accountsSeen(tenantId, []);
    assert.equal(censusAt, company.clock.now());
    company.clock.pass(60_000);
    await company.pending('enable automatically resolve alerts', 'grace');
    await company.settle(second);
    assert.deepEqual(await store.accountsSeen(tenantId, []), {
      ...{ censusAt, accounts: [], strange: [], firstTold: new Map(), crowds: [] },
    });
  });

  it('stand as they are since long, whichever of two instances takes the first census', async () => {
    company = await Company.open();
    const { services } = company;
    await Promise.all([takeCensus(services), takeCensus(services), takeCensus(services)]);
    const { accounts } = await services.store.accountsSeen(services.tenantId, [
      anOid(PEOPLE_IDS.bob),
      anOid(PEOPLE_IDS.alice),
    ]);
    assert.deepEqual(
      accounts.map(({ marksSince, approverSince, former }) => ({ marksSince, approverSince, former })),
      [
        { marksSince: null, approverSince: null, former: [] },
        { marksSince: null, approverSince: null, former: [] },
      ],
    );
  });
});
