import assert from 'node:assert/strict';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const REASON = 'Pilot finished, see CHG-1042';

describe('what ended without being applied', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** Presses on the card that everybody sees; the draft that follows, as whoever pressed sees it. */
  async function askedAgain(who: Name, card: TeamsMessage) {
    const again = actionOf(card.card, 'again') ?? assert.fail('the card offers to ask again');
    const answer = await company.invoke(who, card, again);
    assert.match(cardText(answer.value), /draft of the same, with its reason, stands below/);
    const { updates } = card;
    await company.settle();
    assert.equal(card.updates, updates, 'what it says stays true');
    const draft = company.teams.messages.at(-1) ?? assert.fail();
    return { draft, seen: await company.view(who, draft) };
  }

  it('is asked for again with one press, filled in, by anybody who may ask', async () => {
    const card = await company.pending();
    await company.say('bob', 'reject 1 not before Friday');
    const { draft, seen } = await askedAgain('bob', card);
    assert.match(cardText(seen), /Turn on Automated investigation/);
    assert.match(JSON.stringify(seen), new RegExp(`"value":"${REASON}"`));
    const submit = actionOf(seen, 'submit') ?? assert.fail();
    await company.invoke('bob', draft, { ...submit, data: { ...submit.data, reason: REASON } });
    await company.settle();
    assert.equal((await company.services.store.requestByNumber(company.services.tenantId, 2))?.state, 'pending');
    await company.approve('alice', draft);
    await company.settle();
    assert.equal(company.features().AutomatedIrEnabled, true);
  });

  it('is asked for again on the tenant as it is now', async () => {
    await company.say('alice', 'create device group "Kiosks" level full tag equals kiosk last');
    const card = company.teams.messages.at(-1) ?? assert.fail();
    await company.invoke('alice', card, actionOf(await company.view('alice', card), 'discard') ?? assert.fail());
    await company.settle();
    const { seen } = await askedAgain('alice', card);
    assert(actionOf(seen, 'edit'), 'a device group has its form again');
    await company.say('alice', 'enable automated investigation');
    const drifting = company.teams.messages.at(-1) ?? assert.fail();
    await company.invoke(
      'alice',
      drifting,
      actionOf(await company.view('alice', drifting), 'discard') ?? assert.fail(),
    );
    company.sandbox.world.tenant.advancedFeatures.AutomatedIrEnabled = true;
    await company.settle();
    await company.invoke('alice', drifting, actionOf(drifting.card, 'again') ?? assert.fail());
    await company.settle();
    assert.match(cardText(company.teams.messages.at(-1)?.card), /already on/);
  });

  it('is closed first where its time is over', async () => {
    const card = await company.pending();
    company.clock.pass(25 * 3_600_000);
    const stale = actionOf(await company.view('alice', card), 'again') ?? assert.fail('an overdue card offers it');
    await company.invoke('alice', card, stale);
    await company.settle();
    assert.equal((await company.services.store.requestByNumber(company.services.tenantId, 1))?.state, 'expired');
    assert(actionOf(await company.view('alice', company.message('Draft')), 'submit'));
  });

  it('tells so in a notice with the same button; a request that is open cannot be asked for again', async () => {
    const card = await company.pending();
    await company.say('bob', 'ask again 1');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /is waiting for a decision/);
    await company.say('alice', 'withdraw 1');
    assert.match(cardText(card.card), /Withdrawn/);
    await company.pending();
    await company.say('bob', 'reject 2 too early');
    const notice = company.message('was rejected');
    assert.match(JSON.stringify(notice.card), /"say":"ask again 2"/);
    await company.invoke('alice', notice, { verb: 'say', data: { say: 'ask again 2' } });
    await company.settle();
    assert(actionOf(await company.view('alice', company.teams.messages.at(-1) ?? assert.fail()), 'submit'));
  });

  it('says on the card that was pressed that the draft stands below, for good', async () => {
    const card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
    const revert = actionOf(card.card, 'revert') ?? assert.fail();
    const { updates } = card;
    const answer = await company.invoke('alice', card, revert);
    assert.match(cardText(answer.value), /The draft of the undoing stands below, or why there is none/);
    await company.settle();
    assert.equal(card.updates, updates, 'the answer stays on the card of whoever pressed');
    assert.equal(company.teams.messages.at(-1)?.conversation, SOC);
  });

  it('is asked for again once, however often Teams sends the press', async () => {
    const card = await company.pending();
    await company.say('alice', 'withdraw 1');
    const again = actionOf(card.card, 'again') ?? assert.fail();
    for (const id of ['p1', 'p1', 'another', 'one more']) await company.invoke('alice', card, again, { id });
    await company.settle();
    const drafted = (await company.recorded()).filter(({ event }) => event === 'request.drafted');
    assert.equal(drafted.length, 2);
  });
});
