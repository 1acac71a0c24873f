import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { AirlockError } from '../../shared/errors.ts';
import { maySignIn, type Person } from '../company/person.ts';
import type { World } from '../company/world.ts';

/** The cookies that a browser has after signing in to the portal, as it stores them: `xsrf` is URL-encoded. */
export interface PortalSession {
  /** User principal name of the person who signed in, as whoever hands the cookies over says. */
  readonly owner: string;
  readonly sccauth: string;
  readonly xsrf: string;
}

interface Session {
  readonly owner: Person;
  /** The user principal name that was handed over with the cookies. */
  readonly said: string;
  expired: boolean;
  current: string;
  /** When the current token was given, in milliseconds. */
  currentAt: number;
  /**
   * Superseded tokens, and until when (milliseconds) they are still valid. So parallel calls all pass, and a client
   * that lost the answer with the next token can continue.
   */
  readonly superseded: Map<string, number>;
}

/** Why a call is refused, or the session's owner and the token to send with the answer. */
export type Admission =
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forged' }
  /** The token was right once, and is too old. */
  | { readonly kind: 'aged'; readonly status: OldTokenStatus }
  | { readonly kind: 'in'; readonly owner: Person; readonly nextXsrf: string };

/** How long a superseded XSRF token stays valid after the first use of its successor, in milliseconds. */
const GRACE = 60_000;

/** How long any XSRF token is taken, in milliseconds (facts: A.3, Auth). */
const TOKEN_LIFE = 300_000;

/** How many superseded tokens of a session are known. */
const KEPT = 100;

/** What a token that is too old is answered with: which of them the portal takes is not published. */
export const OLD_TOKEN_STATUSES = [500, 403] as const;

type OldTokenStatus = (typeof OLD_TOKEN_STATUSES)[number];

/**
 * The sessions of the portal. They are created for the demo's operator, checked on every call, and ended and renewed by
 * the controls.
 */
export class PortalSessions {
  readonly #world: World;
  readonly #random: (bytes: number) => Buffer;
  readonly #sessions = new Map<string, Session>();
  readonly #signedIn = new EventEmitter<{ session: [PortalSession] }>();
  /** Whether the portal says whose session it is. */
  tellsOwner = true;
  /** How a token that is too old is refused. */
  oldTokenStatus: OldTokenStatus = 500;

  constructor(world: World, random: (bytes: number) => Buffer = randomBytes) {
    this.#world = world;
    this.#random = random;
  }

  /**
   * Signs in the person with this user principal name or object id.
   * @param claim the user principal name to whom the session is said to belong; the person's own when absent
   * @throws AirlockError not-found if there is none
   */
  mint(who: string, claim?: string): PortalSession {
    const owner = this.#world.people.find((person) => [person.userPrincipalName, person.id].includes(who));
    if (owner === undefined) throw new AirlockError('not-found', `Nobody in the sandbox is called ${who}.`);
    const said = claim ?? owner.userPrincipalName;
    const sccauth = this.#random(48).toString('base64url');
    const current = this.#token();
    const currentAt = this.#world.now();
    this.#sessions.set(sccauth, { owner, said, expired: false, current, currentAt, superseded: new Map() });
    return { owner: said, sccauth, xsrf: encodeURIComponent(current) };
  }

  /**
   * Signs everybody out and one person in, as `mint` does, and hands the new session to whoever follows.
   * @throws AirlockError not-found
   */
  signIn(who: string, claim?: string): void {
    const before = [...this.#sessions.keys()];
    const session = this.mint(who, claim);
    for (const sccauth of before) this.#sessions.delete(sccauth);
    this.#signedIn.emit('session', session);
  }

  follow(listener: (session: PortalSession) => void): void {
    this.#signedIn.on('session', listener);
  }

  /** `xsrf` is the decoded cookie, `header` what came in X-XSRF-TOKEN. A call that passes receives the next token. */
  admit(sccauth: string | undefined, xsrf: string | undefined, header: string | undefined): Admission {
    const session = sccauth === undefined ? undefined : this.#sessions.get(sccauth);
    if (session === undefined || session.expired || !maySignIn(session.owner)) return { kind: 'signed-out' };
    if (xsrf === undefined || header !== xsrf) return { kind: 'forged' };
    if (xsrf === session.current) {
      if (this.#world.now() - session.currentAt >= TOKEN_LIFE) return { kind: 'aged', status: this.oldTokenStatus };
    } else {
      const until = session.superseded.get(xsrf);
      if (until === undefined) return { kind: 'signed-out' };
      if (until <= this.#world.now()) return { kind: 'aged', status: this.oldTokenStatus };
    }
    return { kind: 'in', owner: session.owner, nextXsrf: encodeURIComponent(this.#rotate(session, xsrf)) };
  }

  /**
   * The next token of whoever opens the portal's page with this session, whatever token they have; URL-encoded. None
   * without a live session.
   */
  pageToken(sccauth: string | undefined): string | undefined {
    const session = sccauth === undefined ? undefined : this.#sessions.get(sccauth);
    if (session === undefined || session.expired || !maySignIn(session.owner)) return undefined;
    return encodeURIComponent(this.#rotate(session, session.current));
  }

  expireAll(): void {
    for (const session of this.#sessions.values()) session.expired = true;
  }

  /** Renews all sessions, as if the operator signed in again: the same cookies are valid again. */
  renewAll(): void {
    for (const session of this.#sessions.values()) session.expired = false;
  }

  /** Lists whose the sessions are, whose they are said to be, and whether each is still signed in; no secrets. */
  list(): { owner: string; said: string; signedIn: boolean }[] {
    return [...this.#sessions.values()].map(({ owner, said, expired }) => ({
      owner: owner.userPrincipalName,
      said,
      signedIn: !expired && maySignIn(owner),
    }));
  }

  #token(): string {
    return `${this.#random(24).toString('base64')}:${this.#random(8).toString('base64')}`;
  }

  #rotate(session: Session, presented: string): string {
    if (presented !== session.current) return session.current;
    const now = this.#world.now();
    for (const [token, until] of session.superseded) session.superseded.set(token, Math.min(until, now + GRACE));
    session.superseded.set(session.current, session.currentAt + TOKEN_LIFE);
    const [oldest] = session.superseded.keys();
    if (session.superseded.size > KEPT && oldest !== undefined) session.superseded.delete(oldest);
    session.current = this.#token();
    session.currentAt = now;
    return session.current;
  }
}
