import assert from 'node:assert/strict';
import { existsSync, openSync, readFileSync, renameSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import Database from 'libsql';
import { DatabaseError } from 'pg';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import { troubleOf } from '../../../../src/shared/store-trouble.ts';
import { databaseError } from '../../../../src/store/databases/database-error.ts';
import { watchFile } from '../../../../src/store/databases/file-watch.ts';
import { openDatabase } from '../../../../src/store/databases/sqlite.ts';
import { openError } from '../../../../src/store/databases/sqlite-error.ts';
import { canWrite } from '../../../../src/store/queries/housekeeping.ts';
import { transact } from '../../../../src/store/schema/transact.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';

describe('a database file in trouble', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await quickFolder('airlock-trouble-');
    file = join(folder, 'airlock.db');
    const db = await openDatabase(file);
    for (let key = 0; key < 50; key += 1) await addLease(db, `lease-${key}`);
    await db.destroy();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  type Opened = Awaited<ReturnType<typeof openDatabase>>;

  function addLease(db: Opened, name: string): Promise<unknown> {
    const values = { name, owner: 'x'.repeat(2_000), until: 0 };
    return transact(db, (trx) => trx.insertInto('leases').values(values).execute());
  }

  const troubled = (trouble: string) => (error: unknown) => troubleOf(error) === trouble || assert.fail(String(error));

  it('is whole in its one file after a clean end, with nothing beside it', async () => {
    assert.deepEqual([existsSync(`${file}-wal`), existsSync(`${file}-shm`)], [false, false]);
    const copy = join(folder, 'copy.db');
    await copyFile(file, copy);
    const db = await openDatabase(copy);
    assert.equal((await db.selectFrom('leases').select('name').execute()).length, 50);
    await db.destroy();
  });

  it('says that its disk is full, not that a transaction could not be undone, and goes on once there is room', async () => {
    const db = await openDatabase(file);
    const { page_count: pages } =
      (await sql<{ page_count: number }>`pragma page_count`.execute(db)).rows[0] ?? assert.fail();
    await sql.raw(`pragma max_page_count = ${pages}`).execute(db);
    await assert.rejects(addLease(db, 'one more'), troubled('full'));
    await assert.rejects(addLease(db, 'one more'), /SQLITE_FULL: the disk is full.*not stored/);
    assert.equal((await db.selectFrom('leases').select('name').execute()).length, 50, 'it can be read');
    await assert.rejects(canWrite(db), troubled('full'));
    await sql.raw(`pragma max_page_count = ${pages + 100}`).execute(db);
    await canWrite(db);
    await addLease(db, 'one more');
    await db.destroy();
  });

  it('says that it is read-only', async () => {
    const db = await openDatabase(file);
    await sql.raw('pragma query_only = 1').execute(db);
    await assert.rejects(addLease(db, 'one more'), troubled('read-only'));
    await assert.rejects(canWrite(db), troubled('read-only'));
    await db.destroy();
  });

  it('starts no service where a page was overwritten, and names itself and what to do', async () => {
    const page = 4_096;
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(page, 'A'), 0, page, 5 * page);
    await assert.rejects(openDatabase(file), {
      code: 'store-corrupt',
      message: /airlock\.db is damaged \(.*page.*\)\. Stop Airlock, .*docs\/operate\.md#restore-a-backup/,
    });
  });

  it('starts no service where it was cut, or holds something else', async () => {
    truncateSync(file, 20_000);
    await assert.rejects(openDatabase(file), { code: 'store-corrupt', message: /airlock\.db is damaged/ });
    truncateSync(file, 0);
    const other = join(folder, 'other.db');
    await copyFile('package.json', other);
    await assert.rejects(openDatabase(other), {
      code: 'store-corrupt',
      message: /other\.db is damaged \(SQLITE_NOTADB/,
    });
    assert.equal(readFileSync(other, 'utf8'), readFileSync('package.json', 'utf8'), 'it is left as it is');
  });

  it('notices that it was replaced or removed while it is used', async () => {
    const look = watchFile(file);
    look();
    await copyFile(file, join(folder, 'other.db'));
    renameSync(join(folder, 'other.db'), file);
    assert.throws(look, troubled('gone'));
    rmSync(file);
    assert.throws(look, troubled('gone'));
  });

  it('says that another process holds it', () => {
    const other = new Database(file);
    const own = new Database(file);
    other.exec('begin exclusive');
    try {
      own.exec('begin immediate');
      assert.fail('two write at once');
    } catch (error) {
      const told = openError(file, error);
      troubled('locked')(told);
      assert.match(told.message, /airlock\.db cannot be used: another process holds it\. End that process/);
    }
    for (const db of [own, other]) db.close();
  });
});

describe('a PostgreSQL database in trouble', () => {
  const TOLD = [
    ['53100', 'full'],
    ['25006', 'read-only'],
    ['XX001', 'damaged'],
    ['55P03', 'locked'],
    ['57P01', 'gone'],
    ['57P03', 'gone'],
    ['08006', 'gone'],
  ] as const;
  for (const [code, trouble] of TOLD)
    it(`says by ${code} that it is ${trouble}`, () => {
      const said = new DatabaseError('secret', 1, 'error');
      said.code = code;
      const error = databaseError(said);
      assert(isAirlockError(error, 'store-unavailable'));
      assert.deepEqual([troubleOf(error), error.message.includes('secret')], [trouble, false]);
    });

  it('leaves a fault of a query to Airlock', () => {
    const said = new DatabaseError('secret', 1, 'error');
    said.code = '42P01';
    assert.equal(troubleOf(databaseError(said)), null);
  });
});
