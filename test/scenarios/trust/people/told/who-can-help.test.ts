import assert from 'node:assert/strict';
import { Company } from '../../../../support/company/company.ts';
import { cardText } from '../../../../support/company/fake-teams.ts';

describe('a refusal for want of a role', () => {
  it('names who can help, and never who asked', async () => {
    const company = await Company.open();
    try {
      const card = await company.pending();
      const said = cardText((await company.approve('sam', card)).value);
      const [, names = ''] = /These people hold one: ([^.]+)\./.exec(said) ?? assert.fail(said);
      assert.match(names, /Bob Brandt/);
      assert.doesNotMatch(names, /Alice Ahlgren(?! \()/);
    } finally {
      await company.close();
    }
  });
});
