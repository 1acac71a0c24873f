import type { Base } from '../../changes/base.ts';
import type { Item } from '../../changes/change-kind.ts';
import type { Change } from '../../changes/registry/change.ts';
import type { ApiChange } from '../../changes/supported/api-kinds.ts';
import type { Entry } from '../../changes/supported/indicators/indicator-entry.ts';
import type { SupportedKindName } from '../../changes/supported/supported-kinds.ts';
import type { Scope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Instructions } from '../record/instructions.ts';

/**
 * How a write ended. Only `written`, `accepted` and `unknown` may have touched the tenant.
 * - `written`: the write was accepted and the read-back shows the target; `warning` says in one sentence what else
 *   somebody changed meanwhile.
 * - `in-place`: the tenant was as asked already; nothing was written.
 * - `drifted`: the touched objects differ from the base; nothing was written.
 * - `refused`: a clear refusal; nothing was written. With `retryAt` (ms since 1970) it may be tried again then.
 * - `held`: `begin` of the limits said no; nothing was written.
 * - `accepted`: the tenant took the write, and no reading shows the target so far: only reading may follow.
 * - `unknown`: no clear answer: only reading may follow.
 */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly warning?: string }
  | { readonly kind: 'in-place' | 'held' }
  | { readonly kind: 'drifted'; readonly now: TenantSnapshot }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly why: string; readonly retryAt: number | null }
  | { readonly kind: 'accepted' | 'unknown'; readonly why: string };

/** The hold on a write that another instance may take over where this one hangs. */
export interface WriteHold {
  /** Whether it is still this instance's: the last question before a write is sent, which waits for nothing else. */
  isStillMine(): Promise<boolean>;
  /** Aborted when the hold is lost, or its time is up by a clock that never jumps: what is being sent then ends. */
  readonly signal: AbortSignal;
}

export interface WriteLimits {
  /** Absent where no other instance can take the write over. */
  readonly hold?: WriteHold | undefined;
  /**
   * Milliseconds since 1970: later than this the write is not sent (`refused`, to be tried again), since another
   * instance may have taken over.
   */
  readonly sendBefore: number;
  /**
   * User principal name of the only person whose session may send the write; with any other session it is `refused`,
   * to be tried again. Absent: any session.
   */
  readonly actsAs?: string;
  /**
   * Asks whether everybody may still have it written, and stores that it starts. Called once the objects were read and
   * compared, right before the write is sent; where it says no, nothing is sent (`held`). Absent: it may be sent.
   */
  begin?(): Promise<boolean>;
}

/**
 * What the supported APIs show of a change that somebody reported as applied. Each part is in exactly one list:
 * `verified` was read and is as asked; `unseen` reads as before the change, which proves nothing as long as the lists
 * may lag; `contradicted` was read, and is neither as before nor as asked; `unreadable` is what no supported API can
 * read. `byAbsence`: a list that is whole does not name it any more, which one reading alone does not prove.
 */
export interface Verification {
  readonly verified: readonly { readonly what: string; readonly byAbsence?: true }[];
  readonly unseen: readonly { readonly what: string; readonly found: string }[];
  readonly contradicted: readonly { readonly what: string; readonly found: string }[];
  readonly unreadable: readonly { readonly what: string }[];
}

/**
 * How fresh the list of devices must be. `recent` may reuse a list that took many calls to read, which is enough to
 * preview; `devicesAt` of the snapshot says when it was read. Everything else is always read `now`, and so are devices
 * before anything is applied. With `recent`, groups whose list cannot be read may be those that devices name:
 * `groupsUnread` of the snapshot says why.
 */
export type Freshness = 'now' | 'recent';

interface ReadableTenant {
  /** How Airlock reaches it, in words for people. */
  readonly description: string;
  /**
   * What a reading can show, for callers that must know before they read. `access`: which Entra groups hold a Defender
   * role.
   */
  readonly reads: { readonly access: boolean };
  /**
   * Reads these parts. What the connector cannot read is marked as unread, never guessed.
   * @param devices `now` when absent
   * @param about the change that the parts of supported APIs are read for; the others do not ask for it
   * @throws AirlockError tenant-unavailable, tenant-refused, tenant-signed-out, tenant-schema, tenant-unsupported for a
   *   kind that is switched off, or tenant-throttled with details.retryAt (ms since 1970).
   */
  read(scopes: readonly Scope[], devices?: Freshness, about?: Change): Promise<TenantSnapshot>;
}

/**
 * The person whose session would write.
 * - `read`: Defender told it.
 * - `said`: only whoever keeps the session says so.
 */
export interface SessionWriter {
  /** User principal name. */
  readonly name: string;
  readonly source: 'read' | 'said';
}

/** A tenant that Airlock itself writes to. */
export interface WritingTenant extends ReadableTenant {
  readonly applies: 'automatically';
  /** Whose session would write now; null when nobody is signed in. Makes no outside call, and never throws. */
  actsAs(): Promise<SessionWriter | null>;
  /** Asks Defender whose session would write now, where that is not known; for jobs. Never throws for what it does. */
  identify(): Promise<void>;
  /**
   * Reads the touched objects again, compares them with `base.objects`, writes the whole object with only the requested
   * difference, and reads back. Never throws for what the tenant does; at most one write request is sent.
   */
  write(change: Change, base: Base, limits?: WriteLimits): Promise<WriteOutcome>;
}

/**
 * A tenant that a person changes by hand. Airlock gives the steps, and afterwards reads what can be read. It cannot
 * write.
 */
export interface GuidingTenant extends ReadableTenant {
  readonly applies: 'by-hand';
  /** The same for the same change and base, always. */
  instructions(change: Change, base: Base): Instructions;
  /** @throws AirlockError as `read` */
  verify(change: Change, base: Base): Promise<Verification>;
  /** Whether a supported API can show any part of this change; false where `verify` finds each part unreadable. */
  canShow(change: Change): boolean;
}

/**
 * The Defender tenant: docs/architecture.md#connectors. Every implementation passes
 * test/contracts/tenant/tenant-contract.ts.
 */
export type Tenant = WritingTenant | GuidingTenant;

/**
 * How the writing of one item ended. `done`: Defender took it, or a reading shows it; `refused`: Defender said no, or
 * it was not sent; `started`: sent, and no outcome is known: only reading may follow; `waiting`: certainly not taken,
 * so it may be sent again; with a reason it is sent alone, without the others of its batch.
 */
export interface ItemOutcome {
  readonly key: string;
  readonly state: 'done' | 'refused' | 'started' | 'waiting';
  /** Defender's own reason, or why nothing is known; of what stays `started` by a reading, told where that lasts. */
  readonly reason?: string;
  /** Microsoft's id of what was made of it: of an action on a device, of an indicator. */
  readonly externalId?: string;
}

/** What came of sending or reading a batch. An item that is not among the outcomes stays as it was. */
export interface BatchOutcome {
  readonly outcomes: readonly ItemOutcome[];
  /** Milliseconds since 1970: nothing is to be sent or read before. Null where it may go on. */
  readonly retryAt: number | null;
  /** What it waits for until then: sentences. Absent where nothing is to be said of it. */
  readonly waits?: string;
  /** Why Defender may take none of what still waits, so that it need not be sent: a sentence. Absent where it may. */
  readonly stops?: string;
  /** Of a reading: it did not come to the end of the list, so what that lacks may be there. */
  readonly isShort?: true;
  /**
   * Of a reading: keys of the items of which it shows for certain that the tenant is not as asked now. That of a kind
   * for which Microsoft does not say how long a write may take to show is never among them.
   */
  readonly absent?: readonly string[];
}

/** An item of a request whose writing began. */
export interface SentItem extends Item {
  /** Milliseconds since 1970, when it was sent. */
  readonly at: number;
  readonly externalId: string | null;
}

/** An item that Defender did not cancel. */
export interface NotCancelled {
  readonly label: string;
  /** Defender's own reason. */
  readonly reason: string;
}

/** What a write carries so that a reading can find it again. */
export interface ItemWriting {
  readonly change: ApiChange;
  readonly base: Base;
  /** `Airlock #12 1be985ad`: goes into the comment where the wire has one. */
  readonly mark: string;
  /** Why it was asked for, as its requester wrote it. */
  readonly reason: string;
}

/** How an applied change goes on in the tenant: a stage of its own, never part of how it was written. */
export interface FollowReading {
  /** One sentence with counts: "120 of 200 are in the group that their rules name." */
  readonly note: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Whether nothing more will come. */
  readonly isOver: boolean;
  /** Whether Defender lists something of it as under way: then it is looked at for as long as it does. */
  readonly isUnderWay?: boolean;
  /** Milliseconds since 1970, when to look again, as long as it takes. Absent for the usual pauses. */
  readonly nextAt?: number;
  /** Present where something is not listed yet: it is looked for as long as what was written and does not show. */
  readonly isUnlisted?: true;
  /** What to tell whoever asked for it; each sentence is told once. Absent for what the card alone says. */
  readonly tells?: string;
  /** Keys of the items that ended otherwise than asked. Absent for a kind that does not tell. */
  readonly undone?: readonly string[];
}

/** What Airlock's own later requests wrote of indicators: by the key of each, the latest and its number. */
export type LaterWrites = ReadonlyMap<string, { readonly number: number; readonly entry: Entry }>;

/**
 * Microsoft's supported APIs that write: every kind of change that is switched on, each written item by item under an
 * identity of its own (docs/architecture.md#supported-writes). `write` is never called: a change of these kinds has
 * items.
 */
export interface SupportedTenant extends WritingTenant {
  /** The kinds that are switched on. */
  readonly kinds: readonly SupportedKindName[];
  /** How many items one call takes. */
  batchOf(change: ApiChange): number;
  /**
   * Sends one batch, once. Never throws for what the tenant does.
   * @param hold asked right before each sending: what is no longer this instance's to write stays `waiting`
   */
  writeItems(writing: ItemWriting, items: readonly Item[], hold?: WriteHold): Promise<BatchOutcome>;
  /** Reads what came of items that were sent. Never writes, and never throws for what the tenant does. */
  settleItems(writing: ItemWriting, items: readonly SentItem[]): Promise<BatchOutcome>;
  /**
   * Reads how an applied change goes on; null for a kind that is over when it is written.
   * @param later tells what Airlock's own requests wrote since, asked only where something is not as it was written;
   *   where absent, none of them is named
   * @throws AirlockError as `read`
   */
  follow(
    writing: ItemWriting,
    items: readonly SentItem[],
    later?: () => Promise<LaterWrites>,
  ): Promise<FollowReading | null>;
  /**
   * Cancels what has not ended of an applied change, each on its own; nothing for a kind that cannot be cancelled.
   * Doing it twice changes nothing more.
   * @returns what Defender did not cancel, with its reason
   * @throws AirlockError as `read`
   */
  cancel(writing: ItemWriting, items: readonly SentItem[]): Promise<readonly NotCancelled[]>;
}
