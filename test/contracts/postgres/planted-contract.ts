import assert from 'node:assert/strict';
import { Client } from 'pg';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { copyOfDatabase, type PostgresDatabase, postgresDatabase } from '../../support/databases/postgres-database.ts';
import { logTo } from '../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { EVIL, PLANTED } from './planted-table.ts';

/**
 * Whatever of the table somebody plants in the database: it is named, no service starts on it, and one that runs writes
 * nothing to Defender while it is there. Every row gets a copy of one database, in which #1 is approved and #2 waits.
 */
export function plantedContract(): void {
  describe('against what somebody plants in it', () => {
    let template: PostgresDatabase;
    let company: Company;
    let logged: string[];
    /** The card of #2, and what Bob is offered on it. */
    let waiting: TeamsMessage;
    let offered: { readonly verb: string; readonly data: unknown };
    before(async () => {
      template = await postgresDatabase();
      await open({ ...template, drop: async () => undefined });
      const card = await company.pending();
      waiting = await company.pending('enable automatically resolve alerts');
      offered = actionOf(await company.view('bob', waiting), 'approve') ?? assert.fail();
      await company.approve('bob', card);
      await company.close();
    });
    after(() => template.drop());
    beforeEach(async () => open(await copyOfDatabase(template)));
    afterEach(() => company.close());

    async function open(database: PostgresDatabase): Promise<void> {
      logged = [];
      company = await Company.open({ database, log: logTo(({ message }) => logged.push(message)) });
    }

    async function plant(statements: readonly string[]): Promise<void> {
      const client = new Client({ connectionString: 'url' in company.place ? company.place.url : assert.fail() });
      await client.connect();
      try {
        for (const statement of statements) await client.query(statement);
      } finally {
        await client.end();
      }
    }

    const faults = async () => (await auditPlace(company.place, { keys: TEST_KEYS.known })).faults;
    const stored = async (number: number) =>
      (await company.services.store.requestByNumber(company.services.tenantId, number)) ?? assert.fail();

    it('finds nothing on what its migrations made: what was approved is written, and what waits is approved', async () => {
      await company.invoke('bob', waiting, offered);
      await company.settle();
      assert.equal(company.writes.length, 2);
      assert.deepEqual(await faults(), []);
    });

    for (const [what, { sql, says, pressed }] of Object.entries(PLANTED))
      it(`names ${what}, writes nothing while it is there, and does not start`, async () => {
        await plant([...EVIL, ...sql]);
        if (pressed) {
          await company.invoke('bob', waiting, offered);
          assert.equal((await stored(2)).approvals.length, 0, 'no approval is taken');
        }
        await company.settle();
        assert.equal(company.writes.length, 0, logged.join('; '));
        assert.match(JSON.stringify(await faults()), says);
        await assert.rejects(company.another(), { message: says });
      });
  });
}
