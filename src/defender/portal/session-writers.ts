import { z } from 'zod';
import type { SessionWriter } from '../../requests/ports/tenant.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { PortalSession } from '../define-connector.ts';
import type { PortalOptions } from './portal-call.ts';
import { CONTEXT_PATH } from './reading/read-features.ts';

/** Whose session asks, as the tenant context tells it (docs/facts/defender.md#whose-session). */
const told = z.object({
  AuthInfo: z.object({
    TenantId: z.string().optional(),
    UserName: z
      .string()
      .trim()
      .toLowerCase()
      .max(320)
      .regex(/^[^\s@/\\]+@[^\s@/\\]+$/),
  }),
});

/** How many sessions are remembered: an operator renews theirs about once an hour. */
const KEPT = 8;

/** Milliseconds until the portal is asked again about a session of which it did not tell whose it is. */
const PAUSE = 60_000;

export interface SessionWriters {
  /** Whose session this is, as far as is known without asking. */
  of(session: PortalSession): SessionWriter;
  /** Whether the portal has told whose any session is. Then one of which it did not is not to be trusted. */
  tells(): boolean;
  /** Takes in an answer of the portal to a call that was made with this session. */
  answered: NonNullable<PortalOptions['answered']>;
  /**
   * Asks the portal whose session it is, where that is not known and was not asked just now; waits for the answer to an
   * earlier question. Never throws for what the portal does.
   * @param ask reads the tenant context with this session
   */
  identify(session: PortalSession, ask: () => Promise<unknown>): Promise<void>;
}

/**
 * Remembers whose each session is. A session stays that of one person, so the portal needs to tell it once; the name
 * that comes with the cookies is only what somebody says.
 */
export function createSessionWriters({ tenantId, clock }: { tenantId: string; clock: Clock }): SessionWriters {
  const names = new Map<string, string>();
  const asked = new Map<string, { readonly at: number; readonly done: Promise<void> }>();
  const answered: SessionWriters['answered'] = ({ sccauth }, path, value) => {
    if (path !== CONTEXT_PATH) return;
    const parsed = told.safeParse(value);
    if (!parsed.success) return;
    const { UserName, TenantId = tenantId } = parsed.data.AuthInfo;
    if (TenantId.toLowerCase() === tenantId.toLowerCase()) keep(names, sccauth, UserName);
  };
  return {
    answered,
    tells: () => names.size > 0,
    of({ sccauth, owner }) {
      const name = names.get(sccauth);
      return name === undefined ? { name: owner, source: 'said' } : { name, source: 'read' };
    },
    identify({ sccauth }, ask) {
      const before = asked.get(sccauth);
      if (names.has(sccauth)) return Promise.resolve();
      if (before && clock.now() - before.at < PAUSE) return before.done;
      const done = ask().then(ignore, passOver);
      keep(asked, sccauth, { at: clock.now(), done });
      return done;
    },
  };
}

function ignore(): void {}

function passOver(error: unknown): void {
  if (!isAirlockError(error)) throw error;
}

/** Keeps the newest entries. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest);
}
