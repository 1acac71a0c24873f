import type { Kysely, Migration } from 'kysely';

/** Whether a message in Teams is a known card is asked without reading every post. */
export const thirdMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('posts_activity').on('posts').column('activity_id').execute();
  },
};
