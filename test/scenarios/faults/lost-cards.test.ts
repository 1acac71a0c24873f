import assert from 'node:assert/strict';
import { AirlockError } from '../../../src/shared/errors.ts';
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

  /** Alice asks for the card in a thread. @returns what Teams shows there, once everything due was sent */
  async function shownIn(thread: string): Promise<readonly TeamsMessage[]> {
    await company.say('alice', 'show 1', thread);
    company.clock.pass(MINUTE);
    await company.settle();
    return company.teams.messages.filter(({ conversation }) => conversation === thread);
  }

  /** The same, where Teams shows the card under an id that Airlock does not learn. */
  async function lostIn(thread: string): Promise<TeamsMessage> {
    company.teams.loses = 1;
    const [lost, again] = await shownIn(thread);
    assert(lost && again);
    return lost;
  }

  /** The database takes none of the next so many ids of messages. */
  function failToNote(times: number): void {
    const { store } = company.services;
    const { messageShown } = store;
    let left = times;
    const failing: typeof messageShown = async (...shown) => {
      left -= 1;
      if (left >= 0) throw new AirlockError('store-unavailable', 'gone for a moment');
      return messageShown(...shown);
    };
    Object.assign(store, { messageShown: failing });
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

  it('is kept current from the first look at it on, too, while the directory is silent', async () => {
    const one = await lostIn('19:soc@thread.tacv2;messageid=7');
    const { faults } = company.sandbox.world;
    faults.push({ surface: 'graph', kind: 'cut' });
    assert.match(JSON.stringify(await company.view('bob', one)), /The directory did not answer/);
    faults.length = 0;
    company.clock.pass(MINUTE);
    await company.say('alice', 'withdraw 1');
    await company.settle();
    assert.match(cardText(one.card), /^Airlock request 1: Withdrawn/m);
  });

  it('is none where the database was gone for a moment as its id was noted', async () => {
    failToNote(1);
    assert.equal((await shownIn('19:soc@thread.tacv2;messageid=7')).length, 1);
  });

  it('is kept current from the first look at it on, too, where the database stayed gone', async () => {
    failToNote(2);
    const [lost, again] = await shownIn('19:soc@thread.tacv2;messageid=7');
    assert(lost && again);
    await company.view('bob', lost);
    await company.approve('bob', lost);
    await company.settle();
    for (const card of [lost, again]) assert.match(cardText(card.card), /^Airlock request 1: Applied/m);
  });
});
