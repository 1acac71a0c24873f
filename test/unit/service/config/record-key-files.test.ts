import assert from 'node:assert/strict';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeyPlaces, readRecordKeys } from '../../../../src/service/config/record-key-files.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';

const NONE: KeyPlaces = { recordKeyFile: null, recordKey: null, recordOldKeysFile: null };

describe('the key of the record, from the settings', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await quickFolder('airlock-key-');
    file = join(folder, 'key.pem');
    await writeFile(file, testKeyPem('a'), { mode: 0o600 });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function problemOf(places: Partial<KeyPlaces>): string {
    const read = readRecordKeys({ ...NONE, ...places });
    return 'problem' in read ? `${read.variable} ${read.problem}` : 'none';
  }

  it('is read from its file, or as a text with real or written line breaks', () => {
    for (const places of [
      { recordKeyFile: file },
      { recordKey: testKeyPem('a') },
      { recordKey: testKeyPem('a').replaceAll('\n', '\\n') },
    ]) {
      const read = readRecordKeys({ ...NONE, ...places });
      assert('keys' in read, JSON.stringify(read));
      assert.equal(read.keys.keyId, TEST_KEYS.keyId);
    }
  });

  it('that is missing or loose is told what to do about it', async () => {
    const mend = (path: string) => {
      const read = readRecordKeys({ ...NONE, recordKeyFile: path });
      return 'mend' in read ? read.mend : undefined;
    };
    assert.match(mend(join(folder, 'none.pem')) ?? '', /record-key --out FILE/);
    await chmod(file, 0o644);
    assert.equal(mend(file), `chmod 600 ${file}`);
  });

  it('knows the keys before it', async () => {
    const old = join(folder, 'old.pem');
    await writeFile(old, `The first key:\n${publicPem('b')}\nand the second:\n${publicPem('c')}`);
    const read = readRecordKeys({ ...NONE, recordKeyFile: file, recordOldKeysFile: old });
    assert('keys' in read);
    assert.equal(read.keys.known.size, 3);
  });

  for (const mode of [0o640, 0o604, 0o620, 0o602, 0o644, 0o777])
    it(`is refused in a file of mode ${mode.toString(8)}`, async () => {
      await chmod(file, mode);
      assert.match(problemOf({ recordKeyFile: file }), /others can use: its mode must be 0600 or 0400/);
    });

  it('is asked for with what to do, and never given twice', () => {
    assert.match(problemOf({}), /^recordKeyFile is not set.*npm run airlock -- record-key/);
    assert.match(problemOf({ recordKeyFile: file, recordKey: testKeyPem('a') }), /one of the two/);
  });

  it('is refused where it is something else, without quoting it', async () => {
    await writeFile(file, publicPem('a'));
    assert.match(problemOf({ recordKeyFile: file }), /is not an unencrypted Ed25519 key/);
    assert.match(problemOf({ recordKeyFile: join(folder, 'none') }), /cannot be read \(ENOENT\)/);
    const broken = join(folder, 'old.pem');
    await writeFile(broken, '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n');
    assert.match(
      problemOf({ recordKey: testKeyPem('a'), recordOldKeysFile: broken }),
      /^recordOldKeysFile names a file/,
    );
  });
});
