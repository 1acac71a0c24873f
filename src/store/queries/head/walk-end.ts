import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { doesNotHold, walkBroken } from '../../record/broken-record.ts';
import { signedFault, type Walked, walkOn } from '../../record/entry.ts';
import { readHeadNote } from '../../record/head-note.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import type { KnownHead, SeenHead } from '../../record/seen-head.ts';
import type { Db } from '../../schema/tables.ts';
import { auditRows, lastRow, toEntry } from '../entry-rows.ts';

/** Entries that are read at once. */
const PAGE = 500;

/**
 * Where a walk must come by: each end of the record that is known otherwise than by walking. Whoever owns the database
 * can answer a walk as if the record ended earlier, and other questions by what is there.
 */
export class Ends {
  readonly #ahead: readonly KnownHead[];

  constructor(ends: readonly (KnownHead | null)[], from: KnownHead) {
    this.#ahead = ends.flatMap((end) => (end !== null && end.seq > from.seq ? [end] : []));
  }

  /** Why the record does not hold together where it has this entry; null where it does. */
  differ({ seq, hash }: KnownHead): string | null {
    const isOther = this.#ahead.some((end) => end.seq === seq && end.hash !== hash);
    return isOther ? `entry ${seq} is another one for whoever walks along it` : null;
  }

  /** The same where it ends here. */
  missing({ seq }: Pick<KnownHead, 'seq'>): string | null {
    const beyond = this.#ahead.find((end) => end.seq > seq);
    return beyond
      ? `it ends before entry ${beyond.seq}, which is known: its end was cut off, or is kept from whoever walks along it`
      : null;
  }
}

/**
 * The ends that the database tells itself: its last entry, and the signed note of the record's end. Ask before the
 * walk, which may meet what others append meanwhile.
 */
export async function endsIn(db: Db, keys: PublicKeys | null): Promise<readonly KnownHead[]> {
  const [last] = (await lastRow(db, {})).rows;
  if (!last) return [];
  const end = { seq: Number(last.seq), hash: last.hash };
  const note = last.note === null || keys === null ? null : readHeadNote(last.note, last.tenant, keys);
  return note === null ? [end] : [end, { seq: note.count, hash: note.head }];
}

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
  const ends = new Ends(await endsIn(db, keys), from);
  for (let more = true; more; ) {
    const page = await auditRows(db, walked.seq === 0 ? Number.MIN_SAFE_INTEGER : walked.seq + 1, PAGE);
    more = page.length === PAGE;
    for (const row of page) {
      const own = written?.ownIn(row) ?? null;
      const entry = own ?? toEntry(row);
      walked = stepOrThrow(walkOn(walked, entry, null, own !== null));
      assertNoFault(ends.differ(entry));
      if (isWanted(entry)) seen.push(entry);
      last = own ? null : entry;
    }
  }
  const fault = last && signedFault(last, keys);
  if (last && fault) throw walkBroken(fault, last);
  assertNoFault(ends.missing(walked));
  return { walked, seen };
}

function assertNoFault(fault: string | null): void {
  if (fault !== null) throw doesNotHold(fault);
}

function stepOrThrow(step: Walked | string): Walked {
  if (typeof step === 'string') throw doesNotHold(step);
  return step;
}
