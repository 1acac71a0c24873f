import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const MINUTE = 60_000;

/** A card that Teams took while the answer with its id was lost stands there all the same, and was sent again. */
describe('a card whose id was lost on the way', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'portal' });
    await company.pending();
  });
  afterEach(() => company.close());

  /** Alice asks for the card in a thread; Teams shows it under an id that Airlock does not learn. */
  async function lostIn(thread: string): Promise<TeamsMessage> {
    const before = company.teams.messages.length;
    company.teams.loses = 1;
    await company.say('alice', 'show 1', thread);
    company.clock.pass(MINUTE);
    await company.settle();
    const [lost, again] = company.teams.messages.slice(before);
    assert(lost && again);
    assert.deepEqual([lost.conversation, again.conversation], [thread, thread]);
    return lost;
  }

  it('is kept current from the first look at it on, in its own thread, whatever else was lost', async () => {
    const [one, other] = [
      await lostIn('19:soc@thread.tacv2;messageid=7'),
      await lostIn('19:soc@thread.tacv2;messageid=8'),
    ];
    const sent = company.teams.messages.length;
    for (const card of [other, one]) await company.view('bob', card);
    await company.settle();
    await company.approve('bob', other);
    await company.settle();
    for (const card of [one, other]) assert.match(cardText(card.card), /^Airlock request 1: Applied/m);
    assert.equal(
      company.teams.messages.slice(sent).filter(({ conversation }) => /=[78]$/.test(conversation)).length,
      0,
    );
  });
});
