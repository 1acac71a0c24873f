import type { Kysely } from 'kysely';
import type { AuditEntry } from '../requests/ports/audit-entry.ts';
import type { Leases, Task } from '../requests/ports/outbox.ts';
import type { Store } from '../requests/ports/store.ts';
import type { RequestId } from '../shared/ids.ts';
import type { Ids } from '../shared/runtime.ts';
import { checkpointWithMemory, findAccounts, noteAccounts } from './accounts/account-queries.ts';
import { AccountWalk } from './accounts/account-walk.ts';
import { ChannelWalk } from './audit/channel-told.ts';
import { asLoaded, listings } from './audit/checks/as-recorded.ts';
import { hastenExpiry, refileWork } from './audit/lost-work.ts';
import { watched } from './databases/file-watch.ts';
import { endClaims, goneInstances, type InstanceLife } from './databases/instance-life.ts';
import type { StoreLocation } from './databases/store-location.ts';
import { writeRights } from './databases/write-right.ts';
import { countItems, findItems, moveItems } from './items/item-queries.ts';
import { areItemsAsRecorded, itemRows } from './items/item-record.ts';
import { messageStore, unwrapClaim, type Write } from './message-rows.ts';
import { openPlace } from './open-place.ts';
import type { Recorder } from './queries/audit-queries.ts';
import { findContacts, findConversation, saveContact, saveConversation } from './queries/contact-queries.ts';
import { assertRecordedList, readAffected } from './queries/device-queries.ts';
import { DoneWork } from './queries/done-work.ts';
import { columnsOf, readAudit, soundEntry } from './queries/entry-rows.ts';
import { findFacts } from './queries/facts/fact-queries.ts';
import { FactWalk } from './queries/facts/fact-walk.ts';
import { countOpenIn, findByTerms, openByDeadline, revNow } from './queries/finding-queries.ts';
import { countOpenForms, findForm, overdueForms } from './queries/form-queries.ts';
import { brokenNote } from './queries/head/head-queries.ts';
import { beginningFault, knownOrRestored } from './queries/head/start-queries.ts';
import {
  acquireLease,
  canRead,
  canWrite,
  countBacklog,
  databaseTime,
  findSetting,
  nextDue,
  pruneDone,
  releaseLease,
  swapSetting,
} from './queries/housekeeping.ts';
import {
  countDrafts,
  countOpen,
  draftNumbers,
  findRequest,
  listDrafts,
  listRequests,
  overdueRequests,
  postponeDeadline,
} from './queries/request-queries.ts';
import { claimTask, complete, fileTask, hastenTasks, isTaskDue, postponeTask } from './queries/task-queries.ts';
import { readStory, readTrail } from './queries/trail-queries.ts';
import type { RecordKeys } from './record/record-keys.ts';
import { furthest, type KnownHead, type Noted, SeenHead } from './record/seen-head.ts';
import { lockedBy, type Recorded, saveStep, sendBatch } from './save-step.ts';
import type { Db, Tables } from './schema/tables.ts';
import { atOneMoment, isPostgres, transact } from './schema/transact.ts';

export type StoreOptions = StoreLocation & {
  /** Null for a store that is only read: it takes no step. */
  readonly keys: RecordKeys | null;
  readonly ids: Ids;
  /** A point that the record must have reached: from a checkpoint noted elsewhere. */
  readonly known?: KnownHead | null;
  /** The furthest point that is noted elsewhere by now; asked at each step, so it has to be cheap. */
  readonly noted?: () => Promise<Noted>;
  /** Gets the entry by which an operator said that the store was restored, where it no longer reaches `known`. */
  readonly onRestored?: (at: KnownHead) => Promise<unknown>;
  /** Gets each entry once it is committed. */
  readonly onEntry?: (entry: AuditEntry) => void;
  /** Gets the name and the end (ms since 1970) of a lease that somebody forged: it is not honoured. */
  readonly onForgedLease?: (name: string, until: number) => void;
  /** Gets an object and the request that a lock on it names, where that request does not lock it: it bars nobody. */
  readonly onForgedLock?: (object: string, request: RequestId) => void;
  /**
   * Whether this process owns a SQLite file from now on: no other may, and what one that died had claimed is free at
   * once. On PostgreSQL the tasks that it claims are free for other instances once its session there has ended.
   */
  readonly isAlone?: boolean;
};

/**
 * Opens the store. Any number of processes may open it: on this machine if it is a file, anywhere if it is PostgreSQL.
 * @throws AirlockError store-unavailable where another process owns the file
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { keys, ids, known = null, noted, isAlone = false, ...given } = options;
  const { onEntry, onForgedLease, onForgedLock, onRestored, ...place } = given;
  const { db, life, close } = await openPlace(place, { keys, isAlone, ids });
  const listeners: (() => void)[] = [];
  const reached = await knownOrRestored(db, { known: furthest(known, keys), keys, onRestored });
  const recorder: Recorder = { keys, seen: new SeenHead(reached, noted), ...(onForgedLock && { onForgedLock }) };
  const [done, walks] = [new DoneWork(), walksOf(recorder)];
  const write = async <T>(tasksAndMessages: (trx: Db) => Promise<T>): Promise<T> => {
    const result = await transact(db, tasksAndMessages);
    for (const listener of listeners) listener();
    return result;
  };
  /** Says what was recorded, and notes what was done, once it is committed. */
  const recorded = <T>({ result, entries }: Recorded<T>, completes: Task | null = null): T => {
    done.add(completes);
    for (const entry of entries) recorder.seen.saw({ entry, row: columnsOf(entry) });
    if (onEntry) entries.forEach(onEntry);
    return result;
  };
  const tell = (entries: readonly AuditEntry[]) => recorded({ result: undefined, entries });
  return {
    ...records(db, recorder),
    ...work(db, write, { keys, ids, done, life }),
    ...contactsAndSettings(db, walks.facts),
    ...leases(db, place, onForgedLease),
    takeBackGone: takingBack(db, write),
    ...accounts(db, recorder, walks, tell),
    ...moving(db, recorder, tell),
    commit: async (step) => recorded(await write((trx) => saveStep(trx, step, recorder, walks.facts)), step.completes),
    send: async (batch) =>
      recorded(await write((trx) => sendBatch(trx, batch, recorder, walks.facts)), batch.completes),
    ...trails(db, recorder, walks.channel),
    backlog: (now) => countBacklog(db, now),
    ping: watched(place, () => canWrite(db)),
    look: watched(place, () => canRead(db)),
    onChange: (listener) => void listeners.push(listener),
    close,
  };
}

/** What is kept in mind of what the record tells. */
type Walks = ReturnType<typeof walksOf>;

function walksOf({ keys, seen }: Recorder) {
  const known = keys?.known ?? null;
  return {
    facts: new FactWalk(known, seen),
    accounts: new AccountWalk(known, seen),
    channel: new ChannelWalk(known, seen),
  };
}

/** What is remembered of accounts, and checkpoints that vouch for it. */
function accounts(
  db: Kysely<Tables>,
  recorder: Recorder,
  walks: Walks,
  recorded: (entries: readonly AuditEntry[]) => void,
) {
  const noting = { walk: walks.accounts, recorder };
  return {
    accountsSeen: (tenantId, oids) => findAccounts(db, noting.walk, tenantId, oids),
    noteAccounts: async (whose, note) => recorded(await transact(db, (trx) => noteAccounts(trx, noting, whose, note))),
    checkpoint: (tenantId) => checkpointWithMemory(db, noting, walks, tenantId),
  } satisfies Partial<Store>;
}

/** What the record says. */
function trails(db: Kysely<Tables>, recorder: Recorder, channel: ChannelWalk) {
  const { keys } = recorder;
  return {
    revNow: async (id) => (await revNow(db, { id })).rows[0]?.rev ?? null,
    asLoaded: (request) => asLoaded(db, keys?.known ?? null, request),
    trail: (tenantId, id) => readTrail(db, recorder, tenantId, id),
    story: (tenantId, id) => readStory(db, recorder, tenantId, id),
    noteBroken: async (tenant, found) => keys && brokenNote(db, { keys, own: recorder.seen.committed, tenant, found }),
    beginningFault: () => atOneMoment(db, (trx) => beginningFault(trx, keys)),
    latestEntry: (event) => soundEntry(db, keys?.known ?? null, event),
    isChannelTold: (stored) => channel.leadsTo(db, stored),
    audit: (fromSeq, limit) => readAudit(db, fromSeq, limit),
  } satisfies Partial<Store>;
}

/** How far the items of a request are. */
function moving(db: Kysely<Tables>, recorder: Recorder, tell: (entries: readonly AuditEntry[]) => void) {
  return {
    moveItems: async (requestId, task, steps) =>
      tell(await transact(db, (trx) => moveItems(trx, recorder, { requestId, task, steps }))),
  } satisfies Partial<Store>;
}

/** Requests, forms and the devices of their previews. */
function records(db: Kysely<Tables>, recorder: Recorder) {
  const { keys } = recorder;
  const listing = listings(db, keys?.known ?? null);
  return {
    request: (tenantId, id) => findRequest(db, tenantId, { id }),
    requestByNumber: (tenantId, number) => findRequest(db, tenantId, { number }),
    requests: (tenantId, query, onUnreadable) => listRequests(db, tenantId, query, listing(onUnreadable, query.isAll)),
    found: (tenantId, query, onUnreadable) => findByTerms(db, tenantId, query, listing(onUnreadable, query.isAll)),
    openPage: (tenantId, query, onUnreadable) =>
      openByDeadline(db, tenantId, query, listing(onUnreadable, query.isAll)),
    openHere: (tenantId, place) => countOpenIn(db, tenantId, place),
    openCount: (tenantId, oid) => countOpen(db, tenantId, oid),
    drafts: (tenantId, { limit, isAll }, onUnreadable) => listDrafts(db, tenantId, limit, listing(onUnreadable, isAll)),
    draftCount: (tenantId, oid) => countDrafts(db, tenantId, oid),
    draftNumbers: (tenantId, oid, limit) => draftNumbers(db, tenantId, oid, limit),
    lockedBy: (tenantId, object) => lockedBy(db, recorder, tenantId, object),
    overdue: (now, limit) => overdueRequests(db, now, limit),
    postponeExpiry: ({ id }, until) => postponeDeadline(db, id, until),
    form: (tenantId, id) => findForm(db, tenantId, id),
    openForms: (tenantId, oid) => countOpenForms(db, tenantId, oid),
    items: (requestId, query) => atOneMoment(db, (trx) => findItems(trx, keys?.known ?? null, requestId, query)),
    itemCounts: (requestId) => atOneMoment(db, (trx) => countItems(trx, keys?.known ?? null, requestId)),
    itemsAsRecorded: (requestId) =>
      atOneMoment(db, async (trx) =>
        areItemsAsRecorded(trx, keys?.known ?? null, requestId, await itemRows(trx, requestId)),
      ),
    overdueForms: (now, limit) => overdueForms(db, now, limit),
    affected: (requestId, skip, top) =>
      atOneMoment(db, async (trx) => {
        if (keys) await assertRecordedList(trx, keys.known, requestId);
        return readAffected(trx, requestId, skip, top);
      }),
  } satisfies Partial<Store>;
}

interface Working {
  readonly done: DoneWork;
  readonly life: InstanceLife | null;
}

function takingBack(db: Kysely<Tables>, write: Write): Leases['takeBackGone'] {
  if (!isPostgres(db)) return async () => 0;
  const find = goneInstances(db);
  return async (now) => {
    const lives = await find(now);
    return lives.length === 0 ? 0 : write((trx) => endClaims(trx, lives, now));
  };
}

/** Tasks and messages. */
function work(
  db: Kysely<Tables>,
  write: Write,
  { keys, ids, done, life }: Pick<StoreOptions, 'keys' | 'ids'> & Working,
) {
  return {
    ...messageStore(db, write, keys, (owner) => leaseOf(owner, ids)),
    fileTask: (task, by, kinds, most, told) => write((trx) => fileTask(trx, task, keys, { by, kinds, most }, told)),
    takeTask: async (kinds, owner, now, leaseMs) => {
      if (!(await isTaskDue(db, kinds, now))) return null;
      const claim = { lease: leaseOf(life?.mark() ?? owner, ids), now, until: now + leaseMs };
      return unwrapClaim(await transact(db, (trx) => claimTask(trx, { keys, done }, kinds, claim)));
    },
    refileWork: (tenantId, now) => write((trx) => refileWork(trx, tenantId, now)),
    hastenExpiry: (tenantId, now) => write((trx) => hastenExpiry(trx, tenantId, now)),
    postponeTask: (task, dueAt) => write((trx) => postponeTask(trx, task, dueAt)),
    hastenTasks: (tenantId, kind, dueAt) => write((trx) => hastenTasks(trx, tenantId, kind, dueAt)),
    completeTask: async (task) => {
      await write((trx) => complete(trx, task));
      done.add(task);
    },
    nextDue: () => nextDue(db),
    prune: (before, limit) => transact(db, (trx) => pruneDone(trx, before, limit)),
  } satisfies Partial<Store>;
}

function leases(
  db: Kysely<Tables>,
  place: StoreLocation,
  onForged: StoreOptions['onForgedLease'],
): Omit<Leases, 'takeBackGone'> {
  const named: Pick<Leases, 'acquire' | 'release'> = {
    acquire: async (name, owner, now, leaseMs) => {
      const taken = await transact(db, (trx) => acquireLease(trx, name, owner, now, now + leaseMs));
      if (taken.forgedUntil !== null) onForged?.(name, taken.forgedUntil);
      return taken.isHeld;
    },
    release: (name, owner) => transact(db, (trx) => releaseLease(trx, name, owner)),
  };
  return { ...named, takeWriter: writeRights(db, place, named), time: () => databaseTime(db) };
}

/** Conversations, people, and Airlock's own settings. */
function contactsAndSettings(db: Kysely<Tables>, walk: FactWalk) {
  return {
    rememberConversation: (conversation) => transact(db, (trx) => saveConversation(trx, conversation)),
    conversation: (key) => findConversation(db, key),
    rememberContact: (contact) => transact(db, (trx) => saveContact(trx, contact)),
    contacts: (tenantId, oids) => findContacts(db, tenantId, oids),
    facts: (tenantId, prefix, onUnreadable) => findFacts(db, walk, { tenant: tenantId, prefix }, onUnreadable),
    setting: (tenantId, name) => findSetting(db, tenantId, name),
    replaceSetting: (tenantId, name, change) => transact(db, (trx) => swapSetting(trx, tenantId, name, change)),
  } satisfies Partial<Store>;
}

function leaseOf(owner: string, ids: Ids): string {
  return `${owner}/${ids.next()}`;
}
