import assert from 'node:assert/strict';
import type { Company, Name } from '../../../support/company/company.ts';
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
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('whose a record is where the switch was set otherwise, or was set already, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const outside = () => told(company, /Changed outside Airlock/).map(({ card }) => cardText(card));
  const corroborated = async () => (await requestOf(company)).outcome?.corroborated;

  /** Approved, and a minute later perhaps done; Omar says that he did it. */
  async function reported(isDone: boolean) {
    const card = await approvedOn(company);
    company.clock.pass(MINUTE);
    if (isDone) await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    return { card, at: company.clock.now() };
  }

  async function later(pause: number, who: Name, edit: typeof ON, late = 5 * MINUTE): Promise<void> {
    company.clock.pass(pause);
    auditLog(company).delayMs = late;
    await inPortal(company, who, edit);
  }

  it('is their own change where it was told in between that the switch was set otherwise', async () => {
    const { card } = await reported(false);
    await inPortal(company, 'grace', ON);
    auditLog(company).records.pop();
    await later(2 * HOUR, 'grace', OFF);
    await company.watch();
    assert.equal(outside().length, 1);
    await later(2 * HOUR, 'omar', ON);
    await company.watch();
    assert.equal(outside().length, 2);
    assert.match(outside()[1] ?? '', /was set to On[\s\S]*Omar Okafor/);
    assert.match(cardText(card.card), /Applied, attested by Omar Okafor/);
    assert.equal((await alertsFact(company))?.source.kind, 'not-known');
  });

  it('is the one at their word, not a later one after another value a moment later', async () => {
    const { at } = await reported(true);
    await later(MINUTE, 'grace', OFF);
    await later(MINUTE, 'omar', ON);
    await later(MINUTE, 'grace', OFF);
    await company.watch();
    assert.equal((await corroborated())?.at, at);
    assert.match(outside().join(), /set to Off[\s\S]*set to On[\s\S]*set to Off/);
  });

  it('is told as theirs where it comes before the right one, which corroborates days later', async () => {
    auditLog(company).delayMs = 3 * DAY;
    const { card, at } = await reported(true);
    await later(HOUR, 'grace', OFF);
    await company.watch();
    await later(HOUR, 'omar', ON, DAY);
    for (let hours = 0; hours < 30; hours += 6) await company.watch(company.app, 360);
    assert.equal(outside().length, 2, 'the later On is told');
    assert.match(cardText(card.card), /Applied, attested by Omar Okafor/);
    for (let hours = 0; hours < 60; hours += 12) await company.watch(company.app, 720);
    assert.equal((await corroborated())?.at, at);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
  });

  it('is taken back, and told as theirs, where the record of another value before it comes late', async () => {
    auditLog(company).delayMs = 3 * DAY;
    const { card, at } = await reported(true);
    await later(HOUR, 'grace', OFF, DAY);
    await later(HOUR, 'omar', ON);
    await company.watch();
    assert.equal((await corroborated())?.at, at + 2 * HOUR, 'the only one so far');
    for (let hours = 0; hours < 30; hours += 6) await company.watch(company.app, 360);
    assert.match(outside().join(), /was set to Off[\s\S]*was set to On/);
    assert.match(cardText(card.card), /Applied, attested by Omar Okafor/);
    for (let hours = 0; hours < 60; hours += 12) await company.watch(company.app, 720);
    assert.equal((await corroborated())?.at, at);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
  });

  it('leaves the finding that an approver applied it, though who reported it saves once more', async () => {
    const card = await approvedOn(company);
    company.clock.pass(MINUTE);
    await inPortal(company, 'bob', ON);
    company.clock.pass(5 * MINUTE);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    assert.deepEqual((await corroborated())?.findings, ['another-person', 'an-approver']);
    const at = company.clock.now();
    const by = company.person('omar').userPrincipalName;
    const [first = assert.fail()] = auditLog(company).records;
    auditLog(company).records.push({ ...first, id: 'once-more', by, at, visibleAt: at });
    await company.watch();
    assert.deepEqual((await corroborated())?.findings, ['another-person', 'an-approver']);
    assert.match(cardText(card.card), /names Bob Brandt[^\n]*, who approved this change, as who applied it/);
    assert.match(outside().join(), /Omar Okafor[\s\S]*saved once more/);
    assert.deepEqual(told(company, /audit log names Omar Okafor, too/), []);
  });

  it('is that of an approver who set it first, where both are read at once', async () => {
    const card = await approvedOn(company);
    company.clock.pass(MINUTE);
    await inPortal(company, 'bob', ON);
    const [first = assert.fail()] = auditLog(company).records;
    company.clock.pass(MINUTE);
    const [at, by] = [company.clock.now(), company.person('omar').userPrincipalName];
    auditLog(company).records.push({ ...first, id: 'once-more', by, at, visibleAt: at });
    await press(company, 'omar', card, 'attest');
    await company.watch();
    assert.deepEqual((await corroborated())?.findings, ['another-person', 'an-approver']);
  });

  it('is said to be dated before the approval where it is, as far as clocks tell', async () => {
    const card = await company.pending('enable automatically resolve alerts');
    await inPortal(company, 'omar', ON);
    company.clock.pass(100_000);
    await company.approve('bob', card);
    await company.settle();
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const text = cardText(card.card);
    assert.match(text, /dates it before the approval[^\n]*two minutes by which clocks may differ/);
    assert.doesNotMatch(text, /made after its approval/);
    const record = JSON.stringify(await company.recorded());
    assert.match(record, /dates it before the approval/);
    assert.doesNotMatch(record, /made after its approval/);
    assert.doesNotMatch(
      told(company, /corroborated/)
        .map(({ card: one }) => cardText(one))
        .join(),
      /made after its/,
    );
  });
});
