import type { Kysely, Migration } from 'kysely';

/** Airlock's own settings. */
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
