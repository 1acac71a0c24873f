import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backUp } from '../../../src/cli/keeping-commands.ts';
import { restoreBackup, sayRestored } from '../../../src/cli/restore-commands.ts';
import { copyWhole } from '../../../src/store/databases/whole-file.ts';
import { Company } from '../../support/company/company.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { publicPem, testKeyPem } from '../../support/runtime/record-keys.ts';

const clock = { now: () => Date.parse('2026-11-29T12:00:00Z') };

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

  it('take the demo’s own key for the demo’s store, as backup and audit verify do', async () => {
    assert.match(await said((out) => restoreBackup(out, backup, { file: demo }, clock)), /^Restored .*b1\.db/);
    assert.match(await said((out) => sayRestored(out, { file: demo }, clock)), /The record tells of it/);
  });

  it('take the key that --key names, as backup does', async () => {
    assert.match(await said((out) => restoreBackup(out, backup, { file: service, key }, clock)), /^Restored /);
    assert.match(await said((out) => sayRestored(out, { file: service, key }, clock)), /The record tells of it/);
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
    const told = await said((out) => sayRestored(out, { file: demo }, clock));
    assert.match(told, /it ends what is open in the store/);
    assert.doesNotMatch(told, /backup/);
  });
});
