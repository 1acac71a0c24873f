import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import {
  alertsFact,
  approvedOn,
  auditLog,
  eachWatched,
  inPortal,
  OFF,
  ON,
  press,
  told,
} from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;

describe('which of several records counts, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  async function fact() {
    const found = await alertsFact(company);
    return found && [found.source.kind, found.value];
  }

  const outside = () => told(company, /Changed outside Airlock/);

  async function turnedOnAndOff() {
    await inPortal(company, 'grace', ON);
    await company.watch();
    company.clock.pass(20 * MINUTE);
    await inPortal(company, 'grace', OFF);
    await company.watch();
    return outside();
  }

  it('is not the old one that somebody adopts late', async () => {
    const [first, second] = await turnedOnAndOff();
    assert(first && second);
    assert.match(await press(company, 'bob', first, 'adopt'), /superseded by change 2\. Nothing was adopted/);
    assert.equal(await fact(), undefined);
    await press(company, 'bob', second, 'adopt');
    assert.deepEqual(await fact(), ['corroborated', 'off']);
    assert.match(await press(company, 'bob', first, 'adopt'), /superseded by change 2/);
    assert.deepEqual(await fact(), ['corroborated', 'off']);
  });

  it('is none of two that differ in one second: which was last is not known, and both can be adopted', async () => {
    company.clock.pass(1_000 - (company.clock.now() % 1_000));
    await inPortal(company, 'grace', ON);
    company.clock.pass(200);
    await inPortal(company, 'grace', OFF);
    await company.watch();
    const [card] = outside();
    assert(card);
    assert.match(cardText(card.card), /another value of the same second: which came last is not known/);
    await company.say('bob', 'status');
    await company.settle();
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Set to On and to Off within one second/);
    await press(company, 'bob', card, 'adopt');
    assert.match(cardText(card.card), /Adopted by Bob Brandt \(bob@harbourline\.example\)/);
    assert.equal(await fact(), undefined);
  });

  it('is told once where two records tell of one change, whatever they call the account', async () => {
    await inPortal(company, 'grace', ON);
    const [record] = auditLog(company).records.slice(-1);
    assert(record);
    const account = company.person('grace').id;
    auditLog(company).records.push({ ...record, id: `${record.id}-twin`, by: '10032001ABCDEF00', account });
    await company.watch();
    assert.equal(cardText(outside()[0]?.card).split('was set to On').length, 2);
    await company.watch();
    assert.equal(outside().length, 1);
  });

  it('changes nothing where it was known to be so: that is said, and nobody is asked to revert what never was', async () => {
    const card = await approvedOn(company);
    await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    company.clock.pass(3 * 60 * MINUTE);
    const [record] = auditLog(company).records.slice(-1);
    assert(record);
    const at = company.clock.now();
    const by = company.person('grace').userPrincipalName;
    auditLog(company).records.push({ ...record, id: 'saved-again', by, at, visibleAt: at });
    await company.watch();
    const [told] = outside();
    assert(told);
    assert.match(
      cardText(told.card),
      /It was known as On before, by Microsoft's audit log \(omar@[^)]*\), #1: saved once more/,
    );
    assert.equal(actionOf(told.card, 'revert-outside'), null);
    assert.deepEqual(await fact(), ['corroborated', 'on']);
    auditLog(company).records.push({ ...record, id: 'saved-a-third-time', by, at: at + MINUTE, visibleAt: at });
    await company.watch();
    assert.match(cardText(outside()[1]?.card), /It was known as On before, as change 1 tells: saved once more/);
  });

  it('is none that a person has contradicted since', async () => {
    await inPortal(company, 'grace', ON);
    await company.watch();
    company.clock.pass(MINUTE);
    await company.say('omar', 'automatically resolve alerts is off');
    const [card] = outside();
    assert(card);
    const answer = await press(company, 'bob', card, 'adopt');
    assert.match(answer, /superseded by the word of Omar Okafor/);
    assert.doesNotMatch(cardText(card.card), /Adopted by/);
    assert.deepEqual(await fact(), ['attested', 'off']);
  });

  it('is not the older one of an own request that arrives after a newer one', async () => {
    const card = await approvedOn(company);
    company.clock.pass(5 * MINUTE);
    auditLog(company).delayMs = 60 * MINUTE;
    await inPortal(company, 'omar', ON);
    company.clock.pass(3 * MINUTE);
    auditLog(company).delayMs = 5 * MINUTE;
    await inPortal(company, 'grace', OFF);
    company.clock.pass(MINUTE);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    assert.equal(outside().length, 1);
    assert.deepEqual(await fact(), ['not-known', null], 'the report does not say when, the record does');
    await company.watch(company.app, 60);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
    assert.deepEqual(await fact(), ['not-known', null]);
  });

  it('is the one of an own request, where what is newer came from before it was done', async () => {
    const card = await approvedOn(company);
    company.clock.pass(5 * MINUTE);
    await inPortal(company, 'grace', OFF);
    company.clock.pass(5 * MINUTE);
    auditLog(company).delayMs = 60 * MINUTE;
    await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    await company.watch(company.app, 60);
    assert.deepEqual(await fact(), ['corroborated', 'on']);
  });

  it('is none that a request has reverted since', async () => {
    await inPortal(company, 'grace', ON);
    await company.watch();
    const [card] = outside();
    assert(card);
    const draft = await company.pending('revert change 1');
    await company.approve('bob', draft);
    await company.settle();
    await inPortal(company, 'omar', OFF);
    await press(company, 'omar', draft, 'attest');
    await company.watch();
    await company.watch();
    assert.match(
      cardText(card.card),
      /Changed outside Airlock, reverted[\s\S]*Reverted by #1, which Alice Ahlgren .*asked/,
    );
    assert.equal(actionOf(card.card, 'adopt'), null);
    await company.say('bob', 'adopt change 1');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /superseded by #1/);
    await company.say('bob', 'outside changes');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Airlock knows of none that is open/);
  });

  /** Each saves the switch in the portal, two minutes apart. */
  async function saved(...saves: readonly (readonly ['omar' | 'grace', typeof ON | typeof OFF])[]): Promise<void> {
    for (const [who, edit] of saves) {
      company.clock.pass(2 * MINUTE);
      await inPortal(company, who, edit);
    }
  }

  for (const looks of [1, 2])
    it(`is the last, though one account set the same before another value: seen in looks: ${looks}`, async () => {
      const card = await approvedOn(company);
      await saved(['omar', ON]);
      await press(company, 'omar', card, 'attest');
      await company.watch(company.app, 6);
      await saved(['omar', OFF]);
      if (looks === 2) await company.watch(company.app, 5.5);
      await saved(['omar', ON]);
      await company.watch();
      const told = outside().map((message) => cardText(message.card));
      assert.match(told.join(), /was set to Off[\s\S]*was set to On/);
      await press(company, 'bob', outside()[looks - 1] ?? assert.fail(), 'adopt');
      assert.deepEqual(await fact(), ['corroborated', 'on']);
    });

  it('is the last, though an earlier one of another value comes after it', async () => {
    const card = await approvedOn(company);
    await saved(['omar', ON]);
    await press(company, 'omar', card, 'attest');
    auditLog(company).delayMs = 60 * MINUTE;
    await saved(['omar', OFF]);
    auditLog(company).delayMs = 5 * MINUTE;
    await saved(['omar', ON]);
    await company.watch();
    assert.equal(outside().length, 0);
    await company.watch(company.app, 60);
    assert.match(cardText(outside()[0]?.card), /was set to Off[\s\S]*was set to On/);
    assert.deepEqual(await fact(), ['corroborated', 'on']);
  });

  it('is the last before somebody said so, where they set it several times', async () => {
    const card = await approvedOn(company);
    await saved(['omar', ON], ['omar', OFF], ['omar', ON]);
    await press(company, 'omar', card, 'attest');
    for (let look = 0; look < 2; look += 1) await company.watch();
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
    assert.equal(cardText(outside()[0]?.card).includes('was set to On'), false, 'that was Omar, who said so');
    assert.deepEqual(await fact(), ['corroborated', 'on']);
    await press(company, 'bob', outside()[0] ?? assert.fail(), 'adopt');
    assert.deepEqual(await fact(), ['corroborated', 'on']);
  });

  it('is that of who said so, where others set the same before', async () => {
    const card = await approvedOn(company);
    await saved(['grace', ON], ['grace', OFF], ['omar', ON]);
    await press(company, 'omar', card, 'attest');
    for (let look = 0; look < 2; look += 1) await company.watch();
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
    assert.equal(told(company, /the audit log names somebody else/).length, 0);
    const shown = outside().map((message) => cardText(message.card));
    assert.match(shown.join(), /Grace Gallagher/);
    assert.doesNotMatch(shown.join(), /Omar Okafor/);
    assert.deepEqual(await fact(), ['corroborated', 'on']);
  });
});
