import type { Item } from '../../changes/change-kind.ts';
import type { ApiChange } from '../../changes/supported/api-kinds.ts';
import type { SupportedScope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type {
  BatchOutcome,
  FollowReading,
  ItemWriting,
  LaterWrites,
  NotCancelled,
  SentItem,
} from '../../requests/ports/tenant.ts';
import type { Clock, Log } from '../../shared/runtime.ts';
import type { BearerCall } from '../public-api/bearer-call.ts';

/** An application permission of the identity that writes. It is asked for only where its kind is switched on. */
export interface WritePermission {
  readonly resource: 'graph' | 'mde';
  /** `Machine.ReadWrite.All` */
  readonly name: string;
  /** What Airlock does with it. */
  readonly why: string;
}

/** What a kind works with. */
export interface KindContext {
  /** Calls Defender's API as the identity that writes, within its limits; `call` names the permission in its errors. */
  call(permission: string): BearerCall;
  /** The same for Microsoft Graph. */
  graph(permission: string): BearerCall;
  /** Asks Microsoft Graph as the identity that only reads: advanced hunting. */
  readonly hunt: BearerCall;
  /** Reads the tenant as its connector does. */
  readonly read: (scopes: readonly ('groups' | 'devices')[]) => Promise<TenantSnapshot>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a kind writes, for a change of exactly that kind. */
export interface WritingOf<C extends ApiChange> extends ItemWriting {
  readonly change: C;
}

/**
 * One kind of change by a supported API: what it needs, how it is read, written, settled and followed. A new kind is a
 * folder of its own beside the others, and a row in `registry.ts`.
 */
export interface SupportedKind<C extends ApiChange = ApiChange> {
  readonly kind: C['kind'];
  readonly permissions: readonly WritePermission[];
  /** How many items one call takes. */
  batchOf(change: C): number;
  /**
   * Reads the parts that its change is about; absent where the connector reads all that it needs.
   * @throws AirlockError the tenant's errors; what may be absent says so in `lacks` of its part instead
   */
  read?(context: KindContext, scopes: readonly SupportedScope[], change: C): Promise<Partial<TenantSnapshot>>;
  /**
   * Sends one batch, at most once for each item. Throws the error of a call: `outcomeOfFault` says what came of its
   * items.
   */
  write(context: KindContext, writing: WritingOf<C>, items: readonly Item[]): Promise<BatchOutcome>;
  /** Reads what came of items whose sending got no clear answer. */
  settle(context: KindContext, writing: WritingOf<C>, items: readonly SentItem[]): Promise<BatchOutcome>;
  /** Reads how an applied change goes on; absent for a kind that is over when it is written. */
  follow?(
    context: KindContext,
    writing: WritingOf<C>,
    items: readonly SentItem[],
    later?: () => Promise<LaterWrites>,
  ): Promise<FollowReading>;
  /** Cancels what has not ended, each on its own; absent for a kind that cannot be cancelled. */
  cancel?(context: KindContext, writing: WritingOf<C>, items: readonly SentItem[]): Promise<readonly NotCancelled[]>;
}
