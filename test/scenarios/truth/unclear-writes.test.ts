import assert from 'node:assert/strict';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { Company } from '../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { requestOf } from '../../support/company/watched-company.ts';

const HOUR = 3_600_000;
const SAVE = { surface: 'portal', method: 'POST', path: 'SaveAdvancedFeatures' } as const;

/** A write that Defender itself did not answer clearly may have landed, whatever came in place of its answer. */
describe('a write without a clear answer of Defender’s own', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'portal' });
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const strike = (fault: Omit<Fault, 'surface'>) => company.sandbox.world.faults.push({ ...SAVE, ...fault });

  async function approved(): Promise<TeamsMessage> {
    const card = await company.pending('enable automatically resolve alerts');
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  async function later(hours: number): Promise<void> {
    for (let at = 0; at < hours; at += 1) {
      company.clock.pass(HOUR);
      await company.settle();
    }
  }

  /** The write shows after all, as one that went through behind a faulty answer. */
  function land(): void {
    company.features().AutoResolveInvestigatedAlerts = true;
  }

  const unclear: readonly (readonly [string, Omit<Fault, 'surface'>])[] = [
    ['a page with 404', { kind: 'status', status: 404, page: true }],
    ['a page with 403', { kind: 'status', status: 403, page: true }],
    ['a sign-in page', { kind: 'status', status: 200, page: true }],
  ];
  for (const [what, fault] of unclear)
    it(`${what}: is not known, and never "nothing was changed" or "accepted"`, async () => {
      strike(fault);
      const card = await approved();
      assert.equal((await requestOf(company)).state, 'unknown');
      assert.doesNotMatch(cardText(card.card), /Nothing was changed|wrote nothing|accepted/);
      await later(7);
      assert.match(cardText(card.card), /Failed, not shown[\s\S]*looks again until/);
      land();
      await later(2);
      assert.equal((await requestOf(company)).outcome?.code, 'surfaced');
    });

  it('in clear words of its own is refused, and nothing was changed', async () => {
    strike({ kind: 'status', status: 403, says: { code: 'Forbidden', message: 'No.' } });
    assert.match(cardText((await approved()).card), /Failed, refused[\s\S]*Nothing was changed/);
  });

  for (const status of [401, 429])
    it(`${status}, and then found in place: says not that Airlock wrote nothing`, async () => {
      strike({ kind: 'status', status, times: 1 });
      const card = await approved();
      assert.equal((await requestOf(company)).state, 'approved');
      land();
      await later(1);
      assert.equal((await requestOf(company)).outcome?.code, 'found-later');
      assert.doesNotMatch(cardText(card.card), /wrote nothing|Already in place/);
    });
});
