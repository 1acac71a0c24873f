import assert from 'node:assert/strict';
import { Client } from 'pg';
import { sandboxSession } from '../../../src/service/demo/sandbox-session.ts';
import { Company } from '../../support/company/company.ts';
import type { PostgresDatabase, TestDatabase } from '../../support/databases/postgres-database.ts';

/** Of the calls that a write makes once it has begun, the first sends it: what reads comes before. */
const WRITE = 1;

/** An instance that hangs between its last reading and its write, while another goes on with its work. */
export function frozenWriter(makeDatabase: TestDatabase): void {
  let company: Company;
  let database: PostgresDatabase | null;
  beforeEach(async function () {
    this.timeout(60_000);
    database = await makeDatabase();
    company = await Company.open({ database });
  });
  afterEach(() => company.close());

  const request = async () =>
    (await company.services.store.requestByNumber(company.services.tenantId, 1)) ?? assert.fail('there is none');

  /** As the server does with the session of an instance that says nothing for a minute. */
  async function endItsSession(): Promise<void> {
    if (!database) return;
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'airlock write'`);
    await admin.end();
  }

  it('sends nothing once it goes on, and the change is looked for', async () => {
    const source = sandboxSession(company.sandbox);
    let calls = 0;
    let frozen = (): void => undefined;
    let thaw = (): void => undefined;
    const isFrozen = new Promise<void>((resolve) => {
      frozen = resolve;
    });
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    const current = async () => {
      if ((await request()).state === 'applying') calls += 1;
      if (calls === WRITE) {
        frozen();
        await thawed;
      }
      return source.current();
    };
    const message = await company.pending();
    const zombie = await company.another({ session: { ...source, current } });
    await company.approve('bob', message);
    const working = zombie.jobs.settle();
    await isFrozen;
    company.clock.pass(90_000);
    await endItsSession();
    while ((await request()).state === 'applying') {
      company.clock.pass(1_000);
      await company.settle();
    }
    assert.equal((await request()).state, 'unknown');
    thaw();
    await working;
    assert.deepEqual(company.writes, []);
    assert.equal((await request()).state, 'unknown', 'that nothing shows is not taken for an answer');
    company.sandbox.world.tenant.advancedFeatures = { ...company.features(), AutomatedIrEnabled: true };
    company.clock.pass(3_600_000);
    await company.settle();
    assert.equal((await request()).state, 'applied');
  });
}
