import type { AuditEntry, AuditFacts } from '../../requests/ports/audit-entry.ts';
import { REQUEST_STATES } from '../../requests/record/request.ts';
import { hasEnded } from '../../requests/record/transitions.ts';
import { AirlockError, TELL_THE_OPERATOR } from '../../shared/errors.ts';
import type { RequestId, TenantId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import { brokenRecord, doesNotHold } from '../record/broken-record.ts';
import { entryFault, isAsHashed, sha256, signedEntry } from '../record/entry.ts';
import { headNote, headNoteFault, readHeadNote } from '../record/head-note.ts';
import type { PublicKeys, RecordKeys } from '../record/record-keys.ts';
import { assertReached, type KnownHead, type SeenHead, type SeenPoint } from '../record/seen-head.ts';
import { unsealedSentence } from '../record/unsealed.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db } from '../schema/tables.ts';
import { type AuditRow, columnsOf, lastRow, toEntry } from './entry-rows.ts';
import { assertAsNoted, noteHead, storedNote } from './head/head-queries.ts';

/** Who writes entries. */
export interface Recorder {
  /** Null where the record is only read. */
  readonly keys: RecordKeys | null;
  readonly seen: SeenHead;
  /** Gets an object and the request that a lock on it names, where that request does not lock it. */
  readonly onForgedLock?: (object: string, request: RequestId) => void;
}

/** The record while a transaction appends to it. */
export interface Appending {
  readonly keys: RecordKeys;
  /** The entry before the next; null for the first. */
  readonly last: Pick<AuditEntry, 'seq' | 'hash'> | null;
  /** What the transaction has appended so far. */
  readonly entries: readonly AuditEntry[];
  /** False where what other instances noted could not be looked at under the lock of this step. */
  readonly isCurrent: boolean;
}

/**
 * Begins to append, inside a transaction and before it changes anything else. Only one such transaction writes at a
 * time, so no two writers see the same last entry. Says where the key changed. Nothing follows an unsigned entry: what
 * an older release wrote is sealed by its operator alone (sealRecord).
 * @param isRestoring whether it is an operator who says that the store was restored: nobody else appends to a record
 * that was found broken, or that is not as it was noted
 * @throws AirlockError record-broken
 */
export async function beginAppending(
  db: Db,
  { keys, seen }: Recorder,
  { tenantId, at }: Pick<AuditFacts, 'tenantId' | 'at'>,
  isRestoring = false,
): Promise<Appending> {
  if (!keys) throw new AirlockError('internal', 'This store was opened for reading alone.');
  const isCurrent = await seen.look();
  const [row] = (await lastRow(db, {})).rows;
  const stored = row ? row.note : await storedNote(db, tenantId);
  const written = row ? seen.ownIn(row) : null;
  const noted = written && NOTES.get(written);
  if (written?.keyId === keys.keyId && written.seq === seen.known?.seq && noted && noted === stored)
    return { keys, last: written, entries: [], isCurrent };
  const last = row ? toEntry(row) : null;
  await assertHeadReached(db, seen, last);
  if (last) {
    if (!isRestoring) assertNotedBefore(last, stored, keys.known);
    assertSound(last, keys.known);
  }
  if (!isRestoring) await assertAsNoted(db, keys.known, { tenant: tenantId, last, stored });
  const begun: Appending = { keys, last, entries: [], isCurrent };
  if (!last) return begun;
  if (last.keyId === keys.keyId) return begun;
  const retired = await retiredFault(db, keys.keyId, last.keyId);
  if (retired !== null) throw new AirlockError('record-broken', retired);
  const own = { tenantId, at, actor: 'service', requestId: null };
  const data = { keyId: keys.keyId, publicKey: keys.publicKey.toString('base64'), before: last.keyId };
  return appendAudit(db, begun, [{ ...own, event: 'record.key', data }]);
}

/**
 * An entry, whole by itself, without a signature or of a key that no setting names, in the place of one that a known
 * key noted beside the record: somebody put it there. Where no known key signed the note, either, a setting may lack
 * the key.
 * @throws AirlockError record-broken
 */
function assertNotedBefore(last: AuditEntry, stored: string | null, known: PublicKeys): void {
  if (stored === null || !isAsHashed(last) || (last.keyId !== null && known.has(last.keyId))) return;
  const note = readHeadNote(stored, last.tenantId, known);
  if (note === null || note.count < last.seq) return;
  const fault = headNoteFault({ stored, note, last, hashThere: last.hash, isNeeded: false });
  if (fault !== null) throw doesNotHold(fault);
}

/**
 * Nothing is signed on top of an entry that is not right itself: a new signature would vouch for it.
 * @throws AirlockError record-broken
 */
function assertSound(last: AuditEntry, known: PublicKeys): void {
  const fault = entryFault(last, known);
  if (isAsHashed(last)) {
    if (last.keyId === null && last.signature === null) throw new AirlockError('record-broken', unsealedSentence(last));
    if (last.keyId !== null && !known.has(last.keyId)) throw unknownKey(last.keyId);
  }
  if (fault === null) return;
  throw brokenRecord(
    () => t`The record does not hold together: ${fault}. Airlock stores nothing more. Tell whoever operates Airlock.`,
    { seq: last.seq },
  );
}

function unknownKey(keyId: string): AirlockError {
  return new AirlockError(
    'record-broken',
    `The last entry of the record carries the id of another key (${keyId}), which RECORD_OLD_KEYS_FILE does not name. Airlock stores nothing more. If it is your old key, append its .pub.pem to the file; else keep the database as it is, and find out who could write to it.`,
  );
}

/**
 * Why this key may not sign the next entry: it gave way to another. Null where it may.
 * @param last the key of the last entry, whose signature is known to be right
 */
export async function retiredFault(db: Db, keyId: string, last: string | null): Promise<string | null> {
  if (last === null || last === keyId) return null;
  const earlier = await db.selectFrom('audit').select('seq').where('key_id', '=', keyId).limit(1).executeTakeFirst();
  if (!earlier) return null;
  return `RECORD_KEY_FILE (or RECORD_KEY) holds an old key of the record (${keyId}): it gave way to another (${last}), and an old key never signs again. Set it to the file of the newer key; where that is lost, make a third with \`npm run airlock -- record-key --out FILE\`, and name the public parts of both in RECORD_OLD_KEYS_FILE.`;
}

/**
 * @param seen what was seen before the moment that a transaction sees
 * @param last the last entry, where it is read already
 * @throws AirlockError record-broken
 */
export async function assertHeadReached(db: Db, seen: SeenPoint, last: KnownHead | null = null): Promise<void> {
  // Before the read: other steps of this process go on meanwhile.
  const { known, committed } = seen;
  if (known === null || (last !== null && last.seq === known.seq && last.hash === known.hash)) return;
  const row = await db.selectFrom('audit').select('hash').where('seq', '=', known.seq).executeTakeFirst();
  assertReached(known, row?.hash ?? null, known.hash === committed?.hash);
}

/**
 * Compares the end of the record with the note of it, as both are at one moment.
 * @throws AirlockError record-broken
 */
export async function assertEndAsNoted(db: Db, keys: PublicKeys, tenant: TenantId): Promise<void> {
  // Where the record is empty, its end is read once more after the note: another instance may begin it in between.
  const [first] = (await lastRow(db, {})).rows;
  const stored = first ? null : await storedNote(db, tenant);
  const row = first ?? (await lastRow(db, {})).rows[0];
  // Another instance may have begun to sign with a new key since the record was walked.
  if (row && row.key_id !== null && !keys.has(row.key_id)) throw unknownKey(row.key_id);
  await assertAsNoted(db, keys, { tenant, last: row ? toEntry(row) : null, stored: row ? row.note : stored });
}

/** The rows of the requests that have not ended, as the sealing vouches for them. */
export async function openRows(db: Db): Promise<readonly Json[]> {
  const states = REQUEST_STATES.filter((state) => !hasEnded(state));
  const rows = await db
    .selectFrom('requests')
    .select(['id', 'rev', 'body'])
    .where('state', 'in', states)
    .orderBy('number')
    .execute();
  return rows.map(({ id, rev, body }) => ({ id, rev, stored: sha256(body) }));
}

/**
 * Appends entries to the chain, inside the transaction.
 * @throws AirlockError record-broken where the database takes an entry and stores none: a rule or a trigger can do that
 */
export async function appendAudit(db: Db, begun: Appending, facts: readonly AuditFacts[]): Promise<Appending> {
  let { last } = begun;
  const entries = [...begun.entries];
  for (const one of facts) {
    const entry = signedEntry(begun.keys, last, one);
    const { numAffectedRows } = await inserting(db, columnsOf(entry));
    if (numAffectedRows !== 1n) throw swallowed(entry);
    entries.push(entry);
    last = entry;
  }
  const end = entries.at(-1);
  if (end && facts.length > 0) await noteHead(db, end.tenantId, noteOf(begun.keys, end));
  return { ...begun, last, entries };
}

const inserting = keptQuery((db, row: AuditRow) => {
  const { seq, previous, hash, tenant, at, event, actor, request_id, data, key_id, signature } = row;
  const values = { seq, previous, hash, tenant, at, event, actor, request_id, data, key_id, signature };
  return db.insertInto('audit').values(values);
});

/** The note of the record's end after this entry, made once, though it is written and then compared. */
function noteOf(keys: RecordKeys, entry: AuditEntry): string {
  const { seq: count, hash: head, tenantId } = entry;
  const stored = headNote(keys, tenantId, { count, head, broken: null });
  NOTES.set(entry, stored);
  return stored;
}

const NOTES = new WeakMap<AuditEntry, string>();

function swallowed({ seq }: AuditEntry): AirlockError {
  return new AirlockError(
    'record-broken',
    `The database stored nothing of entry ${seq} of the record, so nothing else was stored either. ${TELL_THE_OPERATOR}`,
  );
}
