import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { schemaState } from '../../../src/store/databases/schema-state.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { type PostgresDatabase, postgresDatabase } from '../../support/databases/postgres-database.ts';
import { bundled } from '../../support/processes/bundled.ts';
import { counting } from '../../support/runtime/counting.ts';
import { TEST_KEYS, testKeyPem } from '../../support/runtime/record-keys.ts';
import { STARTED } from '../../support/tampering/service-started.ts';

/** What the operator's commands make of DATABASE_URL. */
export function commandContract(): void {
  describe('for the operator’s commands', () => {
    let database: PostgresDatabase;
    beforeEach(async () => {
      database = await postgresDatabase();
    });
    afterEach(() => database.drop());

    async function verify(): Promise<{ code: number; out: string; err: string }> {
      const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: tmpdir(), RECORD_KEY: testKeyPem('a') };
      const args = [...(await bundled('src/cli/airlock.ts')), 'audit', 'verify'];
      return new Promise((resolve) => {
        execFile(process.execPath, args, { env }, (error, out, err) =>
          resolve({ code: Number(error?.code ?? 0), out, err }),
        );
      });
    }

    it('holds the record that is verified', async () => {
      const store = await openStore({ url: database.url, keys: TEST_KEYS, ids: counting() });
      await store.send({ messages: [], tasks: [], audit: [STARTED] });
      await store.close();
      const { code, out } = await verify();
      assert.match(out, /The record is intact: 1 entry,/);
      assert.equal(code, 0);
    });

    it('is refused where it has no tables of Airlock, and left as it is', async () => {
      const { code, out, err } = await verify();
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /has no tables of Airlock/);
      assert.deepEqual(await schemaState({ url: database.url }), { kind: 'absent' });
    });
  });
}
