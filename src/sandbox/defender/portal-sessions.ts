import { randomBytes } from 'node:crypto';
import { AirlockError } from '../../shared/errors.ts';
import type { Person } from '../company/person.ts';
import type { World } from '../company/world.ts';

/** What a browser holds after signing in to the portal, in the form of its cookie jar: `xsrf` is URL-encoded. */
export interface PortalSession {
  /** User principal name of whoever signed in. */
  readonly owner: string;
  readonly sccauth: string;
  readonly xsrf: string;
}

interface Session {
  readonly owner: Person;
  expired: boolean;
  current: string;
  /**
   * Superseded tokens and until when (milliseconds) they still count: so calls made at the same time all pass, and who
   * never got the next token because its answer was lost can go on.
   */
  readonly superseded: Map<string, number>;
}

/** Why a call is not let in, or the owner and the token that the answer hands out. */
export type Admission =
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forged' }
  | { readonly kind: 'in'; readonly owner: Person; readonly nextXsrf: string };

/** How long a superseded XSRF token still counts after its successor was first presented, in milliseconds. */
const GRACE = 60_000;

/**
 * The sessions of the portal: minted for the demo's operator, checked on every call, ended and revived by the controls.
 */
export class PortalSessions {
  readonly #world: World;
  readonly #random: (bytes: number) => Buffer;
  readonly #sessions = new Map<string, Session>();

  constructor(world: World, random: (bytes: number) => Buffer = randomBytes) {
    this.#world = world;
    this.#random = random;
  }

  /** Signs in the person with this user principal name; `not-found` when there is none. */
  mint(upn: string): PortalSession {
    const owner = this.#world.people.find((person) => person.userPrincipalName === upn);
    if (owner === undefined) throw new AirlockError('not-found', `Nobody in the sandbox is called ${upn}.`);
    const sccauth = this.#random(48).toString('base64url');
    const current = this.#token();
    this.#sessions.set(sccauth, { owner, expired: false, current, superseded: new Map() });
    return { owner: upn, sccauth, xsrf: encodeURIComponent(current) };
  }

  /** `xsrf` is the decoded cookie, `header` what came in X-XSRF-TOKEN. A call that passes gets the next token. */
  admit(sccauth: string | undefined, xsrf: string | undefined, header: string | undefined): Admission {
    const session = sccauth === undefined ? undefined : this.#sessions.get(sccauth);
    if (session === undefined || session.expired || !session.owner.accountEnabled) return { kind: 'signed-out' };
    if (xsrf === undefined || header !== xsrf) return { kind: 'forged' };
    if (xsrf !== session.current && !this.#graced(session, xsrf)) return { kind: 'signed-out' };
    return { kind: 'in', owner: session.owner, nextXsrf: encodeURIComponent(this.#rotate(session, xsrf)) };
  }

  expireAll(): void {
    for (const session of this.#sessions.values()) session.expired = true;
  }

  /** The operator signs in again: the same cookies count once more. */
  renewAll(): void {
    for (const session of this.#sessions.values()) session.expired = false;
  }

  /** Whose sessions there are, and whether they still count; no secrets. */
  list(): { owner: string; signedIn: boolean }[] {
    return [...this.#sessions.values()].map(({ owner, expired }) => ({
      owner: owner.userPrincipalName,
      signedIn: !expired && owner.accountEnabled,
    }));
  }

  #token(): string {
    return `${this.#random(24).toString('base64')}:${this.#random(8).toString('base64')}`;
  }

  #graced(session: Session, token: string): boolean {
    return (session.superseded.get(token) ?? 0) > this.#world.now();
  }

  #rotate(session: Session, presented: string): string {
    if (presented !== session.current) return session.current;
    const now = this.#world.now();
    for (const [token, until] of session.superseded) {
      if (until <= now) session.superseded.delete(token);
      else session.superseded.set(token, Math.min(until, now + GRACE));
    }
    session.superseded.set(session.current, Number.POSITIVE_INFINITY);
    session.current = this.#token();
    return session.current;
  }
}
