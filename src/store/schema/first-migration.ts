import type { CreateTableBuilder, Kysely, Migration } from 'kysely';
import { isPostgres } from './transact.ts';

/**
 * The first schema. Except for the running numbers, it uses only types and clauses that SQLite and PostgreSQL share.
 * Columns for ids from outside have no maximum length.
 */
export const firstMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await requestTables(db);
    await lockTable(db);
    await auditTable(db);
    await outboundTables(db);
    await placeTables(db);
  },
};

async function requestTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('requests')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('rev', 'integer', (c) => c.notNull())
    .addColumn('state', 'varchar(16)', (c) => c.notNull())
    .addColumn('requester', 'varchar(36)', (c) => c.notNull())
    .addColumn('open', 'integer', (c) => c.notNull())
    .addColumn('deadline', 'bigint')
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('requests_number').on('requests').columns(['tenant', 'number']).unique().execute();
  await db.schema.createIndex('requests_deadline').on('requests').column('deadline').execute();
  await db.schema.createIndex('requests_open').on('requests').columns(['tenant', 'open', 'requester']).execute();
  await db.schema
    .createTable('counters')
    .addColumn('tenant', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('last_number', 'integer', (c) => c.notNull())
    .execute();
}

async function lockTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('object_locks')
    .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
    .addColumn('object', 'text', (c) => c.notNull())
    .addColumn('request_id', 'varchar(36)', (c) => c.notNull())
    .addPrimaryKeyConstraint('object_locks_key', ['tenant', 'object'])
    .execute();
  await db.schema.createIndex('object_locks_request').on('object_locks').column('request_id').execute();
}

async function auditTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('seq', 'bigint', (c) => c.primaryKey())
    .addColumn('previous', 'varchar(64)', (c) => c.notNull())
    .addColumn('hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('event', 'varchar(64)', (c) => c.notNull())
    .addColumn('actor', 'varchar(36)', (c) => c.notNull())
    .addColumn('request_id', 'varchar(36)')
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
}

async function outboundTables(db: Kysely<unknown>): Promise<void> {
  await numbered(db, 'posts')
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
    .addColumn('conversation', 'text', (c) => c.notNull())
    .addColumn('request_id', 'varchar(36)')
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('activity_id', 'text')
    .addColumn('wanted_rev', 'integer', (c) => c.notNull())
    .addColumn('shown_rev', 'integer', (c) => c.notNull())
    .addColumn('due', 'integer', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('lease', 'varchar(80)')
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .addColumn('dropped', 'varchar(64)')
    .execute();
  await db.schema.createIndex('posts_due').on('posts').columns(['due', 'due_at']).execute();
  await db.schema.createIndex('posts_request').on('posts').column('request_id').execute();
  await numbered(db, 'tasks')
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'varchar(16)', (c) => c.notNull())
    .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
    .addColumn('request_id', 'varchar(36)')
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('correlation', 'varchar(80)', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('lease', 'varchar(80)')
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .addColumn('completed', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('tasks_due').on('tasks').columns(['completed', 'kind', 'due_at']).execute();
}

/** Begins a table whose rows get running numbers. */
function numbered<T extends string>(db: Kysely<unknown>, name: T): CreateTableBuilder<T, 'id'> {
  const table = db.schema.createTable(name);
  return isPostgres(db)
    ? table.addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    : table.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement());
}

async function placeTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('contacts')
    .addColumn('tenant', 'varchar(36)', (c) => c.notNull())
    .addColumn('oid', 'varchar(36)', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('contacts_key', ['tenant', 'oid'])
    .execute();
  await db.schema
    .createTable('leases')
    .addColumn('name', 'varchar(100)', (c) => c.primaryKey())
    .addColumn('owner', 'varchar(80)', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .execute();
}
