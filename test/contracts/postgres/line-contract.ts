import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Pool } from 'pg';
import type { Store } from '../../../src/requests/ports/store.ts';
import { isAirlockError } from '../../../src/shared/errors.ts';
import { guardPool } from '../../../src/store/databases/postgres.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { type PostgresDatabase, postgresDatabase } from '../../support/databases/postgres-database.ts';
import { counting } from '../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { type Line, openLine } from '../../support/wire/cut-line.ts';
import { aRequest, filing, next, TENANT } from '../store/a-step.ts';

/** The query `commit` as it stands on the wire: a text and its end. */
const COMMIT = 'commit\0';

/** What a step does whose line to the server breaks. */
export function lineContract(): void {
  describe('when the line to the server breaks', () => {
    let database: PostgresDatabase;
    let line: Line;
    let store: Store;
    beforeEach(async () => {
      database = await postgresDatabase();
      line = await openLine(database.url);
      store = await openStore({ url: line.url, keys: TEST_KEYS, ids: counting() });
    });
    afterEach(async () => {
      await store.close();
      await line.close();
      await database.drop();
    });

    it('while nothing is asked: the next step finds a new one', async () => {
      const one = await store.commit(filing(aRequest(1)));
      line.cut();
      const again = async (): Promise<number> => (await store.request(TENANT, one.id))?.rev ?? 0;
      await again().catch((error: unknown) => assert.equal(Reflect.get(Object(error), 'code'), 'store-unavailable'));
      assert.equal(await again(), 1);
    });

    it('while it lies idle in the pool: it is thrown away, and no process ends of it', async () => {
      const pool = new Pool({ connectionString: line.url });
      const guarded = guardPool(pool);
      (await guarded.connect()).release();
      const removed = once(pool, 'remove');
      line.cut();
      await removed;
      const client = await guarded.connect();
      assert.equal((await client.query('select 1', [])).rows.length, 1);
      client.release();
      await guarded.end();
    });

    it('before a step is landed: it says so, nothing is kept of it, and it can be repeated', async () => {
      const one = await store.commit(filing(aRequest(1)));
      line.cutAt(COMMIT, 'before');
      await assert.rejects(store.commit(next(one)), { name: 'AirlockError', code: 'store-unavailable' });
      assert.equal((await store.commit(next(one))).rev, 2);
      assert.equal((await store.audit(0, 9)).length, 2);
    });

    it('after a step has landed and before that is known: it says so, and repeated it finds itself overtaken', async () => {
      const one = await store.commit(filing(aRequest(1)));
      line.cutAt(COMMIT, 'answered');
      await assert.rejects(store.commit(next(one)), { name: 'AirlockError', code: 'store-unavailable' });
      await assert.rejects(store.commit(next(one)), { code: 'rev-conflict' });
      assert.equal((await store.request(TENANT, one.id))?.rev, 2);
      assert.equal((await store.audit(0, 9)).length, 2);
    });

    it('without a sign of it: the query is given up in time, and its connection is used for nothing more', async () => {
      const pool = new Pool({ connectionString: line.url, query_timeout: 100 });
      const guarded = guardPool(pool);
      const client = await guarded.connect();
      line.mute();
      const refusals = [];
      for (const text of ['select 1', 'rollback'])
        refusals.push(await client.query(text, []).catch((error: unknown) => error));
      assert(isAirlockError(refusals[0], 'store-unavailable'));
      assert.deepEqual(refusals[0].details, { reason: 'Query read timeout', trouble: 'gone' });
      assert.equal(refusals[1], refusals[0], 'the second is not even sent');
      client.release();
      assert.equal(pool.totalCount, 0);
      line.cut();
      await guarded.end();
    });
  });
}
