import { type JsonAnswer, jsonRequest } from '../../shared/http/json-request.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { PortalSession, SessionSource } from '../define-connector.ts';

/** What is needed to get a fresh token. */
export interface XsrfOptions {
  /** Origin and prefix of the portal's API; the portal's page has the same origin. */
  readonly baseUrl: string;
  readonly session: SessionSource;
  readonly clock: Clock;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
}

/** The age in ms from which on a token is exchanged before a reading (docs/facts/defender.md#portal-session). */
export const OLD_TOKEN = 240_000;

/** The same before a reading that a write follows: it must still be young when the write is sent. */
export const OLD_TOKEN_TO_WRITE = 60_000;

/** Milliseconds until the page is asked again for a token that it did not give. */
const PAUSE = 60_000;

/** How many redirects within the portal are followed to its page, and how many bytes of it are read. */
const REDIRECTS = 3;
const PAGE_MAX = 4 * 1024 * 1024;

/** Fetches fresh tokens from the portal's page, once for all calls that wait for the same one. */
export interface XsrfTokens {
  /** The session with a token that is younger than `old` ms, or as it is where the page gives none. */
  young(session: PortalSession, old: number): Promise<PortalSession>;
  /** The session with a token that was fetched just now; null where the page gives none. */
  renewed(session: PortalSession): Promise<PortalSession | null>;
}

export function createXsrfTokens(options: XsrfOptions): XsrfTokens {
  const asking = new Map<string, Promise<PortalSession | null>>();
  const refused = new Map<string, number>();

  function renewed(session: PortalSession): Promise<PortalSession | null> {
    const { sccauth } = session;
    const running = asking.get(sccauth);
    if (running) return running;
    const asked = askPage(options, session).then((found) => {
      asking.delete(sccauth);
      refused.clear();
      if (found === null) refused.set(sccauth, options.clock.now());
      return found;
    });
    asking.set(sccauth, asked);
    return asked;
  }

  return {
    renewed,
    async young(session, old) {
      const now = options.clock.now();
      const { sccauth, xsrfAt = Number.NEGATIVE_INFINITY } = session;
      if (now - xsrfAt < old) return session;
      if (now - (refused.get(sccauth) ?? Number.NEGATIVE_INFINITY) < PAUSE) return session;
      return (await renewed(session)) ?? session;
    },
  };
}

/** Asks the portal's page, as a browser does that is opened again. Never throws: the API itself says what is wrong. */
async function askPage(options: XsrfOptions, session: PortalSession): Promise<PortalSession | null> {
  let url = new URL('/', options.baseUrl);
  for (let followed = 0; followed <= REDIRECTS; followed += 1) {
    const answer = await pageAt(options, session, url);
    const fresh = answer && takeXsrf(answer, options, session);
    if (fresh) return fresh;
    const next = answer?.headers.get('location');
    if (!next || !URL.canParse(next, url.href) || new URL(next, url).origin !== url.origin) return null;
    url = new URL(next, url);
  }
  return null;
}

function pageAt({ timeoutMs }: XsrfOptions, session: PortalSession, url: URL): Promise<JsonAnswer | null> {
  const headers = { accept: 'text/html', cookie: cookiesOf(session) };
  return jsonRequest({ method: 'GET', url: url.href, headers, timeoutMs, maxBytes: PAGE_MAX }).catch(() => null);
}

export function cookiesOf({ sccauth, xsrf }: PortalSession): string {
  return `sccauth=${sccauth}; XSRF-TOKEN=${xsrf}`;
}

/** Keeps the token that came with an answer. @returns the session with it; null where none came */
export function takeXsrf(
  { headers }: JsonAnswer,
  { session: source, clock }: Pick<XsrfOptions, 'session' | 'clock'>,
  session: PortalSession,
): PortalSession | null {
  const tokens = headers.getSetCookie().flatMap((cookie) => /^XSRF-TOKEN=([^;]+)/.exec(cookie)?.[1] ?? []);
  const xsrf = tokens.at(-1);
  if (xsrf === undefined) return null;
  const xsrfAt = clock.now();
  source.rotated(session, xsrf, xsrfAt);
  return { ...session, xsrf, xsrfAt };
}
