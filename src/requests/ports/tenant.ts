import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/registry/change.ts';
import type { Scope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Steps } from '../record/instructions.ts';

/**
 * How a write ended. Only `written` and `unknown` may have touched the tenant.
 * - `written`: the write was accepted and the read-back shows the target; `warning` says in one sentence what else
 *   somebody changed meanwhile.
 * - `in-place`: the tenant was as asked already; nothing was written.
 * - `drifted`: the touched objects differ from the base; nothing was written.
 * - `refused`: a clear refusal; nothing was written. With `retryAt` (ms since 1970) it may be tried again then.
 * - `unknown`: no clear answer, or the read-back does not show the target: only reading may follow.
 */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly warning?: string }
  | { readonly kind: 'in-place' }
  | { readonly kind: 'drifted'; readonly now: TenantSnapshot }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly why: string; readonly retryAt: number | null }
  | { readonly kind: 'unknown'; readonly why: string };

export interface WriteLimits {
  /**
   * Milliseconds since 1970: later than this the write is not sent (`refused`, to be tried again), since somebody else
   * may have taken over.
   */
  readonly sendBefore: number;
  /**
   * User principal name of the only person whose session may send the write; with any other session it is `refused`,
   * to be tried again. Absent: any session.
   */
  readonly actsAs?: string;
}

/**
 * What the supported APIs tell of a change that somebody says is applied, part by part: each part stands in exactly one
 * list. `verified` was read and is as asked; `contradicted` was read and is otherwise; `unreadable` no supported API
 * can tell.
 */
export interface Verification {
  readonly verified: readonly { readonly what: string }[];
  readonly contradicted: readonly { readonly what: string; readonly found: string }[];
  readonly unreadable: readonly { readonly what: string }[];
}

/**
 * How fresh the list of devices must be: `recent` may use a list again that took many calls to read, and `devicesAt` of
 * the snapshot says from when it is; enough to preview. Everything else is always read `now`, and so are devices before
 * anything is applied.
 */
export type Freshness = 'now' | 'recent';

interface ReadableTenant {
  /** How it is reached, in words for people. */
  readonly description: string;
  /**
   * What a reading can tell, as far as somebody has to know it before. `access`: which Entra groups hold a Defender
   * role.
   */
  readonly reads: { readonly access: boolean };
  /**
   * Reads these parts. What the connector has no way to read is said to be unread, never guessed.
   * @param devices `now` when absent
   * @throws AirlockError tenant-unavailable, tenant-refused, tenant-signed-out, tenant-schema, or tenant-throttled
   *   with details.retryAt (ms since 1970).
   */
  read(scopes: readonly Scope[], devices?: Freshness): Promise<TenantSnapshot>;
}

/** A tenant that Airlock itself writes to. */
export interface WritingTenant extends ReadableTenant {
  readonly applies: 'by-itself';
  /**
   * User principal name of the person whose session would write now; null when nobody is signed in. Asks nobody
   * outside, and never throws.
   */
  actsAs(): Promise<string | null>;
  /**
   * Reads the touched objects again, compares them with `base.objects`, writes the whole object with nothing but the
   * asked difference, and reads back. Never throws for what the tenant does; at most one write request is sent.
   */
  write(change: Change, base: Base, limits?: WriteLimits): Promise<WriteOutcome>;
}

/**
 * A tenant that a person changes by hand: Airlock says how, and reads afterwards what can be read. It has no way to
 * write.
 */
export interface GuidingTenant extends ReadableTenant {
  readonly applies: 'by-hand';
  /** The same for the same change and base, always. */
  steps(change: Change, base: Base): Steps;
  /** @throws AirlockError as `read` */
  verify(change: Change, base: Base): Promise<Verification>;
}

/**
 * The Defender tenant: docs/architecture.md#connectors. Every implementation passes
 * test/contracts/tenant/tenant-contract.ts.
 */
export type Tenant = WritingTenant | GuidingTenant;
