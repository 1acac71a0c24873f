import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { actionOf } from '../../support/company/fake-teams.ts';
import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import { decisionCrashes } from './decision-crashes.ts';
import { killedAt } from './killed-at.ts';

describe('killed with SIGKILL between any two steps, on PostgreSQL', () => decisionCrashes(migratedPostgres));

describe('killed with SIGKILL while it applies, on PostgreSQL with other instances', function () {
  this.timeout(120_000);
  let company: Company;
  afterEach(() => company.close());

  it('leaves its work to one of them at once, which no lease holds up', async () => {
    company = await Company.open({ database: await migratedPostgres(), isAlone: true });
    const other = await company.another({ isAlone: true });
    const card = await company.pending();
    const approve = actionOf(await company.view('bob', card), 'approve') ?? assert.fail('nothing to press');
    const press = {
      ...company.envelope('bob', card.conversation),
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: card.id,
      value: { action: { type: 'Action.Execute', ...approve }, trigger: 'manual' },
    };
    assert.equal(await killedAt(company, 'take:apply', press, { isAlone: true }), 'SIGKILL');
    await Promise.all([company.settle(), other.jobs.settle()]);
    assert.equal(company.writes.length, 0, 'whoever died has claimed it');
    const jobs = [...company.apps.map((app) => app.jobs)];
    while (company.writes.length === 0) {
      for (const { takeOver } of jobs) await takeOver();
      await Promise.all(jobs.map(({ settle }) => settle()));
    }
    assert.equal(company.writes.length, 1);
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.equal(request?.state, 'applied');
    await company.assertAuditHolds();
  });
});
