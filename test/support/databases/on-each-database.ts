import assert from 'node:assert/strict';
import { type PostgresDatabase, type PostgresServer, startPostgres } from './postgres-server.ts';

/** A database of one test's own; null for the embedded one. */
export type TestDatabase = () => Promise<PostgresDatabase | null>;

/**
 * Describes the same on the embedded database and on the PostgreSQL at DATABASE_TEST_URL, which several processes can share as they do
 * in production. Without a server that half is counted as skipped.
 */
export function onEachDatabase(title: string, tests: (database: TestDatabase) => void): void {
  describe(`${title}, on SQLite`, () => tests(async () => null));
  describe(`${title}, on PostgreSQL`, () => {
    let server: PostgresServer | null = null;
    before(async function () {
      const found = await startPostgres({ real: true });
      if ('missing' in found) {
        console.warn(`    SKIPPED on PostgreSQL: ${found.missing}`);
        return this.skip();
      }
      server = found;
    });
    after(() => server?.stop());
    tests(() => {
      assert(server);
      return server.database();
    });
  });
}
