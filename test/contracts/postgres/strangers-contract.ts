import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { Store } from '../../../src/requests/ports/store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { Company } from '../../support/company/company.ts';
import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import { counting } from '../../support/runtime/counting.ts';
import { logTo } from '../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { EVIL } from './planted-table.ts';

/** Each of the service’s tables, and each operator, is named in full: no search path leads it elsewhere. */
export function strangersContract(): void {
  describe('against what somebody hangs on its tables', () => {
    let company: Company;
    afterEach(() => company.close());

    async function open(): Promise<void> {
      company = await Company.open({ log: logTo(() => undefined), database: await migratedPostgres() });
      company.tampered = true;
    }

    async function run(statements: readonly string[]): Promise<void> {
      const client = new Client({ connectionString: 'url' in company.place ? company.place.url : assert.fail() });
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    }

    /** Whoever writes a setting has another search path in their session from then on. */
    async function pathSetBy(statements: readonly string[]): Promise<Store> {
      await open();
      await company.pending();
      await run([...EVIL, ...statements, 'alter table settings add constraint sound check (evil.sets())']);
      const store = await openStore({ ...company.place, keys: TEST_KEYS, ids: counting() });
      assert(await store.replaceSetting(company.services.tenantId, 'any', { from: null, to: 'other' }));
      return store;
    }

    it('asks its own tables where a check has set another search path in its session', async () => {
      const store = await pathSetBy(['create view evil.audit as select * from public.audit where false']);
      const [first] = await store.audit(0, 1);
      await store.close();
      assert.equal(first?.seq, 1);
    });

    it('compares by PostgreSQL’s own operators where a check has put others before them in its session', async () => {
      const store = await pathSetBy([
        'create function evil.never("char", "char") returns boolean language sql immutable as $$ select false $$',
        'create operator evil.<> (leftarg = "char", rightarg = "char", function = evil.never)',
        `create or replace function evil.sets() returns boolean language plpgsql as
           $$ begin perform pg_catalog.set_config('search_path', 'evil, pg_catalog', false); return true; end $$`,
      ]);
      const fault = await store.beginningFault();
      await store.close();
      assert.match(String(fault), /there is a check sound on the table settings/);
    });
  });
}
