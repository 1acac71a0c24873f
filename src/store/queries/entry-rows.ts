import type { Selectable } from 'kysely';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import { readJson } from '../bodies/stored-body.ts';
import { signedFault } from '../record/entry.ts';
import { HEAD_NOTE } from '../record/head-note.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db, Tables } from '../schema/tables.ts';

export type AuditRow = Selectable<Tables['audit']>;

/** The row in which an entry is written: made once, though it is written and then remembered. */
export function columnsOf(entry: AuditEntry): AuditRow {
  const row = ROWS.get(entry) ?? rowOf(entry);
  ROWS.set(entry, row);
  return row;
}

const ROWS = new WeakMap<AuditEntry, AuditRow>();

function rowOf(entry: AuditEntry): AuditRow {
  return {
    seq: entry.seq,
    previous: entry.previous,
    hash: entry.hash,
    tenant: entry.tenantId,
    at: entry.at,
    event: entry.event,
    actor: entry.actor,
    request_id: entry.requestId,
    data: JSON.stringify(entry.data),
    key_id: entry.keyId,
    signature: entry.signature,
  };
}

export async function readAudit(db: Db, fromSeq: number, limit: number): Promise<readonly AuditEntry[]> {
  return (await auditRows(db, fromSeq, limit)).map(toEntry);
}

/** The rows of the record as they are stored, oldest first. */
export async function auditRows(db: Db, fromSeq: number, limit: number): Promise<readonly AuditRow[]> {
  return (await rowsFrom(db, { fromSeq, limit })).rows;
}

const rowsFrom = keptQuery((db, { fromSeq, limit }: { readonly fromSeq: number; readonly limit: number }) =>
  db.selectFrom('audit').selectAll().where('seq', '>=', fromSeq).orderBy('seq').limit(limit),
);

/** The last entry, and the note of the record's end beside it, as both are at one moment. */
export const lastRow = keptQuery((db) =>
  db
    .selectFrom('audit')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('settings')
        .select('body')
        .whereRef('settings.tenant', '=', 'audit.tenant')
        .where('settings.name', '=', HEAD_NOTE)
        .as('note'),
    )
    .orderBy('seq', 'desc')
    .limit(1),
);

/**
 * The latest entry of an event that only releases record which sign; null without one, and where it is not as it was
 * signed. An entry without a signature is passed over, since anybody can insert one.
 * @param keys null where signatures are not checked
 */
export async function soundEntry(db: Db, keys: PublicKeys | null, event: string): Promise<AuditEntry | null> {
  const entry = await latestEntry(db, event);
  return entry && signedFault(entry, keys) === null ? entry : null;
}

/** The same, whatever it is. */
export async function latestEntry(db: Db, event: string): Promise<AuditEntry | null> {
  const [row] = (await latestOf(db, { event })).rows;
  return row ? toEntry(row) : null;
}

const latestOf = keptQuery((db, { event }: { readonly event: string }) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('event', '=', event)
    .where('key_id', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(1),
);

export function toEntry(row: AuditRow): AuditEntry {
  return {
    seq: wholeNumber(row.seq),
    previous: row.previous,
    hash: row.hash,
    tenantId: row.tenant,
    at: wholeNumber(row.at),
    event: row.event,
    actor: row.actor,
    requestId: row.request_id,
    data: readable(row),
    // Absent in a schema of before the signatures.
    keyId: row.key_id ?? null,
    signature: row.signature ?? null,
  };
}

/** Text that only means a number is none: a cell holds what was written, or the entry was changed. */
function wholeNumber(cell: number | bigint): number {
  const number = Number(cell);
  return String(number) === String(cell) ? number : Number.NaN;
}

/**
 * Parses an entry. Text that is no longer JSON, or not as it was written, was tampered with: it is returned whole, in a
 * shape that no valid entry has, so that a verification names the entry.
 */
function readable({ seq, data }: { readonly seq: number | bigint; readonly data: string }): Json {
  try {
    const read = readJson({ table: 'audit', id: Number(seq) }, data);
    return JSON.stringify(read) === data ? read : { unreadable: data };
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return { unreadable: data };
  }
}
