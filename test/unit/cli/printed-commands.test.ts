import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { restoreBackup, sayRestored } from '../../../src/cli/restore-commands.ts';
import { sealByOperator } from '../../../src/cli/seal-command.ts';
import { isAirlockError } from '../../../src/shared/errors.ts';
import { copyWhole } from '../../../src/store/databases/whole-file.ts';
import { SQLITE_GUARDS } from '../../../src/store/schema/append-only.ts';
import { Company } from '../../support/company/company.ts';
import { tamper, UNGUARDED } from '../../support/company/tamper.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { testKeyPem } from '../../support/runtime/record-keys.ts';

const clock = { now: () => Date.parse('2026-11-29T12:00:00Z') };

describe('commands that are printed to be copied', () => {
  let company: Company;
  let folder: string;
  let file: string;
  let key: string;
  beforeEach(async () => {
    company = await Company.open();
    folder = join(await quickFolder('airlock-printed-'), "it's here");
    mkdirSync(folder);
    [file, key] = [join(folder, 'airlock.db'), join(folder, 'own-key.pem')];
    writeFileSync(key, testKeyPem('a'), { mode: 0o600 });
  });
  afterEach(async () => {
    await company.close();
    rmSync(join(folder, '..'), { recursive: true });
  });

  const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
  const named = () => `--file ${quoted(file)} --key ${quoted(key)}`;

  async function refusalOf(command: () => Promise<unknown>): Promise<string> {
    try {
      await command();
    } catch (error) {
      if (isAirlockError(error, 'wrong-state') || isAirlockError(error, 'config-invalid')) return error.message;
      throw error;
    }
    return assert.fail('it was not refused');
  }

  /** Cuts the last entries off. @param isNoted whether the note of the end still tells of them */
  function cut(entries: number): void {
    const db = new Database(file);
    const sql = `delete from audit where seq > (select max(seq) - ${entries} from audit)`;
    db.exec([UNGUARDED, sql, ...Object.values(SQLITE_GUARDS)].join('; '));
    db.close();
  }

  it('name the store and the key that were named: restore, of faults that are to be confirmed', async () => {
    const card = await company.pending();
    tamper(company, (row) => ({ ...row, reason: 'Swapped in' }));
    await company.view('bob', card);
    await company.settle();
    const backup = join(folder, 'b 1.db');
    copyWhole(company.file, backup);
    const lines: string[] = [];
    const { write } = process.stderr;
    process.stderr.write = ((text: string) => lines.push(text) > 0) as typeof write;
    try {
      await restoreBackup({ write: assert.fail }, backup, { file, key }, clock);
    } finally {
      process.stderr.write = write;
    }
    assert(lines.join('').includes(`restore ${quoted(backup)} ${named()} --with-faults `), lines.join(''));
  });

  it('name them: restored, of a store that nothing tells to be restored, and of an empty one', async () => {
    await company.pending();
    copyWhole(company.file, file);
    const told = await refusalOf(() => sayRestored({ write: assert.fail }, { file, key }, clock));
    assert(told.includes(`restored ${named()} --ends-at `), told);
    const db = new Database(file);
    db.exec([UNGUARDED, 'delete from audit; delete from settings', ...Object.values(SQLITE_GUARDS)].join('; '));
    db.close();
    process.env.TENANT_ID = '11111111-1111-4111-8111-111111111111';
    try {
      const empty = await refusalOf(() => sayRestored({ write: assert.fail }, { file, key }, clock));
      assert(empty.includes(`restored ${named()} --empty`), empty);
    } finally {
      delete process.env.TENANT_ID;
    }
  });

  it('name them: record-seal, with the head to be sealed', async () => {
    copyFileSync('test/fixtures/stores/v0.1.0-guided.db', file);
    const lines: string[] = [];
    await sealByOperator({ write: (text) => lines.push(text) }, { file, key }, clock);
    assert(lines.join('').includes(`record-seal ${named()} --head `), lines.join(''));
  });

  it('is asked for a reason where entries are given up, and told how many: nobody can take that back', async () => {
    await company.pending();
    copyWhole(company.file, file);
    cut(2);
    const told = await refusalOf(() => sayRestored({ write: assert.fail }, { file, key }, clock));
    assert.match(told, /gives up 2 entries.*Nobody can take that back/);
    assert(told.includes(`restored ${named()} --reason "why"`), told);
    const lines: string[] = [];
    assert.equal(await sayRestored({ write: (text) => lines.push(text) }, { file, key, reason: 'INC-9' }, clock), 0);
    assert.match(lines.join(''), /^Given up: 2 entries; before, it had \d+ entries \(head [0-9a-f]{64}\)\.$/m);
  });
});
