import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'libsql';
import { readChain, verifyChain } from '../../../src/store/audit-chain.ts';
import { ownFile } from '../../../src/store/databases/file-owner.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { TENANT } from '../../contracts/store/a-step.ts';
import { bundled } from '../../support/processes/bundled.ts';
import { counting } from '../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { aRequestId } from '../../support/samples/ids.ts';

const WRITER = 'test/processes/store/commit-forever.ts';
const MIGRANT = 'test/processes/store/die-while-migrating.ts';

describe('a file of the store', function () {
  this.timeout(120_000);
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airlock-store-'));
    file = join(folder, 'deeper', 'airlock.db');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function child(program: string, ...args: string[]) {
    const command = [...(await bundled(program)), file, ...args];
    return spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  /** The tables and indexes that are Airlock's own: the migrator's two tables stand outside. */
  function schema(): unknown[] {
    const sqlite = new Database(file);
    const names = sqlite.prepare("select name from sqlite_master where sql is not null and name not like 'kysely%'");
    const found = names.all();
    sqlite.close();
    return found;
  }

  /** Runs a child until it has acknowledged so many commits, kills it, and gives every acknowledgement that came. */
  async function killedAfter(commits: number): Promise<string[]> {
    const writer = await child(WRITER);
    const closed = once(writer, 'close');
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === commits) {
        assert.throws(() => ownFile(file), { code: 'store-unavailable' });
        writer.kill('SIGKILL');
      }
    }
    assert.deepEqual(await closed, [null, 'SIGKILL']);
    return acknowledged;
  }

  const open = () => openStore({ file, keys: TEST_KEYS, ids: counting() });

  it('keeps every acknowledged commit through SIGKILL, five times over, and the chain holds', async () => {
    const acknowledged: string[] = [];
    for (const commits of [1, 2, 25, 60, 101]) {
      acknowledged.push(...(await killedAfter(commits)));
      const store = await openStore({ file, keys: TEST_KEYS, ids: counting(), isAlone: true });
      for (const line of acknowledged) {
        const [id = '', rev] = line.split(' ');
        const request = await store.request(TENANT, aRequestId(id));
        assert(request && request.rev >= Number(rev), `lost: ${line}`);
      }
      const verdict = await verifyChain(readChain(store), TEST_KEYS.known);
      assert.equal(verdict.ok, true);
      assert(verdict.count >= acknowledged.length);
      const numbers = (await store.requests(TENANT, { open: true, limit: 10_000 })).map(({ number }) => number);
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => numbers.length - index),
        'numbers have no gap',
      );
      await store.close();
    }
    assert(acknowledged.length >= 189);
  });

  it('is made once when several processes start on it at one moment', async () => {
    const ended = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const writer = await child(WRITER, 'once');
        writer.stdout.resume();
        return once(writer, 'exit');
      }),
    );
    assert.deepEqual(
      ended,
      [1, 2, 3, 4].map(() => [0, null]),
    );
    const store = await open();
    assert.equal((await verifyChain(readChain(store), TEST_KEYS.known)).count, 8);
    await store.close();
  });

  it('is waited for while another process holds all of it', async () => {
    mkdirSync(dirname(file), { recursive: true });
    const other = new Database(file);
    other.exec('begin exclusive');
    const opening = open();
    other.exec('commit');
    other.close();
    await (await opening).close();
  });

  it('is its owner’s alone', async () => {
    const store = await open();
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(join(file, '..'))).mode & 0o777, 0o700);
    await store.close();
  });

  it('gets its whole schema or none of it', async () => {
    mkdirSync(dirname(file), { recursive: true });
    const before = new Database(file);
    before.exec('create table leases (name text)');
    before.close();
    await assert.rejects(open(), { name: 'AirlockError', code: 'store-corrupt' });
    assert.deepEqual(schema(), [{ name: 'leases' }]);
  });

  for (const table of ['requests', 'audit', 'leases'])
    it(`killed while its table ${table} is made has no table at all, and is made whole by the next start`, async () => {
      assert.deepEqual(await once(await child(MIGRANT, table), 'exit'), [null, 'SIGKILL']);
      assert.deepEqual(schema(), []);
      const store = await open();
      await store.ping();
      await store.close();
      assert(schema().length > 10);
    });

  it('is refused when it is no database, and left as it is', async () => {
    mkdirSync(dirname(file), { recursive: true });
    const text = 'somebody’s notes, long enough to be read as a header. '.repeat(40);
    writeFileSync(file, text);
    await assert.rejects(open(), { name: 'AirlockError', code: 'store-corrupt' });
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('is refused by name where there can be none', async () => {
    writeFileSync(dirname(file), 'a file in place of the folder');
    await assert.rejects(open(), { code: 'config-invalid', message: /cannot open .*airlock\.db.*DATA_DIR/ });
  });
});
