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
      assert.deepEqual((await finding(trx, { number: 7 })).rows, [{ tenant: TENANT, last_number: 7, place: null }]);
      assert.deepEqual((await finding(trx, { number: 8 })).rows, []);
    });
    await adding(db, { tenant: OTHER, number: 8 });
    assert.deepEqual((await finding(db, { number: 8 })).rows, [{ tenant: OTHER, last_number: 8, place: null }]);
    assert.equal(built, 1);
    await db.destroy();
  });

  it('that takes a list is built once for each length, and each run has its own list', async () => {
    let built = 0;
    type Wanted = { readonly tenants: readonly (typeof TENANT)[]; readonly most: number };
    const finding = keptQuery((db, { tenants, most }: Wanted) => {
      built += 1;
      return db
        .selectFrom('counters')
        .select('last_number')
        .where('tenant', 'in', tenants)
        .where('last_number', '<=', most)
        .orderBy('last_number');
    });
    const db = await openDatabase(':memory:');
    const rows = [TENANT, OTHER].map((tenant, at) => ({ tenant, last_number: at + 7 }));
    await db.insertInto('counters').values(rows).execute();
    const found = async (tenants: Wanted['tenants'], most = 9) =>
      (await finding(db, { tenants, most })).rows.map(({ last_number }) => last_number);
    assert.deepEqual([await found([TENANT]), await found([OTHER])], [[7], [8]]);
    assert.deepEqual([await found([OTHER, TENANT]), await found([TENANT, OTHER], 7)], [[7, 8], [7]]);
    assert.equal(built, 2);
    const long = Array.from({ length: 30 }, () => OTHER);
    assert.deepEqual([await found(long), await found([...long, TENANT])], [[8], [7, 8]]);
    assert.equal(built, 4, 'a long list is kept for no length');
    await db.destroy();
  });
});
