import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { entryFault, NOTHING_WALKED, walkOn } from '../../record/entry.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import type { Db } from '../../schema/tables.ts';
import { readAudit, toEntry } from '../entry-rows.ts';

/** Entries that are read at once. */
const PAGE = 500;

/** How many sealings are kept in mind: a process has one record. */
const KEPT = 4;

/** The hash of each entry that a sealing holds, by its number. */
export type SealedPart = ReadonlyMap<number, string>;

/** By the hash of the sealing, which its signature holds: what leads there cannot be another one. */
const known = new Map<string, SealedPart>();

/**
 * The entry that sealed the unsigned part of the record; null where none did. Whoever can insert may put another before
 * the first entry, and nowhere else that comes before it: no number is left between two entries.
 */
export async function sealingOf(db: Db): Promise<AuditEntry | null> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where('event', '=', 'record.sealed')
    .where('key_id', 'is not', null)
    .where('seq', '>', 0)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row ? toEntry(row) : null;
}

/**
 * Walks the entries that a sealing holds, from the first to the one before it: once for each process. An entry without
 * a signature counts as one of these alone, since anybody can insert another.
 * @returns null where they do not lead to the sealing, or it is not as it was signed
 */
export async function sealedPart(db: Db, keys: PublicKeys, sealing: AuditEntry): Promise<SealedPart | null> {
  if (sealing.keyId === null || entryFault(sealing, keys) !== null) return null;
  const found = known.get(sealing.hash) ?? (await walked(db, sealing));
  if (found === null) return null;
  known.delete(sealing.hash);
  known.set(sealing.hash, found);
  for (const [oldest] of known) if (known.size > KEPT) known.delete(oldest);
  return found;
}

async function walked(db: Db, { seq: end, previous }: AuditEntry): Promise<SealedPart | null> {
  const hashes = new Map<number, string>();
  let at = NOTHING_WALKED;
  while (at.seq < end - 1) {
    const page = await readAudit(db, at.seq + 1, Math.min(PAGE, end - 1 - at.seq));
    if (page.length === 0) return null;
    for (const entry of page) {
      const next = entry.keyId === null ? walkOn(at, entry, null) : null;
      if (next === null || typeof next === 'string') return null;
      at = next;
      hashes.set(at.seq, at.hash);
    }
  }
  return at.hash === previous ? hashes : null;
}

/** Whether an entry is one that was sealed, as it was then. */
export function isSealed(part: SealedPart, entry: AuditEntry): boolean {
  return part.get(entry.seq) === entry.hash && entryFault(entry, null) === null;
}
