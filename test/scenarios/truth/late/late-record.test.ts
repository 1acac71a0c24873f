import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import type { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { auditLog, eachWatched, inPortal, OFF, requestOf, told } from '../../../support/company/watched-company.ts';

const HOUR = 60 * 60_000;

/** The portal's switches stay as they were, whatever is written. */
const LAGS: Fault = { surface: 'portal', method: 'GET', path: 'GetAdvancedFeaturesSetting', kind: 'stale' };

describe('a write that shows hours late beside its record in the audit log, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  }, 'portal');

  const outside = () => told(company, /Changed outside Airlock/).map(({ card }) => cardText(card));

  async function writtenLate(recordAfter: number) {
    auditLog(company).delayMs = recordAfter;
    const card = await company.pending('enable automatically resolve alerts');
    company.sandbox.world.faults.push({ ...LAGS });
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'unknown');
    return card;
  }

  async function hours(count: number): Promise<void> {
    for (let hour = 0; hour < count; hour += 1) await company.watch(company.app, 60);
  }

  for (const [when, recordAfter, ended] of [
    ['long before it shows', 5 * 60_000, /told as "Accepted by Defender, not shown yet": no reading showed it/],
    ['after the request has ended', 7 * HOUR, /told as "Failed, accepted but not shown": no reading showed it/],
  ] as const)
    it(`is its own where the record can be read ${when}: card, record and those who were told are corrected`, async () => {
      const card = await writtenLate(recordAfter);
      await hours(8);
      const { state, outcome } = await requestOf(company);
      assert.deepEqual([state, outcome?.code, outcome?.corroborated?.name], ['applied', 'surfaced', 'Omar Okafor']);
      assert.match(cardText(card.card), ended);
      assert.match(cardText(card.card), /corroborated by Microsoft's audit log[\s\S]*looks again until/);
      assert.equal(told(company, /is applied after all, as Microsoft's audit log says/).length > 0, true);
      company.sandbox.world.faults.splice(0);
      await hours(4);
      assert.match(cardText(card.card), /Applied, seen later[\s\S]*shows it as asked, read \d+ hours/);
      assert.equal((await requestOf(company)).outcome?.corroborated?.name, 'Omar Okafor', 'what the log says stays');
      assert.deepEqual(outside(), []);
    });

  it('is its own where the record can be read long after it shows', async () => {
    const card = await writtenLate(12 * HOUR);
    await hours(7);
    assert.match(cardText(card.card), /not shown after 6 hours/);
    company.sandbox.world.faults.splice(0);
    await hours(8);
    const { outcome } = await requestOf(company);
    assert.deepEqual([outcome?.code, outcome?.corroborated?.name], ['surfaced', 'Omar Okafor']);
    assert.deepEqual(outside(), []);
  });

  it('is its own where the record can be read only after Airlock has stopped to look', async () => {
    const card = await writtenLate(6 * 24 * HOUR);
    await hours(7);
    for (let day = 0; day < 8; day += 1) await company.watch(company.app, 24 * 60);
    assert.match(cardText(card.card), /corroborated by Microsoft's audit log/);
    assert.equal((await requestOf(company)).state, 'applied');
    assert.deepEqual(outside(), []);
  });

  for (const [when, recordAfter, shownAfter] of [
    ['after it shows, and before it has ended', 4 * HOUR, 2],
    ['after the request has ended, and shows by then', 9 * HOUR, 7],
  ] as const)
    it(`has a finding where the record names another person than whose session wrote, read ${when}`, async () => {
      auditLog(company).names = 'grace@harbourline.example';
      const card = await writtenLate(recordAfter);
      await hours(shownAfter);
      company.sandbox.world.faults.splice(0);
      await hours(10);
      const { state, outcome } = await requestOf(company);
      assert.deepEqual([state, outcome?.corroborated?.findings], ['applied', ['another-person']]);
      const found = /The session of omar@[^ ]* wrote it; Microsoft's audit log names Grace Gallagher/;
      assert.match(cardText(card.card), found);
      assert.match(JSON.stringify(await company.services.store.audit(0, 1_000)), found);
      assert.equal(told(company, /names somebody else/).length > 0, true);
    });

  it('hides nothing that somebody else does meanwhile', async () => {
    await writtenLate(5 * 60_000);
    await hours(2);
    await inPortal(company, 'grace', OFF);
    await hours(1);
    assert.equal(outside().length, 1);
    assert.match(outside()[0] ?? '', /was set to Off[\s\S]*Grace Gallagher/);
  });
});
