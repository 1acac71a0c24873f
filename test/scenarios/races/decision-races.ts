import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import { fileRequest } from '../../support/company/file-request.ts';
import type { TestDatabase } from '../../support/databases/postgres-database.ts';

const FEATURE = { kind: 'advanced-feature', feature: 'automated-investigation' } as const;

/** How often two people meet: in each of the four ways there are, ten times; more in `npm run test:long`. */
const ROUNDS = Number(process.env.RACE_ROUNDS ?? 40);

/** Two people, two instances, or one and the clock, about one request. */
export function decisionRaces(database: TestDatabase): void {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ database: await database() });
  });
  afterEach(() => company.close());

  it(`two admins at the same moment on two instances, ${ROUNDS} times: one decision, one write, the loser sees the current card`, async function () {
    this.timeout(180_000);
    const second = await company.another();
    await company.say('alice', 'help');
    for (let round = 1; round <= ROUNDS; round += 1) {
      const on = round % 2 === 1;
      const card = await fileRequest(company, { ...FEATURE, to: on ? 'on' : 'off' });
      const seen = actionOf(await company.view('bob', card), 'approve');
      assert(seen);
      const answers = await Promise.all([
        company.invoke('bob', card, seen),
        company.invoke('grace', card, seen, { app: round % 4 < 2 ? second : company.app }),
      ]);
      for (const answer of answers) assert.match(cardText({ value: answer.value }), /approved/i);
      await Promise.all([company.settle(), company.settle(second)]);
      await company.settle();
      const request = await company.services.store.requestByNumber(company.services.tenantId, round);
      assert.equal(request?.state, 'applied');
      assert.equal(request?.approvals.length, 1);
      assert.equal(company.writes.length, round);
      assert.equal(company.features().AutomatedIrEnabled, on);
      company.clock.pass(60_000);
    }
    await company.assertAuditHolds();
  });

  it('the same action three times with different activity ids: one decision', async () => {
    const card = await company.pending();
    const seen = actionOf(await company.view('bob', card), 'approve');
    assert(seen);
    const answers = await Promise.all(['1', '2', '3'].map((id) => company.invoke('bob', card, seen, { id })));
    for (const answer of answers) assert.equal(answer.statusCode, 200);
    await company.settle();
    assert.equal(company.writes.length, 1);
    const entries = await company.recorded();
    assert.equal(entries.filter(({ event }) => event === 'request.approve').length, 1);
  });

  it('expiry meets approval: exactly one of them', async () => {
    await company.say('alice', 'help');
    for (let round = 1; round <= 20; round += 1) {
      const card = await fileRequest(company, { ...FEATURE, to: company.features().AutomatedIrEnabled ? 'off' : 'on' });
      const seen = actionOf(await company.view('bob', card), 'approve');
      assert(seen);
      company.clock.pass(24 * 3_600_000 - 1);
      const click = company.invoke('bob', card, seen);
      company.clock.pass(1);
      await Promise.all([click, company.settle()]);
      await company.settle();
      const request = await company.services.store.requestByNumber(company.services.tenantId, round);
      assert(request?.state === 'expired' || request?.state === 'applied', request?.state);
      assert.equal(request.approvals.length, request.state === 'applied' ? 1 : 0);
    }
    await company.assertAuditHolds();
  });

  it('a redelivered message asks once', async () => {
    const body = { ...company.envelope('alice', 'a:alice'), type: 'message', text: 'enable automated investigation' };
    await Promise.all([company.post(body), company.post(body), company.post(body)]);
    await company.settle();
    assert.equal(company.teams.messages.length, 1);
  });
}
