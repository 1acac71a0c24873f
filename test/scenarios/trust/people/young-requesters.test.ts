import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionOf, type Card, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { type Attributes, alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';

const HOUR = 3_600_000;

/** Another person's account of long ago, with a role of long ago. */
const OLD: Attributes = {
  ...{ displayName: 'Zed Quux', userPrincipalName: 'zq@harbourline.example', mail: 'zq@harbourline.example' },
  ...{ otherMails: [], proxyAddresses: [], employeeId: '884127', onPremisesImmutableId: null, userType: 'Member' },
  ...{ externalUserState: null, accountEnabled: true, createdDateTime: '2021-02-15T08:30:00Z' },
  ...{ roles: ['Security Operator'], eligible: [], groupRoles: [], assignedAt: '2025-11-03T09:12:00Z' },
};

describe('a requester', () => {
  let company: Company;
  afterEach(() => company.close());

  const scans = () => machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');
  const now = () => new Date(company.clock.now()).toISOString();

  async function open(requester: Attributes, environment: Readonly<Record<string, string>> = {}): Promise<void> {
    company = await Company.open({ environment: { DECISION_WINDOW: '7d', ...environment } });
    await alterPerson(company, 'alice2', { ...OLD, ...requester });
    await knowSinceLong(company, 'alice', 'bob', 'alice2');
  }

  async function draft(who: Name, text: string) {
    await company.say(who, text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    return { message, own: await company.view(who, message) };
  }

  async function press(who: Name, { message, own }: { message: TeamsMessage; own: Card }, verb: string, as = verb) {
    const action = actionOf(own, verb);
    assert(action, `the card offers ${verb}`);
    const data = { ...action.data, reason: 'CHG-1042' };
    const answer = await company.invoke(who, message, { ...action, verb: as, data });
    await company.settle();
    return cardText(answer.value) || JSON.stringify(answer.value);
  }

  const YOUNG: readonly (readonly [title: string, attributes: () => Attributes, says: RegExp])[] = [
    ['whose account was made a moment ago', () => ({ createdDateTime: now() }), /Your account exists only since 20/],
    ['whose role was given a moment ago', () => ({ assignedAt: now() }), /You hold the role to ask for changes only/],
  ];
  for (const [title, attributes, says] of YOUNG) {
    it(`${title} drafts, and submits a day later`, async () => {
      await open({}, { PERSON_PROOF: 'accounts' });
      await alterPerson(company, 'alice2', attributes());
      const drafted = await draft('alice2', 'enable automated investigation');
      const told = await press('alice2', drafted, 'submit');
      assert.match(told, says);
      assert.match(told, /cannot submit this yet\. This draft ends before you can: ask for it again from 20.* UTC on/);
      company.clock.pass(24 * HOUR + 60_000);
      await company.settle();
      await press('alice2', await draft('alice2', 'enable automated investigation'), 'submit');
      const request = await company.services.store.requests(company.services.tenantId, { open: true, limit: 5 });
      assert.equal(request.length, 1);
    });
  }

  it('who will be old enough before their draft ends reads when they can submit it', async () => {
    await open({}, { PERSON_PROOF: 'accounts' });
    await alterPerson(company, 'alice2', {
      createdDateTime: new Date(company.clock.now() - 23.5 * HOUR).toISOString(),
    });
    const told = await press('alice2', await draft('alice2', 'enable automated investigation'), 'submit');
    assert.match(told, /so you cannot submit this yet\. You can from 20.* UTC; a colleague can ask for it now/);
  });

  it('of a moment ago scans nothing alone, and begins no emergency', async () => {
    await open({ roles: ['Security Administrator'] }, { EMERGENCY_ACTIONS: 'isolate' });
    await alterPerson(company, 'alice2', { createdDateTime: now() });
    assert.match(await press('alice2', await draft('alice2', 'scan LAP-HR-0004'), 'submit'), /cannot submit this yet/);
    const isolating = await draft('alice2', 'isolate LAP-HR-0005');
    assert.equal(actionOf(isolating.own, 'act-now'), null);
    assert.match(await press('alice2', isolating, 'submit', 'act-now'), /so you cannot do this at once yet/);
    assert.deepEqual(scans(), []);
  });

  it('who is put into a group of requesters does not count before Airlock has seen that for long enough', async () => {
    await open({ roles: [] });
    await alterPerson(company, 'alice2', { groupRoles: ['Security Operator'] });
    const told = await press('alice2', await draft('alice2', 'enable automated investigation'), 'submit');
    assert.match(told, /does not say since when you hold the role to ask for changes\. Airlock first saw you with it/);
    company.clock.pass(24 * HOUR + 60_000);
    await press('alice2', await draft('alice2', 'enable automated investigation'), 'submit');
    assert.equal((await company.services.store.openHere(company.services.tenantId, null)) > 0, true);
  });

  it('who turns out to be too young is judged again at the approval and before the write', async () => {
    await open({});
    const message = await company.pending('enable automated investigation', 'alice2');
    assert.match(
      cardText(await company.view('bob', message)),
      /Account since \{\{DATE\(2021-02-15.*Role since \{\{DATE\(2025-11-03/s,
    );
    await alterPerson(company, 'alice2', { createdDateTime: now() });
    const told = cardText((await company.approve('bob', message)).value);
    assert.match(told, /The account of Zed Quux, who asked for this, exists only since 20.*by a second person yet/);
    await alterPerson(company, 'alice2', { createdDateTime: OLD.createdDateTime });
    await company.approve('bob', message);
    await alterPerson(company, 'alice2', { createdDateTime: now() });
    await company.settle();
    assert.deepEqual(company.writes, []);
    assert.match(cardText(message.card), /exists only since 20/);
    await company.assertAuditHolds();
  });

  it('who was remembered before roles of requesters were counts as since long', async () => {
    await open({ roles: [], groupRoles: ['Security Operator'] });
    const { store, tenantId, clock } = company.services;
    await store.noteAccounts({ tenantId, oids: null, at: clock.now() }, ({ accounts }) => ({
      accounts: accounts.map(({ asker: _, ...account }) => account),
    }));
    const message = await company.pending('enable automated investigation', 'alice2');
    await company.approve('bob', message);
    await company.settle();
    assert.equal(company.writes.length, 1);
  });
});
