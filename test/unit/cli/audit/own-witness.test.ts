import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { auditExport, auditVerify } from '../../../../src/cli/audit/audit-commands.ts';
import { backUp } from '../../../../src/cli/keeping-commands.ts';
import { originOf, signedNote } from '../../../../src/store/record/checkpoint.ts';
import { SQLITE_GUARDS } from '../../../../src/store/schema/append-only.ts';
import { Company } from '../../../support/company/company.ts';
import { UNGUARDED } from '../../../support/company/tamper.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { aTenant, TENANT } from '../../../support/samples/ids.ts';

const clock = { now: () => Date.parse('2026-11-29T12:00:00Z') };

describe('AUDIT_WITNESS_FILE, where a file is named', () => {
  let folder: string;
  /** The store that the settings name, one elsewhere, and the file of checkpoints. */
  let own: string;
  let copy: string;
  let witness: string;
  let made: string;
  const env = { ...process.env };

  before(async () => {
    folder = await quickFolder('airlock-witness-');
    [made, own, copy, witness] = ['made.db', 'airlock.db', 'copy.db', 'checkpoints'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    const company = await Company.open();
    await company.pending();
    const db = new Database(company.file);
    db.prepare('vacuum into ?').run([made]);
    db.close();
    await company.close();
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    for (const file of [own, copy]) copyFileSync(made, file);
    Object.assign(process.env, {
      DATA_DIR: folder,
      RECORD_KEY: testKeyPem('a'),
      AUDIT_WITNESS_FILE: witness,
    });
    writeFileSync(witness, '');
    note(end());
  });
  afterEach(() => {
    for (const name of ['DATA_DIR', 'RECORD_KEY', 'AUDIT_WITNESS_FILE']) delete process.env[name];
    Object.assign(process.env, env);
  });

  interface End {
    readonly count: number;
    readonly head: string;
  }

  function end(): End {
    const db = new Database(made);
    // Sound: these are columns of the table.
    const last = db.prepare('select seq, hash from audit order by seq desc limit 1').get([]) as {
      seq: number;
      hash: string;
    };
    db.close();
    return { count: last.seq, head: last.hash };
  }

  function note(checkpoint: End, tenant: string = TENANT): void {
    appendFileSync(witness, `\n${signedNote(TEST_KEYS, { origin: originOf(tenant), ...checkpoint })}`);
  }

  /** Cuts the last entry off, with the note of the end beside the record. */
  function cut(file: string): void {
    const db = new Database(file);
    const sql = `delete from audit where seq = ${end().count}; delete from settings where name = 'record-head'`;
    db.exec([UNGUARDED, sql, ...Object.values(SQLITE_GUARDS)].join('; '));
    db.close();
  }

  async function said(command: (out: { write(text: string): unknown }) => Promise<number>) {
    const lines: string[] = [];
    const { write } = process.stderr;
    process.stderr.write = ((text: string) => lines.push(text) > 0) as typeof write;
    try {
      const code = await command({ write: (text) => lines.push(text) });
      return { code, said: lines.join('') };
    } finally {
      process.stderr.write = write;
    }
  }

  const verify = (file: string) => said((out) => auditVerify(out, { file }));
  const page = (file: string) => said((out) => auditExport(out, { file, format: 'html' }, clock));
  const backup = (file: string) =>
    said((out) => {
      rmSync(join(folder, 'backup.db'), { force: true });
      return backUp(out, join(folder, 'backup.db'), { file });
    });
  const COMMANDS = { 'audit verify': verify, 'audit export': page, backup };

  for (const [name, run] of Object.entries(COMMANDS)) {
    it(`is compared by ${name} with the store of the settings, and with a copy of it`, async () => {
      for (const file of [own, copy]) {
        const { code, said: text } = await run(file);
        assert.equal(code, 0, text);
        assert.match(text, /he record holds the one head or checkpoint that was noted elsewhere/);
      }
    });

    it(`shows by ${name} that the end of the store of the settings was cut off, by whatever name it goes`, async () => {
      cut(own);
      const { code, said: text } = await run(join(folder, '.', 'airlock.db'));
      assert.match(
        text,
        new RegExp(
          `a checkpoint says that it had ${end().count}|at and after the head or checkpoint that it does not hold`,
        ),
      );
      assert.equal(code, 1);
    });

    it(`has ${name} say of a copy how far it does not reach, which a backup of before never does`, async () => {
      note({ count: end().count + 5, head: 'f'.repeat(64) });
      const { code, said: text } = await run(copy);
      const [has, noted] = [end().count, end().count + 5];
      assert.match(
        text,
        new RegExp(
          `hat nothing was cut off the end: AUDIT_WITNESS_FILE tells of ${noted} entries, and this copy has ${has}\\.`,
        ),
      );
      assert.equal(code, 0, text);
    });

    it(`has ${name} find a copy whose entry is another one than a checkpoint tells`, async () => {
      note({ count: 2, head: 'f'.repeat(64) });
      const { code, said: text } = await run(copy);
      assert.match(text, /entry 2: it is another entry than a checkpoint says/);
      assert.equal(code, 1);
    });

    it(`never has ${name} hold against a copy what is said of another tenant's record`, async () => {
      writeFileSync(witness, '');
      note({ count: 500, head: 'f'.repeat(64) }, aTenant('other'));
      const { code, said: text } = await run(copy);
      assert.equal(code, 0, text);
      assert.match(text, /hat nothing was cut off the end\. A record that was cut/);
    });
  }
});
