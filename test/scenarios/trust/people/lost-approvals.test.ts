import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { press, requestOf } from '../../../support/company/watched-company.ts';
import { alterPerson } from '../../../support/people/alter-people.ts';
import { diesAt } from '../../../support/runtime/dies-at.ts';

/** What becomes of somebody who has approved, and what the card says of their approval then. */
const LOSSES = {
  gone: [{ status: 404 }, /since they are no longer in the directory/],
  disabled: [{ accountEnabled: false }, /since their account is disabled/],
  'a guest': [{ userType: 'Guest' }, /since their account is no longer one of this company/],
  'without a role': [{ roles: [] }, /since they may no longer approve changes/],
} as const;

describe('the approval of somebody who may not approve any more', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  for (const connector of ['portal', 'guided'] as const) {
    for (const [who, [attributes, says]] of Object.entries(LOSSES)) {
      // What is lost is told apart before the connectors are.
      if (connector === 'guided' && who !== 'gone') continue;
      it(`counts no longer before a ${connector} change is applied: ${who}`, async () => {
        company = await Company.open({ connector });
        const card = await company.pending();
        await company.approve('bob', card);
        await alterPerson(company, 'bob', attributes);
        await company.settle();
        assert.deepEqual(company.writes, []);
        assert.equal((await requestOf(company)).state, 'pending');
        assert.match(cardText(card.card), /Waiting for approval/);
        assert.match(cardText(card.card), says);
        assert.match(cardText(card.card), /No longer counts\s+Bob Brandt/);
        const notice = company.teams.messages.find((message) =>
          /is not approved any more/.test(cardText(message.card)),
        );
        assert.match(cardText(notice?.card), says);
        await company.approve('grace', card);
        await company.settle();
        const after = await requestOf(company);
        assert.deepEqual(
          [after.state, after.handover !== null, after.approvals.map(({ by }) => by.name)],
          connector === 'portal' ? ['applied', false, ['Grace Gallagher']] : ['approved', true, ['Grace Gallagher']],
        );
        assert.doesNotMatch(cardText(card.card), /No longer counts/);
      });
    }
  }

  for (const who of ['disabled', 'without a role'] as const) {
    const [attributes, says] = LOSSES[who];
    it(`counts no longer when somebody reports the change as applied: ${who}`, async () => {
      company = await Company.open({ connector: 'guided' });
      const card = await company.pending();
      await company.approve('bob', card);
      await company.settle();
      await alterPerson(company, 'bob', attributes);
      const told = await press(company, 'omar', card, 'attest');
      assert.match(told, says);
      assert.match(told, /Your report was not taken/);
      const after = await requestOf(company);
      assert.deepEqual([after.state, after.handover, after.approvals], ['pending', null, []]);
      assert.match(cardText(card.card), /Waiting for approval/);
      await company.approve('grace', card);
      await company.settle();
      await press(company, 'omar', card, 'attest');
      assert.equal((await requestOf(company)).outcome?.code, 'attested');
    });
  }

  it('counts at the report where only the activation of the role ran out since', async () => {
    company = await Company.open({ connector: 'guided' });
    const card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
    const [role] = [...company.person('bob').roles];
    await alterPerson(company, 'bob', { roles: [], eligible: [role] });
    await press(company, 'omar', card, 'attest');
    assert.equal((await requestOf(company)).outcome?.code, 'attested');
  });

  it('leaves an approval that is enough, and counts again once they approve anew', async () => {
    company = await Company.open({ environment: { APPROVALS_REQUIRED: '2' } });
    const card = await company.pending();
    await company.approve('bob', card);
    await company.approve('grace', card);
    await alterPerson(company, 'bob', { accountEnabled: false });
    await company.settle();
    assert.match(cardText(card.card), /1 of 2 approvals/);
    await alterPerson(company, 'bob', { accountEnabled: true });
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'applied');
  });

  it('is dropped as well when the next one is given', async () => {
    company = await Company.open({ environment: { APPROVALS_REQUIRED: '2' } });
    const card = await company.pending();
    await company.approve('bob', card);
    await alterPerson(company, 'bob', { accountEnabled: false });
    await company.approve('grace', card);
    await company.settle();
    assert.match(cardText(card.card), /1 of 2 approvals/);
    assert.match(cardText(card.card), /No longer counts\s+Bob Brandt/);
    await alterPerson(company, 'bob', { accountEnabled: true });
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'applied');
  });

  it('lets one of two instances find it, and an approval at that moment stands', async () => {
    company = await Company.open();
    const second = await company.another();
    const card = await company.pending();
    await company.approve('bob', card);
    await alterPerson(company, 'bob', { status: 404 });
    const shown = actionOf(await company.view('grace', card), 'approve');
    await Promise.all([company.settle(), company.settle(second)]);
    assert.equal(shown, null);
    const lapses = (await company.recorded()).filter(({ event }) => event === 'request.lapse');
    assert.equal(lapses.length, 1);
    await company.approve('grace', card);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'applied');
    assert.equal(company.writes.length, 1);
  });

  for (const moment of ['before', 'after'] as const)
    it(`waits for approval once where the process dies ${moment} that is stored`, async () => {
      company = await Company.open();
      const card = await company.pending();
      await company.approve('bob', card);
      await alterPerson(company, 'bob', { accountEnabled: false });
      await diesAt(company, 'request.lapse', moment);
      assert.equal((await requestOf(company)).state, moment === 'before' ? 'approved' : 'pending');
      company.clock.pass(91_000);
      await company.settle();
      assert.match(cardText(card.card), /No longer counts\s+Bob Brandt/);
      const lapses = (await company.recorded()).filter(({ event }) => event === 'request.lapse');
      assert.deepEqual([lapses.length, company.writes.length], [1, 0]);
    });
});
