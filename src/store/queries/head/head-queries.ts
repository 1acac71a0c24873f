import type { Kysely } from 'kysely';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { AirlockError } from '../../../shared/errors.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { doesNotHold } from '../../record/broken-record.ts';
import { originOf, signedNote } from '../../record/checkpoint.ts';
import { CHAIN_START, isNamed, NOTHING_WALKED, type Walked } from '../../record/entry.ts';
import {
  type FoundBroken,
  HEAD_NOTE,
  type HeadNote,
  headNote,
  headNoteFault,
  readHeadNote,
} from '../../record/head-note.ts';
import type { PublicKeys, RecordKeys } from '../../record/record-keys.ts';
import type { KnownHead } from '../../record/seen-head.ts';
import { keptQuery } from '../../schema/kept-query.ts';
import type { Db, Tables } from '../../schema/tables.ts';
import { lockUntilCommit, transact } from '../../schema/transact.ts';
import { assertFollows } from './past-note.ts';

/** Notes beside the record where it ends, in the transaction that appends to it. */
export async function noteHead(db: Db, tenant: TenantId, stored: string): Promise<void> {
  await writing(db, { tenant, stored });
}

const writing = keptQuery((db, { tenant, stored }: { readonly tenant: TenantId; readonly stored: string }) =>
  db
    .insertInto('settings')
    .values({ tenant, name: HEAD_NOTE, body: stored })
    .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet({ body: stored })),
);

/** The note as it is stored; null where there is none. */
export async function storedNote(db: Db, tenant: TenantId): Promise<string | null> {
  const [row] = (await noteOf(db, { tenant })).rows;
  return row?.body ?? null;
}

const noteOf = keptQuery((db, { tenant }: { readonly tenant: TenantId }) =>
  db.selectFrom('settings').select('body').where('tenant', '=', tenant).where('name', '=', HEAD_NOTE),
);

/** The last entry of the record, and the note of its end, as both were at one moment. */
export interface NotedEnd {
  readonly tenant: TenantId;
  readonly last: Pick<AuditEntry, 'seq' | 'hash' | 'keyId' | 'tenantId'> | null;
  readonly stored: string | null;
}

/**
 * Compares the end of the record with the note of it. What is past the note was written by a release that leaves the
 * note behind, beside this one or in between: it is walked, and the next step moves the note.
 * @throws AirlockError record-broken
 */
export async function assertAsNoted(db: Db, keys: PublicKeys, { tenant, last, stored }: NotedEnd): Promise<void> {
  if (last !== null && last.tenantId !== tenant) throw ofAnother(last.tenantId, tenant);
  const note = stored === null ? null : readHeadNote(stored, tenant, keys);
  const isNeeded = stored === null && last !== null && (await startNotesHead(db, last.seq));
  const there = note && note.count > 0 ? await placeAt(db, note.count) : NOTHING_WALKED;
  const fault = headNoteFault({ stored, note, last, hashThere: there?.hash ?? null, isNeeded });
  if (fault !== null) throw doesNotHold(fault);
  if (note && last && there) await assertFollows(db, keys, { tenant, from: there, last });
}

/** A setting mends it, so it is no broken record. */
function ofAnother(found: TenantId, tenant: TenantId): AirlockError {
  return new AirlockError(
    'record-broken',
    `The record of this store is of tenant ${found}, and Airlock is set to serve ${tenant}. Correct TENANT_ID, or name a store of its own for this tenant.`,
  );
}

/** Whether the release notes the end of the record that started last, as of this entry. */
async function startNotesHead(db: Db, seq: number): Promise<boolean> {
  const row = await db
    .selectFrom('audit')
    .select('data')
    .where('event', '=', 'service.start')
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined && notesHead(row.data);
}

function notesHead(text: string): boolean {
  try {
    const data = JSON.parse(text);
    return isNamed(data) && data.notesHead === true;
  } catch {
    return false;
  }
}

async function placeAt(db: Db, seq: number): Promise<Walked | null> {
  const row = await db.selectFrom('audit').select(['hash', 'key_id']).where('seq', '=', seq).executeTakeFirst();
  return row ? { seq, hash: row.hash, keyId: row.key_id, retired: [] } : null;
}

/** What is known of a record that was found broken. */
export interface Breaking {
  readonly keys: RecordKeys;
  /** The furthest end that this process committed; null where it committed nothing. */
  readonly own: KnownHead | null;
  readonly tenant: TenantId;
  readonly found: FoundBroken;
}

/**
 * Notes beside the record that it is broken, in a transaction of its own.
 * @returns a signed checkpoint of how far it had come; null where nothing is known of that
 */
export async function brokenNote(db: Kysely<Tables>, breaking: Breaking): Promise<string | null> {
  const far = await transact(db, async (trx) => {
    await lockUntilCommit(trx, 'step');
    return noteBroken(trx, breaking);
  });
  const { keys, tenant } = breaking;
  return far && signedNote(keys, { origin: originOf(tenant), count: far.seq, head: far.hash });
}

/**
 * Notes beside the record that it is broken, and how far it had come; under the lock of a step. What was found first
 * stays.
 * @returns the furthest end that is known of it; null where none is
 */
async function noteBroken(db: Db, { keys, own, tenant, found }: Breaking): Promise<KnownHead | null> {
  const stored = await storedNote(db, tenant);
  const note = stored === null ? null : readHeadNote(stored, tenant, keys.known);
  const far = furthestOf(own, note);
  if (note?.broken) return far;
  const { seq, hash } = far ?? { seq: 0, hash: CHAIN_START };
  await noteHead(db, tenant, headNote(keys, tenant, { count: seq, head: hash, broken: found }));
  return far;
}

function furthestOf(own: KnownHead | null, note: HeadNote | null): KnownHead | null {
  const noted = note && { seq: note.count, hash: note.head };
  if (own === null || noted === null) return own ?? noted;
  return noted.seq > own.seq ? noted : own;
}
