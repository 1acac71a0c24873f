import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { entryFault, isNamed } from '../record/entry.ts';
import type { RecordKeys } from '../record/record-keys.ts';
import { unsealedSentence } from '../record/unsealed.ts';
import { GUARD_AGAIN, guardFaults } from '../schema/append-only.ts';
import type { Db } from '../schema/tables.ts';
import { retiredFault, toEntry } from './audit-queries.ts';

/**
 * Why no service may start on this record, by how it begins; null when one may. A signed record begins with the start
 * of a service, or with unsigned entries that an operator sealed.
 */
export async function beginningFault(db: Db, keys: RecordKeys | null): Promise<string | null> {
  const first = await firstSigned(db);
  if (first === null) return unsignedFault(db);
  const { seq, keyId } = first;
  const known = keys?.known ?? new Map();
  if (keyId !== null && !known.has(keyId))
    return `Entry ${seq} is signed with a key (${keyId}) that RECORD_OLD_KEYS_FILE does not name: append that key's .pub.pem to the file, or name the file.`;
  const fault = entryFault(first, known) ?? openingFault(first);
  if (fault !== null) return `The record does not hold together: ${fault}.`;
  const later = await db
    .selectFrom('audit')
    .select('seq')
    .where('seq', '>', seq)
    .where((eb) => eb.or([eb('key_id', 'is', null), eb('signature', 'is', null)]))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  if (later !== undefined)
    return `The record does not hold together: entry ${Number(later.seq)} is not signed, though entries before it are.`;
  const [unguarded] = await guardFaults(db);
  if (unguarded !== undefined) return `Somebody changed the database: ${unguarded}. ${GUARD_AGAIN}`;
  return keys && retiredFault(db, keys.keyId, await lastKey(db));
}

async function lastKey(db: Db): Promise<string | null> {
  const last = await db.selectFrom('audit').select('key_id').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last?.key_id ?? null;
}

async function firstSigned(db: Db): Promise<AuditEntry | null> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where((eb) => eb.or([eb('key_id', 'is not', null), eb('signature', 'is not', null)]))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row ? toEntry(row) : null;
}

async function unsignedFault(db: Db): Promise<string | null> {
  const last = await db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ? unsealedSentence({ seq: Number(last.seq), hash: last.hash }) : null;
}

function openingFault({ seq, event, data }: AuditEntry): string | null {
  if (event === 'record.sealed') {
    const count = isNamed(data) ? data.count : null;
    return seq > 1 && count === seq - 1 ? null : `entry ${seq} does not seal the entries before it`;
  }
  if (event === 'service.start' && seq === 1) return null;
  return `entry ${seq} is the first with a signature, and neither starts the record nor seals what is before it`;
}
