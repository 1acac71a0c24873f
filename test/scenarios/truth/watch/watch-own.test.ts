import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import {
  alertsFact,
  approvedOn,
  auditLog,
  eachWatched,
  inPortal,
  ON,
  press,
  requestOf,
  told,
} from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;

/** As what is stored of somebody names them, so that two people of one name can be told apart. */
const OMAR = 'Omar Okafor (omar@harbourline.example)';

describe('which records are those of own requests, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const outside = () => told(company, /Changed outside Airlock/).map(({ card }) => cardText(card));

  async function fact() {
    const found = await alertsFact(company);
    return found && [found.source.kind, found.value];
  }

  it('is that of a person who says so first and does it then', async () => {
    const card = await approvedOn(company);
    await press(company, 'omar', card, 'attest');
    company.clock.pass(20 * MINUTE);
    await inPortal(company, 'omar', ON);
    await company.watch();
    assert.deepEqual(outside(), []);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
  });

  it('is that of a change which nobody reported in time: it is applied after all', async () => {
    const card = await approvedOn(company);
    auditLog(company).delayMs = 6 * 60 * MINUTE;
    company.clock.pass(10 * MINUTE);
    await inPortal(company, 'omar', ON);
    for (let hour = 0; hour < 6; hour += 1) await company.watch(company.app, 60);
    await company.watch();
    const { state, outcome } = await requestOf(company);
    assert.deepEqual([state, outcome?.code, outcome?.corroborated?.name], ['applied', 'surfaced', 'Omar Okafor']);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated[\s\S]*Nobody reported it in time/);
    assert.deepEqual(outside(), []);
    assert.deepEqual(await fact(), ['corroborated', 'on']);
    assert.equal(told(company, /is applied after all, as Microsoft's audit log says/).length, 2, 'asker and approvers');
  });

  for (const [title, name] of [
    ['their own object id', () => company.person('omar').id],
    ['another address of theirs', () => company.person('omar').mail ?? assert.fail()],
  ] as const)
    it(`says of nobody that they are somebody else by ${title}`, async () => {
      const card = await approvedOn(company);
      auditLog(company).names = name();
      await inPortal(company, 'omar', ON);
      await press(company, 'omar', card, 'attest');
      await company.watch();
      assert.deepEqual((await requestOf(company)).outcome?.corroborated?.findings, []);
      assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
    });

  for (const [name, says] of [
    ['10032001A1B2C3D4', 'names 10032001A1B2C3D4, whom the directory does not know'],
    ['gone@elsewhere.example', 'names gone@elsewhere.example, whom the directory does not know'],
    [' ', 'names nobody'],
  ] as const)
    it(`says that it is not known who it was where the record ${says}, and accuses nobody`, async () => {
      const card = await approvedOn(company);
      auditLog(company).names = name;
      await inPortal(company, 'omar', ON);
      await press(company, 'omar', card, 'attest');
      await company.watch();
      const text = cardText(card.card);
      assert.ok(text.includes(`${says}: it is not known whether that was ${OMAR}, or somebody who approved`), text);
      assert.equal(told(company, /names somebody else/).length, 0);
      await company.say('rita', 'status');
      assert.doesNotMatch(cardText(company.teams.messages.at(-1)?.card), /audit log \(\s*\)/);
    });

  it('is told by the object id of the account, whoever has the principal name now, and from where', async () => {
    const card = await approvedOn(company);
    await inPortal(company, 'omar', ON);
    Object.assign(auditLog(company).records.at(-1) ?? assert.fail(), { account: company.person('grace').id });
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const { corroborated } = (await requestOf(company)).outcome ?? {};
    assert.deepEqual([corroborated?.name, corroborated?.findings], ['Grace Gallagher', ['another-person']]);
    assert.match(cardText(card.card), /names Grace Gallagher \(omar@[^)]*, from 203\.0\.113\.24\)/);
    assert.equal(corroborated?.ip, '203.0.113.24');
  });

  it('is theirs by the object id of the account under a principal name that they have no more', async () => {
    const card = await approvedOn(company);
    auditLog(company).names = 'omar.before@harbourline.example';
    await inPortal(company, 'omar', ON);
    Object.assign(auditLog(company).records.at(-1) ?? assert.fail(), { account: company.person('omar').id });
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const { corroborated } = (await requestOf(company)).outcome ?? {};
    assert.deepEqual([corroborated?.name, corroborated?.findings], ['Omar Okafor', []]);
  });

  it('is not that of another person a moment after somebody said so: theirs is a change of their own', async () => {
    const card = await approvedOn(company);
    await press(company, 'omar', card, 'attest');
    company.clock.pass(5 * MINUTE);
    await inPortal(company, 'grace', ON);
    await company.watch();
    assert.match(cardText(card.card), /Applied, attested by Omar Okafor/);
    assert.match(
      outside().join(),
      /Grace Gallagher[\s\S]*whether this set it or saved it once more is not known[\s\S]*#1 asked for this; Omar Okafor \(omar@harbourline\.example\) rep/,
    );
    assert.deepEqual(await fact(), ['attested', 'on']);
  });

  it("corroborates nobody's word where another person did it before; their own record puts that right", async () => {
    const card = await approvedOn(company);
    await inPortal(company, 'grace', ON);
    company.clock.pass(MINUTE);
    const [record] = auditLog(company).records.slice(-1);
    const [at, by] = [company.clock.now(), company.person('omar').userPrincipalName];
    auditLog(company).records.push({
      ...(record ?? assert.fail()),
      id: 'late',
      by,
      at,
      visibleAt: at + 6 * 60 * MINUTE,
    });
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const text = cardText(card.card);
    assert.match(text, /Applied by Grace Gallagher, as Microsoft's audit log says, and reported by Omar Okafor/);
    assert.doesNotMatch(text, /exactly this change/);
    await company.say('bob', 'all requests', 'a:bob');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /by another than reported/);
    for (let hour = 0; hour < 7; hour += 1) await company.watch(company.app, 60);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
    assert.ok(told(company, /audit log names Omar Okafor, too/).length > 0);
    assert.deepEqual(outside(), []);
  });

  for (const value of ['Deaktiviert', { Enabled: false }])
    it(`is not that of somebody else with a value nobody can read (${JSON.stringify(value)}): nothing is known`, async () => {
      const card = await approvedOn(company);
      await inPortal(company, 'omar', ON);
      await press(company, 'omar', card, 'attest');
      company.clock.pass(3 * MINUTE);
      await inPortal(company, 'grace', { features: { AutoResolveInvestigatedAlerts: false } });
      Object.assign(auditLog(company).records.at(-1) ?? assert.fail(), { after: value });
      await company.watch();
      assert.match(outside().join(), /was changed[\s\S]*Grace Gallagher[\s\S]*cannot read the value/);
      assert.deepEqual(await fact(), ['not-known', null]);
    });
});
