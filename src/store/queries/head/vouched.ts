import { z } from 'zod';
import type { TenantId } from '../../../shared/ids.ts';
import { walkBroken } from '../../record/broken-record.ts';
import { signedFault, type Walked } from '../../record/entry.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import type { Db } from '../../schema/tables.ts';
import { latestEntry, readAudit } from '../entry-rows.ts';

/** An earlier version vouched for less. */
const vouching = z.looseObject({
  count: z.int(),
  head: z.string(),
  facts: z.string().optional(),
  channel: z.string().optional(),
});

/** What the last checkpoint vouches for: digests over what the entries up to one of them tell. */
export interface Vouched extends Pick<z.infer<typeof vouching>, 'facts' | 'channel'> {
  readonly tenantId: TenantId;
  /** Where a walk goes on from there; null where the record has another entry there. */
  readonly walked: Walked | null;
}

/**
 * What the last checkpoint vouches for; null where there is none.
 * @param keys null where signatures cannot be checked
 * @throws AirlockError record-broken where that checkpoint is not as it was signed
 */
export async function vouchedFor(db: Db, keys: PublicKeys | null): Promise<Vouched | null> {
  const checkpoint = await latestEntry(db, 'record.checkpoint');
  const says = checkpoint ? vouching.safeParse(checkpoint.data).data : undefined;
  if (!checkpoint || !says) return null;
  const fault = signedFault(checkpoint, keys);
  if (fault !== null) throw walkBroken(fault, checkpoint);
  const [at] = await readAudit(db, says.count, 1);
  const { tenantId } = checkpoint;
  const { facts, channel } = says;
  const isThere = at?.seq === says.count && at.hash === says.head;
  const walked = isThere ? { seq: at.seq, hash: at.hash, keyId: at.keyId, retired: [] } : null;
  return { tenantId, facts, channel, walked };
}
