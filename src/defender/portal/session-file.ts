import { constants, type FileHandle, lstat, open } from 'node:fs/promises';
import { z } from 'zod';
import type { Log } from '../../shared/runtime.ts';
import type { PortalSession, SessionSource } from '../define-connector.ts';

/** Characters that a cookie's value may have (RFC 6265, 4.1.1): nothing that ends it, or the header it stands in. */
const cookie = z.string().regex(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/);

const schema = z.strictObject({
  sccauth: cookie.max(16_384),
  xsrf: cookie.max(4_096).refine(isDecodable),
  /** User principal name; a guest's has a `#` in it. */
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
  /** `why` follows the path in a sentence and holds nothing of the file. */
  | { readonly ok: false; readonly stamp: string; readonly why: string };

/**
 * The session that an operator keeps in a file: a plain file of their own that nobody else may read. Judged by the
 * opened file, so that it cannot be swapped between the look and the reading.
 * @param uid of this process; null where there are no such ids, and then no file will do
 */
export async function readSessionFile(path: string, uid: number | null): Promise<SessionFile> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return { ok: false, stamp: 'none', why: openFault(error) };
  }
  try {
    const stat = await file.stat({ bigint: true });
    const stamp = stampOf(stat);
    const why = statFault(stat, uid);
    if (why !== null) return { ok: false, stamp, why };
    return judge(await file.readFile('utf8'), stamp, Number(stat.mtimeMs));
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

/** Another text whenever the file is another one, or was written, or changed its mode or owner. */
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
  /** The user whose file it must be; null where there are no such ids. */
  readonly uid: number | null;
  readonly log: Log;
}

/** What the file held when it was last read, with what the portal has said since. */
interface Held {
  readonly stamp: string;
  /** Null while the file cannot be used, and once the portal ended the session. */
  session: PortalSession | null;
}

/**
 * The session in an operator's file. The file is looked at whenever a session is asked for and read again when it is
 * another one: a watcher would miss changes on some file systems, and a look costs a call of the kernel. A session that
 * the portal has ended is not offered again until the file changes. Rotated XSRF cookies stay in memory: the file is
 * the operator's, and is never written.
 */
export function fileSession({ path, uid, log }: FileSessionOptions): SessionSource {
  let held: Held = { stamp: '', session: null };

  async function read(): Promise<void> {
    const file = await readSessionFile(path, uid);
    if (held.stamp === file.stamp) return;
    held = { stamp: file.stamp, session: file.ok ? file.session : null };
    if (file.ok) log.info({ changedAt: file.changedAt }, 'portal session read');
    else log.warn({ why: `the file ${file.why}` }, 'portal session unusable');
  }

  return {
    async current() {
      const stamp = await lookAt(path);
      if (stamp !== held.stamp) await read();
      return held.session;
    },
    rotated({ sccauth }, xsrf) {
      if (held.session?.sccauth === sccauth) held.session = { ...held.session, xsrf };
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
