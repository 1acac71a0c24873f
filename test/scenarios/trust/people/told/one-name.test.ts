import assert from 'node:assert/strict';
import { Company } from '../../../../support/company/company.ts';
import { actionOf, cardText } from '../../../../support/company/fake-teams.ts';
import { alterPerson, knowSinceLong } from '../../../../support/people/alter-people.ts';

/** A sentence that names the one of the two by the name alone. */
const BARE = /pproved by Bob Brandt(?! \()/;
const TOLD_APART = /Approved by\s+Bob Brandt \(bob@harbourline\.example\)/;

describe('two people of one display name', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    await knowSinceLong(company);
    // Whoever looks has names read, which serve the cards of the next minute.
    await company.say('alice', 'status');
  });
  afterEach(() => company.close());

  const all = () => company.teams.messages.map(({ card }) => cardText(card));

  it('are told apart at once where one was told of the request by that name a moment ago', async () => {
    await alterPerson(company, 'grace', { displayName: 'Bob Brandt' });
    const message = await company.pending();
    assert.match(cardText((await company.approve('bob', message)).value), TOLD_APART);
    await company.settle();
    assert.match(cardText(message.card), TOLD_APART);
    for (const text of all()) assert.doesNotMatch(text, BARE);
  });

  it('are told apart at once where one got that name a moment ago, and asked for something since', async () => {
    const message = await company.pending();
    await alterPerson(company, 'sam', { displayName: 'Bob Brandt' });
    await company.pending('enable automatically resolve alerts', 'sam');
    assert.match(cardText((await company.approve('bob', message)).value), TOLD_APART);
    await company.settle();
    for (const text of all()) assert.doesNotMatch(text, BARE);
  });

  it('are told apart in every sentence to whoever comes too late, presses again, or asks for the same', async () => {
    await alterPerson(company, 'grace', { displayName: 'Bob Brandt' });
    const message = await company.pending();
    const press = actionOf(await company.view('grace', message), 'approve') ?? assert.fail();
    await company.approve('bob', message);
    const said = [
      cardText((await company.invoke('grace', message, press)).value),
      cardText((await company.invoke('bob', message, press)).value),
    ];
    await company.decide('bob', 'approve', 1);
    await company.decide('grace', 'approve', 1);
    await company.say('grace', 'approve #1 and reject it');
    await company.say('alice', 'ask again 1');
    await company.say('sam', 'revert 1');
    await company.say('sam', 'enable automated investigation');
    for (const text of [...said, ...all()]) assert.doesNotMatch(text, BARE);
    assert.match(said.join(), /(?:Already a|A)pproved by Bob Brandt \(bob@/);
  });
});
