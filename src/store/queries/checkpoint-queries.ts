import type { SignedCheckpoint } from '../../requests/ports/witness.ts';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { originOf, signedNote } from '../record/checkpoint.ts';
import { CHAIN_START, entryFault, type Walked, walkOn } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { Db } from '../schema/tables.ts';
import { assertHeadReached, latestEntry, type Recorder, readAudit } from './audit-queries.ts';

/** Entries that are read at once. */
const PAGE = 200;

/**
 * Signs the head of the record, after walking it from the last checkpoint on: what a checkpoint says was whole.
 * @throws AirlockError record-broken
 */
export async function signCheckpoint(
  db: Db,
  { keys, seen }: Recorder,
  tenantId: string,
): Promise<Omit<SignedCheckpoint, 'accounts'>> {
  if (!keys) throw new AirlockError('internal', 'This store was opened for reading alone.');
  await seen.look();
  await assertHeadReached(db, seen.known);
  const { seq: count, hash: head } = await walkedHead(db, keys.known);
  return { count, head, note: signedNote(keys, { origin: originOf(tenantId), count, head }) };
}

async function walkedHead(db: Db, keys: PublicKeys): Promise<Walked> {
  let walked = await lastCheckpoint(db, keys);
  for (let more = true; more; ) {
    const page = await readAudit(db, walked.seq + 1, PAGE);
    more = page.length === PAGE;
    for (const entry of page) {
      walked = stepOrThrow(walkOn(walked, entry, keys));
    }
  }
  return walked;
}

async function lastCheckpoint(db: Db, keys: PublicKeys): Promise<Walked> {
  const entry = await latestEntry(db, 'record.checkpoint');
  if (!entry) return { seq: 0, hash: CHAIN_START, keyId: null, retired: [] };
  const fault = entryFault(entry, keys);
  if (fault) throw broken(fault);
  return { seq: entry.seq, hash: entry.hash, keyId: entry.keyId, retired: [] };
}

function stepOrThrow(step: Walked | string): Walked {
  if (typeof step === 'string') throw broken(step);
  return step;
}

function broken(fault: string): AirlockError {
  return new AirlockError(
    'record-broken',
    t`The record does not hold together: ${fault}. Tell whoever operates Airlock.`,
  );
}
