import type { AuditEntry } from '../requests/ports/audit-entry.ts';
import { CHAIN_START, NOTHING_WALKED, walkOn } from './record/entry.ts';
import type { PublicKeys } from './record/record-keys.ts';

const PAGE = 500;

/** The part of the store that reads entries. */
export interface AuditPages {
  audit(fromSeq: number, limit: number): Promise<readonly AuditEntry[]>;
}

/** Reads the whole chain, oldest first, one page at a time. */
export async function* readChain(store: AuditPages): AsyncGenerator<AuditEntry> {
  let next = 0;
  for (;;) {
    const page = await store.audit(next, PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    next = last.seq + 1;
  }
}

export type Verdict =
  | { readonly ok: true; readonly count: number; readonly head: string }
  | { readonly ok: false; readonly count: number; readonly brokenAt: number; readonly why: string };

/**
 * Walks the chain and names the first entry that is wrong. If entries were cut off its end, only a head noted elsewhere
 * can show it (`expectedHead`, from an earlier verification or export).
 * @param keys that may have signed: RecordKeys.known, or publicKeys of a file
 */
export async function verifyChain(
  entries: AsyncIterable<AuditEntry>,
  keys: PublicKeys,
  expectedHead?: string,
): Promise<Verdict> {
  let walked = NOTHING_WALKED;
  let seen = expectedHead === undefined || expectedHead === CHAIN_START;
  for await (const entry of entries) {
    const next = walkOn(walked, entry, keys);
    const count = walked.seq;
    if (typeof next === 'string') return { ok: false, count, brokenAt: count + 1, why: next };
    walked = next;
    seen ||= next.hash === expectedHead;
  }
  const { seq: count, hash: head } = walked;
  if (seen) return { ok: true, count, head };
  return {
    ok: false,
    count,
    brokenAt: count + 1,
    why: 'the chain ends before the head that was noted earlier: entries were cut off its end',
  };
}
