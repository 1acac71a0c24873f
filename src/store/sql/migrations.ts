import type { Migration } from 'kysely';
import { firstMigration } from './first-migration.ts';
import { fourthMigration } from './fourth-migration.ts';
import { secondMigration } from './second-migration.ts';
import { thirdMigration } from './third-migration.ts';

/** Every step of the schema, in the order of their numbers; forward only, never edited once released. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': firstMigration,
  '0002-forms': secondMigration,
  '0003-activities': thirdMigration,
  '0004-settings': fourthMigration,
};
