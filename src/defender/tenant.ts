import type { Base } from '../changes/base.ts';
import type { Change } from '../changes/change.ts';
import type { Scope, TenantSnapshot } from '../changes/tenant-snapshot.ts';
import type { ErrorCode } from '../errors.ts';

/**
 * How a write ended. Only `written` and `unknown` may have touched the tenant.
 * - `written`: the write was accepted and the read-back shows the target; `warning` says in one sentence what else somebody changed meanwhile.
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
  /** Milliseconds since 1970: later than this the write is not sent (`refused`, to be tried again), since somebody else may have taken over. */
  readonly sendBefore: number;
}

/** The Defender tenant: design.md section 4. Every implementation passes test/contracts/tenant.contract.ts. */
export interface Tenant {
  readonly connector: 'portal' | 'guided';
  /**
   * Reads the named parts, uncached.
   * @throws AirlockError tenant-unavailable, tenant-refused, tenant-signed-out, tenant-schema, or tenant-throttled with details.retryAt (ms since 1970).
   */
  read(scopes: readonly Scope[]): Promise<TenantSnapshot>;
  /**
   * Reads the touched objects again, compares them with `base.objects`, writes the whole object with nothing but the asked
   * difference, and reads back. Never throws for what the tenant does; at most one write request is sent.
   */
  write(change: Change, base: Base, limits?: WriteLimits): Promise<WriteOutcome>;
}
