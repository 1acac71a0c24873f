import assert from 'node:assert/strict';
import { isInForce, policyVersion } from '../../../../src/requests/record/digest.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

describe('an analyst may ask, and two admins decide', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const last = () => company.teams.messages.at(-1)?.card;

  it('asks by default, and is no approver of anything', async () => {
    const message = await company.pending('enable automated investigation', 'sam');
    assert.equal(actionOf(await company.view('sam', message), 'approve'), null);
    const other = await company.pending('enable automatically resolve alerts', 'alice');
    assert.equal(actionOf(await company.view('sam', other), 'approve'), null, 'no button that cannot count');
    await company.decide('sam', 'approve', 2);
    assert.match(cardText(last()), /You do not hold a role that may approve changes/);
    await company.approve('bob', message);
    await company.settle();
    assert.equal(company.writes.length, 1);
  });

  it('a refusal names the roles that may, and people who hold one', async () => {
    await company.decide('sam', 'approve', 2);
    const said = cardText(last());
    assert.match(said, /These roles may: Security Administrator, Global Administrator\./);
    assert.match(said, /These people hold one: [A-Z][a-z]+ [A-Z][a-z]+, /);
    await company.say('rita', 'enable automated investigation');
    assert.match(cardText(last()), /may ask for changes[\s\S]*Security Operator[\s\S]*These people hold one: /);
  });

  it('names nobody to somebody who may not look', async () => {
    const before = company.teams.messages.length;
    await company.say('gus', 'enable automated investigation', 'a:gus');
    const said = company.teams.messages.slice(before).map(({ card }) => cardText(card));
    assert(said.every((text) => !/These people|These roles/.test(text)));
  });

  it('what was asked for before analysts could ask goes on; after any other change of the policy it does not', () => {
    const { policy } = company.services;
    const former = { ...policy, requesters: policy.requesters.slice(0, 2) };
    assert.notEqual(policyVersion(former), policyVersion(policy));
    assert(isInForce(policy, policyVersion(former)));
    assert(!isInForce(policy, policyVersion({ ...former, quorum: policy.quorum + 1 })));
    assert(!isInForce({ ...policy, requesters: [...policy.requesters, 'a-group'] }, policyVersion(former)));
    assert(!isInForce(former, policyVersion(policy)));
  });
});
