import assert from 'node:assert/strict';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionOf, type Card, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { tamper, tamperFact } from '../../../support/company/tamper.ts';

const HOUR = 3_600_000;
const ENVIRONMENT = { EMERGENCY_ACTIONS: 'isolate,release' };

describe('an emergency', () => {
  let company: Company;
  afterEach(() => company?.close());

  const actions = () => machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');
  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const texts = () => company.teams.messages.map(({ card }) => cardText(card)).join('\n');

  async function draft(text: string, who: Name = 'alice') {
    await company.say(who, text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    return { message, own: await company.view(who, message) };
  }

  async function actNow(text: string, who: Name = 'alice'): Promise<TeamsMessage> {
    const { message, own } = await draft(text, who);
    const action = actionOf(own, 'act-now');
    assert(action, 'the card offers to do it now');
    const answer = await company.invoke(who, message, { ...action, data: { ...action.data, reason: 'Ransomware' } });
    assert.equal(answer.statusCode, 200, JSON.stringify(answer.value));
    await company.settle();
    return message;
  }

  it('is done at once on one admin’s word, owed, and settled by another admin who approves it', async () => {
    company = await Company.open({ connector: 'guided', environment: ENVIRONMENT });
    const card = await actNow('isolate LAP-HR-0001');
    assert.equal(actions().length, 1);
    assert.match(cardText(card.card), /No approval\s+Alice Ahlgren.*an emergency/s);
    assert.match(cardText(card.card), /another admin approves or undoes it by/);
    assert.match(texts(), /#1 is owed an approval/);
    company.clock.pass(60_000);
    await company.settle();
    await company.say('alice', 'status');
    assert.match(last(), /Done alone as an emergency, an approval is owed: #1/);
    const { value } = await company.approve('alice', card);
    assert.match(JSON.stringify(value), /You asked for this change, so you cannot decide on it/);
    const pressed = await company.approve('bob', card);
    assert.match(cardText(pressed.value as Card), /Approved by\s+Bob Brandt/);
    await company.settle();
    assert.match(cardText(card.card), /Approved by\s+Bob Brandt/);
    assert.doesNotMatch(cardText(card.card), /approval owed/);
    const events = (await company.recorded()).flatMap(({ event }) =>
      event.startsWith('request.') ? [event.replace('request.', '')] : [],
    );
    assert.deepEqual(events.slice(0, 7), [
      'drafted',
      'submit',
      'proceed',
      'start',
      'record-outcome',
      'follow',
      'ratify',
    ]);
    await company.say('alice', 'status');
    assert.doesNotMatch(last(), /an approval is owed/);
    await company.assertAuditHolds();
  });

  it('bars its admin from another one until it is settled, also by being undone', async () => {
    company = await Company.open({ environment: ENVIRONMENT });
    const card = await actNow('isolate LAP-HR-0001');
    const { message, own } = await draft('isolate LAP-HR-0002');
    assert.equal(actionOf(own, 'act-now'), null, 'no second one is offered');
    assert.match(cardText(own), /You did #1 at once[\s\S]*Until then you cannot start another: ask for approval/);
    // As a card that was drawn before had it.
    const again = { ...(actionOf(own, 'submit') ?? assert.fail()), verb: 'act-now' };
    const refused = await company.invoke('alice', message, { ...again, data: { ...again.data, reason: 'More' } });
    assert.match(
      JSON.stringify(refused.value),
      /You did #1 at once, and another admin has neither approved nor undone it/,
    );
    assert.equal(actions().length, 1);
    company.clock.pass(10 * 60_000);
    await company.settle();
    const undo = await company.pending('revert 1', 'bob');
    await company.approve('alice', undo);
    await company.settle();
    assert.deepEqual(
      actions().map(({ type }) => type),
      ['Unisolate', 'Isolate'],
    );
    assert.doesNotMatch(texts(), /#1 is undone/);
    company.clock.pass(10 * 60_000);
    await company.settle();
    assert.match(texts(), /#1 is undone/);
    assert.equal(cardText(card.card).split(/Undone by\s+Request #3/).length, 2, 'the card says so once');
    assert.equal(actionOf({ ...card.card }, 'revert'), null, 'nothing is left to revert');
    const done = await company.invoke('alice', message, { ...again, data: { ...again.data, reason: 'More' } });
    assert.equal(done.statusCode, 200);
    await company.settle();
    assert.equal(actions().length, 3);
    await company.assertAuditHolds();
  });

  /** Somebody asks for it, and somebody else approves; its orders end. */
  async function agreed(text: string, who: Name = 'bob', by: Name = 'alice'): Promise<TeamsMessage> {
    company.clock.pass(10 * 60_000);
    await company.settle();
    const card = await company.pending(text, who);
    await company.approve(by, card);
    await company.settle();
    company.clock.pass(10 * 60_000);
    await company.settle();
    return card;
  }

  it('is settled by an ordinary release of all of its devices that two people agreed to, and by no part of them', async () => {
    company = await Company.open({ environment: ENVIRONMENT });
    await actNow('isolate LAP-HR-0001, LAP-HR-0002');
    await agreed('release LAP-HR-0001');
    assert.match(texts(), /#1 is undone in part, and still owed.*LAP-HR-0002/s);
    await agreed('release LAP-HR-0003');
    assert.doesNotMatch(texts(), /#1 is undone:|#3 does not settle/);
    await company.say('alice', 'status');
    assert.match(last(), /an approval is owed: #1/);
    await agreed('release LAP-HR-0002');
    assert.match(texts(), /#4 undid what was done as an emergency/);
    await company.say('alice', 'status');
    assert.doesNotMatch(last(), /an approval is owed/);
    await company.assertAuditHolds();
  });

  it('is not settled by a release that fails on the devices', async () => {
    company = await Company.open({ environment: ENVIRONMENT });
    await actNow('isolate LAP-HR-0001');
    actionHabitsOf(company.sandbox.world).ends = 'Failed';
    await agreed('release LAP-HR-0001');
    assert.doesNotMatch(texts(), /#1 is undone/);
    await company.say('alice', 'status');
    assert.match(last(), /an approval is owed: #1/);
  });

  it('owes nothing any more where Defender did it on none of the devices, and bars nobody', async () => {
    company = await Company.open({ environment: ENVIRONMENT });
    actionHabitsOf(company.sandbox.world).ends = 'Failed';
    const card = await actNow('isolate LAP-HR-0001');
    assert.match(texts(), /#1 is owed an approval/);
    const approve = actionOf(await company.view('bob', card), 'approve') ?? assert.fail();
    company.clock.pass(10 * 60_000);
    await company.settle();
    const FREE = /Defender did it on no device, so nobody owes an approval for it/;
    assert.match(cardText(card.card), FREE);
    assert.doesNotMatch(cardText(card.card), /approval owed/i);
    assert.match(cardText(company.message('failed on the devices').card), FREE);
    await company.say('alice', 'status');
    assert.doesNotMatch(last(), /an approval is owed/);
    const late = await company.invoke('bob', card, approve);
    assert.match(JSON.stringify(late.value), FREE);
    const follow = (await company.recorded()).findLast(({ event }) => event === 'request.follow');
    assert.match(JSON.stringify(follow?.data), /"debt":"none"/);
    const told = texts().split('#1 is owed an approval').length;
    actionHabitsOf(company.sandbox.world).ends = null;
    await actNow('isolate LAP-HR-0002');
    company.clock.pass(30 * HOUR);
    await company.settle();
    assert.equal(texts().split('#1 is owed an approval').length, told, 'nobody is reminded of it');
    assert.match(texts(), /#2 is owed an approval/);
    await company.assertAuditHolds();
  });

  async function cut(): Promise<TeamsMessage> {
    company = await Company.open({ environment: ENVIRONMENT });
    company.sandbox.world.faults.push({ surface: 'mde', kind: 'cut', path: '/isolate', times: 1 });
    const card = await actNow('isolate LAP-HR-0001');
    for (let at = 0; at < 8; at += 1) {
      company.clock.pass(10 * 60_000);
      await company.settle();
    }
    assert.match(cardText(card.card), /unknown/i);
    return card;
  }

  it('may be approved by another admin while nobody knows whether it arrived, and bars nobody then', async () => {
    const card = await cut();
    assert.match(cardText(card.card), /not known so far whether it was done\. Another admin approves or undoes it by/);
    assert(actionOf(await company.view('bob', card), 'revert'), 'what may have been done can be undone by two people');
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /Approved by\s+Bob Brandt/);
    await actNow('isolate LAP-HR-0002');
    assert.equal(actions().length, 1);
    company.clock.pass(30 * HOUR);
    await company.settle();
    await company.assertAuditHolds();
  });

  it('owes nothing once readings showed it nowhere, and says so in place of pointing to a revert', async () => {
    const card = await cut();
    company.clock.pass(8 * HOUR);
    await company.settle();
    assert.match(cardText(card.card), /Defender lists no order of it, so nobody owes an approval for it, unless/);
    assert.doesNotMatch(cardText(card.card), /approval owed|revert/i);
    await company.say('bob', 'revert 1');
    assert.doesNotMatch(last(), /undoes it/);
    await actNow('isolate LAP-HR-0002');
    assert.equal(actions().length, 1);
    await company.assertAuditHolds();
  });

  it('is told of again when it is due and after that', async () => {
    company = await Company.open({ environment: { ...ENVIRONMENT, DEBT_WINDOW: '2h' } });
    await actNow('isolate LAP-HR-0001');
    const told = () => texts().split('#1 is owed an approval').length - 1;
    const before = told();
    company.clock.pass(1.1 * HOUR);
    await company.settle();
    assert(told() > before && texts().includes('Reminder: #1 is owed an approval'));
    company.clock.pass(HOUR);
    await company.settle();
    assert.match(texts(), /#1 is owed an approval, overdue/);
  });

  it('is none where the policy does not name it', async () => {
    company = await Company.open({ environment: ENVIRONMENT });
    assert.equal(actionOf((await draft('restrict LAP-HR-0001')).own, 'act-now'), null);
    await company.close();
    company = await Company.open();
    assert.equal(actionOf((await draft('isolate LAP-HR-0001')).own, 'act-now'), null);
  });

  it('is begun once by one admin, of two at the same moment and of one that is delivered twice', async () => {
    company = await Company.open({ environment: ENVIRONMENT });
    const drafts = [await draft('isolate LAP-HR-0001'), await draft('isolate LAP-HR-0002')];
    const press = ({ message, own }: (typeof drafts)[number]) => {
      const action = actionOf(own, 'act-now');
      assert(action);
      return company.invoke('alice', message, { ...action, data: { ...action.data, reason: 'Ransomware' } });
    };
    const [first, second] = drafts;
    assert(first && second);
    const answers = await Promise.all([press(first), press(second), press(first)]);
    await company.settle();
    assert.equal(actions().length, 1);
    const told = answers.map(({ value }) => JSON.stringify(value)).join('\n');
    assert.match(told, /neither approved nor undone it yet/);
    await company.assertAuditHolds();
  });

  it('is not begun where its admin may not approve any more by the time it is written', async () => {
    company = await Company.open({ environment: ENVIRONMENT });
    const { message, own } = await draft('isolate LAP-HR-0001');
    const action = actionOf(own, 'act-now');
    assert(action);
    await company.invoke('alice', message, { ...action, data: { ...action.data, reason: 'Ransomware' } });
    company.person('alice').roles.clear();
    await company.settle();
    assert.equal(actions().length, 0);
    assert.match(cardText(message.card), /Stopped/);
    await company.assertAuditHolds();
  });

  it('waits for another admin like any request where it is killed before it goes ahead', async () => {
    company = await Company.open({ environment: ENVIRONMENT });
    const { message, own } = await draft('isolate LAP-HR-0001');
    const action = actionOf(own, 'act-now');
    assert(action);
    const { commit } = company.services.store;
    const store = company.services.store as { commit: typeof commit };
    store.commit = (async (step: Parameters<typeof commit>[0]) => {
      if (step.audit.some(({ event }) => event === 'request.proceed')) throw new TypeError('killed');
      return commit(step);
    }) as typeof commit;
    await company.invoke('alice', message, { ...action, data: { ...action.data, reason: 'Ransomware' } });
    store.commit = commit;
    company.clock.pass(60_000);
    await company.settle();
    assert.equal(actions().length, 0);
    assert.match(cardText(message.card), /Waiting for approval/);
    await company.approve('bob', message);
    await company.settle();
    assert.equal(actions().length, 1);
    await company.assertAuditHolds();
  });

  const settled = { how: 'undone', at: 0, request: 7 };
  const forgeries: Readonly<Record<string, () => void>> = {
    'a debt that is settled in the database': () =>
      tamper(company, ({ alone, ...request }) => ({ ...request, alone: { ...(alone as object), settled } })),
    'a debt that is taken out of the database': () => tamper(company, ({ alone: _, ...request }) => request),
    'what is remembered of it spoiled': () => tamperFact(company, 'debt-turn'),
  };
  for (const [title, forge] of Object.entries(forgeries))
    it(`the audit finds ${title}`, async () => {
      company = await Company.open({ environment: ENVIRONMENT });
      await actNow('isolate LAP-HR-0001');
      forge();
      await company.assertAuditHolds();
    });
});
