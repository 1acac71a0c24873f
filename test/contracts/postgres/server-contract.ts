import assert from 'node:assert/strict';
import { once } from 'node:events';
import { sql } from 'kysely';
import { Client } from 'pg';
import type { Store } from '../../../src/requests/ports/store.ts';
import { openPostgres } from '../../../src/store/databases/postgres.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { canWrite } from '../../../src/store/queries/housekeeping.ts';
import { transact } from '../../../src/store/schema/transact.ts';
import { type PostgresDatabase, postgresDatabase } from '../../support/databases/postgres-database.ts';
import { counting } from '../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { BUILT_AT } from '../../support/samples/build-request.ts';
import { aRequestId } from '../../support/samples/ids.ts';
import { anAnswer, aRequest, aTask, filing, TENANT } from '../store/a-step.ts';

/** What only PostgreSQL can get wrong. */
export function serverContract(): void {
  describe('as a server', () => {
    let database: PostgresDatabase;
    const handles: { close(): Promise<void> }[] = [];
    beforeEach(async () => {
      database = await postgresDatabase();
    });
    afterEach(async () => {
      for (const handle of handles.splice(0)) await handle.close();
      await database.drop();
    });

    async function open(isAlone = false, ids = counting()): Promise<Store> {
      const store = await openStore({ url: database.url, keys: TEST_KEYS, ids, isAlone });
      handles.push(store);
      return store;
    }
    async function openQueries() {
      const db = await openPostgres({ url: database.url });
      handles.push({ close: () => db.destroy() });
      return db;
    }

    it('is made once by instances that start together', async () => {
      const stores = await Promise.all([open(), open(), open(), open()]);
      const filed = await Promise.all(stores.map((store, index) => store.commit(filing(aRequest(index)))));
      assert.deepEqual(filed.map(({ number }) => number).sort(), [1, 2, 3, 4]);
    });

    it('keeps what it answered over a crash, whatever database and role are set to', async () => {
      const own = await openQueries();
      const { rows: names } = await sql<{ name: string }>`select current_database() as name`.execute(own);
      await sql`alter database ${sql.id(names[0]?.name ?? '')} set synchronous_commit = off`.execute(own);
      const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(await openQueries());
      assert.deepEqual(rows, [{ synchronous_commit: 'on' }]);
    });

    it('gives its large numbers as numbers', async () => {
      const store = await open();
      await store.commit(
        filing(aRequest(1, { deadline: BUILT_AT }), { tasks: [aTask('t')], messages: [anAnswer('p', 'c')] }),
      );
      const [post] = await store.takeMessages('me', BUILT_AT, 1, 9);
      const [entry] = await store.audit(0, 9);
      const task = await store.takeTask(['apply'], 'me', BUILT_AT, 1);
      const numbers = [post?.id, post?.dueAt, task?.id, task?.dueAt, entry?.seq, entry?.at, await store.nextDue()];
      assert.deepEqual(new Set(numbers.map((one) => typeof one)), new Set(['number']));
      assert.equal(await store.openCount(TENANT, aRequest(1).requester.oid), 1);
    });

    it('gives the right to write to another as soon as its holder’s connection ends, and tells the holder', async () => {
      const [store, other] = [await open(), await open()];
      await store.send({ messages: [], tasks: [aTask('t')] });
      const task = await store.takeTask(['apply'], 'me', BUILT_AT, 1);
      const right = await store.takeWriter(TENANT, 'me', BUILT_AT, 1);
      assert(task && right);
      const lost = once(right.lost, 'abort');
      const { rows } = await sql<{ pid: number }>`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'airlock write'`.execute(await openQueries());
      assert.equal(rows.length, 1);
      await lost;
      assert.equal(await right.holds(task), false);
      let taken = await other.takeWriter(TENANT, 'another', BUILT_AT, 1);
      while (taken === null) taken = await other.takeWriter(TENANT, 'another', BUILT_AT, 1);
      await taken.release();
      await right.release();
    });

    it('gives the tasks of an instance that is gone to one other, at once, and to nobody while it lives', async () => {
      const ids = counting();
      const [gone, one, other] = [await open(true, ids), await open(true, ids), await open(true, ids)];
      await one.send({ messages: [], tasks: [aTask('t'), aTask('u')] });
      assert(await one.takeTask(['apply'], 'one', BUILT_AT, 90_000));
      const lost = (await gone.takeTask(['apply'], 'gone', BUILT_AT, 90_000)) ?? assert.fail();
      const lookTwice = async () => (await one.takeBackGone(BUILT_AT)) + (await one.takeBackGone(BUILT_AT));
      assert.equal(await lookTwice(), 0, 'all of them live');
      const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
        where datname = current_database() and application_name = 'airlock life'`.execute(await openQueries());
      assert.equal(rows.length, 3);
      await gone.close();
      while ((await lookTwice()) === 0);
      const take = (store: Store) => store.takeTask(['apply'], 'me', BUILT_AT, 90_000);
      const taken = (await Promise.all([take(one), take(other), take(one), take(other)])).filter((task) => task);
      assert.deepEqual(
        taken.map((task) => task?.key),
        [lost.key],
      );
      await assert.rejects(one.send({ messages: [], tasks: [], completes: lost }), { code: 'rev-conflict' });
      assert.equal(await lookTwice(), 0, 'whoever took it lives');
    });

    it('leaves an instance its tasks whose session broke and came back', async () => {
      const ids = counting();
      const [broken, other] = [await open(true, ids), await open(true, ids)];
      await broken.send({ messages: [], tasks: [aTask('t'), aTask('u')] });
      assert(await broken.takeTask(['apply'], 'broken', BUILT_AT, 90_000));
      const db = await openQueries();
      const sessions = sql<{ pid: number }>`select pid from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database()) order by pid`;
      const before = (await sessions.execute(db)).rows.map(({ pid }) => pid);
      assert.equal(before.length, 2);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'airlock life'`.execute(db);
      for (;;) {
        const held = (await sessions.execute(db)).rows.map(({ pid }) => pid);
        if (held.length === 2 && !held.some((pid) => before.includes(pid))) break;
      }
      assert.equal((await other.takeBackGone(BUILT_AT)) + (await other.takeBackGone(BUILT_AT)), 0);
      assert.equal((await other.takeTask(['apply'], 'me', BUILT_AT, 90_000))?.key, 'u');
    });

    it('tells its own time, which all instances share', async () => {
      const time = sql<{ at: number }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as at`;
      const [store, db] = [await open(), await openQueries()];
      const before = (await time.execute(db)).rows[0]?.at ?? assert.fail();
      const told = (await store.time()) ?? assert.fail('it has none');
      const after = (await time.execute(db)).rows[0]?.at ?? assert.fail();
      assert(before <= told && told <= after, `${before} ${told} ${after}`);
    });

    it('passes over what another is at, and does not wait for it', async () => {
      const store = await open();
      await store.send({ messages: [anAnswer('p', 'c'), anAnswer('q', 'd')], tasks: [aTask('t'), aTask('u')] });
      const other = new Client({ connectionString: database.url });
      await other.connect();
      handles.push({ close: () => other.end() });
      await other.query('begin');
      await other.query(`select from tasks where key = 't' for update`);
      await other.query(`select from posts where key = 'p' for update`);
      assert.equal((await store.takeTask(['apply'], 'me', BUILT_AT, 1))?.key, 'u');
      const messages = await store.takeMessages('me', BUILT_AT, 1, 9);
      assert.deepEqual(
        messages.map(({ key }) => key),
        ['q'],
      );
    });

    it('gives up on what takes too long, and on an instance that stands still', async () => {
      const db = await openQueries();
      const names = ['statement_timeout', 'idle_in_transaction_session_timeout', 'application_name'];
      const shown = await Promise.all(
        names.map((name) => sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)),
      );
      assert.deepEqual(
        shown.map(({ rows }) => rows[0]?.value),
        ['10s', '5s', 'airlock'],
      );
    });

    it('says when it takes no changes', async () => {
      const db = await openQueries();
      await db.connection().execute(async (one) => {
        await canWrite(one);
        await sql`set default_transaction_read_only = on`.execute(one);
        await assert.rejects(canWrite(one), { code: 'store-unavailable' });
      });
    });

    it('tries a transaction again that collided with another, and not for ever', async () => {
      const db = await openQueries();
      const collide = sql`do $$ begin raise exception 'met' using errcode = '40P01'; end $$`;
      let tried = 0;
      const until = (last: number) =>
        transact(db, async (trx) => {
          tried += 1;
          if (tried < last) await collide.execute(trx);
          return tried;
        });
      assert.equal(await until(5), 5);
      tried = 0;
      await assert.rejects(until(99), { code: 'store-unavailable', details: { reason: '40P01' } });
      assert.equal(tried, 5);
    });

    it('names a refused query by its code, and quotes nothing of it', async () => {
      const db = await openQueries();
      const twice = transact(db, async (trx) => {
        const row = { tenant: TENANT, object: 'confidential', request_id: aRequestId('r') };
        await trx.insertInto('object_locks').values([row, row]).execute();
      });
      await assert.rejects(twice, (error: Error) => {
        assert.equal(Reflect.get(error, 'code'), 'internal');
        assert.match(error.message, /23505/);
        assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /confidential/);
        assert.equal(error.cause, undefined);
        return true;
      });
    });
  });
}
