import { lstat } from 'node:fs/promises';
import type { Log } from '../../ports.ts';
import type { PortalSession, SessionSource } from './portal-session.ts';
import { readSessionFile, stampOf } from './read-session-file.ts';

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
 * The session in an operator's file. The file is looked at whenever a session is asked for and read again when it is another one: a
 * watcher would miss changes on some file systems, and a look costs a call of the kernel. A session that the portal has ended is not
 * offered again until the file changes. Rotated XSRF cookies stay in memory: the file is the operator's, and is never written.
 */
export function fileSession({ path, uid, log }: FileSessionOptions): SessionSource {
  let held: Held = { stamp: '', session: null };

  async function read(): Promise<void> {
    const file = await readSessionFile(path, uid);
    if (held.stamp === file.stamp) return;
    held = { stamp: file.stamp, session: file.ok ? file.session : null };
    if (file.ok) log.info({ changedAt: file.changedAt }, 'a portal session was read');
    else log.warn({ why: `the file ${file.why}` }, 'there is no portal session');
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
      log.warn({}, 'the portal session has ended');
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
