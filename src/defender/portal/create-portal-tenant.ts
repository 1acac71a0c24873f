import type { WriteLimits, WritingTenant } from '../../requests/ports/tenant.ts';
import { inEnglish, msg } from '../../shared/language/worded.ts';
import type { PortalSession, SessionSource } from '../define-connector.ts';
import type { ReadFleet } from '../public-api/fleet.ts';
import { compareAndWrite, type WriteParts } from './compare-and-write.ts';
import { type PortalCall, type PortalOptions, portalCall } from './portal-call.ts';
import { readContext } from './reading/read-features.ts';
import { readTenant } from './reading/read-tenant.ts';
import { createSessionWriters, type SessionWriters } from './session-writers.ts';
import { createNewGroupPause } from './writes/new-group-pause.ts';
import { OLD_TOKEN_TO_WRITE } from './xsrf-token.ts';

/** The pause between two new groups, in ms (docs/facts/defender.md#portal-device-groups). */
const NEW_GROUP_PAUSE = 15_000;

export interface PortalTenantOptions extends PortalOptions {
  readonly fleet: ReadFleet;
  /** Milliseconds between two new groups of this process; 15 s when absent. */
  readonly newGroupPause?: number;
}

/**
 * Defender through the portal's own API, which Microsoft does not support and which needs an operator's session
 * (docs/facts/defender.md#portal-api). Within the process, writes run one at a time; across processes, the apply job
 * holds the right to write.
 */
export function createPortalTenant(options: PortalTenantOptions): WritingTenant {
  const newGroups = createNewGroupPause(options.clock, options.newGroupPause ?? NEW_GROUP_PAUSE);
  const writers = createSessionWriters(options);
  const heard = { ...options, answered: writers.answered };
  const parts: WriteParts = {
    ...options,
    call: portalCall(heard),
    newGroups,
    doubt: { isLikely: false, devices: null },
  };
  let previous: Promise<unknown> = Promise.resolve();
  return {
    description: msg`The portal API: approved changes are written by Airlock`,
    reads: { access: true },
    applies: 'automatically',
    async actsAs() {
      const session = await options.session.current();
      return session && writers.of(session);
    },
    async identify() {
      const session = await options.session.current();
      if (session)
        await writers.identify(session, () => readContext(portalCall(only(heard, (one) => isSame(one, session)))));
    },
    read: async (scopes, devices) => (await readTenant(parts, scopes, devices)).snapshot,
    write(change, base, limits) {
      const outcome = previous.then(() =>
        // What came of it is stored.
        inEnglish(() => compareAndWrite({ ...parts, call: callAs(heard, writers, limits) }, change, base, limits)),
      );
      previous = outcome.catch(() => undefined);
      return outcome;
    },
  };
}

/**
 * Makes calls only with a session of the person for whom the write was allowed: the session file may be replaced at any
 * moment. Where the portal tells whose a session is, one of which it did not tell it yet is another person's.
 */
function callAs(heard: PortalOptions, writers: SessionWriters, limits?: WriteLimits): PortalCall {
  const options = { ...heard, oldToken: OLD_TOKEN_TO_WRITE, ...(limits?.hold && { hold: limits.hold }) };
  const name = limits?.actsAs?.toLowerCase();
  if (name === undefined) return portalCall(options);
  return portalCall(
    only(options, (session) => {
      const writer = writers.of(session);
      return writer.name.toLowerCase() === name && (writer.source === 'read' || !writers.tells());
    }),
  );
}

/** The same with every session left out that does not fit. */
function only(options: PortalOptions, fits: (session: PortalSession) => boolean): PortalOptions {
  const { session } = options;
  const current = async () => {
    const now = await session.current();
    return now && fits(now) ? now : null;
  };
  return { ...options, session: { ...session, current } };
}

function isSame(one: PortalSession, other: PortalSession): boolean {
  return one.sccauth === other.sccauth;
}

/**
 * Keeps a session in memory. It offers a session that has ended again: the sandbox's operator signs in again with the
 * same cookies.
 */
export function memorySession(first: PortalSession | null): SessionSource {
  let session = first;
  return {
    current: async () => session,
    rotated({ sccauth }, xsrf, xsrfAt) {
      if (session?.sccauth === sccauth) session = { ...session, xsrf, xsrfAt };
    },
    ended() {},
  };
}
