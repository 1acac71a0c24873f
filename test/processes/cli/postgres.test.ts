import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { schemaState } from '../../../src/store/databases/schema-state.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { type PostgresDatabase, postgresDatabase } from '../../support/databases/postgres-database.ts';
import { bundled } from '../../support/processes/bundled.ts';
import { TEST_KEYS, testKeyPem } from '../../support/runtime/record-keys.ts';
import { STARTED } from '../../support/tampering/service-started.ts';
import { Examined } from './doctor/examined.ts';

describe('the commands, with the store on PostgreSQL', () => {
  let database: PostgresDatabase;

  beforeEach(async () => {
    database = await postgresDatabase();
  });
  afterEach(() => database.drop());

  const open = () => openStore({ url: database.url, keys: TEST_KEYS, ids: { next: () => randomUUID() } });

  it('the schema is looked at without being made', async () => {
    assert.deepEqual(await schemaState({ url: database.url }), { kind: 'absent' });
    assert.deepEqual(await schemaState({ url: database.url }), { kind: 'absent' }, 'still');
    await (await open()).close();
    assert.deepEqual(await schemaState({ url: database.url }), { kind: 'present', missing: [], newer: [] });
  });

  it('the doctor names the server, never its password', async () => {
    await (await open()).close();
    const service = await Examined.open();
    const url = new URL(database.url);
    url.password ||= 'some~password';
    Object.assign(service.env, { DATABASE_URL: url.href });
    const { code, text } = await service.examine();
    await service.close();
    assert.equal(code, 0, text);
    const { host, pathname, password } = url;
    assert(text.includes(`ok       Store: postgres://${host}${pathname} can be written to and is up to date\n`), text);
    assert(!text.includes(`:${password}@`));
  });

  it('audit verify reads the record of DATABASE_URL', async () => {
    const store = await open();
    await store.send({ messages: [], tasks: [], audit: [STARTED] });
    await store.close();
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url, RECORD_KEY: testKeyPem('a') };
    const args = [...(await bundled('src/cli/airlock.ts')), 'audit', 'verify'];
    const said = await new Promise<string>((resolve) => {
      execFile(process.execPath, args, { env }, (_error, out, err) => resolve(`${out}${err}`));
    });
    assert.match(said, /^The record is intact: 1 entry,/);
  });
});
