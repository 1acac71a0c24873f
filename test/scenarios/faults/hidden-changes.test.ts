import assert from 'node:assert/strict';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { inPortal, ON } from '../../support/company/watched-company.ts';
import { postgresDatabase, type TestDatabase } from '../../support/databases/postgres-database.ts';
import { runAsOwner } from '../../support/databases/run-as-owner.ts';
import { knowSinceLong } from '../../support/people/alter-people.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

const DATABASES: Readonly<Record<string, TestDatabase>> = {
  SQLite: async () => null,
  PostgreSQL: postgresDatabase,
};

for (const [name, databaseOf] of Object.entries(DATABASES))
  describe(`a change outside Airlock, hidden by the owner of the database, on ${name}`, () => {
    let company: Company;
    beforeEach(async () => {
      company = await Company.open({ connector: 'portal', database: await databaseOf() });
      await knowSinceLong(company);
      await company.say('grace', 'help', 'a:grace');
      await company.watch();
    });
    afterEach(() => company?.close());

    const own = (sql: string) => runAsOwner(company.place, sql);

    async function found(): Promise<string> {
      const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known });
      return faults.map(({ where, what }) => `${where}: ${what}`).join('; ');
    }

    it('is not passed over in silence where what earlier looks saw is removed', async () => {
      await inPortal(company, 'bob', ON);
      await own("delete from facts where key like 'watch:%'");
      assert.match(await found(), /remembered as watch:audit: entry \d+ tells that Airlock looks, and it is gone/);
      const before = company.teams.messages.length;
      await company.watch();
      const texts = company.teams.messages.slice(before).map(({ card }) => cardText(card));
      assert.match(texts.join('\n'), /What was seen before is not known/);
      await company.say('alice', 'status');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /What was seen in Defender before .* is not known/);
      assert.match(await found(), /what it found remembered of earlier looks is gone, or something else/);
    });

    it('is still open where what was told of it is removed, and verify says that it is gone', async () => {
      await inPortal(company, 'bob', ON);
      await company.watch();
      await own("delete from facts where key like 'outside:%'");
      await company.watch();
      await company.say('alice', 'status');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /Changed outside Airlock, and open: 1/);
      assert.match(await found(), /remembered as outside:\S+: entry \d+ tells of it, and it is gone/);
    });
  });
