import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf, signedNote } from '../../../src/store/record/checkpoint.ts';
import { bundled } from '../../support/processes/bundled.ts';
import { TEST_KEYS, testKeyPem } from '../../support/runtime/record-keys.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';

describe('airlock record-seal, on the store of a release that did not sign', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-seal-'));
    copyFileSync('test/fixtures/stores/v0.1.0-guided.db', join(folder, 'airlock.db'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function airlock(args: readonly string[], settings: object = {}): Promise<[code: number, said: string]> {
    const program = await bundled('src/cli/airlock.ts');
    const env = { PATH: process.env.PATH, DATA_DIR: folder, RECORD_KEY: testKeyPem('a'), ...settings };
    return new Promise((resolve) => {
      execFile(process.execPath, [...program, ...args], { env, cwd: folder }, (error, out, err) =>
        resolve([Number(error?.code ?? 0), `${out}${err}`]),
      );
    });
  }

  it('says what it would seal, takes no other head, seals once, and leaves a record that is intact', async () => {
    const [asked, told] = await airlock(['record-seal']);
    const [, head] = /has 13 entries without a signature\. Head: ([0-9a-f]{64})/.exec(told) ?? assert.fail(told);
    assert(head !== undefined);
    assert.equal(asked, 1);
    const [refused, why] = await airlock([
      'record-seal',
      '--head',
      head.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    ]);
    assert.match(why, /not with the head that was named/);
    assert.notEqual(refused, 0);
    assert.match((await airlock(['audit', 'verify'])).join(), /^1,.*record-seal/s, 'nothing was sealed so far');
    assert.match((await airlock(['record-seal', '--head', head])).join(), /^0,Sealed: 13 entries/);
    assert.match((await airlock(['audit', 'verify'])).join(), /^0,The record is intact: 14 entries/);
    const witness = join(folder, 'witness');
    writeFileSync(witness, signedNote(TEST_KEYS, { origin: originOf(TENANT), count: 7, head: 'a'.repeat(64) }));
    for (const settings of [{}, { AUDIT_WITNESS_FILE: witness }])
      assert.match(
        (await airlock(['record-seal'], settings)).join(),
        /^2,There is nothing to seal: entry 14 is signed\.$/m,
      );
  });

  it('seals nothing beside a checkpoint: that record was signed before', async () => {
    const witness = join(folder, 'witness');
    writeFileSync(witness, signedNote(TEST_KEYS, { origin: originOf(TENANT), count: 7, head: 'a'.repeat(64) }));
    const [code, said] = await airlock(['record-seal'], { AUDIT_WITNESS_FILE: witness });
    assert.match(said, /somebody took its signatures away\. It is not sealed/);
    assert.notEqual(code, 0);
  });
});
