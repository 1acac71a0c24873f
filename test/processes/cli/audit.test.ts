import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { Company } from '../../support/company/company.ts';
import { UNGUARDED } from '../../support/company/tamper.ts';
import { bundled } from '../../support/processes/bundled.ts';
import { testKeyPem } from '../../support/runtime/record-keys.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('airlock audit', function () {
  this.timeout(60_000);
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    const card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
  });
  afterEach(() => company.close());

  async function airlock(...args: string[]): Promise<Ended> {
    const program = await bundled('src/cli/airlock.ts');
    const env = { ...process.env, DATA_DIR: dirname(company.file), RECORD_KEY: testKeyPem('a') };
    return new Promise((resolve) => {
      execFile(process.execPath, [...program, ...args], { env }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  }

  function edit(sql: string): void {
    const db = new Database(company.file);
    db.exec(`${UNGUARDED}; ${sql}`);
    db.close();
  }

  it('verifies an untouched record, and exports it as JSON lines', async () => {
    const verified = await airlock('audit', 'verify', '--file', company.file);
    assert.match(verified.out, /The record is intact: 5 entries/);
    assert.equal(verified.code, 0);
    const exported = await airlock('audit', 'export', '--file', company.file);
    const events = exported.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    assert.deepEqual(events, [
      'request.drafted',
      'request.submit',
      'request.approve',
      'request.start',
      'request.record-outcome',
    ]);
  });

  const tampered: Record<string, { sql: string; at: number }> = {
    'an edited field': { sql: "update audit set actor = 'b0b00000-0000-4000-8000-000000000009' where seq = 3", at: 3 },
    'edited data': { sql: "update audit set data = replace(data, 'CHG-1042', 'CHG-1043') where seq = 2", at: 2 },
    'data that is no JSON any more': { sql: "update audit set data = '{' where seq = 4", at: 4 },
    'a removed entry': { sql: 'delete from audit where seq = 3', at: 3 },
    'a removed first entry': { sql: 'delete from audit where seq = 1', at: 1 },
    'two swapped entries': {
      sql: 'update audit set seq = 99 where seq = 2; update audit set seq = 2 where seq = 3; update audit set seq = 3 where seq = 99',
      at: 2,
    },
  };
  for (const [title, { sql, at }] of Object.entries(tampered)) {
    it(`names the first broken entry: ${title}`, async () => {
      edit(sql);
      const { code, out } = await airlock('audit', 'verify', '--file', company.file);
      assert.equal(code, 1);
      assert.match(out, new RegExp(`broken at entry ${at}:`));
    });
  }

  it('finds a tail cut off when the head was noted', async () => {
    const noted = /Head: ([0-9a-f]{64})/.exec((await airlock('audit', 'verify', '--file', company.file)).out)?.[1];
    assert(noted);
    edit('delete from audit where seq = 5');
    assert.equal((await airlock('audit', 'verify', '--file', company.file)).code, 0);
    assert.equal((await airlock('audit', 'verify', '--file', company.file, '--head', noted)).code, 1);
  });

  it('takes the service’s database, or else the demo’s and says so', async () => {
    const service = await airlock('audit', 'verify');
    assert.match(service.out, /is intact: 5 entries/);
    assert.equal(service.err, '');
    const db = new Database(company.file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    copyFileSync(company.file, join(dirname(company.file), 'demo.db'));
    renameSync(company.file, join(dirname(company.file), 'kept.db'));
    const demo = await airlock('audit', 'verify');
    assert.match(demo.out, /is intact: 5 entries/);
    assert.match(demo.err, /the demo's record, .*demo\.db/);
  });

  it('says what is wrong with a call, and makes no database', async () => {
    const none = await airlock();
    assert.equal(none.code, 2);
    assert.equal(none.out, '');
    assert.match((await airlock('audit', 'burn')).err, /Usage/);
    const path = join(dirname(company.file), 'none.db');
    const missing = await airlock('audit', 'verify', '--file', path);
    assert.equal(missing.code, 2);
    assert.match(missing.err, /no database/);
    assert.equal(existsSync(path), false);
    const strange = join(dirname(company.file), 'notes.txt');
    writeFileSync(strange, 'not a database');
    const foreign = await airlock('audit', 'export', '--file', strange);
    assert.equal(foreign.code, 2);
    assert.match(foreign.err, /is not an Airlock database/);
    const short = await airlock('audit', 'verify', '--file', company.file, '--head', 'abc');
    assert.equal(short.code, 2);
    assert.match(short.err, /64 hexadecimal digits/);
  });

  it('explains itself when asked', async () => {
    const { code, out } = await airlock('--help');
    assert.equal(code, 0);
    assert.match(out, /audit export/);
  });
});
