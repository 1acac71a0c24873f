import assert from 'node:assert/strict';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

interface Entity {
  readonly type: string;
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

/** The people whom a card mentions; each entity's text stands in the card. */
function mentioned({ card }: TeamsMessage): readonly string[] {
  const { entities = [] } = (card.msteams ?? {}) as { entities?: Entity[] };
  for (const { type, text } of entities) {
    assert.equal(type, 'mention');
    assert(cardText(card).includes(text), text);
  }
  return entities.map(({ mentioned: one }) => one.id);
}

describe('whom a request is announced to, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const know = async (...names: Name[]) => {
    for (const name of names) await company.say(name, 'help', `a:${name}`);
  };
  const within = (text: RegExp) => company.teams.messages.filter(({ card }) => text.test(cardText(card)));
  const calls = () => company.teams.messages.filter((one) => mentioned(one).length > 0);

  async function later(ms: number): Promise<void> {
    company.clock.pass(ms);
    await company.settle();
  }

  it('is mentioned in a new message where it was asked, by the directory’s names', async () => {
    await know('bob');
    const card = await company.pending();
    const [call, ...more] = calls();
    assert(call);
    assert.deepEqual([call.conversation, more.length], [SOC, 0]);
    assert.notEqual(call.id, card.id);
    assert(mentioned(call).includes('29:bob'), 'by the id of Teams where the bot knows it');
    assert(mentioned(call).includes(PEOPLE_IDS.grace), 'else by the directory’s id');
    assert.match(cardText(call.card), /<at>Bob [A-Z][a-z]+<\/at>/);
    assert.match(cardText(call.card), /Alice Ahlgren: Automated investigation Off → On[\s\S]*#1 waits for a decision/);
    assert(!mentioned(call).includes('29:alice'));
  });

  it('is mentioned with a mark where they have to activate a role first', async () => {
    await company.pending();
    assert.match(cardText(calls()[0]?.card ?? {}), /activate their role first[^\n]*: Ed Eriksen\./);
  });

  it('is told what is asked before anything else, and in place that it is decided', async () => {
    const decided: Readonly<Record<string, readonly [Name, string, RegExp]>> = {
      withdrawn: ['alice', 'withdraw 1', /#1: Withdrawn by Alice Ahlgren/],
      rejected: ['bob', 'reject 2 not now', /#2: Rejected by Bob Brandt/],
    };
    for (const [who, text, says] of Object.values(decided)) {
      await company.pending();
      await later(12 * 3_600_000);
      const number = text.split(' ')[1];
      const waiting = () => within(new RegExp(`#${number} (?:waits for a decision|is waiting for approval)`));
      const shown = waiting().filter(({ conversation }) => conversation === SOC);
      assert.equal(shown.length, 2, 'the call and a reminder');
      for (const { card } of shown) assert.match(cardText(card), /● |! /);
      await company.say(who, text);
      await later(11 * 60_000);
      assert.deepEqual(waiting(), []);
      for (const { card } of shown) assert.match(cardText(card), says);
    }
  });

  it('hears in place that it was approved, and applied', async () => {
    const card = await company.pending();
    const [call] = calls();
    assert(call);
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(call.card), /● #1: Applied\s*$/, 'one line: the card and the news of it stand beside it');
    assert.equal(company.teams.messages.filter(({ card }) => /is applied/.test(cardText(card))).length, 1);
    assert.equal(mentioned(call).length, 0, 'nobody is mentioned once more');
  });

  it('stands on its card: told and when, not told and why, and whose approval cannot count', async () => {
    await know('bob');
    const card = await company.pending();
    await later(2_000);
    const text = cardText(card.card);
    assert.match(text, /Told\n[\s\S]*Bob/);
    assert.match(text, /Cannot count[\s\S]*(same person|session)/);
    await company.approve('bob', card);
    await company.settle();
    assert.doesNotMatch(cardText(card.card), /Cannot count|^Told$/m);
  });

  it('is not announced to who wants no messages, who is on the card all the same', async () => {
    await know('bob', 'grace');
    await company.say('bob', 'mute', 'a:bob');
    assert.match(cardText(company.message('no more messages').card), /unmute/);
    const card = await company.pending();
    await later(2_000);
    assert.equal(
      within(/waits for a decision|CHG-1042/).filter(({ conversation }) => conversation === 'a:bob').length,
      0,
    );
    assert(!calls().flatMap(mentioned).includes('29:bob'));
    assert.match(cardText(card.card), /Bob [^\n]*: wants no messages/);
    await company.say('bob', 'unmute', 'a:bob');
    await company.say('alice', 'withdraw 1');
    await later(11 * 60_000);
    await company.pending();
    assert(calls().flatMap(mentioned).includes('29:bob'));
    assert(within(/CHG-1042/).some(({ conversation }) => conversation === 'a:bob'));
  });

  it('says to whoever asked that nobody can decide, and whose session would write it', async () => {
    for (const { id, roles, groupRoles, eligible } of company.sandbox.world.people)
      if (id !== PEOPLE_IDS.alice && id !== PEOPLE_IDS.omar)
        for (const held of [roles, groupRoles, eligible]) held.clear();
    await know('alice');
    const card = await company.pending();
    assert.deepEqual(
      within(/Nobody can decide on #1/)
        .map(({ conversation }) => conversation)
        .sort(),
      [SOC, 'a:alice'].sort(),
    );
    assert.match(
      cardText(company.message('Nobody can decide on #1').card),
      /would count now: Omar Okafor: their session/,
    );
    await later(2_000);
    assert.match(cardText(card.card), /Cannot count[\s\S]*Omar Okafor: their session would write it/);
  });

  for (const [title, alter, says] of [
    [
      'one alone could give one of two approvals',
      () => company.person('grace').roles.clear(),
      /It needs 2 approvals, and only these would count now: Bob Brandt\. Ask/,
    ],
    [
      'two accounts that could are one person’s',
      () => Object.assign(company.person('grace'), { employeeId: company.person('bob').employeeId }),
      /It needs 2 approvals of different people, and these are not known to be so many: Bob Brandt; Grace Gallagher/,
    ],
    ['two people could', () => undefined, null],
  ] as const)
    it(`${says ? 'says' : 'says nothing'} to whoever asked where ${title}`, async () => {
      await company.close();
      company = await Company.open({ environment: { APPROVALS_REQUIRED: '2' } });
      for (const { id, roles, groupRoles, eligible } of company.sandbox.world.people)
        if (![PEOPLE_IDS.alice, PEOPLE_IDS.bob, PEOPLE_IDS.grace, PEOPLE_IDS.omar].some((one) => one === id))
          for (const held of [roles, groupRoles, eligible]) held.clear();
      alter();
      await company.pending();
      const told = within(/Too few can decide on #1/).map(({ card }) => cardText(card));
      assert.equal(told.length > 0, says !== null);
      if (says) assert.match(told.join(), says);
    });

  it('says to those who first have to activate their role what to do, and mentions them', async () => {
    for (const { id, roles, groupRoles } of company.sandbox.world.people)
      if (id !== PEOPLE_IDS.alice && id !== PEOPLE_IDS.omar) for (const held of [roles, groupRoles]) held.clear();
    await know('ed');
    const card = await company.pending();
    const own = within(/once your role is active: activate it/).find(({ conversation }) => conversation === 'a:ed');
    assert(own, 'the card in his own chat says what to do');
    assert.deepEqual(calls().flatMap(mentioned), ['29:ed']);
    assert.match(cardText(calls()[0]?.card), /First activate your role/);
    await later(2_000);
    assert.match(cardText(card.card), /Told\n[\s\S]*Ed Eriksen \(activate the role first\)/);
    assert.equal(within(/Nobody/).length, 0);
  });

  it('is reminded by a button, whoever can decide, twice an hour at most', async () => {
    await know('alice', 'bob');
    const card = await company.pending();
    const remind = async () => {
      const action = actionOf(await company.view('alice', card), 'remind');
      assert(action);
      return cardText((await company.invoke('alice', card, action)).value);
    };
    assert.match(await remind(), /Reminded: [^.]*Bob [A-Z]/);
    assert.match(await remind(), /reminded a moment ago/);
    await company.settle();
    const reminders = () => within(/is waiting for approval/);
    assert.deepEqual(
      reminders()
        .map(({ conversation }) => conversation)
        .sort(),
      [SOC, 'a:bob'].sort(),
    );
    assert(mentioned(reminders().find(({ conversation }) => conversation === SOC) ?? card).includes('29:bob'));
    await later(30 * 60_000);
    assert.match(await remind(), /Reminded/);
    await company.settle();
    assert.equal(reminders().length, 4);
    assert.equal(actionOf(await company.view('bob', card), 'remind'), null);
  });
});
