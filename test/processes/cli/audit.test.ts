import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'libsql';
import { originOf, signedNote } from '../../../src/store/record/checkpoint.ts';
import { SQLITE_GUARDS } from '../../../src/store/schema/append-only.ts';
import { Company } from '../../support/company/company.ts';
import { UNGUARDED } from '../../support/company/tamper.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { bundled } from '../../support/processes/bundled.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../support/runtime/record-keys.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('airlock audit', function () {
  this.timeout(60_000);
  let folder: string;
  /** The store after a request was applied, as it was left. */
  let left: string;
  let file: string;

  before(async () => {
    folder = await quickFolder('airlock-audit-');
    left = join(folder, 'left.db');
    file = join(folder, 'data', 'airlock.db');
    const company = await Company.open();
    await company.approve('bob', await company.pending());
    await company.settle();
    const db = new Database(company.file);
    db.prepare('vacuum into ?').run([left]);
    db.close();
    await company.close();
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    rmSync(dirname(file), { recursive: true, force: true });
    mkdirSync(dirname(file));
    copyFileSync(left, file);
  });

  async function airlock(args: readonly string[], settings: object = { RECORD_KEY: testKeyPem('a') }): Promise<Ended> {
    const program = await bundled('src/cli/airlock.ts');
    const env = { PATH: process.env.PATH, DATA_DIR: dirname(file), ...settings };
    return new Promise((resolve) => {
      execFile(process.execPath, [...program, ...args], { env, cwd: folder }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  }

  const verify = (...options: readonly string[]) => airlock(['audit', 'verify', ...options]);

  function edit(sql: string): void {
    const db = new Database(file);
    db.exec([UNGUARDED, sql, ...Object.values(SQLITE_GUARDS)].join('; '));
    db.close();
  }

  it('says that an untouched record is intact, and what that does not prove; leaves the file alone', async () => {
    const before = readFileSync(file);
    const { code, out } = await verify();
    assert.match(out, /^The record is intact: 8 entries, 1 request\. Head: [0-9a-f]{64}$/m);
    assert.match(out, /^Proven: 8 entries were signed/m);
    assert.match(out, /^Not proven: that nothing was cut off the end/m);
    assert.equal(code, 0);
    assert.deepEqual(readFileSync(file), before);
    assert.equal(existsSync(`${file}-wal`), false);
  });

  it('finds that the database no longer refuses changes to the record', async () => {
    const db = new Database(file);
    db.exec(UNGUARDED);
    db.close();
    const { code, out } = await verify();
    assert.match(out, /^the database: the trigger audit_no_update, which refuses changes to the record, is gone\./m);
    assert.equal(code, 1);
  });

  it('finds that of an emptied record, too, which has no entry to say that there were any', async () => {
    const db = new Database(file);
    db.exec(`${UNGUARDED}; delete from audit; delete from requests; delete from tasks`);
    db.close();
    const { code, out } = await verify();
    assert.match(out, /^the record: it is empty, and the note beside it says that it had 8/m);
    assert.match(out, /^the database: the trigger audit_no_update, which refuses changes to the record, is gone\./m);
    assert.equal(code, 1);
  });

  it('says what a copy without its write-ahead log is', async () => {
    const copy = join(folder, 'copy.db');
    const young = new Database(copy);
    young.pragma('journal_mode = WAL');
    young.close();
    const { code, err } = await verify('--file', copy);
    assert.match(err, /holds no record\. A copy of a database in use is made as/);
    assert.doesNotMatch(err, /in Airlock itself/);
    assert.equal(code, 2);
  });

  it('prints a line for each fault: where, which request, what, and what to do', async () => {
    edit(
      "update audit set data = replace(data, 'CHG-1042', 'CHG-1043') where seq = 4;" +
        "insert into tasks values (99, 'x', 'apply', '11111111-1111-4111-8111-111111111111', null, 'null', 'c', 0, 0, null, 0, 0)",
    );
    const { code, out } = await verify();
    assert.match(out, /^entry 4, #1: it was changed: its content does not match its hash\. Keep the database/m);
    assert.match(out, /^task 99: a task of kind apply is filed for no request of the record\. Stop the service/m);
    assert.match(out, /^The record is broken: \d+ faults in 8 entries/m);
    assert.equal(code, 1);
  });

  it('finds a tail cut off by the request’s row; with the row put back, by a head or a checkpoint', async () => {
    const noted = /Head: ([0-9a-f]{64})/.exec((await verify()).out)?.[1] ?? '';
    const tenant = '11111111-1111-4111-8111-111111111111';
    const witness = join(folder, 'witness');
    writeFileSync(witness, `\n${signedNote(TEST_KEYS, { origin: originOf(tenant), count: 8, head: noted })}`);
    const held = await verify('--head', noted, '--witness', witness);
    assert.match(held.out, /^Proven: the record holds all 2 heads and checkpoints/m);
    edit('delete from audit where seq = 8');
    assert.match((await verify()).out, /^the row, #1: it is at rev 5, and its entries end at rev 4/m);
    copyFileSync(left, file);
    edit('delete from audit; delete from requests; delete from tasks; delete from object_locks; delete from counters');
    assert.match((await verify()).out, /^the record: it is empty, and the note beside it says that it had 8/m);
    edit('delete from settings');
    const empty = await verify();
    assert.match(empty.out, /^Nothing is proven: the record has no entry\./m);
    assert.doesNotMatch(empty.out, /intact|^Proven/m);
    assert.equal(empty.code, 1);
    const lacking = await verify('--head', noted);
    assert.match(lacking.out, /does not hold the head that was noted earlier/);
    assert.match(lacking.out, /^Not proven: what stood at and after the head or checkpoint that it does not hold\.$/m);
    assert.doesNotMatch(lacking.out, /--head/);
    const behind = await verify('--witness', witness);
    assert.match(behind.out, /it has 0 entries, and a checkpoint says that it had 8/);
    assert.equal(behind.code, 1);
  });

  it('takes a witness file that holds nothing, or nothing that can be read, for what it is', async () => {
    const settings = { RECORD_KEY: testKeyPem('a'), AUDIT_WITNESS_FILE: join(folder, 'kept') };
    const gone = await airlock(['audit', 'verify'], settings);
    assert.match(gone.out, /^the witness file: it holds no checkpoint, though entry 2 of the record tells of one/m);
    assert.equal(gone.code, 1);
    writeFileSync(settings.AUDIT_WITNESS_FILE, 'garbage');
    const damaged = await airlock(['audit', 'verify'], settings);
    assert.match(damaged.out, /^the witness file: it holds no checkpoint that can be read/m);
    assert.equal(damaged.code, 1);
  });

  it('needs no private key: the public one is enough, and without any it does not say that all is well', async () => {
    const key = join(folder, 'public.pem');
    writeFileSync(key, publicPem('a'));
    assert.equal((await airlock(['audit', 'verify', '--key', key], {})).code, 0);
    writeFileSync(key, testKeyPem('a'));
    const byPrivate = await airlock(['audit', 'verify', '--key', key], {});
    assert.equal(byPrivate.code, 0, 'the private one, as the demo has it');
    assert.doesNotMatch(byPrivate.out, /only the private key of the record shows that/);
    const without = await airlock(['audit', 'verify'], {});
    assert.match(without.out, /the signatures of 8 entries were not checked: name the key with --key/);
    assert.equal(without.code, 2);
    writeFileSync(key, publicPem('b'));
    const strange = (await airlock(['audit', 'verify', '--key', key], {})).out;
    assert.match(
      strange,
      /^8 entries from entry 1 on: signed with key [0-9a-f]{16}, which no setting names\. If it is your/m,
    );
    assert.match(strange, /^The record is broken: 1 fault in 8 entries/m);
    writeFileSync(key, 'no key');
    assert.match((await airlock(['audit', 'verify', '--key', key], {})).err, /\.pub\.pem/);
  });

  it('writes the record as JSON lines, a table, or a page that only its owner may read', async () => {
    const lines = (await airlock(['audit', 'export'])).out.trim().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).event.replace('request.', '')),
      [
        'service.start',
        'record.checkpoint',
        'drafted',
        'submit',
        'accounts.seen',
        'approve',
        'start',
        'record-outcome',
      ],
    );
    const table = await airlock(['audit', 'export', '--format', 'csv', '--request', '1']);
    assert.match(table.out, /^"4","\d{4}-[^"]+Z","request\.submit","Asked for","1","Alice Ahlgren"/m);
    const page = join(folder, 'page.html');
    assert.equal((await airlock(['audit', 'export', '--format', 'html', '--out', page])).code, 0);
    assert.match(readFileSync(page, 'utf8'), /Request #1: Turn on Automated investigation/);
    assert.equal(statSync(page).mode & 0o777, 0o600);
    const none = await airlock(['audit', 'export', '--request', '99', '--out', page]);
    assert.deepEqual([none.code, none.err], [2, 'There is no request #99; the record has #1.\n']);
    assert.match(readFileSync(page, 'utf8'), /Request #1/);
  });

  it('never writes over what it reads, and leaves nobody else’s rights on the file', async () => {
    const [before, other] = [readFileSync(file), join(folder, 'other.db')];
    linkSync(file, other);
    const key = join(folder, 'checks.pem');
    writeFileSync(key, publicPem('a'));
    for (const out of [file, `${file}-wal`, other, key]) {
      const refused = await airlock(['audit', 'export', '--key', key, '--out', out]);
      assert.equal(refused.code, 2, out);
      assert.match(refused.err, /--out names .* which the export reads/);
    }
    rmSync(other);
    assert.deepEqual(readFileSync(file), before);
    assert.equal(readFileSync(key, 'utf8'), publicPem('a'));
    const lines = join(folder, 'lines.jsonl');
    writeFileSync(lines, 'older', { mode: 0o644 });
    assert.equal((await airlock(['audit', 'export', '--out', lines])).code, 0);
    assert.equal(readFileSync(lines, 'utf8').trim().split('\n').length, 8);
    assert.equal(statSync(lines).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('.part')),
      [],
    );
  });

  for (const format of ['jsonl', 'csv', 'html'])
    it(`says that what it wrote as ${format} is a broken record`, async () => {
      edit("update audit set data = replace(data, 'CHG-1042', 'CHG-1043') where seq = 4");
      const { code, out, err } = await airlock(['audit', 'export', '--format', format]);
      assert.match(out, /CHG-1043/);
      assert.match(err, /^The record is broken: \d+ faults? in 8 entries/m);
      assert.equal(code, 1);
    });

  it('takes the service’s database, or else the demo’s and says so', async () => {
    assert.equal((await verify()).err, '');
    renameSync(file, join(dirname(file), 'demo.db'));
    const demo = await verify();
    assert.match(demo.out, /is intact: 8 entries/);
    assert.match(demo.err, /the demo's record, .*demo\.db/);
  });

  it('says what is wrong with a call, and makes no database', async () => {
    const none = await airlock([]);
    assert.equal(none.code, 2);
    assert.equal(none.out, '');
    assert.match((await airlock(['audit', 'burn'])).err, /Usage/);
    const path = join(folder, 'none.db');
    const missing = await verify('--file', path);
    assert.equal(missing.code, 2);
    assert.match(missing.err, /no database/);
    assert.equal(existsSync(path), false);
    const strange = join(folder, 'notes.txt');
    writeFileSync(strange, 'not a database');
    const foreign = await airlock(['audit', 'export', '--file', strange]);
    assert.equal(foreign.code, 2);
    assert.match(foreign.err, /is not an Airlock database/);
    const bare = join(folder, 'bare.db');
    const db = new Database(bare);
    db.exec('pragma user_version = 1');
    db.close();
    const cut = await verify('--file', bare);
    assert.deepEqual([cut.code, /bare\.db holds no record\. A copy .* is made as/.test(cut.err)], [2, true], cut.err);
    const short = await verify('--head', 'abc');
    assert.equal(short.code, 2);
    assert.match(short.err, /64 hexadecimal digits/);
    const odd = await airlock(['audit', 'export', '--format', 'pdf']);
    assert.equal(odd.code, 2);
    assert.match(odd.err, /jsonl, csv, html/);
  });

  for (const args of ['audit verify', 'audit export'])
    it(`ends ${args} quietly where nobody reads on`, async () => {
      const program = await bundled('src/cli/airlock.ts');
      const env = { PATH: process.env.PATH, DATA_DIR: dirname(file), RECORD_KEY: testKeyPem('a') };
      const child = spawn(process.execPath, [...program, ...args.split(' ')], { env, cwd: folder });
      child.stdout.destroy();
      const [[code], said] = await Promise.all([once(child, 'close'), text(child.stderr)]);
      assert.deepEqual([code, said], [0, '']);
    });

  it('explains itself when asked', async () => {
    const { code, out } = await airlock(['--help']);
    assert.equal(code, 0);
    assert.match(out, /audit export/);
  });
});
