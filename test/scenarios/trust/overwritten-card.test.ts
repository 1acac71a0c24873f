import assert from 'node:assert/strict';
import { Company, type Name, SOC } from '../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

/** Bob takes part in every request, Gus is a guest. */
const LOOKERS: readonly Name[] = ['bob', 'gus'];

describe('a look at one request with the message id of another one’s card', () => {
  let company: Company;
  let finished: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open();
    finished = await company.pending();
    await company.approve('bob', finished);
    await company.settle();
    assert.match(cardText(finished.card), /#1.*Applied/s);
  });
  afterEach(() => company.close());

  for (const who of LOOKERS) {
    for (const thread of ['1', '777']) {
      it(`does not overwrite that card: ${who}, in thread ${thread}`, async () => {
        await company.pending('enable automatically resolve alerts');
        const second = await company.services.store.requestByNumber(company.services.tenantId, 2);
        assert(second);
        const conversation = SOC.replace(/1$/, thread);
        const look = { verb: 'view', data: { requestId: second.id, rev: second.rev } };
        await company.invoke(who, { ...finished, conversation }, look);
        await company.say('alice', 'withdraw 2');
        assert.match(cardText(finished.card), /#1.*Applied/s);
        const copies = await company.services.store.copies(company.services.tenantId, second.id);
        assert(copies.every(({ activityId }) => activityId !== finished.id));
      });
    }
  }
});
