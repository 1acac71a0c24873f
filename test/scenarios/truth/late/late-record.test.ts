import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { auditLog, inPortal, OFF, requestOf, told } from '../../../support/company/watched-company.ts';

const HOUR = 60 * 60_000;

/** The portal's switches stay as they were, whatever is written. */
const LAGS: Fault = { surface: 'portal', method: 'GET', path: 'GetAdvancedFeaturesSetting', kind: 'stale' };

describe('a write that shows hours late beside its record in the audit log, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'portal' });
    await company.say('grace', 'help', 'a:grace');
    await company.watch();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

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

  for (const [when, recordAfter] of [
    ['long before it shows', 5 * 60_000],
    ['after the request has ended', 7 * HOUR],
    ['long after it shows', 12 * HOUR],
  ] as const)
    it(`is its own where the record can be read ${when}: nothing is told as somebody else's change`, async () => {
      const card = await writtenLate(recordAfter);
      await hours(7);
      assert.equal((await requestOf(company)).state, 'failed');
      assert.match(cardText(card.card), /not shown after 6 hours/);
      assert.deepEqual(outside(), []);
      company.sandbox.world.faults.splice(0);
      await hours(8);
      const { state, outcome } = await requestOf(company);
      assert.deepEqual([state, outcome?.code, outcome?.corroborated?.name], ['applied', 'surfaced', 'Omar Okafor']);
      assert.deepEqual(outside(), []);
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
