import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionSource } from '../../../../src/defender/define-connector.ts';
import { fileSession, readSessionFile } from '../../../../src/defender/portal/session-file.ts';

const UID = process.getuid?.() ?? null;
const OMAR = { sccauth: 'cookie-of-omar', xsrf: 'first%3Atoken', owner: 'omar@harbourline.example' };
const BOB = { sccauth: 'cookie-of-bob', xsrf: 'other%3Atoken', owner: 'bob@harbourline.example' };

describe('the portal session in a file', () => {
  let folder: string;
  let path: string;
  let logged: string;
  let source: SessionSource;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-session-'));
    path = join(folder, 'session.json');
    logged = '';
    const line = (fields: object, message: string) => {
      logged += `${JSON.stringify(fields)} ${message}\n`;
    };
    source = fileSession({ path, uid: UID, log: { debug: line, info: line, warn: line, error: line } });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** As an operator should: whole at once, by a rename. */
  function keep(content: unknown, mode = 0o600): void {
    const fresh = join(folder, 'fresh');
    writeFileSync(fresh, typeof content === 'string' ? content : JSON.stringify(content), { mode });
    chmodSync(fresh, mode);
    renameSync(fresh, path);
  }

  it('is there once the operator stores one, and is a new one when the file is replaced', async () => {
    assert.equal(await source.current(), null);
    keep(OMAR);
    assert.deepEqual(await source.current(), OMAR);
    keep(BOB, 0o400);
    assert.deepEqual(await source.current(), BOB);
    rmSync(path);
    assert.equal(await source.current(), null);
  });

  it('keeps the rotated XSRF cookie in memory, and leaves the file as it is', async () => {
    keep(OMAR);
    const session = await source.current();
    assert(session);
    source.rotated(session, 'second%3Atoken', 1);
    assert.deepEqual(await source.current(), { ...OMAR, xsrf: 'second%3Atoken', xsrfAt: 1 });
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), OMAR);
  });

  it('gives the new session no cookie that was answered to the old one', async () => {
    keep(OMAR);
    const old = await source.current();
    assert(old);
    keep(BOB);
    await source.current();
    source.rotated(old, 'late%3Atoken', 1);
    source.ended(old);
    assert.deepEqual(await source.current(), BOB);
  });

  it('has ended once the portal says so, until the file changes', async () => {
    keep(OMAR);
    const session = await source.current();
    assert(session);
    source.ended(session);
    assert.equal(await source.current(), null);
    assert.equal(await source.current(), null);
    keep(OMAR);
    assert.deepEqual(await source.current(), OMAR);
  });

  it('has ended when others are allowed to read the file', async () => {
    keep(OMAR);
    assert(await source.current());
    chmodSync(path, 0o640);
    assert.equal(await source.current(), null);
    assert.match(logged, /its mode must be 0600 or 0400/);
  });

  it('is read once for many who ask at the same time', async () => {
    keep(OMAR);
    const all = await Promise.all(Array.from({ length: 20 }, () => source.current()));
    assert(all.every((one) => one?.owner === OMAR.owner));
    assert.equal(logged.match(/portal session read/g)?.length, 1);
  });

  const unusable: Record<string, { make: () => void; why: RegExp; uid?: number | null }> = {
    'does not exist': { make: () => {}, why: /does not exist/ },
    'can be read by its group': { make: () => keep(OMAR, 0o640), why: /0600 or 0400/ },
    'can be read by everybody': { make: () => keep(OMAR, 0o604), why: /0600 or 0400/ },
    'belongs to somebody else': { make: () => keep(OMAR), why: /belongs to another user/, uid: (UID ?? 0) + 1 },
    'is on a system without modes': { make: () => keep(OMAR), why: /has no file modes/, uid: null },
    'is a folder': { make: () => mkdirSync(path), why: /is not a file/ },
    'is a link': {
      make: () => {
        keep(OMAR);
        renameSync(path, join(folder, 'real'));
        symlinkSync(join(folder, 'real'), path);
      },
      why: /is a link/,
    },
    'is no JSON': { make: () => keep('{"sccauth":'), why: /does not hold/ },
    'lacks the owner': { make: () => keep({ ...OMAR, owner: undefined }), why: /does not hold/ },
    'names an owner who cannot be one': { make: () => keep({ ...OMAR, owner: 'Omar' }), why: /does not hold/ },
    'holds more than a session': { make: () => keep({ ...OMAR, password: 'x' }), why: /does not hold/ },
    'holds a cookie that would end its header': {
      make: () => keep({ ...OMAR, sccauth: 'a; b=c\r\nevil: yes' }),
      why: /does not hold/,
    },
    'holds a token that cannot be decoded': { make: () => keep({ ...OMAR, xsrf: '%zz' }), why: /does not hold/ },
    'is too large': { make: () => keep(JSON.stringify(OMAR) + ' '.repeat(70_000)), why: /too large/ },
  };
  for (const [title, { make, why, uid = UID }] of Object.entries(unusable)) {
    it(`is none when the file ${title}`, async () => {
      make();
      const read = await readSessionFile(path, uid);
      assert(!read.ok);
      assert.match(read.why, why);
    });
  }

  it('never reaches the log, whatever happens to it', async () => {
    keep(OMAR);
    const session = await source.current();
    assert(session);
    source.rotated(session, 'second%3Atoken', 1);
    source.ended(session);
    keep({ ...BOB, more: 1 });
    await source.current();
    for (const secret of [OMAR.sccauth, OMAR.xsrf, 'second%3Atoken', BOB.sccauth, 'owner@'])
      assert(!logged.includes(secret), logged);
  });
});
