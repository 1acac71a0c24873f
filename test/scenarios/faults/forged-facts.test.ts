import assert from 'node:assert/strict';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { writeBody } from '../../../src/store/bodies/stored-body.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import type { TestDatabase } from '../../support/databases/postgres-database.ts';
import { rowsOf, runAsOwner } from '../../support/databases/run-as-owner.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

const DATABASES: Readonly<Record<string, TestDatabase>> = {
  SQLite: async () => null,
  PostgreSQL: migratedPostgres,
};

const AIR = 'feature:automated-investigation';

for (const [name, databaseOf] of Object.entries(DATABASES))
  describe(`a forged word on a switch, on ${name}`, () => {
    let company: Company;
    beforeEach(async () => {
      company = await Company.open({ connector: 'guided', database: await databaseOf() });
    });
    afterEach(() => company?.close());

    async function forge(value: 'on' | 'off'): Promise<void> {
      const source = { kind: 'attested', at: 1, by: 'Bob Brandt', request: 77 } as const;
      const body = writeBody({ key: AIR, value, source, changedAt: 1 });
      const [request] = await rowsOf(company.place, 'select tenant from requests limit 1');
      const row = `'${request?.tenant}', '${AIR}', 1, '${body}'`;
      await runAsOwner(company.place, `insert into facts (tenant, key, changed_at, body) values (${row})`);
    }

    async function found(): Promise<string> {
      const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known });
      return faults.map(({ where, what }) => `${where}: ${what}`).join('; ');
    }

    it('ends no approved request as applied: a person gets the steps, and verify names the row', async () => {
      const card = await company.pending();
      await forge('on');
      await company.approve('bob', card);
      await company.settle();
      assert.doesNotMatch(cardText(card.card), /by Bob Brandt's word|says that it is applied/);
      const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
      assert.equal(request?.state, 'approved');
      assert.match(await found(), /remembered as feature:automated-investigation: no entry tells of it/);
    });

    it('is shown on no card as what was before, and stays found once an honest word overwrites it', async () => {
      await company.pending('enable automatically resolve alerts');
      await forge('off');
      const card = await company.pending();
      assert.doesNotMatch(cardText(card.card), /Bob Brandt's word, #77/);
      await company.say('omar', 'automated investigation is off');
      await company.settle();
      assert.match(cardText(company.teams.messages.at(-1)?.card), /by your word/);
      assert.match(
        await found(),
        /what it found remembered as feature:automated-investigation is something else though no entry had told of it/,
      );
    });
  });
