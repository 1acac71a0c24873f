import { type Kysely, type Migration, sql } from 'kysely';
import { OLDER_SQLITE_GUARDS, SQLITE_GUARDS } from './append-only.ts';
import { POSTGRES_GUARD, POSTGRES_NEXT, POSTGRES_NEXT_NAMES, SCHEMA } from './postgres-guards.ts';
import { isPostgres, tableOf } from './transact.ts';

/**
 * Adds forms, the messages that show them, and the devices that a request's change would touch. It uses only what
 * SQLite and PostgreSQL share.
 */
export const secondMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('forms')
      .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
      .addColumn('rev', 'integer', (c) => c.notNull())
      .addColumn('state', 'varchar(16)', (c) => c.notNull())
      .addColumn('requester', 'varchar(36)', (c) => c.notNull())
      .addColumn('deadline', 'bigint')
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('forms_deadline').on('forms').column('deadline').execute();
    await db.schema.createIndex('forms_open').on('forms').columns(['tenant', 'requester', 'state']).execute();
    await db.schema.alterTable('posts').addColumn('form_id', 'varchar(36)').execute();
    await db.schema.createIndex('posts_form').on('posts').column('form_id').execute();
    await db.schema
      .createTable('request_devices')
      .addColumn('request_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('page', 'integer', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('request_devices_key', ['request_id', 'page'])
      .execute();
  },
};

/** Adds Airlock's own settings. */
export const fourthMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('settings')
      .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
      .addColumn('name', 'varchar(64)', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('settings_key', ['tenant', 'name'])
      .execute();
  },
};

/** Adds an index that tells whether a message in Teams is a known card, without reading every message. */
export const thirdMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('posts_activity').on('posts').column('activity_id').execute();
  },
};

/**
 * Changes no table: bodies are written in version 2 from here on, which release 0.1.0 cannot read. A release that does
 * not know this step refuses to start.
 */
export const fifthMigration: Migration = {
  async up() {},
};

/**
 * Adds signatures to the record and makes it append-only: the database refuses to change or delete an entry, for
 * whoever does not first remove these triggers. On PostgreSQL only the owner of the table can.
 */
export const sixthMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('audit').addColumn('key_id', 'varchar(64)').execute();
    await db.schema.alterTable('audit').addColumn('signature', 'varchar(128)').execute();
    await db.schema.createIndex('audit_request').on('audit').column('request_id').execute();
    await (isPostgres(db) ? refuseOnPostgres(db) : refuseOnSqlite(db));
  },
};

/** Adds what is remembered of approvers' and requesters' accounts: since when each is seen as it is. */
export const seventhMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('accounts_seen')
      .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
      .addColumn('oid', 'varchar(36)', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('marks_since', 'bigint')
      .addColumn('approver_since', 'bigint')
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('accounts_seen_key', ['tenant', 'oid'])
      .execute();
  },
};

/** Adds what is remembered of the tenant because it cannot be read again, and how it is known. */
export const eighthMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('facts')
      .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
      .addColumn('key', 'varchar(300)', (c) => c.notNull())
      .addColumn('changed_at', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('facts_key', ['tenant', 'key'])
      .execute();
  },
};

/**
 * Adds why and since when a message could not be delivered, and whom a request was announced to. What earlier releases
 * gave up counts as failing since it was last tried.
 */
export const ninthMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('posts').addColumn('fault', 'varchar(120)').execute();
    await db.schema.alterTable('posts').addColumn('failing_since', 'bigint').execute();
    await db.schema
      .alterTable('posts')
      .addColumn('refusals', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('posts').addColumn('sent_at', 'bigint').execute();
    await db.schema.alterTable('posts').addColumn('again_at', 'bigint').execute();
    await sql`update ${tableOf(db, 'posts')} set fault = dropped, failing_since = due_at
      where dropped in ('delivery-gone', 'delivery-failed')`.execute(db);
    await sql`create index posts_failing on ${tableOf(db, 'posts')} (failing_since) where failing_since is not null`.execute(
      db,
    );
    await db.schema
      .createTable('announcements')
      .addColumn('request_id', 'varchar(36)', (c) => c.primaryKey())
      .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
  },
};

/**
 * Adds what each request is found by: a row for each word, person, device group and state. Whoever opens the store adds
 * the rows of requests that an earlier release stored.
 */
export const tenthMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('request_terms')
      .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('term', 'varchar(300)', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('request_terms_key', ['tenant', 'number', 'term'])
      .execute();
    await db.schema
      .createIndex('request_terms_at')
      .on('request_terms')
      .columns(['tenant', 'term', 'at', 'number'])
      .execute();
    await db.schema
      .alterTable('requests')
      .addColumn('has_terms', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await sql`create index requests_without_terms on ${tableOf(db, 'requests')} (has_terms) where has_terms = 0`.execute(
      db,
    );
  },
};

/** Adds what a request writes one by one, and how far each is. */
export const eleventhMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('request_items')
      .addColumn('request_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('key', 'varchar(200)', (c) => c.notNull())
      .addColumn('label', 'varchar(300)', (c) => c.notNull())
      .addColumn('state', 'varchar(16)', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('external_id', 'varchar(200)')
      .addPrimaryKeyConstraint('request_items_key', ['request_id', 'key'])
      .execute();
    await db.schema
      .createIndex('request_items_state')
      .on('request_items')
      .columns(['request_id', 'state', 'position'])
      .execute();
  },
};

async function refuseOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create function ${SCHEMA}.audit_append_only() returns trigger language plpgsql as $$${POSTGRES_GUARD}$$`)
    .execute(db);
  await sql`
    create trigger audit_append_only before update or delete or truncate on ${tableOf(db, 'audit')}
    for each statement execute function ${sql.table(`${SCHEMA}.audit_append_only`)}()`.execute(db);
}

async function refuseOnSqlite(db: Kysely<unknown>): Promise<void> {
  for (const guard of Object.values(OLDER_SQLITE_GUARDS)) await sql.raw(guard).execute(db);
}

/**
 * Lets the database take no entry but the one that follows the last: whoever may only insert puts none before the
 * first, into a gap or far ahead.
 */
export const twelfthMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await (isPostgres(db) ? takeNextOnPostgres(db) : takeNextOnSqlite(db));
  },
};

async function takeNextOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create or replace function ${SCHEMA}.audit_only_next() returns trigger language plpgsql
      set search_path = ${POSTGRES_NEXT_NAMES} as $$${POSTGRES_NEXT}$$`)
    .execute(db);
  await sql`
    create trigger audit_only_next before insert on ${tableOf(db, 'audit')}
    for each row execute function ${sql.table(`${SCHEMA}.audit_only_next`)}()`.execute(db);
}

async function takeNextOnSqlite(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop trigger if exists audit_no_replace').execute(db);
  await sql.raw(SQLITE_GUARDS.audit_only_next ?? '').execute(db);
}
