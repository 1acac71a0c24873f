import { type PostgresDatabase, postgresDatabase } from './postgres-database.ts';

/** Makes a database of one test's own; null for the embedded one. */
export type TestDatabase = () => Promise<PostgresDatabase | null>;

/**
 * Describes the same on the embedded database and on PostgreSQL, which several processes share as they do in
 * production.
 */
export function onEachDatabase(title: string, tests: (database: TestDatabase) => void): void {
  describe(`${title}, on SQLite`, () => tests(async () => null));
  describe(`${title}, on PostgreSQL`, () => tests(postgresDatabase));
}
