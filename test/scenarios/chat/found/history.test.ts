import assert from 'node:assert/strict';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionOf, actionsIn, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const DAY = 86_400_000;
const OTHER = '19:other@thread.tacv2;messageid=1';

describe('requests are found again in the chat', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
    await story();
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function answer(who: Name, text: string, where = `a:${who}`): Promise<TeamsMessage> {
    const before = company.teams.messages.length;
    await company.say(who, text, where);
    const [message, ...more] = company.teams.messages.slice(before);
    assert(message && more.length === 0, text);
    return message;
  }

  /** The numbers of the rows that an answer shows, each with its button. */
  async function rows(text: string, who: Name = 'omar', where?: string): Promise<readonly number[]> {
    const message = await answer(who, text, where);
    const buttons = actionsIn(message.card).map(({ title }) => /^Show (\d+)$/u.exec(String(title))?.[1]);
    return buttons.filter((number) => number !== undefined).map(Number);
  }

  /** #1 applied (Alice, Bob), #2 rejected by Bob three days later, #3 of group Servers by Grace, open. */
  async function story(): Promise<void> {
    await company.approve('bob', await company.pending());
    await company.settle();
    company.clock.pass(3 * DAY);
    const second = await company.pending('enable automatically resolve alerts');
    await company.say('bob', 'reject 2 not before the freeze ends');
    assert.match(cardText(second.card), /rejected/i);
    company.clock.pass(2 * DAY);
    await company.pending('edit device group "Servers" level full', 'grace');
  }

  it('by person, by what they did, by state, group, words and time, in any order', async () => {
    const found: Readonly<Record<string, readonly number[]>> = {
      history: [3, 2, 1],
      'history by alice': [2, 1],
      'what did Bob approve in the last 10 days?': [1],
      'requests approved by bob in the last 2 days': [],
      'rejected requests': [2],
      'what was rejected by Bob since yesterday': [],
      'history of group Servers': [3],
      'changes to the servers group since yesterday': [3],
      'open requests from Grace': [3],
      'requests about freeze': [],
      'history about "automatically resolve"': [2],
      'since 4 days ago, history by alice': [2],
      'history by nobody at all': [],
    };
    for (const [text, numbers] of Object.entries(found)) {
      assert.deepEqual(await rows(text), numbers, text);
    }
    assert.deepEqual(await rows('my requests', 'alice'), [2, 1]);
    assert.deepEqual(await rows('what did I approve', 'bob'), [1]);
  });

  it('with who asked, who decided and when in each row, and a button that opens its card', async () => {
    const list = await answer('omar', 'history by bob');
    const text = cardText(list.card);
    assert.match(text, /Alice Ahlgren/);
    assert.match(text, /approved by Bob/);
    assert.match(text, /rejected by Bob/);
    const show = actionsIn(list.card).find(({ title }) => title === 'Show 1');
    assert(show);
    await company.invoke('omar', list, { verb: String(show.verb), data: show.data });
    await company.settle();
    assert.match(cardText(company.teams.messages.at(-1)?.card), /#1/);
  });

  it('in a channel only what was asked there, as for every list', async () => {
    assert.deepEqual(await rows('history by alice', 'omar', SOC), [2, 1]);
    assert.deepEqual(await rows('history by alice', 'omar', OTHER), []);
    assert.match(cardText((await answer('omar', 'rejected requests', OTHER)).card), /None that was asked here/);
  });

  it('for nobody who may not look', async () => {
    const before = company.teams.messages.length;
    await company.say('gus', 'history by alice', 'a:gus');
    const said = company.teams.messages.slice(before).map(({ card }) => cardText(card));
    assert(
      said.every((text) => !/#\d/.test(text)),
      said.join(),
    );
  });

  it('open ones by their deadline, the next first', async () => {
    company.clock.pass(3_600_000);
    await company.pending('enable automatically resolve alerts');
    const list = await answer('omar', 'requests');
    assert.deepEqual(
      actionsIn(list.card).flatMap(({ title }) => (/^Show \d/u.test(String(title)) ? [title] : [])),
      ['Show 3', 'Show 4'],
    );
    assert.match(cardText(list.card), /Ends /);
  });

  it('a page at a time, and the next page by a button', async () => {
    for (let number = 5; number <= 10; number += 1) {
      await company.pending('disable automated investigation');
      await company.say('alice', `withdraw ${number}`);
    }
    const first = await answer('omar', 'history by alice');
    assert.match(cardText(first.card), /Page 1\./);
    const next = actionsIn(first.card).find(({ title }) => title === 'Page 2');
    assert(next);
    await company.invoke('omar', first, { verb: String(next.verb), data: next.data });
    await company.settle();
    const second = company.teams.messages.at(-1);
    assert.match(cardText(second?.card), /Page 2\./);
    assert.equal(
      actionsIn(second?.card).some(({ title }) => title === 'Show 1'),
      true,
    );
    assert.equal(actionOf(second?.card ?? {}, 'approve'), null, 'a list decides nothing');
  });

  it('the first page in the place of one that there is not, and says so', async () => {
    const beyond = await answer('omar', 'history by alice page 7');
    assert.match(cardText(beyond.card), /There is no page 7 of it; this is the first\./);
    const first = await answer('omar', 'history by alice');
    const rowsOf = (card: object) =>
      actionsIn(card).flatMap(({ title }) => (/^Show \d/u.test(String(title)) ? [title] : []));
    assert.deepEqual(rowsOf(beyond.card), rowsOf(first.card));
    assert.match(cardText((await answer('omar', 'history by nobody page 2')).card), /No request is found by that/);
  });

  it('by the devices and indicators that a request is about, also as one of several changes', async () => {
    const first = 1 + Math.max(...(await rows('history')));
    await company.pending('tag LAP-HR-0001, LAP-HR-0002, LAP-HR-0003, LAP-HR-0004 with Pilot', 'bob');
    await company.pending('block domain evil.example, bad.example, worse.example', 'bob');
    await company.pending('as one request: tag LAP-HR-0009 with Third; tag LAP-HR-0008 with Other', 'omar');
    assert.deepEqual(await rows('history about LAP-HR-0003'), [first]);
    assert.deepEqual(await rows('history about worse.example'), [first + 1]);
    assert.deepEqual(await rows('history about LAP-HR-0009'), [first + 2]);
    assert.deepEqual(await rows('history about tag asked by bob today'), [first]);
    assert.match(cardText(company.teams.messages.at(-1)?.card), /History asked by bob today about "tag"/);
  });
});
