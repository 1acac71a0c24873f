import assert from 'node:assert/strict';
import { Company, type Name } from '../../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../../support/company/fake-teams.ts';

describe('a request whose undoing is asked for or under way', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
  });
  afterEach(() => company.close());

  async function settleLater(): Promise<void> {
    company.clock.pass(300_000);
    await company.settle();
  }

  async function applied(text: string): Promise<TeamsMessage> {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    await settleLater();
    await settleLater();
    return card;
  }

  /** What stands in Teams, as delivered: nobody pressed anything. */
  const shown = ({ id }: TeamsMessage) =>
    company.teams.messages.find((one) => one.id === id)?.card ?? assert.fail('it stands there');

  for (const [text, undone] of [
    ['isolate LAP-HR-0001', 'Release'],
    ['enable automated investigation', 'off'],
    ['tag LAP-HR-0002 with Lab', 'Take the tag'],
  ] as const)
    it(`names it, and offers no second one, for: ${text}`, async () => {
      const card = await applied(text);
      assert(actionOf(shown(card), 'revert'), 'it can be undone');
      const undo = await company.pending('revert 1', 'alice');
      assert.match(cardText(undo.card), new RegExp(undone, 'i'));
      assert.match(cardText(shown(card)), /To be undone by\s+Request #2/);
      assert.match(cardText(shown(card)), /#2 undoes this once it is approved\./);
      assert.equal(actionOf(shown(card), 'revert'), null);
      assert.match(JSON.stringify(shown(card)), /"show 2"/);
      await company.say('bob', 'reject 2 not now');
      await company.settle();
      assert.doesNotMatch(cardText(shown(card)), /To be undone by/);
      assert(actionOf(shown(card), 'revert'), 'it can be asked for again');
      await company.assertAuditHolds();
    });

  async function actNow(text: string, who: Name): Promise<TeamsMessage> {
    await company.say(who, text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    const action = actionOf(await company.view(who, message), 'act-now') ?? assert.fail('it can be done at once');
    await company.invoke(who, message, { ...action, data: { ...action.data, reason: 'Ransomware' } });
    await company.settle();
    return message;
  }

  it('is told of an emergency, too, on its card and by its reminders, and by whoever asked for the opposite', async () => {
    const card = await actNow('isolate LAP-HR-0001', 'alice');
    await settleLater();
    await company.pending('release LAP-HR-0001', 'bob');
    const own = await company.view('bob', card);
    assert.match(cardText(own), /To be undone by\s+Request #2.*#2 undoes this once it is approved\./s);
    assert.match(cardText(own), /Meanwhile another admin than who did it may still approve it afterwards\./);
    assert.equal(actionOf(own, 'revert'), null);
    company.clock.pass(20 * 3_600_000);
    await company.settle();
    const reminder = company.teams.messages.findLast(({ card: one }) =>
      /#1 is owed an approval, overdue/.test(cardText(one)),
    );
    assert.match(cardText(reminder?.card), /or approves #2, which undoes it\./);
    assert.doesNotMatch(cardText(reminder?.card), /revert 1/);
  });
});
