import type { AuditEntry } from './audit-entry.ts';
import { CHAIN_START, hashOf } from './chain-entry.ts';

export type Verdict =
  | { readonly ok: true; readonly count: number; readonly head: string }
  | { readonly ok: false; readonly count: number; readonly brokenAt: number; readonly why: string };

/**
 * Walks the chain and names the first entry that does not hold. A tail cut off as a whole shows only against a head noted elsewhere
 * (`expectedHead`, from an earlier verification or export).
 */
export async function verifyChain(entries: AsyncIterable<AuditEntry>, expectedHead?: string): Promise<Verdict> {
  let count = 0;
  let head = CHAIN_START;
  let seen = expectedHead === undefined || expectedHead === CHAIN_START;
  for await (const entry of entries) {
    const why = faultOf(entry, count + 1, head);
    if (why) return { ok: false, count, brokenAt: count + 1, why };
    count += 1;
    head = entry.hash;
    seen ||= head === expectedHead;
  }
  if (seen) return { ok: true, count, head };
  return {
    ok: false,
    count,
    brokenAt: count + 1,
    why: 'the chain ends before the head that was noted earlier: entries were cut off its end',
  };
}

function faultOf(entry: AuditEntry, seq: number, previous: string): string | null {
  if (entry.seq !== seq) return `entry ${seq} is missing: the next one is ${entry.seq}`;
  if (hashOf(entry) !== entry.hash) return `entry ${seq} was changed: its content does not match its hash`;
  if (entry.previous !== previous)
    return `entry ${seq} does not follow the entry before it: one was replaced, removed or swapped`;
  return null;
}
