import assert from 'node:assert/strict';
import { Company, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const ROUNDS = 8;

describe("a request's card that is shown again and again, by the front door", () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    await company.say('bob', 'help', 'a:bob');
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const cards = (conversation: string): readonly TeamsMessage[] =>
    company.teams.messages.filter((one) => one.conversation === conversation && actionOf(one.card, 'view') !== null);
  const own = (): readonly TeamsMessage[] =>
    company.teams.messages.filter(({ card, conversation }) => conversation === 'a:bob' && actionOf(card, 'approve'));

  it('stands once beside the card that was announced; what stood before says so, and has a button', async () => {
    await company.pending();
    for (let round = 0; round < ROUNDS; round += 1) await company.say('bob', 'show 1', 'a:bob');
    assert.equal(own().length, 2, 'the one that was announced, and the newest');
    const { tenantId, store } = company.services;
    const request = (await store.requestByNumber(tenantId, 1)) ?? assert.fail();
    assert.equal(
      (await store.copies(tenantId, request.id)).length,
      3,
      'the channel, what was announced, what was asked',
    );
    const before = company.message('#1 is shown again');
    assert.match(cardText(before.card), /newer card.*not updated any more.*Show 1/s);
    const announced = own()[0] ?? assert.fail();
    await company.invoke('bob', announced, actionOf(announced.card, 'approve') ?? assert.fail());
    await company.settle();
    assert.equal(company.features().AutomatedIrEnabled, true);
    assert.equal(company.message('#1 is shown again').id, before.id);
  });

  it('stands once in a channel, whatever threads it was asked for in, beside the one where it was asked', async () => {
    const asked = await company.pending();
    for (let round = 2; round < ROUNDS; round += 1)
      await company.say('bob', 'show 1', `${SOC.split(';')[0]};messageid=${round}`);
    const threads = [...new Set(company.teams.messages.map(({ conversation }) => conversation))];
    const shown = threads.filter((one) => !one.startsWith('a:')).flatMap(cards);
    assert.deepEqual(
      shown.map(({ id }) => id),
      [asked.id, shown.at(-1)?.id],
    );
  });

  for (const [status, code] of [
    [403, 'Forbidden'],
    [404, 'NotFound'],
  ] as const)
    it(`stands once also where Teams answers ${status} once to the edit of the one before`, async () => {
      await company.pending();
      await company.say('bob', 'show 1', 'a:bob');
      let once = true;
      company.teams.refuse = ({ method, path }) => {
        if (!once || method !== 'PUT' || !path.includes('/a:bob/')) return null;
        once = false;
        return { status, code };
      };
      await company.say('bob', 'show 1', 'a:bob');
      company.clock.pass(60_000);
      await company.settle();
      assert.equal(once, false);
      assert.equal(own().length, 2, 'the one that was announced, and the newest');
      assert.match(cardText(company.message('#1 is shown again').card), /not updated any more/);
    });

  it('a press on what a client still shows of an earlier one counts by what it showed', async () => {
    await company.pending();
    await company.say('bob', 'show 1', 'a:bob');
    const earlier = { ...(own().at(-1) ?? assert.fail()) };
    await company.say('bob', 'show 1', 'a:bob');
    await company.invoke('bob', earlier, actionOf(earlier.card, 'approve') ?? assert.fail());
    const { updates } = company.message('#1 is shown again');
    await company.settle();
    assert.equal(company.features().AutomatedIrEnabled, true);
    assert.equal(
      company.message('#1 is shown again').updates,
      updates + 1,
      'over what the press shows to whoever pressed',
    );
  });

  it('stands once where others ask for the same again and again', async () => {
    const asked = await company.pending();
    for (let round = 0; round < ROUNDS; round += 1) await company.say('omar', 'enable automated investigation');
    assert.deepEqual(
      cards(SOC).map(({ id }) => id === asked.id),
      [true, false],
    );
  });
});
