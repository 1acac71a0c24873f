import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { SessionSource } from '../../../../src/defender/define-connector.ts';
import { fileSession, readSessionFile } from '../../../../src/defender/portal/session-file.ts';
import { logTo } from '../../../support/runtime/log-to.ts';

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

  it('goes on with the rotated XSRF cookie, and leaves the file as it is', async () => {
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
    'is in a folder that others can change': {
      make: () => {
        keep(OMAR);
        chmodSync(folder, 0o777);
      },
      why: /is in a folder \(.*\) that others can change/,
    },
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

  describe('whose cookie the portal rotated', () => {
    const note = logTo(({ message }) => {
      logged += message;
    });
    const again = () => fileSession({ path, uid: UID, log: note });
    const SECOND = { xsrf: 'second%3Atoken', xsrfAt: 7 };

    /** The first session, with its cookie rotated and kept. */
    async function rotated(cookie = SECOND.xsrf): Promise<void> {
      const session = await source.current();
      assert(session);
      source.rotated(session, cookie, 7);
      while (!existsSync(`${path}.rotated`) || !readFileSync(`${path}.rotated`, 'utf8').includes(cookie)) await turn();
    }

    it('is that one after a restart, kept as the session is', async () => {
      keep(OMAR);
      await rotated();
      assert.deepEqual(await again().current(), { ...OMAR, ...SECOND });
      assert.equal(statSync(`${path}.rotated`).mode & 0o777, 0o600);
      assert.deepEqual(readdirSync(folder).sort(), ['session.json', 'session.json.rotated']);
    });

    it('is that one for an instance that was idle meanwhile', async () => {
      keep(OMAR);
      const idle = again();
      assert.deepEqual(await idle.current(), OMAR);
      await rotated();
      assert.deepEqual(await idle.current(), { ...OMAR, ...SECOND });
      await rotated('third%3Atoken');
      assert.equal((await idle.current())?.xsrf, 'third%3Atoken');
    });

    it('keeps the newest of many', async () => {
      keep(OMAR);
      const session = await source.current();
      assert(session);
      for (const n of Array(50).keys()) source.rotated(session, `token-${n}`, n);
      await rotated('last');
      assert.equal((await again().current())?.xsrf, 'last');
    });

    it('is the operator’s own again once they write the file anew, and another’s never gets it', async () => {
      keep(OMAR);
      await rotated();
      keep({ ...OMAR, xsrf: 'fourth%3Atoken' });
      const later = new Date(statSync(`${path}.rotated`).mtimeMs + 1_000);
      utimesSync(path, later, later);
      assert.equal((await again().current())?.xsrf, 'fourth%3Atoken');
      keep(BOB);
      assert.deepEqual(await again().current(), BOB);
    });

    it('has ended nevertheless, once the portal said so', async () => {
      keep(OMAR);
      const other = again();
      const session = await other.current();
      assert(session);
      other.ended(session);
      await rotated();
      assert.equal(await other.current(), null);
    });

    it('is not read from what others can read, and stays in memory where it cannot be kept', async () => {
      keep(OMAR);
      await rotated();
      chmodSync(`${path}.rotated`, 0o644);
      assert.deepEqual(await again().current(), OMAR);
      rmSync(`${path}.rotated`);
      mkdirSync(join(`${path}.rotated`, 'full'), { recursive: true });
      const session = await source.current();
      assert(session);
      source.rotated(session, 'kept%3Anowhere', 8);
      while (!logged.includes('not kept')) await turn();
      assert.equal((await source.current())?.xsrf, 'kept%3Anowhere');
    });
  });

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
