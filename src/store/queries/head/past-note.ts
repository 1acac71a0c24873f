import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { doesNotHold, walkBroken } from '../../record/broken-record.ts';
import { type Walked, walkOn } from '../../record/entry.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import type { KnownHead } from '../../record/seen-head.ts';
import type { Db } from '../../schema/tables.ts';
import { readAudit } from '../entry-rows.ts';

/** Entries that are read at once. */
const PAGE = 200;

/** From where to where the record goes on past the note of its end, and whose it is. */
interface PastNote {
  readonly tenant: TenantId;
  readonly from: Walked;
  readonly last: KnownHead;
}

/**
 * Walks what is past the note, as far as the record went when both were read: each entry follows the one before it, is
 * signed with a known key that had not given way, and is of this tenant.
 * @throws AirlockError record-broken
 */
export async function assertFollows(db: Db, keys: PublicKeys, { tenant, from, last }: PastNote): Promise<void> {
  let walked = from;
  while (walked.seq < last.seq) {
    const page = await readAudit(db, walked.seq + 1, Math.min(PAGE, last.seq - walked.seq));
    if (page.length === 0) throw doesNotHold(`entry ${walked.seq + 1} is missing`);
    for (const entry of page) {
      const next = walkOn(walked, entry, keys);
      if (typeof next === 'string') throw walkBroken(next, entry);
      if (entry.tenantId !== tenant) throw doesNotHold(`entry ${entry.seq} belongs to another tenant`);
      if (next.keyId !== walked.keyId && (await hadGivenWay(db, entry, from)))
        throw doesNotHold(`entry ${entry.seq} is signed with a key that had given way to another`);
      walked = next;
    }
  }
  if (walked.hash !== last.hash) throw doesNotHold(`entry ${last.seq} is another one than a moment before`);
}

/** Whether the key of an entry signed what is before the walk; the walk itself knows of those that it met. */
async function hadGivenWay(db: Db, { keyId }: AuditEntry, { seq, keyId: key }: Walked): Promise<boolean> {
  if (key === null) return false;
  const earlier = db.selectFrom('audit').select('seq').where('key_id', '=', keyId).where('seq', '<=', seq);
  return (await earlier.limit(1).executeTakeFirst()) !== undefined;
}
