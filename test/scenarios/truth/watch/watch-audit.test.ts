import assert from 'node:assert/strict';
import { Company, SOC } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import {
  alertsFact,
  approvedOn,
  auditLog,
  eachWatched,
  inPortal,
  OFF,
  ON,
  press,
  requestOf,
  told,
} from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;

describe("what Microsoft's audit log says, by the front door", () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const fact = () => alertsFact(company);

  it('turns the word of a person into what the log says, hours later, on the card, in lists and in the record', async () => {
    const card = await approvedOn(company);
    auditLog(company).delayMs = 5 * 60 * MINUTE;
    auditLog(company).names = company.person('omar').userPrincipalName.toUpperCase();
    company.clock.pass(5 * MINUTE);
    await inPortal(company, 'omar', ON);
    company.clock.pass(MINUTE);
    await press(company, 'omar', card, 'attest');
    assert.equal((await fact())?.source.kind, 'attested');
    await company.watch(company.app, 60);
    assert.equal((await requestOf(company)).outcome?.corroborated, undefined);
    await company.watch(company.app, 5 * 60);
    const after = await requestOf(company);
    assert.equal(after.outcome?.corroborated?.name, 'Omar Okafor');
    assert.deepEqual(after.outcome?.corroborated?.findings, []);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated by Microsoft's audit log/);
    const entry = (await company.recorded()).at(-1);
    assert.equal(entry?.event, 'request.corroborate');
    assert.match(JSON.stringify(entry?.data), /Corroborated: Microsoft's audit log names Omar Okafor/);
    assert.deepEqual([(await fact())?.source.kind, (await fact())?.value], ['corroborated', 'on']);
    await company.say('rita', 'all requests');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Applied, corroborated/);
    await company.watch();
    assert.equal((await requestOf(company)).rev, after.rev, 'a record is told of once');
    assert.equal(told(company, /Changed outside Airlock|names somebody else/).length, 0);
    const [notice, ...more] = told(company, /#1 is applied/);
    assert.deepEqual(more, [], 'and nobody is told a second time that it is applied');
    assert.match(cardText(notice?.card), /#1 is applied, corroborated by Microsoft's audit log/);
    assert.equal(told(company, /Applied, attested|attested by Omar/).length, 0, 'no message says less than is known');
  });

  it('leaves nobody called to apply by hand what was applied', async () => {
    await company.say('alice', 'help', 'a:alice');
    const card = await approvedOn(company);
    const called = () => told(company, /select "I have applied it" when they are done/);
    assert.ok(called().some(({ conversation }) => conversation === 'a:alice'));
    await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    assert.deepEqual(called(), []);
    const own = company.teams.messages.findLast(({ conversation }) => conversation === 'a:alice');
    assert.match(cardText(own?.card), /#1: Applied, attested/);
  });

  it('tells who the log names where somebody else said so, on the card, in the record and to those who approve', async () => {
    const card = await approvedOn(company);
    await inPortal(company, 'grace', ON);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const says =
      /Omar Okafor \(omar@harbourline\.example\) reported it as applied; Microsoft's audit log names Grace Gallagher \(grace@/;
    assert.match(cardText(card.card), says);
    assert.match(JSON.stringify((await company.recorded()).at(-1)?.data), says);
    assert.match(cardText(card.card), /Ask both who applied it/);
    const notices = told(company, /#1: the audit log names somebody else/);
    assert.deepEqual(notices.map(({ conversation }) => conversation).sort(), [SOC, 'a:grace'].sort());
  });

  it('tells where the log names an approver as who applied it', async () => {
    const card = await approvedOn(company);
    await inPortal(company, 'bob', ON);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    assert.match(cardText(card.card), /names Bob Brandt \(bob@[^)]*\), who approved this change, as who applied it/);
  });

  it('waits for the word of whoever applied it, where the record is faster', async () => {
    const card = await approvedOn(company);
    await inPortal(company, 'omar', ON);
    await company.watch();
    assert.equal(told(company, /Changed outside Airlock/).length, 0);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    assert.equal((await requestOf(company)).outcome?.corroborated?.name, 'Omar Okafor');
  });

  it('does not take a change from before the approval for the approved one', async () => {
    const card = await company.pending('enable automatically resolve alerts');
    await inPortal(company, 'omar', ON);
    company.clock.pass(10 * MINUTE);
    await company.approve('bob', card);
    await company.settle();
    await press(company, 'omar', card, 'attest');
    await company.watch();
    assert.equal((await requestOf(company)).outcome?.corroborated, undefined);
    const [outside] = told(company, /Changed outside Airlock/);
    assert.match(cardText(outside?.card), /#1 asked for exactly this, and was approved only later/);
  });

  it('decides nothing about who it was while the directory does not answer, and catches up', async () => {
    const card = await approvedOn(company);
    await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    company.sandbox.world.faults.push({ surface: 'graph', path: '/v1.0/users', kind: 'status', status: 503 });
    await company.watch();
    assert.equal((await requestOf(company)).outcome?.corroborated, undefined);
    company.sandbox.world.faults.length = 0;
    await company.watch();
    assert.equal((await requestOf(company)).outcome?.corroborated?.name, 'Omar Okafor');
  });

  it('tells a change that no request explains, once, and lets an approver adopt it', async () => {
    await inPortal(company, 'omar', ON);
    await company.watch();
    await company.watch();
    const [card, ...more] = told(company, /Changed outside Airlock/);
    assert(card);
    assert.equal(more.length, 0);
    assert.match(cardText(card.card), /Automatically resolve alerts was set to On[\s\S]*Omar Okafor/);
    assert.equal(await fact(), undefined, 'nothing is known of it before somebody adopts it');
    assert.match(await press(company, 'rita', card, 'adopt'), /do not hold a role that may adopt changes/);
    assert.match(
      await press(company, 'grace', card, 'adopt'),
      /Adopted by Grace Gallagher \(grace@harbourline\.example\): it is known, and stands/,
    );
    assert.match(
      cardText(card.card),
      /Adopted by Grace Gallagher \(grace@harbourline\.example\)[\s\S]*Nothing was written/,
    );
    assert.deepEqual([(await fact())?.source.kind, (await fact())?.value], ['corroborated', 'on']);
    assert.equal(company.writes.filter(({ by }) => by.startsWith('Airlock')).length, 0);
    await company.say('alice', 'enable automatically resolve alerts');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /already on/);
  });

  it('forgets what somebody attested when the log says that it was changed since', async () => {
    const card = await approvedOn(company);
    await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    company.clock.pass(60 * MINUTE);
    await inPortal(company, 'grace', OFF);
    await company.watch();
    assert.match(cardText(told(company, /Changed outside Airlock/)[0]?.card), /was set to Off[\s\S]*Grace Gallagher/);
    assert.equal((await fact())?.source.kind, 'not-known');
  });

  it('makes a draft of the opposite for whoever may ask, once, and says so on the card', async () => {
    await inPortal(company, 'omar', ON);
    await company.watch();
    const [card] = told(company, /Changed outside Airlock/);
    assert(card);
    assert.match(await press(company, 'rita', card, 'revert-outside'), /do not hold a role that may ask for changes/);
    assert.match(await press(company, 'grace', card, 'revert-outside'), /The draft of the opposite stands below/);
    const drafts = told(company, /Turn off Automatically resolve alerts/);
    assert.equal(drafts.length, 1);
    assert.match(JSON.stringify(drafts[0]?.card), /Undoes change 1, made outside Airlock by Omar Okafor/);
    assert.match(cardText(card.card), /Grace Gallagher \(grace@harbourline\.example\) is asking to revert it/);
    assert.match(
      await press(company, 'bob', card, 'revert-outside'),
      /Grace Gallagher \(grace@harbourline\.example\) is asking to revert it/,
    );
    assert.equal(told(company, /Turn off Automatically resolve alerts/).length, 1);
    assert.match(
      await press(company, 'bob', card, 'adopt'),
      /Adopted by Bob Brandt \(bob@harbourline\.example\)[\s\S]*stands/,
    );
  });

  it('takes both in words, too, from a personal chat', async () => {
    await inPortal(company, 'omar', ON);
    await company.watch();
    const last = () => cardText(company.teams.messages.at(-1)?.card);
    await company.say('bob', 'outside changes', 'a:bob');
    assert.match(last(), /1\. Automatically resolve alerts was set to On[\s\S]*Open change 1/);
    await company.say('rita', 'adopt change 1', 'a:rita');
    assert.match(last(), /do not hold a role that may adopt changes/);
    await company.say('alice', 'revert change 1', 'a:alice');
    assert.match(last(), /Turn off Automatically resolve alerts/);
    await company.say('grace', 'revert change 1', 'a:grace');
    assert.match(last(), /Alice Ahlgren \(alice@harbourline\.example\) is asking to revert it/);
    await company.say('bob', 'adopt 1', 'a:bob');
    assert.match(cardText(company.teams.messages.at(-2)?.card), /Nothing was adopted: a number alone/);
    const own = company.teams.messages.at(-1) ?? assert.fail();
    assert.equal(own.conversation, 'a:bob');
    assert.match(await press(company, 'bob', own, 'adopt'), /Adopted by Bob Brandt \(bob@harbourline\.example\)/);
    await company.say('bob', 'adopt 1', 'a:bob');
    assert.match(last(), /Change 1 is adopted/);
    assert.match(
      cardText(told(company, /Changed outside Airlock, adopted/)[0]?.card),
      /Adopted by Bob Brandt \(bob@harbourline\.example\)/,
    );
    await company.say('bob', 'outside changes', 'a:bob');
    assert.match(last(), /what no log and no reading shows, it cannot know/);
    await company.say('bob', 'adopt 7', 'a:bob');
    assert.match(last(), /There is no change 7/);
  });

  it('reads the other log where hunting is empty', async () => {
    auditLog(company).isHunted = false;
    await company.watch();
    await inPortal(company, 'omar', ON);
    await company.watch();
    assert.match(
      cardText(told(company, /Changed outside Airlock/)[0]?.card),
      /Automatically resolve alerts was set to On/,
    );
  });

  it('tells nobody of what was changed before it first looked', async () => {
    const late = await Company.open({ connector: 'guided' });
    try {
      await inPortal(late, 'omar', ON);
      late.clock.pass(10 * MINUTE);
      await late.say('grace', 'help', 'a:grace');
      await late.watch();
      await late.watch();
      assert.equal(told(late, /Changed outside Airlock/).length, 0);
    } finally {
      await late.close();
    }
  });
});
