import assert from 'node:assert/strict';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

const ENVIRONMENT = { EMERGENCY_ACTIONS: 'isolate' };

describe('what is offered of an emergency', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided', environment: ENVIRONMENT });
  });
  afterEach(() => company.close());

  /** Their own view of the draft that they asked for. */
  async function drafted(who: Name, text: string) {
    await company.say(who, text);
    const message = company.teams.messages.findLast(({ card }) => actionOf({ ...card }, 'view') !== null);
    return company.view(who, message ?? assert.fail('a draft'));
  }

  it('is a button for whoever may approve, who read that its undoing needs an approval', async () => {
    const own = await drafted('alice', 'isolate LAP-HR-0001');
    assert(actionOf(own, 'act-now'));
    assert.match(cardText(own), /another admin then approves it, or undoes it, which needs an approval, too/);
  });

  it('is no button for whoever may only ask, who read whom to turn to', async () => {
    const own = await drafted('sam', 'isolate LAP-HR-0001');
    assert.equal(actionOf(own, 'act-now'), null);
    assert(actionOf(own, 'submit'));
    assert.match(
      cardText(own),
      /In an emergency one of them can do it at once, alone: ask them to write what you wrote/,
    );
  });
});
