import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { NOTHING_WALKED, type Walked, walkOn } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import { KEEP_AND_COMPARE, type RecordFault } from './record-fault.ts';

/** Where a walk along the whole chain stands, whatever was wrong on the way. */
export interface ChainWalk {
  readonly walked: Walked;
  readonly count: number;
  /** How many entries carry no signature. */
  readonly unsigned: number;
}

export const NOTHING_SEEN: ChainWalk = { walked: NOTHING_WALKED, count: 0, unsigned: 0 };

/** Goes on from an entry, even from one that does not hold. @param keys null where signatures are not checked */
export function walkChain(
  walk: ChainWalk,
  entry: AuditEntry,
  keys: PublicKeys | null,
): { readonly walk: ChainWalk; readonly fault: RecordFault | null } {
  const next = walkOn(walk.walked, entry, keys);
  const counted = { count: walk.count + 1, unsigned: walk.unsigned + (entry.signature === null ? 1 : 0) };
  if (typeof next !== 'string') return { walk: { ...counted, walked: next }, fault: null };
  const { seq, hash } = entry;
  const walked = { ...walk.walked, seq, hash, keyId: entry.keyId ?? walk.walked.keyId };
  return { walk: { ...counted, walked }, fault: faultAt(entry, next) };
}

function faultAt({ seq, requestId }: AuditEntry, sentence: string): RecordFault {
  const where = `entry ${seq}`;
  const what = sentence.startsWith(`${where} `) ? `it${sentence.slice(where.length)}` : sentence;
  return { where, request: requestId, what, mend: KEEP_AND_COMPARE };
}
