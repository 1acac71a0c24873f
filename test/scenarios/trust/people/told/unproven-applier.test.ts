import assert from 'node:assert/strict';
import { Company } from '../../../../support/company/company.ts';
import { actionOf, cardText } from '../../../../support/company/fake-teams.ts';
import { alterPerson, knowSinceLong } from '../../../../support/people/alter-people.ts';

const CARD = /Attested by[\s\S]*Nothing proves that this is another person than who approved it\./;
const NOTE = 'Two accounts approved this and applied it. Nothing proves that they are two people’s.';

describe('who reports a change as applied, where two accounts are enough', () => {
  for (const [title, employeeId, isProven] of [
    ['is told as not proven to be another person than who approved it, on the card and in the record', null, false],
    ['is another person where both carry a number', '1002', true],
  ] as const)
    it(title, async () => {
      const company = await Company.open({ connector: 'guided', environment: { PERSON_PROOF: 'accounts' } });
      try {
        await alterPerson(company, 'bob', { employeeId });
        await knowSinceLong(company);
        const card = await company.pending();
        await company.approve('bob', card);
        await company.settle();
        const press = actionOf(await company.view('grace', card), 'attest') ?? assert.fail(cardText(card.card));
        await company.invoke('grace', card, press);
        await company.settle();
        assert.equal(CARD.test(cardText(card.card)), !isProven);
        const attested = (await company.recorded()).find(({ event }) => event === 'request.attest');
        assert.equal(JSON.stringify(attested?.data).includes(NOTE), !isProven);
        await company.assertAuditHolds();
      } finally {
        await company.close();
      }
    });
});
