import assert from 'node:assert/strict';
import { tenantId } from '../../../src/shared/ids.ts';
import { openDatabase } from '../../../src/store/databases/sqlite.ts';
import { keptQuery } from '../../../src/store/schema/kept-query.ts';
import { transact } from '../../../src/store/schema/transact.ts';
import { TENANT } from '../../support/samples/ids.ts';

const OTHER = tenantId.parse('22222222-2222-4222-8222-222222222222');

describe('a kept query', () => {
  it('is built once, and each run has its own values, in a transaction and outside', async () => {
    let built = 0;
    const adding = keptQuery((db, { tenant, number }: { readonly tenant: typeof TENANT; readonly number: number }) => {
      built += 1;
      return db.insertInto('counters').values({ tenant, last_number: number });
    });
    const finding = keptQuery((db, { number }: { readonly number: number }) =>
      db.selectFrom('counters').selectAll().where('last_number', '=', number),
    );
    const db = await openDatabase(':memory:');
    await adding(db, { tenant: TENANT, number: 7 });
    await transact(db, async (trx) => {
      assert.deepEqual((await finding(trx, { number: 7 })).rows, [{ tenant: TENANT, last_number: 7 }]);
      assert.deepEqual((await finding(trx, { number: 8 })).rows, []);
    });
    await adding(db, { tenant: OTHER, number: 8 });
    assert.deepEqual((await finding(db, { number: 8 })).rows, [{ tenant: OTHER, last_number: 8 }]);
    assert.equal(built, 1);
    await db.destroy();
  });
});
