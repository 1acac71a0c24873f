import assert from 'node:assert/strict';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRecordKey } from '../../../src/cli/keeping-commands.ts';
import { publicKeys, recordKeys } from '../../../src/store/record/record-keys.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';

describe('airlock record-key', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await quickFolder('airlock-key-');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes a key of mode 0600 with its public part beside it, says what to do, and never writes over one', async () => {
    const file = join(folder, 'record-key.pem');
    const said: string[] = [];
    assert.equal(makeRecordKey(file, { write: (text: string) => said.push(text) > 0 }), 0);
    const pem = await readFile(file, 'utf8');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const { keyId } = recordKeys(pem);
    assert.deepEqual([...publicKeys(await readFile(join(folder, 'record-key.pub.pem'), 'utf8')).keys()], [keyId]);
    assert.match(said.join(''), new RegExp(`${keyId}[^]*RECORD_KEY_FILE[^]*RECORD_OLD_KEYS_FILE`));
    assert.doesNotMatch(said.join(''), /PRIVATE/);
    const again = () => makeRecordKey(file, { write: () => true });
    assert.throws(again, { code: 'config-invalid', message: /exists already/ });
    assert.equal(await readFile(file, 'utf8'), pem);
  });

  it('says when the file cannot be written', () => {
    const nowhere = () => makeRecordKey(join(folder, 'none/key.pem'), { write: () => true });
    assert.throws(nowhere, {
      code: 'config-invalid',
      message: /could not be written \(ENOENT\)\. Make its folder first.*install -d -m 700/,
    });
  });
});
