import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { backUp } from '../../../src/cli/keeping-commands.ts';
import { restoreBackup, sayRestored } from '../../../src/cli/restore-commands.ts';
import { isAirlockError } from '../../../src/shared/errors.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { copyWhole } from '../../../src/store/databases/whole-file.ts';
import { Company } from '../../support/company/company.ts';
import { tamper } from '../../support/company/tamper.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../support/runtime/record-keys.ts';

const clock = { now: () => Date.parse('2026-11-29T12:00:00Z') };

describe('airlock restore, of a backup whose record has faults', () => {
  let company: Company;
  let folder: string;
  let backup: string;
  let file: string;
  let key: string;
  beforeEach(async () => {
    company = await Company.open();
    folder = await quickFolder('airlock-restore-');
    [backup, file, key] = ['b1.db', 'airlock.db', 'own-key.pem'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(key, testKeyPem('a'), { mode: 0o600 });
  });
  afterEach(async () => {
    await company.close();
    rmSync(folder, { recursive: true });
  });

  /** A swap that Airlock stopped, as it is asked to, and the copy made afterwards. */
  async function stoppedSwap(): Promise<void> {
    const card = await company.pending();
    tamper(company, (row) => ({ ...row, reason: 'Swapped in' }));
    await company.view('bob', card);
    await company.settle();
    copyWhole(company.file, backup);
  }

  async function restoring(more: { readonly 'with-faults'?: string } = {}): Promise<{ code: number; said: string }> {
    const lines: string[] = [];
    const out = { write: (text: string) => lines.push(text) };
    const [write, error] = [process.stderr.write, (text: string) => lines.push(text) > 0];
    process.stderr.write = error as typeof write;
    try {
      const options = { file, key, reason: 'INC-77', ...more };
      return { code: await restoreBackup(out, backup, options, clock), said: lines.join('') };
    } finally {
      process.stderr.write = write;
    }
  }

  const verified = async () => auditPlace({ file }, { keys: TEST_KEYS.known, sealer: TEST_KEYS });

  it('names faults that Airlock found itself, and restores it once exactly those are confirmed', async () => {
    await stoppedSwap();
    const refused = await restoring();
    assert.equal(refused.code, 1);
    assert.match(
      refused.said,
      /^entry \d+, #1: it found another row.*Airlock found this itself and stopped the request/,
    );
    assert.match(refused.said, /Nothing was restored\.\n$/);
    const digits =
      /restore \S+ .*--with-faults ([0-9a-f]{16}) --reason/.exec(refused.said)?.[1] ?? assert.fail(refused.said);
    const other = await restoring({ 'with-faults': '0123456789abcdef' });
    assert.match(other.said, /--with-faults 0123456789abcdef does not stand for these faults/);
    assert.equal(other.code, 1);
    const { code, said } = await restoring({ 'with-faults': digits });
    assert.equal(code, 0, said);
    assert.match(said, /^Restored [\s\S]*^Taken over with 1 fault:\n {2}entry \d+, #1: it found another row/m);
    const report = await verified();
    assert.match(
      report.restorings.join(),
      /Taken over with 1 fault: entry \d+, #1: it found another row.*Reason: INC-77/,
    );
    assert.deepEqual(
      report.faults.map(({ isStopped }) => isStopped),
      [true],
    );
  });

  it('restores none with another fault, whatever is confirmed, and says what to do', async () => {
    await stoppedSwap();
    const db = new Database(backup);
    db.exec("update requests set body = json_set(body, '$.reason', 'Swapped later')");
    db.close();
    const refused = await restoring();
    assert.match(refused.said, /^the row, #1: its body is not what entry \d+ says was stored/);
    assert.match(refused.said, /Restore an older backup[\s\S]*Nothing was restored\.\n$/);
    assert.doesNotMatch(refused.said, /--with-faults/);
    assert.equal(refused.code, 1);
  });

  it('says of a backup from before a change of keys to take the line on it away first', async () => {
    await company.pending();
    copyWhole(company.file, backup);
    const old = join(folder, 'old-keys.pem');
    writeFileSync(old, `${publicPem('a')}\nGave way at entry 4000: ${'a'.repeat(64)}\n`);
    process.env.RECORD_OLD_KEYS_FILE = old;
    try {
      const { code, said } = await restoring();
      assert.match(said, /a key gave way at entry 4000[\s\S]*first take the line `Gave way at entry/);
      assert.doesNotMatch(said, /Keep the database/);
      assert.equal(code, 1);
    } finally {
      delete process.env.RECORD_OLD_KEYS_FILE;
    }
  });

  it('has the record tell of faults that were taken over by a copy of the file, too', async () => {
    await stoppedSwap();
    copyWhole(backup, file);
    const lines: string[] = [];
    const confirmed = { file, key, 'ends-at': String((await verified()).entries) };
    assert.equal(await sayRestored({ write: (text) => lines.push(text) }, confirmed, clock), 0);
    assert.match(lines.join(''), /^Taken over with 1 fault:\n {2}entry \d+, #1: it found another row/m);
    assert.match((await verified()).restorings.join(), /Taken over with 1 fault: entry \d+, #1/);
  });
});

describe('airlock restore and restored, by the key that signs', () => {
  let company: Company;
  let folder: string;
  let backup: string;
  /** The demo's store with its key beside it, and one of the service, whose key is elsewhere. */
  let demo: string;
  let service: string;
  let key: string;
  before(async () => {
    company = await Company.open();
    await company.pending();
  });
  after(() => company.close());
  beforeEach(async () => {
    folder = await quickFolder('airlock-restore-');
    [backup, demo, service, key] = ['b1.db', 'demo.db', 'airlock.db', 'own-key.pem'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    for (const file of [backup, demo, service]) copyWhole(company.file, file);
    for (const file of [key, join(folder, 'demo-record-key.pem')])
      writeFileSync(file, testKeyPem('a'), { mode: 0o600 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function said(command: (out: { write(text: string): unknown }) => Promise<number>): Promise<string> {
    const lines: string[] = [];
    assert.equal(await command({ write: (text) => lines.push(text) }), 0);
    return lines.join('');
  }

  /** Says of a store of which nothing tells it that it was restored. */
  async function restoredAt(file: string, signer?: string): Promise<string> {
    const { entries } = await auditPlace({ file }, { keys: TEST_KEYS.known, sealer: TEST_KEYS });
    const own = { file, 'ends-at': String(entries), ...(signer !== undefined && { key: signer }) };
    return said((out) => sayRestored(out, own, clock));
  }

  it('end nothing in a store that nothing tells to be restored, until its end is confirmed', async () => {
    const { entries } = await auditPlace({ file: service }, { keys: TEST_KEYS.known, sealer: TEST_KEYS });
    for (const [typed, says] of [
      [{}, new RegExp(`nothing to restore.*It ends at entry ${entries}\\..*restored .*--ends-at ${entries}`)],
      [{ 'ends-at': String(entries - 1) }, new RegExp(`It ends at entry ${entries}, not at ${entries - 1}\\.`)],
    ] as const)
      await assert.rejects(
        () => sayRestored({ write: assert.fail }, { file: service, key, ...typed }, clock),
        (error) => isAirlockError(error, 'wrong-state') && says.test(error.message),
      );
    await assert.rejects(() => sayRestored({ write: assert.fail }, { file: service, key, 'ends-at': 'x' }, clock), {
      code: 'input-invalid',
    });
    const after = await auditPlace({ file: service }, { keys: TEST_KEYS.known, sealer: TEST_KEYS });
    assert.deepEqual([after.entries, after.faults], [entries, []]);
    assert.match(await restoredAt(service, key), /The record tells of it/);
  });

  it('take the demo’s own key for the demo’s store, as backup and audit verify do', async () => {
    assert.match(await said((out) => restoreBackup(out, backup, { file: demo }, clock)), /^Restored .*b1\.db/);
    assert.match(await restoredAt(demo), /The record tells of it/);
  });

  it('take the key that --key names, as backup does', async () => {
    assert.match(await said((out) => restoreBackup(out, backup, { file: service, key }, clock)), /^Restored /);
    assert.match(await restoredAt(service, key), /The record tells of it/);
    const copy = join(folder, 'b2.db');
    assert.match(await said((out) => backUp(out, copy, { file: service, key })), /The record is intact/);
  });

  it('ask for the key that the record has, and never advise another', async () => {
    for (const command of [
      () => restoreBackup({ write: assert.fail }, backup, { file: service }, clock),
      () => sayRestored({ write: assert.fail }, { file: service }, clock),
    ])
      await assert.rejects(command, {
        code: 'config-invalid',
        message:
          /has signed this record so far with --key, or set RECORD_KEY_FILE.*With a new key the record does not go on/,
      });
    writeFileSync(key, publicPem('a'));
    await assert.rejects(() => sayRestored({ write: assert.fail }, { file: service, key }, clock), {
      message: /^--key .*takes the private key\.$/,
    });
  });

  it('speak of a backup only where there is one', async () => {
    const restored = await said((out) => restoreBackup(out, backup, { file: demo }, clock));
    assert.match(restored, /it ends what is open in the backup/);
    const told = await restoredAt(demo);
    assert.match(told, /it ends what is open in the store/);
    assert.doesNotMatch(told, /backup/);
  });
});
