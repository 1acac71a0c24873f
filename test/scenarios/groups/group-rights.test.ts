import assert from 'node:assert/strict';
import { Company, type Name } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import { FormDesk } from '../../support/company/form-desk.ts';
import { type TenantApi, tenantApi } from '../../support/company/tenant-api.ts';

const SECURITY_ADMIN = '194ae4cb-b126-40b2-bd5b-6091b380977d';
const MAY_NOT_ASK: Readonly<Record<string, { who: Name; says: RegExp }>> = {
  'a guest': { who: 'gus', says: /may not look at that, nor decide on it/ },
  'a reader': { who: 'rita', says: /do not hold a role that may ask for changes/ },
  'an eligible-only admin': { who: 'ed', says: /Activate it in Privileged Identity Management/ },
  'a disabled admin': { who: 'dora', says: /account is disabled/ },
};
const MAY_NOT_APPROVE: typeof MAY_NOT_ASK = {
  'the requester': { who: 'alice', says: /You asked for this change/ },
  "the requester's second account": { who: 'alice2', says: /belong to one person/ },
  'a guest': {
    who: 'gus',
    says: /may not look at that, nor decide on it. Guests and accounts invited from outside cannot/,
  },
  'a reader': { who: 'rita', says: /do not hold a role that may approve changes/ },
  'an eligible-only admin': { who: 'ed', says: /Activate it in Privileged Identity Management/ },
};

describe('rights on changes of device groups', () => {
  let company: Company;
  let api: TenantApi;
  beforeEach(async () => {
    company = await Company.open();
    api = tenantApi(company);
  });
  afterEach(async () => {
    await company.settle();
    await company.assertAuditHolds();
    await company.close();
  });

  async function assertUnchanged(): Promise<void> {
    await company.settle();
    assert.equal(company.writes.length, 0);
    assert.equal((await api.group('Lab'))?.AutoRemediationLevel, 0);
  }

  for (const [title, { who, says }] of Object.entries(MAY_NOT_ASK)) {
    it(`${title} gets no draft and no form`, async () => {
      for (const line of ['edit device group Lab level full', 'delete device group Lab', 'edit device group Lab']) {
        await company.say(who, line);
        const answer = company.teams.messages.at(-1);
        assert.match(cardText(answer?.card), says, line);
        assert.equal(actionOf(answer?.card, 'form-view') ?? actionOf(answer?.card, 'view'), null);
      }
      assert.deepEqual(await company.recorded(), []);
      await assertUnchanged();
    });

    it(`${title} cannot revert, by line or by button`, async () => {
      const card = await company.pending('edit device group Lab level full');
      await company.decide('bob', 'approve', 1);
      await company.say(who, 'revert 1');
      assert.match(cardText(company.teams.messages.at(-1)?.card), says);
      const revert = actionOf(card.card, 'revert') ?? assert.fail();
      const answer = await company.invoke(who, card, revert);
      assert.match(cardText({ value: answer.value }), says);
      await company.settle();
      assert.equal((await api.group('Lab'))?.AutoRemediationLevel, 3);
      const entries = await company.recorded();
      assert.equal(entries.filter(({ event }) => event === 'request.drafted').length, 1);
    });
  }

  for (const [title, { who, says }] of Object.entries(MAY_NOT_APPROVE)) {
    it(`approval by ${title}`, async () => {
      const card = await company.pending('edit device group Lab level full');
      const answer = await company.approve(who, card);
      assert.match(cardText({ value: answer.value }), says);
      await company.decide(who, 'approve', 1);
      assert.match(cardText(company.teams.messages.at(-1)?.card), says);
      await assertUnchanged();
    });
  }

  it('a role that was taken away between the form and its check: given back, nothing lost, nothing filed', async () => {
    const desk = await FormDesk.open(company, 'edit device group Lab');
    await company.invoke('alice', desk.message, await desk.action('form-check', { level: 'full' }));
    company.person('alice').roles.delete(SECURITY_ADMIN);
    await company.settle();
    assert.match(cardText(await desk.card()), /may not look/, 'the form is shown to those alone who may look');
    company.person('alice').roles.add(SECURITY_ADMIN);
    const card = await desk.card();
    assert.match(cardText(card), /do not hold a role[\s\S]*Nothing was filed, and what you filled in is kept/);
    assert.deepEqual(await company.recorded(), []);
    await assertUnchanged();
  });

  it('a role that was taken away between approval and apply', async () => {
    const card = await company.pending('edit device group Lab level full');
    await company.approve('bob', card);
    company.person('bob').roles.delete(SECURITY_ADMIN);
    await assertUnchanged();
    assert.match(cardText(card.card), /Waiting for approval/);
    assert.match(cardText(card.card), /No longer counts\s+Bob Brandt\s+since they may no longer approve changes/);
  });
});
