import { AirlockError } from '../../shared/errors.ts';
import { openPostgres } from '../databases/postgres.ts';
import { openDatabase } from '../databases/sqlite.ts';
import type { StoreLocation } from '../databases/store-location.ts';
import { appendAudit, openRows } from '../queries/audit-queries.ts';
import { readAudit, toEntry } from '../queries/entry-rows.ts';
import { NOTHING_WALKED, type Walked, walkOn } from '../record/entry.ts';
import type { RecordKeys } from '../record/record-keys.ts';
import type { KnownHead } from '../record/seen-head.ts';
import type { Db } from '../schema/tables.ts';
import { lockUntilCommit, transact } from '../schema/transact.ts';

const PAGE = 500;

export interface Sealing {
  readonly keys: RecordKeys;
  /** The hash of the last entry, as the operator named it; null to look only. */
  readonly head: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Seals a record that a release wrote which did not sign: the first signed entry holds how many entries there are, the
 * hash of the last, and the hash of each open request's row. Brings the schema up to date first. Only an operator asks
 * for it, since nothing in the database tells such a record from one that lost its signatures.
 * @returns where the record ends that was sealed, or is to be sealed where no head was named
 * @throws AirlockError input-invalid where there is nothing to seal, or another head was named; record-broken where
 * the entries do not follow one another
 */
export async function sealRecord(place: StoreLocation, { keys, head, at }: Sealing): Promise<KnownHead> {
  const db = 'url' in place ? await openPostgres(place) : await openDatabase(place.file);
  try {
    return await transact(db, async (trx) => {
      await lockUntilCommit(trx, 'step');
      const end = await unsignedEnd(trx);
      if (head === null) return end;
      if (head !== end.hash)
        throw new AirlockError('input-invalid', `The record ends with ${end.hash}, not with the head that was named.`);
      await seal(trx, end, { keys, at });
      return end;
    });
  } finally {
    await db.destroy();
  }
}

async function seal(trx: Db, last: KnownHead, { keys, at }: Pick<Sealing, 'keys' | 'at'>): Promise<void> {
  const row = await trx.selectFrom('audit').selectAll().where('seq', '=', last.seq).executeTakeFirstOrThrow();
  const { tenantId } = toEntry(row);
  const data = { count: last.seq, head: last.hash, requests: await openRows(trx) };
  const own = { tenantId, at, actor: 'service', requestId: null };
  await appendAudit(trx, { keys, last, entries: [], isCurrent: true }, [{ ...own, event: 'record.sealed', data }]);
}

/** Walks the whole record, of which no entry may be signed. */
async function unsignedEnd(db: Db): Promise<KnownHead> {
  let walked: Walked = NOTHING_WALKED;
  for (let more = true; more; ) {
    const page = await readAudit(db, walked.seq === 0 ? Number.MIN_SAFE_INTEGER : walked.seq + 1, PAGE);
    more = page.length === PAGE;
    for (const entry of page) {
      if (entry.keyId !== null || entry.signature !== null)
        throw new AirlockError('input-invalid', `There is nothing to seal: entry ${entry.seq} is signed.`);
      const next = walkOn(walked, entry, null);
      if (typeof next === 'string') throw broken(next);
      walked = next;
    }
  }
  if (walked.seq === 0) throw new AirlockError('input-invalid', 'There is nothing to seal: the record has no entry.');
  return walked;
}

function broken(fault: string): AirlockError {
  return new AirlockError(
    'record-broken',
    `The record is not sealed, since it does not hold together: ${fault}. Keep the database as it is, and compare it with a backup.`,
  );
}
