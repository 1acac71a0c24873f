import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

describe('whose approval was taken back', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const said = () => company.teams.messages.map(({ card }) => cardText(card));
  const calls = () => said().filter((text) => /Grace Gallagher<\/at>[\s\S]*#1 is waiting for approval/.test(text));

  it('waits again: those who can decide are called anew, once in half an hour, and the call of before says so', async () => {
    const card = await company.pending();
    const takeBack = async () => {
      const { data } = actionOf(await company.view('bob', card), 'take-back') ?? assert.fail();
      await company.invoke('bob', card, { verb: 'take-back', data });
      await company.settle();
    };
    await company.approve('bob', card);
    await company.settle();
    assert.match(said().join('\n'), /#1: Approved by Bob Brandt/);
    await takeBack();
    assert.doesNotMatch(said().join('\n'), /#1: Approved by Bob Brandt|to be applied by hand/);
    assert.equal(calls().length, 1);
    await company.approve('bob', card);
    await company.settle();
    await takeBack();
    assert.equal(calls().length, 0, 'what called before shows where it stands, and nobody is called again');
  });
});
