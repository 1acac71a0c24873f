import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { actionOf } from '../../support/company/fake-teams.ts';
import { auditLog, inPortal, press, requestOf, told } from '../../support/company/watched-company.ts';

const MINUTE = 60_000;
const ROUNDS = 4;
const TURNED = { features: { AutoResolveInvestigatedAlerts: true } };
const BACK = { features: { AutoResolveInvestigatedAlerts: false } };

describe('what the audit log says late of a switch that a later request changes back, on two instances', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    await company.say('grace', 'help', 'a:grace');
    await company.watch();
  });
  afterEach(() => company.close());

  async function approved(text: string) {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }
  const fact = async () =>
    (await company.services.store.facts(company.services.tenantId, 'feature:auto-resolve-alerts'))[0];

  it(`leaves what the later request says, ${ROUNDS} times, whoever comes first`, async () => {
    const second = await company.another();
    for (let round = 0; round < ROUNDS; round += 1) {
      const [first, later] = [2 * round + 1, 2 * round + 2];
      auditLog(company).delayMs = 40 * MINUTE;
      const on = await approved('enable automatically resolve alerts');
      await inPortal(company, 'omar', TURNED);
      await press(company, 'omar', on, 'attest');
      company.clock.pass(20 * MINUTE);
      const off = await approved('disable automatically resolve alerts');
      auditLog(company).delayMs = 60 * MINUTE;
      await inPortal(company, 'omar', BACK);
      company.clock.pass(30 * MINUTE);
      const offered = actionOf(off.card, 'attest') ?? assert.fail('nothing to report');
      const looks = round % 2 === 0 ? [second] : [second, company.app];
      const said = company.invoke('omar', off, offered).then(() => company.settle());
      if (round % 2 === 1) await said;
      await Promise.allSettled([said, ...looks.map((app) => app.jobs.look())]);
      await company.settle();
      const { value, source } = (await fact()) ?? assert.fail('nothing is known');
      assert.deepEqual([value, 'request' in source && source.request], ['off', later]);
      await company.watch(company.app, 40);
      await company.watch(second);
      const ends = await Promise.all([first, later].map((number) => requestOf(company, number)));
      assert.deepEqual(
        ends.map(({ outcome }) => outcome?.corroborated?.name),
        ['Omar Okafor', 'Omar Okafor'],
      );
      assert.notEqual(ends[0]?.outcome?.corroborated?.recordId, ends[1]?.outcome?.corroborated?.recordId);
      const known = (await fact()) ?? assert.fail('nothing is known');
      assert.deepEqual([known.value, known.source.kind], ['off', 'corroborated']);
    }
    assert.equal(told(company, /Changed outside Airlock/).length, 0);
    await company.assertAuditHolds();
  });

  it('takes no change after the later request for one of the earlier, though it came a minute later', async () => {
    auditLog(company).delayMs = 0;
    const on = await approved('enable automatically resolve alerts');
    await inPortal(company, 'omar', TURNED);
    await press(company, 'omar', on, 'attest');
    company.clock.pass(MINUTE);
    const off = await approved('disable automatically resolve alerts');
    await inPortal(company, 'omar', BACK);
    await press(company, 'omar', off, 'attest');
    company.clock.pass(MINUTE);
    await inPortal(company, 'omar', TURNED);
    await company.watch();
    assert.equal(told(company, /Changed outside Airlock/).length, 1);
    const [first, later] = await Promise.all([1, 2].map((number) => requestOf(company, number)));
    assert.notEqual(first?.outcome?.corroborated, undefined);
    assert.notEqual(later?.outcome?.corroborated, undefined);
    assert.equal((await fact())?.source.kind, 'not-known', 'until somebody adopts it');
    await company.assertAuditHolds();
  });
});
