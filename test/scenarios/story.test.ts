import assert from 'node:assert/strict';
import { Company } from '../support/company/company.ts';
import { actionOf, cardText } from '../support/company/fake-teams.ts';

describe('the main job, by the front door', () => {
  let company: Company;
  afterEach(() => company.close());

  it('asks, gets a second admin, applies, reads back and records', async () => {
    company = await Company.open();
    const card = await company.pending();
    assert.equal(company.features().AutomatedIrEnabled, false);
    assert.equal(actionOf(await company.view('alice', card), 'approve'), null, 'the requester sees no Approve');
    assert(actionOf(await company.view('alice', card), 'withdraw'), 'the requester sees Withdraw');
    assert.equal(actionOf(await company.view('rita', card), 'approve'), null, 'a reader sees no Approve');
    const answer = await company.approve('bob', card);
    assert.equal(answer.type, 'application/vnd.microsoft.card.adaptive');
    assert.equal(company.features().AutomatedIrEnabled, false, 'nothing waits on Defender inside the turn');
    await company.settle();
    assert.equal(company.features().AutomatedIrEnabled, true);
    assert.equal(company.writes.length, 1);
    const shown = cardText(card.card);
    assert.match(shown, /Applied/);
    assert.match(shown, /Alice Ahlgren/);
    assert.match(shown, /Bob Brandt/);
    await company.assertAuditHolds();
  });

  it('tells the approvers it knows in their personal chats, and keeps every copy current', async () => {
    company = await Company.open();
    for (const who of ['bob', 'grace', 'gus', 'ed', 'alice2'] as const) await company.say(who, 'help', `a:${who}`);
    await company.pending();
    const copies = company.teams.messages.filter(({ card }) => actionOf(card, 'approve'));
    assert.deepEqual(
      copies.map(({ conversation }) => conversation).sort(),
      ['a:bob', 'a:grace'],
      'only those who may approve are told',
    );
    const [copy] = copies;
    assert(copy);
    await company.approve('bob', copy);
    await company.settle();
    for (const message of copies) assert.match(cardText(message.card), /Applied/);
  });

  it('answers "already on" where the switch is built in, and files nothing', async () => {
    company = await Company.open({ tenant: 'current' });
    await company.say('alice', 'enable automated investigation');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /already on/);
    assert.equal(
      (await company.services.store.requests(company.services.tenantId, { open: false, limit: 10 })).length,
      0,
    );
    await company.assertAuditHolds();
  });

  it('does nothing on "do not enable automated investigation"', async () => {
    company = await Company.open();
    await company.say('alice', 'do not enable automated investigation');
    assert.equal(actionOf(company.teams.messages.at(-1)?.card, 'view'), null);
    assert.equal(company.writes.length, 0);
  });

  it('answers status, requests, show and help to anybody', async () => {
    company = await Company.open();
    await company.pending();
    await company.say('rita', 'status');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Automated investigation/);
    await company.say('rita', 'requests');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /#1/);
    await company.say('rita', 'show 1', 'a:rita');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /CHG-1042/);
    await company.say('rita', 'help');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /withdraw/i);
  });

  it('decides by typed commands through the same doors', async () => {
    company = await Company.open();
    await company.pending();
    await company.decide('alice', 'approve', 1);
    await company.say('bob', 'approve 1');
    assert.equal(company.writes.length, 0, 'a number alone is no look');
    await company.say('bob', 'reject 1 not before Friday');
    assert.match(cardText(company.message('not before Friday').card), /Bob Brandt/);
    await company.pending();
    await company.decide('bob', 'approve', 2);
    assert.equal(company.features().AutomatedIrEnabled, true);
    await company.pending('disable automated investigation');
    await company.say('alice', 'withdraw 3');
    await company.decide('bob', 'approve', 3);
    assert.equal(company.features().AutomatedIrEnabled, true);
    assert.equal(company.writes.length, 1);
  });
});
