import type { AuditEntry, AuditFacts } from '../requests/ports/audit-entry.ts';
import type { OutboxBatch, RequestStep } from '../requests/ports/store.ts';
import { unseen } from '../requests/ports/witness.ts';
import { fullName } from '../requests/record/actor-names.ts';
import type { Request } from '../requests/record/request.ts';
import { holdsNoMore } from '../requests/record/told-by-request.ts';
import { hasEnded, type RequestEvent } from '../requests/record/transitions.ts';
import { AirlockError } from '../shared/errors.ts';
import type { TenantId } from '../shared/ids.ts';
import { t } from '../shared/language/worded.ts';
import {
  assertAsRecorded,
  isMadeOfRecorded,
  isOpenWithoutRow,
  mayLock,
  noteStep,
  rowBefore,
} from './audit/checks/as-recorded.ts';
import { insertItems } from './items/item-queries.ts';
import { type Appending, appendAudit, beginAppending, type Recorder } from './queries/audit-queries.ts';
import { replaceAffected } from './queries/device-queries.ts';
import { tellingTask } from './queries/done-work.ts';
import { assertExpected, saveFacts, tellingFacts } from './queries/facts/fact-queries.ts';
import type { FactWalk } from './queries/facts/fact-walk.ts';
import { saveTerms } from './queries/finding-queries.ts';
import { saveFormRevision } from './queries/form-queries.ts';
import { swapSetting } from './queries/housekeeping.ts';
import { redrawCopies, saveAnnouncement } from './queries/posts/delivery-queries.ts';
import { giveWay, lockCopies } from './queries/posts/newest-copy.ts';
import { insertMessages, replaceMessages, showRevision } from './queries/posts/outbox-queries.ts';
import {
  insertRequest,
  lockFor,
  lockOn,
  namedByLock,
  unlock,
  updateRequest,
  writtenHash,
} from './queries/request-queries.ts';
import { completeClaimed, insertTasks } from './queries/task-queries.ts';
import { isNamed } from './record/entry.ts';
import type { Db } from './schema/tables.ts';
import { lockUntilCommit } from './schema/transact.ts';

/** The result of a transaction, and the entries that it appended to the record. */
export interface Recorded<T> {
  readonly result: T;
  readonly entries: readonly AuditEntry[];
}

/**
 * The steps after which something is sent, or somebody follows steps or is believed to have. A brake is none, nor what
 * only says how it stands.
 */
const LEAD_TO_WRITES = ['start', 'hand-over', 'attest', 'write-rest'] as const satisfies readonly RequestEvent[];

function leadsToWrite({ event }: AuditFacts): boolean {
  return LEAD_TO_WRITES.some((one) => event === `request.${one}`);
}

/**
 * Stores one step. Steps of all instances run one after another, since each chains its audit entries to the step before
 * it.
 * @throws AirlockError as `unseen` where it leads to a write
 */
export async function saveStep<R extends Request>(
  trx: Db,
  step: RequestStep<R>,
  recorder: Recorder,
  walk: FactWalk,
): Promise<Recorded<R>> {
  await lockUntilCommit(trx, 'step');
  const remembered = { tenantId: step.request.tenantId, changes: step.facts ?? [] };
  const otherwise = await assertExpected(trx, walk, remembered);
  const begun = await beginIfAny(trx, step.audit, recorder);
  if (begun?.isCurrent === false && step.audit.some(leadsToWrite)) throw unseen();
  if (step.completes) await completeClaimed(trx, step.completes);
  const found = await rowBefore(trx, step.request.id);
  const request =
    step.expectedRev === null
      ? await insertRequest(trx, step.request)
      : await updateRequest(trx, step.request, step.expectedRev);
  if (step.expectedRev !== null && !step.endsUnrecorded)
    await assertAsRecorded(trx, recorder.keys?.known ?? null, request, found, step.madeFrom ?? null);
  await lockObjects(trx, recorder, request, step.objectLocks ?? []);
  const items = step.items ? await insertItems(trx, request.id, step.items, step.audit[0]?.at ?? 0) : {};
  await saveTerms(trx, request);
  const { number, rev } = request;
  const list = step.affected ? { affected: await replaceAffected(trx, request.id, step.affected) } : {};
  const stored = writtenHash(request);
  const rows = { number, rev, stored, before: found?.stored ?? null, ...list, ...items };
  const swapped = await swappedIn(trx, recorder, step, found);
  const facts = tellingTask(step.audit, step.completes, undefined).map((one) =>
    isNamed(one.data) ? { ...one, data: { ...swapped, ...one.data, ...rows } } : one,
  );
  const telling = tellingFacts(facts, remembered, otherwise);
  const entries = begun ? (await appendAudit(trx, begun, telling)).entries : [];
  await saveFacts(trx, request.tenantId, remembered.changes);
  await saveBatch(trx, step, recorder);
  await showRevision(trx, { requestId: request.id }, request.rev, step.audit[0]?.at ?? 0);
  if (step.redraws) await redrawCopies(trx, step.redraws, null, step.audit[0]?.at ?? 0);
  noteStep(request, stored, entries);
  return { result: request, entries };
}

/** A draft that is discarded ends also where somebody changed its row: then the entry says that it found it so. */
async function swappedIn<R extends Request>(
  trx: Db,
  { keys }: Recorder,
  { request: { id, state }, endsUnrecorded, madeFrom }: RequestStep<R>,
  before: Awaited<ReturnType<typeof rowBefore>>,
): Promise<{ readonly cause?: 'record-mismatch' }> {
  if (!endsUnrecorded || state !== 'discarded') return {};
  return (await isMadeOfRecorded(trx, keys?.known ?? null, { id, before, madeFrom: madeFrom ?? null }))
    ? {}
    : { cause: 'record-mismatch' };
}

export async function sendBatch(
  trx: Db,
  batch: OutboxBatch,
  recorder: Recorder,
  walk: FactWalk,
): Promise<Recorded<void>> {
  const { setting, facts } = batch;
  const told = tellingTask(batch.audit ?? [], batch.completes, batch.messages[0]?.dueAt);
  if (tellingFacts(told, facts, []).length > 0) await lockUntilCommit(trx, 'step');
  const audit = tellingFacts(told, facts, await assertExpected(trx, walk, facts));
  const begun = await beginIfAny(trx, audit, recorder);
  if (batch.completes) await completeClaimed(trx, batch.completes);
  if (setting && !(await swapSetting(trx, setting.tenantId, setting.name, setting)))
    throw new AirlockError('rev-conflict', 'Somebody else has changed this setting.');
  const entries = begun ? (await appendAudit(trx, begun, audit)).entries : [];
  if (facts) await saveFacts(trx, facts.tenantId, facts.changes);
  if (batch.newestCopy) await lockCopies(trx, batch.newestCopy);
  if (batch.announcement) await saveAnnouncement(trx, batch.announcement, recorder.keys);
  await saveBatch(trx, batch, recorder);
  if (batch.newestCopy) await giveWay(trx, recorder.keys, batch.newestCopy);
  return { result: undefined, entries };
}

async function beginIfAny(trx: Db, [first]: readonly AuditFacts[], recorder: Recorder): Promise<Appending | null> {
  return first ? beginAppending(trx, recorder, first) : null;
}

/** Replaces messages before the form's copies become due: a replaced message is no longer a copy of the form. */
async function saveBatch(
  trx: Db,
  { form, messages, replacements, tasks }: Omit<OutboxBatch, 'completes' | 'audit' | 'setting' | 'facts'>,
  { keys }: Recorder,
): Promise<void> {
  if (form) await saveFormRevision(trx, form);
  await insertMessages(trx, keys, messages);
  await replaceMessages(trx, keys, replacements ?? []);
  if (form) await showRevision(trx, { formId: form.form.id }, form.form.rev, 0);
  await insertTasks(trx, keys, tasks);
}

/** What a lock is compared by, and who hears of one that nobody may have written. */
export type Locking = Pick<Recorder, 'keys' | 'onForgedLock'>;

/**
 * Locks these objects for an open request, and unlocks them for one that has ended or holds them no more. It runs
 * inside the transaction of a step.
 * @throws AirlockError duplicate-request
 */
async function lockObjects(db: Db, locking: Locking, request: Request, objects: readonly string[]): Promise<void> {
  const { id, tenantId } = request;
  if (hasEnded(request.state) || holdsNoMore(request)) return unlock(db, id);
  for (const object of objects) {
    const named = await lockOn(db, tenantId, object);
    if (named === id) continue;
    const holder = named && (await namedByLock(db, tenantId, object));
    if (holder && (await mayLock(db, locking.keys?.known ?? null, holder, object)))
      throw new AirlockError(
        'duplicate-request',
        t`#${holder.number}, asked for by ${fullName(holder.requester)}, is open on the same object. One request at a time: this can be asked for once that one is decided or withdrawn.`,
        { details: { number: holder.number, id: holder.id } },
      );
    if (named && !holder && (await isOpenWithoutRow(db, locking.keys?.known ?? null, named)))
      throw new AirlockError(
        'duplicate-request',
        t`A request that the record has as open is about the same object, and its row is gone from the database. Tell whoever operates Airlock.`,
      );
    if (named !== null) locking.onForgedLock?.(object, named);
    await lockFor(db, request, object);
  }
}

/**
 * The open request that locks an object; null where there is none. A lock that the request it names does not account
 * for was written by somebody else: it bars nobody, and is told.
 */
export async function lockedBy(
  db: Db,
  { keys, onForgedLock }: Locking,
  tenantId: TenantId,
  object: string,
): Promise<Request | null> {
  const named = await namedByLock(db, tenantId, object);
  if (named === null || (await mayLock(db, keys?.known ?? null, named, object))) return named;
  onForgedLock?.(object, named.id);
  return null;
}
