import assert from 'node:assert/strict';
import type { App } from '../../../src/service/http-server.ts';
import { Company } from '../../support/company/company.ts';
import type { TestDatabase } from '../../support/databases/postgres-database.ts';

const SKEW = 100_000;

/** Two instances on machines whose clocks lie 100 seconds apart; the database's time is the test's. */
export function skewedClocks(database: TestDatabase): void {
  let company: Company;
  let other: App;
  beforeEach(async function () {
    this.timeout(60_000);
    company = await Company.open({ database: await database(), skew: 0 });
    other = await company.another({ skew: SKEW });
  });
  afterEach(() => company.close());

  it('leave alone what the other is at, as long as its claim holds', async () => {
    const { store, clock } = company.services;
    await company.approve('bob', await company.pending());
    assert(await store.takeTask(['apply'], 'me', clock.now(), 90_000));
    company.clock.pass(89_999);
    await other.jobs.settle();
    assert.equal(company.writes.length, 0);
    company.clock.pass(1);
    await other.jobs.settle();
    assert.equal(company.writes.length, 1);
  });

  it('tell nothing twice, and apply what was approved once, with the times of one clock', async () => {
    const message = await company.pending();
    await company.approve('bob', message, other);
    await Promise.all([company.settle(), other.jobs.settle(), company.settle(), other.jobs.settle()]);
    await company.settle();
    assert.equal(company.writes.length, 1);
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.equal(request?.state, 'applied');
    const now = company.clock.now();
    for (const at of [request.approvals[0]?.at, request.startedAt, request.outcome?.at]) assert.equal(at, now);
    const ids = company.teams.messages.map(({ conversation, card }) => `${conversation} ${JSON.stringify(card)}`);
    assert.equal(new Set(ids).size, ids.length);
  });
}
