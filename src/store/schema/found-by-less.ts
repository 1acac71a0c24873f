import { type Kysely, type Migration, sql } from 'kysely';
import { isPostgres, tableOf } from './transact.ts';

/**
 * Makes what requests are found by a third of its size: each row names its tenant by a number, SQLite keeps no second
 * copy of the table, and the words and device groups of a request no longer carry a time that each step moves.
 */
export const thirteenthMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('counters').addColumn('place', 'integer').execute();
    const counters = tableOf(db, 'counters');
    await sql`update ${counters}
      set place = (select count(*) from ${counters} as other where other.tenant <= ${counters}.tenant)`.execute(db);
    await nextTable(db);
    const [older, next] = [tableOf(db, 'request_terms'), tableOf(db, 'request_terms_next')];
    await sql`insert into ${next} (place, number, term, at)
      select counted.place, older.number, older.term,
        case when older.term like 'word:%' or older.term like 'group:%' then 0 else older.at end
      from ${older} as older join ${counters} as counted on counted.tenant = older.tenant
      order by 1, 2, 3`.execute(db);
    await sql`drop table ${older}`.execute(db);
    await sql`alter table ${next} rename to request_terms`.execute(db);
  },
};

/** The names of its key and its index are new: those of the table before are taken until that one is gone. */
async function nextTable(db: Kysely<unknown>): Promise<void> {
  const table = db.schema
    .createTable('request_terms_next')
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('term', 'varchar(300)', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('request_terms_of', ['place', 'number', 'term']);
  await (isPostgres(db) ? table : table.modifyEnd(sql`without rowid`)).execute();
  await db.schema
    .createIndex('request_terms_found')
    .on('request_terms_next')
    .columns(['place', 'term', 'at', 'number'])
    .execute();
}
