import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../../../src/service/config/read-config.ts';
import { readRecordKeys } from '../../../../src/service/config/record-key-files.ts';
import { handedOver, trustFault } from '../../../../src/service/config/trusted-file.ts';
import { openWitness } from '../../../../src/service/keeping/witness-file.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

/** Only root may give files away; the service runs as another user then. */
const [ROOT, SERVICE, STRANGER, GROUP] = [0, 4_711, 4_712, 4_713];
const isRoot = process.getuid?.() === ROOT;
const SELF = { uid: process.getuid?.() ?? 0, groups: [process.getgid?.() ?? 0] };
const CONTAINER = { uid: SERVICE, groups: [GROUP] };

describe('a file that trust rests on', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-trusted-'));
    chmodSync(folder, 0o755);
    file = join(folder, 'file');
    writeFileSync(file, 'x');
    chmodSync(file, 0o644);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fault = (self = SELF) => trustFault(file, self);

  it('may be read by everybody, and changed by nobody else', () => {
    assert.equal(fault(), null);
    for (const mode of [0o664, 0o646, 0o666, 0o777]) {
      chmodSync(file, mode);
      assert.match(fault()?.problem ?? '', /of this machine can change/, mode.toString(8));
      assert.match(fault()?.mend ?? '', /^chmod go?-w .*file$/);
    }
  });

  it('lies in a folder that nobody else can change, but for one where each changes their own', () => {
    chmodSync(folder, 0o777);
    assert.match(fault()?.problem ?? '', /in a folder .* that other users/);
    assert.equal(fault()?.mend, `chmod go-w ${folder}`);
    rmSync(file);
    assert.match(fault()?.problem ?? '', /in a folder .* that other users/);
    chmodSync(folder, 0o1777);
    assert.equal(fault(), null);
  });

  it('is followed through the links of a mounted volume', () => {
    mkdirSync(join(folder, '..2026'));
    renameSync(file, join(folder, '..2026', 'file'));
    symlinkSync('..2026', join(folder, '..data'));
    symlinkSync(join('..data', 'file'), file);
    assert.equal(fault(), null);
    chmodSync(join(folder, '..2026'), 0o777);
    assert.match(fault()?.problem ?? '', /in a folder \(.*\.\.2026\)/);
  });

  if (isRoot) {
    it('belongs to root or to the service, and so do its folder and a link to it', () => {
      chownSync(file, STRANGER, STRANGER);
      assert.match(fault(CONTAINER)?.problem ?? '', /names a file that belongs to another user/);
      chownSync(file, SERVICE, SERVICE);
      assert.equal(fault(CONTAINER), null);
      chownSync(folder, STRANGER, STRANGER);
      assert.match(fault(CONTAINER)?.problem ?? '', /folder .* belongs to another user/);
      chownSync(folder, ROOT, ROOT);
      renameSync(file, `${file}2`);
      symlinkSync(`${file}2`, file);
      lchownSync(file, STRANGER, STRANGER);
      assert.match(fault(CONTAINER)?.problem ?? '', /names a link that belongs to another user/);
    });

    it('may be handed over by root to a group of the service, which is told', () => {
      chownSync(file, ROOT, GROUP);
      chmodSync(file, 0o664);
      assert.equal(fault(CONTAINER), null);
      assert.deepEqual(handedOver(file, CONTAINER), [file]);
      assert.match(trustFault(file, { uid: SERVICE, groups: [] })?.problem ?? '', /a group of users/);
    });
  }

  it('is refused where it is a .env without a secret that others can write', () => {
    writeFileSync(file, 'PERSON_PROOF=accounts\n');
    assert.deepEqual(readEnvironment(file, {}).faults, []);
    chmodSync(file, 0o666);
    const [found, ...more] = readEnvironment(file, {}).faults;
    assert.match(found?.problem ?? '', /^is a file that other users of this machine can change/);
    assert.equal(found?.mend, `chmod go-w ${file}`);
    assert.deepEqual(more, []);
  });

  it('is refused where it holds the old keys of the record, or its checkpoints', async () => {
    const places = { recordKeyFile: null, recordKey: testKeyPem('a'), recordOldKeysFile: file };
    writeFileSync(file, publicPem('b'));
    assert('keys' in readRecordKeys(places));
    chmodSync(file, 0o666);
    const read = readRecordKeys(places);
    assert('problem' in read);
    assert.equal(read.variable, 'recordOldKeysFile');
    writeFileSync(file, '');
    await assert.rejects(openWitness(file, TEST_KEYS.known, TENANT), {
      code: 'config-invalid',
      message: /AUDIT_WITNESS_FILE names a file that other users.*is none\. chmod go-w/,
    });
  });
});
