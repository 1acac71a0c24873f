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
  /** The portal hands out a new XSRF cookie with each answer. */
  rotated(xsrf: string): void;
}

/** A session kept in memory. */
export function memorySession(first: PortalSession | null): SessionSource {
  let session = first;
  return {
    current: async () => session,
    rotated(xsrf) {
      if (session) session = { ...session, xsrf };
    },
  };
}
