import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import type { SignedCheckpoint } from '../../../requests/ports/witness.ts';
import { AirlockError } from '../../../shared/errors.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { walkBroken } from '../../record/broken-record.ts';
import { originOf, signedNote } from '../../record/checkpoint.ts';
import { CHAIN_START, signedFault, unknownKeyFault, type Walked, walkOn } from '../../record/entry.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import type { Db } from '../../schema/tables.ts';
import { assertEndAsNoted, assertHeadReached, type Recorder } from '../audit-queries.ts';
import { latestEntry, readAudit } from '../entry-rows.ts';

/** Entries that are read at once. */
const PAGE = 200;

/**
 * Signs the head of the record, after walking it from the last checkpoint on: what a checkpoint says was whole.
 * @throws AirlockError record-broken
 */
export async function signCheckpoint(
  db: Db,
  { keys, seen }: Recorder,
  tenantId: TenantId,
): Promise<Pick<SignedCheckpoint, 'count' | 'head' | 'note'>> {
  if (!keys) throw new AirlockError('internal', 'This store was opened for reading alone.');
  await seen.look();
  await assertHeadReached(db, seen);
  const { seq: count, hash: head } = await walkedHead(db, keys.known);
  await assertEndAsNoted(db, keys.known, tenantId);
  return { count, head, note: signedNote(keys, { origin: originOf(tenantId), count, head }) };
}

/**
 * Walks the record from its last checkpoint to its end. Past an entry whose key no setting names it goes on without
 * keys: what does not follow there is broken, whatever the setting.
 * @throws AirlockError record-broken
 */
export async function walkedHead(db: Db, keys: PublicKeys): Promise<Walked> {
  let walked = await lastCheckpoint(db, keys);
  let stranger: AuditEntry | null = null;
  for (let more = true; more; ) {
    const page = await readAudit(db, walked.seq + 1, PAGE);
    more = page.length === PAGE;
    for (const entry of page) {
      const first = walkOn(walked, entry, stranger ? null : keys);
      if (first === unknownKeyFault(entry)) stranger = entry;
      const next = stranger === entry ? walkOn(walked, entry, null) : first;
      if (typeof next === 'string') throw walkBroken(next, entry);
      walked = next;
    }
  }
  if (stranger) throw walkBroken(unknownKeyFault(stranger), stranger);
  return walked;
}

async function lastCheckpoint(db: Db, keys: PublicKeys): Promise<Walked> {
  const entry = await latestEntry(db, 'record.checkpoint');
  if (!entry) return { seq: 0, hash: CHAIN_START, keyId: null, retired: [] };
  const fault = signedFault(entry, keys);
  if (fault) throw walkBroken(fault, entry);
  return { seq: entry.seq, hash: entry.hash, keyId: entry.keyId, retired: [] };
}
