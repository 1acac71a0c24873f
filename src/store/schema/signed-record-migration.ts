import { type Kysely, type Migration, sql } from 'kysely';
import { isPostgres } from './transact.ts';

/**
 * Adds signatures to the record and makes it append-only: the database refuses to change or delete an entry, for
 * whoever does not first remove these triggers. On PostgreSQL only the owner of the table can.
 */
export const signedRecordMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('audit').addColumn('key_id', 'varchar(64)').execute();
    await db.schema.alterTable('audit').addColumn('signature', 'varchar(128)').execute();
    await db.schema.createIndex('audit_request').on('audit').column('request_id').execute();
    await (isPostgres(db) ? refuseOnPostgres(db) : refuseOnSqlite(db));
  },
};

async function refuseOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function audit_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the record is append-only' using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  await sql`
    create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_append_only()`.execute(db);
}

/** The trigger on INSERT stops `insert or replace`, which deletes a row without a trigger on DELETE. */
async function refuseOnSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger audit_no_update before update on audit
    begin select raise(abort, 'the record is append-only'); end`.execute(db);
  await sql`
    create trigger audit_no_delete before delete on audit
    begin select raise(abort, 'the record is append-only'); end`.execute(db);
  await sql`
    create trigger audit_no_replace before insert on audit when exists (select 1 from audit where seq = new.seq)
    begin select raise(abort, 'the record is append-only'); end`.execute(db);
}
