import assert from 'node:assert/strict';
import { chmodSync, chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PrivateFile, readPrivateFile } from '../../../../src/service/config/private-file.ts';

/** User ids: whoever runs the tests, root, the service and a stranger. Only root may give files away. */
const [SELF, ROOT, SERVICE, STRANGER] = [process.getuid?.() ?? 0, 0, 4_711, 4_712];

interface Case {
  readonly name: string;
  readonly mode: number;
  /** The owner; whoever runs the tests when absent. */
  readonly of?: number;
  /** The user that the service runs as. */
  readonly as: number | null;
  readonly problem: RegExp | null;
}

const CASES: readonly Case[] = [
  { name: 'one’s own', mode: 0o600, as: SELF, problem: null },
  { name: 'one’s own that nobody writes', mode: 0o400, as: SELF, problem: null },
  { name: 'one’s own that its group reads', mode: 0o640, as: SELF, problem: /mode must be 0600 or 0400/ },
  { name: 'one’s own that everybody reads', mode: 0o644, as: SELF, problem: /mode must be 0600 or 0400/ },
  { name: 'one’s own that others write', mode: 0o602, as: SELF, problem: /mode must be 0600 or 0400/ },
  { name: 'one’s own that runs', mode: 0o700, as: SELF, problem: /mode must be 0600 or 0400/ },
  { name: 'any where there are no modes', mode: 0o644, as: null, problem: null },
  { name: 'root’s, handed over to a group', mode: 0o440, of: ROOT, as: SERVICE, problem: null },
  { name: 'root’s that its group writes', mode: 0o660, of: ROOT, as: SERVICE, problem: /must be 0640 or less/ },
  { name: 'root’s that everybody reads', mode: 0o444, of: ROOT, as: SERVICE, problem: /must be 0640 or less/ },
  { name: 'a stranger’s', mode: 0o600, of: STRANGER, as: SERVICE, problem: /belongs to another user/ },
];

describe('a file with a secret', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function put({ mode, of }: Pick<Case, 'mode' | 'of'>): string {
    const path = join(folder, 'secret');
    writeFileSync(path, 'abc');
    chmodSync(path, mode);
    if (of !== undefined) chownSync(path, of, of);
    return path;
  }

  function assertIs(read: PrivateFile, problem: RegExp | null): void {
    if (problem === null) assert.deepEqual(read, { text: 'abc' });
    else assert.match('problem' in read ? read.problem : 'it was read', problem);
  }

  for (const { name, mode, of, as, problem } of CASES) {
    if (of !== undefined && SELF !== ROOT) continue;
    it(`${name} (0${mode.toString(8)}): ${problem === null ? 'read' : 'refused'}`, () => {
      assertIs(readPrivateFile(put({ mode, ...(of !== undefined && { of }) }), as), problem);
    });
  }

  it('is checked behind a link, too, and the link’s owner with it', () => {
    const link = join(folder, 'link');
    symlinkSync(put({ mode: 0o600 }), link);
    assertIs(readPrivateFile(link, SELF), null);
    chmodSync(join(folder, 'secret'), 0o644);
    assertIs(readPrivateFile(link, SELF), /mode must be 0600 or 0400/);
    if (SELF !== ROOT) return;
    put({ mode: 0o400, of: SERVICE });
    lchownSync(link, STRANGER, STRANGER);
    assertIs(readPrivateFile(link, SERVICE), /names a link that belongs to another user/);
  });

  it('lies in a folder that nobody else can change, but for one where each changes their own, behind a link too', () => {
    const path = put({ mode: 0o600 });
    const elsewhere = mkdtempSync(join(tmpdir(), 'airlock-link-'));
    const link = join(elsewhere, 'link');
    symlinkSync(path, link);
    for (const loose of [0o777, 0o772, 0o730]) {
      chmodSync(folder, loose);
      for (const at of [path, link]) {
        const read = readPrivateFile(at, SELF);
        if (loose !== 0o730 || SELF === ROOT) assertIs(read, /^names a file in a folder \(.*\) that .* can change$/);
      }
    }
    for (const kept of [0o700, 0o755, 0o1777]) {
      chmodSync(folder, kept);
      assertIs(readPrivateFile(path, SELF), null);
    }
    chmodSync(elsewhere, 0o777);
    assertIs(readPrivateFile(link, SELF), /in a folder/);
    rmSync(elsewhere, { recursive: true });
  });

  it('is a file, not too long, and there', () => {
    mkdirSync(join(folder, 'sub'));
    assertIs(readPrivateFile(join(folder, 'sub'), SELF), /is not a file/);
    assertIs(readPrivateFile(join(folder, 'none'), SELF), /cannot be read \(ENOENT\)/);
    const path = put({ mode: 0o600 });
    writeFileSync(path, 'x'.repeat(65_537));
    assertIs(readPrivateFile(path, SELF), /more than 65536 bytes/);
  });
});
