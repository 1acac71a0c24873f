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

describe('an emergency where none of the kind is let go ahead', () => {
  let company: Company;
  afterEach(() => company.close());

  const told = () => company.teams.messages.filter(({ card }) => /Nothing is done at once here/.test(cardText(card)));
  const open = async (emergency: string) => {
    company = await Company.open({ connector: 'guided', environment: { EMERGENCY_ACTIONS: emergency } });
  };

  for (const line of [
    'emergency isolate LAP-HR-0001',
    'isolate LAP-HR-0001, emergency!',
    'Notfall: isoliere LAP-HR-0001',
  ])
    it(`is told to be an ordinary draft: ${line}`, async () => {
      await open('release');
      await company.say('alice', line);
      assert.equal(told().length, 1);
      assert.match(cardText(told()[0]?.card), /another admin must approve the draft/);
      assert.match(cardText(company.message('Isolate LAP-HR-0001').card), /Draft/);
    });

  it('is told of nothing that may be done at once, nor of what nobody called one', async () => {
    await open('isolate');
    await company.say('alice', 'emergency isolate LAP-HR-0001');
    await company.say('alice', 'release LAP-HR-0002 because this is no emergency');
    assert.equal(told().length, 0);
  });
});
