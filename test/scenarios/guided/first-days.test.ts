import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

describe('what somebody new meets with the guided connector, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });
  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const says = async (text: string) => {
    await company.say('alice', text);
    return last();
  };

  it('is told before asking that the tenant may have no such switch any more, and only of that switch', async () => {
    const gone = /not known whether this tenant still has the switch[\s\S]*Look in the portal before you ask/;
    assert.match(await says('enable automated investigation'), gone);
    assert.doesNotMatch(await says('turn on automatically resolve alerts'), gone);
  });
});
