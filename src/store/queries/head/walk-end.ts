import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { doesNotHold, walkBroken } from '../../record/broken-record.ts';
import { entryFault, type Walked, walkOn } from '../../record/entry.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import type { SeenHead } from '../../record/seen-head.ts';
import type { Db } from '../../schema/tables.ts';
import { auditRows, toEntry } from '../entry-rows.ts';

/** Entries that are read at once. */
const PAGE = 500;

/** What a walk is checked with. */
export interface Walking {
  /** Null where signatures cannot be checked. */
  readonly keys: PublicKeys | null;
  /** What this process wrote itself. */
  readonly seen: Pick<SeenHead, 'ownIn'> | null;
}

/**
 * Walks the record to its end, and keeps the entries that are wanted. Hashes chain every entry to the last, so the
 * signature of that one vouches for all of them; one that this process made itself was signed by it.
 * @throws AirlockError record-broken
 */
export async function walkFrom(
  db: Db,
  from: Walked,
  { keys, seen: written }: Walking,
  isWanted: (entry: AuditEntry) => boolean,
): Promise<{ readonly walked: Walked; readonly seen: readonly AuditEntry[] }> {
  const seen: AuditEntry[] = [];
  let walked = from;
  let last: AuditEntry | null = null;
  for (let more = true; more; ) {
    const page = await auditRows(db, walked.seq === 0 ? Number.MIN_SAFE_INTEGER : walked.seq + 1, PAGE);
    more = page.length === PAGE;
    for (const row of page) {
      const own = written?.ownIn(row) ?? null;
      const entry = own ?? toEntry(row);
      walked = stepOrThrow(walkOn(walked, entry, null, own !== null));
      if (isWanted(entry)) seen.push(entry);
      last = own ? null : entry;
    }
  }
  const fault = last && entryFault(last, keys);
  if (last && fault) throw walkBroken(fault, last);
  return { walked, seen };
}

function stepOrThrow(step: Walked | string): Walked {
  if (typeof step === 'string') throw doesNotHold(step);
  return step;
}
