import { randomUUID } from 'node:crypto';
import { constants, type FileHandle, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../shared/runtime.ts';
import type { PortalSession, SessionSource } from '../define-connector.ts';

/** Characters that a cookie's value may have (RFC 6265, 4.1.1): none that would end the value or the header. */
const cookie = z.string().regex(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/);

const schema = z.strictObject({
  sccauth: cookie.max(16_384),
  xsrf: cookie.max(4_096).refine(isDecodable),
  /** User principal name; that of a guest contains a `#`. */
  owner: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[^\s@/\\]+@[^\s@/\\]+$/)
    .max(320),
});

const LARGEST = 65_536;
const SHAPE = '{"sccauth": "...", "xsrf": "...", "owner": "somebody@company.example"}';

export type SessionFile =
  | { readonly ok: true; readonly stamp: string; readonly session: PortalSession; readonly changedAt: number }
  /** `why` follows the path in a sentence and quotes nothing from the file. */
  | { readonly ok: false; readonly stamp: string; readonly why: string };

/**
 * Reads the session that an operator keeps in a file. It must be a plain file that belongs to this process's user and
 * that nobody else can read, in a folder that nobody else can change. The checks use the opened file, so that nobody
 * can swap it between check and read.
 * @param uid user id of this process; null on systems without such ids, where no file is accepted
 */
export async function readSessionFile(path: string, uid: number | null): Promise<SessionFile> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return { ok: false, stamp: 'none', why: openFault(error) };
  }
  try {
    const found = await file.stat({ bigint: true });
    const stamp = stampOf(found);
    const why = statFault(found, uid) ?? (uid === null ? null : await folderFault(dirname(path), uid));
    if (why !== null) return { ok: false, stamp, why };
    return judge(await file.readFile('utf8'), stamp, Number(found.mtimeMs));
  } finally {
    await file.close();
  }
}

interface Stat {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mode: bigint;
  readonly uid: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  isFile(): boolean;
}

/** A text that changes whenever the file is replaced or written, or its mode or owner changes. */
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: Stat): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

function openFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
  if (code === 'ENOENT') return 'does not exist';
  return code === 'ELOOP' ? 'is a link, not a file' : `cannot be opened (${code})`;
}

function statFault(stat: Stat, uid: number | null): string | null {
  if (!stat.isFile()) return 'is not a file';
  if (uid === null) return 'cannot be kept from others on this system, which has no file modes';
  if (stat.uid !== BigInt(uid)) return 'belongs to another user than the one Airlock runs as';
  if ((stat.mode & 0o177n) !== 0n) return 'can be read by others; its mode must be 0600 or 0400';
  return stat.size > LARGEST ? 'is too large to be a session' : null;
}

/** Whoever may change its folder can put another file of the same owner there: but for one with the sticky bit. */
async function folderFault(folder: string, uid: number): Promise<string | null> {
  const { mode, uid: owner, gid } = await stat(folder);
  if (owner !== uid && owner !== 0) return 'is in a folder that belongs to another user';
  const isOwnGroup = owner === gid && owner !== 0;
  const isOpen = (mode & 0o1000) === 0 && (mode & (isOwnGroup ? 0o002 : 0o022)) !== 0;
  return isOpen ? `is in a folder (${folder}) that others can change: chmod go-w` : null;
}

function judge(text: string, stamp: string, changedAt: number): SessionFile {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) return { ok: false, stamp, why: `does not hold ${SHAPE}` };
  return { ok: true, stamp, session: parsed.data, changedAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDecodable(value: string): boolean {
  try {
    return decodeURIComponent(value) !== '';
  } catch {
    return false;
  }
}

export interface FileSessionOptions {
  readonly path: string;
  /** The id of the user who must own the file; null on systems without such ids. */
  readonly uid: number | null;
  readonly log: Log;
}

/** The session from the last read of the files, updated by what the portal has answered since. */
interface Held {
  /** Of the operator's file, and of the rotated cookie beside it. */
  readonly stamp: string;
  readonly beside: string;
  /** Null while the file is unusable, and after the portal has ended the session. */
  session: PortalSession | null;
}

/**
 * Uses the session in an operator's file. Each time it is asked for a session, it checks the file and reads it again if
 * it changed: a watcher would miss changes on some file systems, and a check costs only one system call. A session that
 * the portal has ended is not offered again until the file changes. The file is the operator's and is never written:
 * rotated XSRF cookies go into a file beside it, for the next start and for other instances.
 */
export function fileSession({ path, uid, log }: FileSessionOptions): SessionSource {
  let held: Held = { stamp: '', beside: '', session: null };
  const rotated = rotatedCookie(`${path}.rotated`, uid, log);

  async function read(beside: string): Promise<void> {
    const [file, later] = await Promise.all([readSessionFile(path, uid), rotated.read()]);
    const isSame = held.stamp === file.stamp;
    if (isSame && held.beside === beside) return;
    if (isSame && held.session === null) {
      held = { ...held, beside };
      return;
    }
    const session = file.ok ? withLater(file, later) : null;
    held = { stamp: file.stamp, beside, session };
    if (isSame) return;
    if (file.ok) log.info({ changedAt: file.changedAt }, 'portal session read');
    else log.warn({ why: `the file ${file.why}` }, 'portal session unusable');
  }

  return {
    async current() {
      const [stamp, beside] = await Promise.all([lookAt(path), rotated.stamp()]);
      if (stamp !== held.stamp || beside !== held.beside) await read(beside);
      return held.session;
    },
    rotated({ sccauth }, xsrf, xsrfAt) {
      if (held.session?.sccauth !== sccauth) return;
      held.session = { ...held.session, xsrf, xsrfAt };
      rotated.keep({ sccauth, xsrf, xsrfAt }, (beside) => {
        held = { ...held, beside };
      });
    },
    ended({ sccauth }) {
      if (held.session?.sccauth !== sccauth) return;
      held.session = null;
      log.warn({}, 'portal session ended');
    },
  };
}

async function lookAt(path: string): Promise<string> {
  try {
    return stampOf(await lstat(path, { bigint: true }));
  } catch {
    return 'none';
  }
}

const laterSchema = schema.omit({ owner: true }).extend({ xsrfAt: z.number() });

/** The last XSRF cookie of a session, and when the file that holds it was written. */
interface Later {
  readonly cookie: z.infer<typeof laterSchema>;
  readonly keptAt: number;
}

/** The cookie that the portal gave last counts for the session that it belongs to, unless the operator wrote later. */
function withLater({ session, changedAt }: Extract<SessionFile, { ok: true }>, later: Later | null): PortalSession {
  if (later?.cookie.sccauth !== session.sccauth || later.keptAt < changedAt) return session;
  const { xsrf, xsrfAt } = later.cookie;
  return { ...session, xsrf, xsrfAt };
}

/** Keeps a cookie in a file of mode 0600, which is there whole or not at all; the newest where several wait. */
function rotatedCookie(path: string, uid: number | null, log: Log) {
  let next: { readonly cookie: Later['cookie']; readonly kept: (stamp: string) => void } | null = null;
  let isKeeping = false;
  let isTold = false;

  async function goOn(): Promise<void> {
    for (; next !== null; ) {
      const { cookie, kept } = next;
      next = null;
      kept(await writeWhole(path, JSON.stringify(cookie)));
    }
  }

  return {
    async stamp(): Promise<string> {
      return lstat(path, { bigint: true }).then(besideStamp, () => 'none');
    },
    read: () => readLater(path, uid),
    keep(cookie: Later['cookie'], kept: (stamp: string) => void): void {
      next = { cookie, kept };
      if (isKeeping) return;
      isKeeping = true;
      goOn()
        .catch((error: unknown) => {
          if (!isTold) log.warn({ err: error }, 'rotated cookie not kept: a restart may need a new session');
          isTold = true;
        })
        .finally(() => {
          isKeeping = false;
        });
    },
  };
}

async function readLater(path: string, uid: number | null): Promise<Later | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    const stat = await file.stat({ bigint: true });
    if (statFault(stat, uid) !== null) return null;
    const { data: cookie } = laterSchema.safeParse(parseJson(await file.readFile('utf8')));
    return cookie ? { cookie, keptAt: Number(stat.mtimeMs) } : null;
  } finally {
    await file.close();
  }
}

/** @returns the stamp of what was written, whoever replaces it afterwards */
async function writeWhole(path: string, text: string): Promise<string> {
  const fresh = `${path}.${randomUUID()}`;
  const file = await open(fresh, 'wx', 0o600);
  try {
    await file.writeFile(text);
    const stamp = besideStamp(await file.stat({ bigint: true }));
    await rename(fresh, path);
    return stamp;
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Not of `ctime`, which a rename changes. */
function besideStamp({ dev, ino, size, mtimeNs }: Stat): string {
  return [dev, ino, size, mtimeNs].join(':');
}
