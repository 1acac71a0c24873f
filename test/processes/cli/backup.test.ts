import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { originOf, signedNote } from '../../../src/store/record/checkpoint.ts';
import { Company } from '../../support/company/company.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { bundled } from '../../support/processes/bundled.ts';
import { TEST_KEYS, testKeyPem } from '../../support/runtime/record-keys.ts';

const TENANT_ID = '11111111-1111-4111-8111-111111111111';

describe('airlock backup, restore and restored', function () {
  this.timeout(60_000);
  let folder: string;
  /** A store in use: with a log beside it that holds most of what is stored, and one request that waits. */
  let company: Company;
  let file: string;
  let backup: string;
  let witness: string;

  before(async () => {
    folder = await quickFolder('airlock-backup-');
    company = await Company.open();
    await company.pending();
  });
  after(async () => {
    await company.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    file = join(folder, 'data', 'airlock.db');
    backup = join(folder, 'backup.db');
    witness = join(folder, 'checkpoints');
    for (const one of readdirSync(folder)) rmSync(join(folder, one), { recursive: true });
    mkdirSync(dirname(file));
  });

  async function airlock(args: readonly string[], settings: object = {}): Promise<{ code: number; said: string }> {
    const program = await bundled('src/cli/airlock.ts');
    const env = { PATH: process.env.PATH, DATA_DIR: dirname(file), RECORD_KEY: testKeyPem('a'), ...settings };
    return new Promise((resolve) => {
      execFile(process.execPath, [...program, ...args], { env, cwd: folder }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), said: `${out}${err}` }),
      );
    });
  }

  const backUp = () => airlock(['backup', backup, '--file', company.file]);

  /** The store of the settings: that of the company, with so many requests said to be made since. */
  async function later(lastGiven: number): Promise<void> {
    await airlock(['backup', file, '--file', company.file]);
    const db = new Database(file);
    db.prepare('update counters set last_number = ?').run(lastGiven);
    db.close();
  }

  function lastNumber(): unknown {
    const db = new Database(file);
    const [row] = db.prepare('select last_number from counters').all() as { last_number: number }[];
    db.close();
    return row?.last_number;
  }

  it('copies a store that is in use into one private file, and verifies it', async () => {
    const { code, said } = await backUp();
    assert.match(
      said,
      /^Backed up \S+ to \S+backup\.db\. The record is intact: \d+ entries, 1 request\. Head: [0-9a-f]{64}/,
    );
    assert.equal(code, 0);
    assert.equal(statSync(backup).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder).sort(), ['backup.db', 'data']);
    const again = await backUp();
    assert.match(again.said, /backup\.db exists already, and is not written over/);
    assert.notEqual(again.code, 0);
  });

  it('says what it could not check, and never that a record is intact whose signatures were not', async () => {
    const { code, said } = await airlock(['backup', backup, '--file', company.file], { RECORD_KEY: undefined });
    assert.match(said, /^Backed up .* No fault was found, but the signatures of \d+ entries were not checked/);
    assert.match(said, /^Not proven: that the service wrote the entries/m);
    assert.match(said, /^Not proven: that what waits to be done was asked by the person it names/m);
    assert.doesNotMatch(said, /intact/);
    assert.equal(code, 0);
  });

  it('compares the copy with the checkpoints of the settings', async () => {
    await later(1);
    const noted = { origin: originOf(TENANT_ID), count: 5_000, head: 'a'.repeat(64) };
    writeFileSync(witness, signedNote(TEST_KEYS, noted));
    const { code, said } = await airlock(['backup', backup], { AUDIT_WITNESS_FILE: witness });
    assert.match(said, /the record: it has \d+ entries, and a checkpoint says that it had 5000/);
    assert.equal(code, 1);
  });

  it('makes no backup of a damaged store, and says so', async () => {
    await later(1);
    const bytes = readFileSync(file);
    bytes.fill('A', 8 * 4_096, 9 * 4_096);
    writeFileSync(file, bytes);
    const { code, said } = await airlock(['backup', backup]);
    assert.match(said, /airlock\.db is damaged \(.*\)\. Stop Airlock/);
    assert.notEqual(code, 0);
    assert.deepEqual(readdirSync(folder).sort(), ['data']);
  });

  it('restores a verified backup, keeps what was there, and gives no number twice', async () => {
    await backUp();
    await later(41);
    const count = 5_000;
    writeFileSync(witness, signedNote(TEST_KEYS, { origin: originOf(TENANT_ID), count, head: 'a'.repeat(64) }));
    const { code, said } = await airlock(['restore', backup], { AUDIT_WITNESS_FILE: witness });
    assert.match(said, /^Restored \S+backup\.db: \d+ entries, head [0-9a-f]{64}\.$/m);
    assert.match(said, /^What was there is kept: \S+airlock\.db\.before-[\dTZ-]+$/m);
    assert.match(said, /^The file of checkpoints is begun anew\. What it held is kept: \S+checkpoints\.before-/m);
    assert.match(said, /^New requests are numbered from #42\./m);
    assert.equal(code, 0);
    assert.equal(lastNumber(), 41);
    assert.equal(readdirSync(dirname(file)).length, 2);
    const verified = await airlock(['audit', 'verify'], { AUDIT_WITNESS_FILE: witness });
    assert.match(verified.said, /^The record is intact/);
    const exported = await airlock(['audit', 'export', '--format', 'csv']);
    assert.match(exported.said, /record\.restored/);
  });

  it('restores over a store that cannot be read, leaving out every number that may have been given', async () => {
    await backUp();
    writeFileSync(file, 'nothing that SQLite knows'.repeat(400));
    const { code, said } = await airlock(['restore', backup]);
    assert.match(said, /^AUDIT_WITNESS_FILE is not set: nothing tells how many entries were lost\.$/m);
    assert.match(said, /^New requests are numbered from #1001\./m);
    assert.equal(code, 0);
    assert.equal(lastNumber(), 1_000);
  });

  it('restores nothing while another process has the store open, nor a log left beside it', async () => {
    await backUp();
    const { code, said } = await airlock(['restore', backup, '--file', company.file]);
    assert.match(said, /airlock\.db is open in another process\. Stop Airlock/);
    assert.notEqual(code, 0);
    copyFileSync(company.file, file);
    copyFileSync(`${company.file}-wal`, `${file}-wal`);
    assert.equal((await airlock(['restore', backup])).code, 0);
    assert.deepEqual([existsSync(`${file}-wal`), existsSync(`${file}-shm`)], [false, false]);
    assert.match((await airlock(['audit', 'verify'])).said, /^The record is intact/);
  });

  it('restores no backup whose record is broken, nor another file', async () => {
    await backUp();
    const db = new Database(backup);
    db.exec("drop trigger audit_no_update; update audit set data = '{}' where seq = 2");
    db.close();
    const broken = await airlock(['restore', backup]);
    assert.match(broken.said, /entry 2.*was changed.*\nNothing was restored\.$/ms);
    assert.equal(broken.code, 1);
    writeFileSync(backup, 'no database');
    assert.match((await airlock(['restore', backup])).said, /is not an Airlock database/);
    assert.equal(existsSync(file), false);
  });

  it('says of a store that another tool restored that it was', async () => {
    await later(1);
    const count = 700;
    writeFileSync(witness, signedNote(TEST_KEYS, { origin: originOf(TENANT_ID), count, head: 'a'.repeat(64) }));
    const asked = await airlock(['restored'], { AUDIT_WITNESS_FILE: witness });
    assert.match(asked.said, /^This gives up \d+ entries: .*`npm run airlock -- restored --reason "why"`\.$/m);
    assert.equal(asked.code, 2);
    const { code, said } = await airlock(['restored', '--reason', 'disk lost'], { AUDIT_WITNESS_FILE: witness });
    assert.match(said, /^Given up: \d+ entries; before, it had 700 entries/m);
    assert.match(said, /^The file of checkpoints is begun anew/m);
    assert.match(said, /^New requests are numbered from #2001\./m, '1 and 700 that may be lost');
    assert.equal(code, 0);
  });

  it('says once that the store of the settings is the demo’s', async () => {
    const demo = join(dirname(file), 'demo.db');
    await airlock(['backup', demo, '--file', company.file]);
    const { code, said } = await airlock(['restored']);
    assert.equal(said.split("this is the demo's record").length, 2, said);
    assert.match(said, /nothing to restore/);
    assert.equal(code, 2);
  });

  it('begins anew on an empty store only where that is said', async () => {
    const settings = { TENANT_ID };
    assert.match((await airlock(['restored'], settings)).said, /There is no database at/);
    const { code, said } = await airlock(['restored', '--empty'], settings);
    assert.match(said, /The record tells of it \(entry 1\)/);
    assert.match(said, /^Start Airlock: it begins with no request\./m);
    assert.doesNotMatch(said, /backup/);
    assert.equal(code, 0);
    assert.match((await airlock(['audit', 'verify'], settings)).said, /^The record is intact: 1 entry/);
  });

  it('says what to do for PostgreSQL', async () => {
    const settings = { DATABASE_URL: 'postgres://airlock@127.0.0.1:1/airlock' };
    assert.match(
      (await airlock(['restore', backup], settings)).said,
      /pg_restore --clean .*backup\.db\n.*airlock -- restored/,
    );
  });
});
