/** What a browser holds after signing in to the portal. Never logged. */
export interface PortalSession {
  readonly sccauth: string;
  /** The XSRF-TOKEN cookie as it stands in the jar: URL-encoded. */
  readonly xsrf: string;
  /** User principal name of the person who signed in. */
  readonly owner: string;
}

/** Where the session comes from; an operator supplies it. */
export interface SessionSource {
  /** Null when nobody is signed in. */
  current(): Promise<PortalSession | null>;
  /**
   * The portal hands out a new XSRF cookie with each answer, to the session that asked: it may not be the current one
   * any more.
   */
  rotated(session: PortalSession, xsrf: string): void;
  /** The portal says that this session has ended. */
  ended(session: PortalSession): void;
}

/**
 * A session kept in memory. One that has ended is offered again: the sandbox's operator signs in again with the same
 * cookies.
 */
export function memorySession(first: PortalSession | null): SessionSource {
  let session = first;
  return {
    current: async () => session,
    rotated({ sccauth }, xsrf) {
      if (session?.sccauth === sccauth) session = { ...session, xsrf };
    },
    ended() {},
  };
}
