import type { Item } from '../../changes/change-kind.ts';
import type { AffectedDevice } from '../../changes/device-effects.ts';
import type { AirlockError } from '../../shared/errors.ts';
import type { ConversationKey, EntraObjectId, FormId, RequestId, TenantId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Memory, Noted } from '../record/account-seen.ts';
import type { Announcement } from '../record/announcement.ts';
import type { Fact, FactChange } from '../record/fact.ts';
import type { Form } from '../record/form.ts';
import type { Request } from '../record/request.ts';
import type { AuditEntry, AuditFacts } from './audit-entry.ts';
import type { ItemStore } from './item-store.ts';
import type { Backlog, MessageStore, NewestCopy } from './message-store.ts';
import type { Contact, Conversation, Leases, NewOutboxMessage, NewTask, OutboxContent, Task } from './outbox.ts';
import type { TrailStore } from './trail.ts';
import type { SignedCheckpoint } from './witness.ts';

/**
 * One step of one request: all of it lands in a single durable transaction, or nothing does
 * (docs/architecture.md#one-transaction).
 * Every delivered copy of the request's card becomes due for an update.
 */
export interface RequestStep<R extends Request = Request> {
  /** The new state; its rev must be the expected one plus one. */
  readonly request: R;
  /**
   * The rev that was read; null for a request that does not exist yet (then the store assigns `request.number`).
   */
  readonly expectedRev: number | null;
  /** What the step was made from: refused where that was read of another row than the one that is there now. */
  readonly madeFrom?: Request;
  readonly audit: readonly AuditFacts[];
  readonly messages: readonly NewOutboxMessage[];
  readonly tasks: readonly NewTask[];
  /** Objects that the request locks for as long as it is open; refused when another open request locks one. */
  readonly objectLocks?: readonly string[];
  /** A task that this step completes. */
  readonly completes?: Task | null;
  /** The form that becomes this request, or that this request goes back to. */
  readonly form?: FormRevision;
  readonly replacements?: readonly Replacement[];
  /** The devices that the change would touch, in the order to be shown; replaces the list kept for the request. */
  readonly affected?: readonly AffectedDevice[];
  /** Another request, whose cards say something else from this step on. */
  readonly redraws?: RequestId;
  /** What is to be written, one by one, from this step on. */
  readonly items?: readonly Item[];
  /** What Airlock remembers of the tenant from this step on. */
  readonly facts?: readonly FactChange[];
  /** The step ends a row that is not as recorded. Any other one is refused where the row is not. */
  readonly endsUnrecorded?: boolean;
}

/**
 * A message that shows something else from now on: the form's message becomes the draft's card. Unknown and dropped
 * messages are skipped, or another one is sent in their place.
 */
export interface Replacement {
  readonly key: string;
  readonly content: OutboxContent;
  /** Sent where there is no such message, or where it could not be delivered. */
  readonly otherwise?: NewOutboxMessage;
}

/** One step of a form: its rev must be the expected one plus one; null for a form that does not exist yet. */
export interface FormRevision {
  readonly form: Form;
  readonly expectedRev: number | null;
}

/** Messages and tasks that belong to no request's step. */
export interface OutboxBatch {
  readonly messages: readonly NewOutboxMessage[];
  readonly tasks: readonly NewTask[];
  readonly completes?: Task | null;
  /**
   * A step of a form, stored with the rest or not at all; every delivered copy of its card becomes due for an update.
   */
  readonly form?: FormRevision;
  readonly replacements?: readonly Replacement[];
  /** Entries that belong to no request's step. */
  readonly audit?: readonly AuditFacts[];
  /** What Airlock remembers of the tenant from now on. */
  readonly facts?: { readonly tenantId: TenantId; readonly changes: readonly FactChange[] };
  /** A setting that changes with the rest, or nothing is stored. */
  readonly setting?: SettingChange & { readonly tenantId: TenantId; readonly name: string };
  /** Whom a request is announced to with these messages, in place of what was stored of it before. */
  readonly announcement?: Announcement;
  readonly newestCopy?: NewestCopy;
}

/** The value of a setting as it was read, and its new value. */
export interface SettingChange {
  readonly from: Json;
  readonly to: Json;
}

/** Which accounts are noted; `oids` is null for all that are remembered. */
export interface AccountsOf {
  readonly tenantId: TenantId;
  readonly oids: readonly EntraObjectId[] | null;
  readonly at: number;
}

interface Listed {
  /** True for what is not as recorded, too: whoever asks so compares each request. Any other list leaves it out. */
  readonly isAll?: boolean;
}

/** A page of a list; `place` as of a channel or chat, null for everywhere. */
export interface OpenPage extends Listed {
  readonly skip: number;
  readonly limit: number;
  readonly place: ConversationKey | null;
}

/** Which requests are looked for, by terms of `searchTerms`: each must be there. */
export interface FoundQuery extends OpenPage {
  /** At least one. The time of the first counts. */
  readonly terms: readonly string[];
  /** Milliseconds since 1970, null without a limit; `to` is not included. */
  readonly from: number | null;
  readonly to: number | null;
}

export interface Store extends MessageStore, ItemStore, Leases, TrailStore {
  /**
   * @returns the request as stored (with its number).
   * @throws AirlockError rev-conflict when somebody else was faster (on the request or the form) or the task lease was
   * lost; duplicate-request (details.number) when an object is locked; record-broken when the record was cut or
   * replaced; digest-mismatch when the row is not the one that its last entry tells of.
   */
  commit<R extends Request>(step: RequestStep<R>): Promise<R>;
  /**
   * Messages and tasks whose `key` exists already are left as they are, so a redelivered activity changes nothing.
   * @throws AirlockError rev-conflict when somebody else was faster on the form or setting, or the lease was lost;
   * record-broken, with entries, when the record was cut or replaced.
   */
  send(batch: OutboxBatch): Promise<void>;

  request(tenantId: TenantId, id: RequestId): Promise<Request | null>;
  requestByNumber(tenantId: TenantId, number: number): Promise<Request | null>;
  /**
   * Newest first; drafts and discarded ones never. `open`: only those that have not ended; `place`: only those whose
   * card is in this channel or chat. One that cannot be read or is not as recorded is left out and reported by number.
   */
  requests(
    tenantId: TenantId,
    query: {
      readonly open: boolean;
      readonly limit: number;
      readonly before?: number;
      readonly place?: ConversationKey | null;
    } & Listed,
    onUnreadable?: (number: number, fault: AirlockError) => void,
  ): Promise<readonly Request[]>;
  /**
   * Requests by what they are found by, the latest first by the time of the first term. What an earlier release stored
   * is found once the store was opened. One that cannot be read is left out and reported by its number.
   */
  found(
    tenantId: TenantId,
    query: FoundQuery,
    onUnreadable: (number: number, fault: AirlockError) => void,
  ): Promise<readonly Request[]>;
  /** Open requests by their deadline, the next first, and last those without one. Reported as above. */
  openPage(
    tenantId: TenantId,
    query: OpenPage,
    onUnreadable: (number: number, fault: AirlockError) => void,
  ): Promise<readonly Request[]>;
  /** How many requests are open; of those whose card is in this channel or chat, where one is given. */
  openHere(tenantId: TenantId, place: ConversationKey | null): Promise<number>;
  /** How many submitted requests of this person have not ended. */
  openCount(tenantId: TenantId, requesterOid: EntraObjectId): Promise<number>;
  /** Everybody's drafts, newest first. One that cannot be read is left out and reported by its number. */
  drafts(
    tenantId: TenantId,
    query: Listed & { readonly limit: number },
    onUnreadable: (number: number, fault: AirlockError) => void,
  ): Promise<readonly Request[]>;
  /** How many drafts of this person wait for their reason. */
  draftCount(tenantId: TenantId, requesterOid: EntraObjectId): Promise<number>;
  /** The numbers of somebody's drafts, the latest first. */
  draftNumbers(tenantId: TenantId, requesterOid: EntraObjectId, limit: number): Promise<readonly number[]>;
  /** The open request that locks the object, if any. */
  lockedBy(tenantId: TenantId, object: string): Promise<Request | null>;
  /** Requests whose deadline is at or before `now`, earliest first. */
  overdue(now: number, limit: number): Promise<readonly Request[]>;
  /** Leaves an overdue request as it is until then. */
  postponeExpiry(request: Pick<Request, 'id'>, until: number): Promise<void>;
  /** Takes back that deadlines were put off beside the requests' own. @returns the numbers of these requests */
  hastenExpiry(tenantId: TenantId, now: number): Promise<readonly number[]>;

  form(tenantId: TenantId, id: FormId): Promise<Form | null>;
  /** How many forms of this person are open or being checked. */
  openForms(tenantId: TenantId, requesterOid: EntraObjectId): Promise<number>;
  /** Forms whose deadline is at or before `now`, earliest first. */
  overdueForms(now: number, limit: number): Promise<readonly Form[]>;
  /** A page of the devices that the request's change would touch; empty past the end. */
  affected(requestId: RequestId, skip: number, top: number): Promise<readonly AffectedDevice[]>;

  /**
   * Files the work anew that requests wait for, where somebody removed it or said that it was done, by what the record
   * says is owed. @returns the numbers of these requests
   */
  refileWork(tenantId: TenantId, now: number): Promise<readonly number[]>;
  /**
   * Files a task that somebody asked for, unless `most` tasks of these kinds wait that the same person asked for. One
   * whose key exists is filed already.
   * @param told stored with the task, or not at all
   * @returns false where too many wait; then nothing was filed.
   */
  fileTask(
    task: NewTask,
    by: EntraObjectId,
    kinds: readonly Task['kind'][],
    most: number,
    told?: Pick<OutboxBatch, 'messages' | 'replacements'>,
  ): Promise<boolean>;
  /**
   * Claims the earliest due task of these kinds for `leaseMs`; null when none is due. Any instance may take it once the
   * lease has run out.
   * @throws AirlockError store-corrupt for a task that cannot be read; the next call skips it.
   */
  takeTask(kinds: readonly Task['kind'][], owner: string, now: number, leaseMs: number): Promise<Task | null>;
  /** Gives a claimed task back, to be due again at `dueAt`; attempts grow by one. A lost lease is no error. */
  postponeTask(task: Task, dueAt: number): Promise<void>;
  completeTask(task: Task): Promise<void>;
  /** Makes the waiting tasks of this kind due at `dueAt`, where they are due later and nobody works on them. */
  hastenTasks(tenantId: TenantId, kind: Task['kind'], dueAt: number): Promise<void>;
  /**
   * Due time of the earliest task of these kinds or the earliest due message or deadline: how long a loop may rest.
   * Null when there is nothing.
   */
  nextDue(): Promise<number | null>;

  /**
   * Deletes up to `limit` completed tasks and answers that were delivered or dropped, of those due at `before` or
   * earlier. This frees their keys: `before` lies so far back that the activities that led to them are no longer
   * redelivered. Requests, their cards and the chain stay.
   * @returns how many were deleted; fewer than `limit` when nothing is left.
   */
  prune(before: number, limit: number): Promise<number>;

  rememberConversation(conversation: Conversation): Promise<void>;
  conversation(key: ConversationKey): Promise<Conversation | null>;
  rememberContact(contact: Contact): Promise<void>;
  /** The people with these object ids that the bot knows; others are left out. */
  contacts(tenantId: TenantId, oids: readonly EntraObjectId[]): Promise<readonly Contact[]>;

  /** What is remembered of these accounts, null for all, in one query; nothing is read from the directory. */
  accountsSeen(tenantId: TenantId, oids: readonly EntraObjectId[] | null): Promise<Memory>;
  /**
   * Stores what `note` makes of what is remembered, all at once; of two who note at the same moment the second sees
   * what the first noted. `note` may run more than once.
   */
  noteAccounts(whose: AccountsOf, note: (memory: Memory) => Noted): Promise<void>;

  /**
   * What is remembered of the tenant under keys that begin like this, by key, as the record tells it. A row that holds
   * something else is reported by its key, and decides nothing.
   */
  facts(
    tenantId: TenantId,
    prefix: string,
    onUnreadable?: (key: string, fault: AirlockError) => void,
  ): Promise<readonly Fact[]>;

  /** One of Airlock's own settings; null where it was never set. */
  setting(tenantId: TenantId, name: string): Promise<Json>;
  /** Whether this may be the channel for approvals, by the record. @throws AirlockError record-broken */
  isChannelTold(channel: Json): Promise<boolean>;
  /** @returns false where the setting is no longer as it was read: then nothing was written. */
  replaceSetting(tenantId: TenantId, name: string, change: SettingChange): Promise<boolean>;

  /**
   * Signs how far the record has come, after walking it from the last checkpoint on.
   * @throws AirlockError record-broken when it does not hold together.
   */
  checkpoint(tenantId: TenantId): Promise<SignedCheckpoint>;
  /** Notes that the record is broken, until an operator says that it was restored. @returns how far it came, signed */
  noteBroken(tenantId: TenantId, found: { readonly at: number; readonly why: string }): Promise<string | null>;
  /** Why no service may start on this record, by how it begins: sentences; null when one may. */
  beginningFault(): Promise<string | null>;
  /** The last entry of this event; null where there is none. */
  latestEntry(event: string): Promise<AuditEntry | null>;
  /** The chain from `fromSeq` on, oldest first. */
  audit(fromSeq: number, limit: number): Promise<readonly AuditEntry[]>;

  /** How many tasks and messages are due at `now` and not done. */
  backlog(now: number): Promise<Backlog>;
  /** Writes one row, always the same. @throws AirlockError store-unavailable, store-corrupt */
  ping(): Promise<void>;
  /** Reads next to nothing and writes nothing. @throws AirlockError store-unavailable */
  look(): Promise<void>;
  /** Calls the listener after each commit and each batch of this instance: jobs need not wait for their next poll. */
  onChange(listener: () => void): void;
  close(): Promise<void>;
}
