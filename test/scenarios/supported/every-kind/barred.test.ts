import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, type Card, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const MINUTE = 60_000;

describe('a request that cannot go on for now', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(() => company.close());

  /** The kinds by a supported API are switched off from now on. */
  async function switchedOff(): Promise<void> {
    const app = await company.another({ writer: false });
    await company.apps[0]?.close();
    company.apps.shift();
    await company.settle(app);
  }

  async function drafted(text: string): Promise<TeamsMessage> {
    await company.say('alice', text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    return message ?? assert.fail('no draft');
  }

  const OFF = /Indicators are switched off in this Airlock\.[^\n]*CHANGE_KINDS/;

  it('offers no approval while its kind is switched off, and takes none by an older card', async () => {
    const card = await company.pending('block domain evil.example');
    const approve = actionOf(await company.view('bob', card), 'approve') ?? assert.fail('not offered before');
    await switchedOff();
    const own = await company.view('bob', card);
    assert.equal(actionOf(own, 'approve'), null);
    assert.match(cardText(own), OFF);
    assert(actionOf(own, 'reject'));
    const answer = await company.invoke('bob', card, approve);
    assert.match(cardText(answer.value as Card), OFF);
    await company.settle();
    assert.doesNotMatch(cardText(card.card), /Approved/);
    await company.assertAuditHolds();
  });

  it('is not sent as long as its kind is switched off, and can be discarded', async () => {
    const card = await drafted('block domain evil.example');
    const submit = actionOf(await company.view('alice', card), 'submit') ?? assert.fail('not offered before');
    await switchedOff();
    const own = await company.view('alice', card);
    assert.equal(actionOf(own, 'submit'), null);
    assert(actionOf(own, 'discard'));
    assert.match(cardText(own), OFF);
    const answer = await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'Now' } });
    assert.match(cardText(answer.value as Card), OFF);
    await company.settle();
    const told = company.teams.messages.filter(({ card: one }) => /waits for your/.test(cardText(one)));
    assert.deepEqual(told, []);
  });

  it('offers no revert while its kind is switched off', async () => {
    const card = await company.pending('block domain evil.example');
    await company.approve('bob', card);
    await company.settle();
    assert(actionOf({ ...card.card }, 'revert'));
    await switchedOff();
    await company.say('alice', 'show 1');
    const own = { ...company.teams.messages.at(-1)?.card };
    assert.equal(actionOf(own, 'revert'), null);
    assert.match(cardText(own), OFF);
  });

  it('offers no approval once its own end has passed, and is not asked for again with it', async () => {
    const card = await company.pending('block domain evil.example until 2026-11-24 03:20');
    const approve = actionOf(await company.view('bob', card), 'approve') ?? assert.fail('not offered before');
    company.clock.pass(25 * MINUTE);
    await company.settle();
    const own = await company.view('bob', card);
    assert.equal(actionOf(own, 'approve'), null);
    assert.match(cardText(own), /Its own end, [^\n]*, has passed/);
    const answer = await company.invoke('bob', card, approve);
    assert.match(cardText(answer.value as Card), /Its own end, [^\n]*, has passed/);
    await company.say('alice', 'withdraw 1');
    await company.settle();
    const ended = { ...card.card };
    assert.equal(actionOf(ended, 'again'), null);
    assert.match(cardText(ended), /Its own end, [^\n]*, has passed/);
    await company.assertAuditHolds();
  });

  it('is asked for again where its end counts from when it is asked', async () => {
    const card = await company.pending('block domain evil.example for 10 minutes');
    company.clock.pass(15 * MINUTE);
    await company.settle();
    assert.equal(actionOf(await company.view('bob', card), 'approve'), null);
    await company.say('alice', 'withdraw 1');
    await company.settle();
    assert(actionOf({ ...card.card }, 'again'));
  });
});
