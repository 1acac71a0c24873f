import { createHash } from 'node:crypto';
import type { AuditEntry, AuditFacts } from '../requests/ports/audit-entry.ts';
import { asJson, canonical } from '../shared/json.ts';

/** What the first entry holds as the hash of the entry before it. */
const CHAIN_START = '0'.repeat(64);

/** Builds the next entry of the chain. */
export function chainEntry(
  previous: { readonly seq: number; readonly hash: string } | null,
  facts: AuditFacts,
): AuditEntry {
  const { tenantId, at, event, actor, requestId, data } = facts;
  const link = {
    seq: (previous?.seq ?? 0) + 1,
    previous: previous?.hash ?? CHAIN_START,
    tenantId,
    at,
    event,
    actor,
    requestId,
    data: asJson(data),
  };
  return { ...link, hash: hashOf(link) };
}

/** SHA-256 (hex) over the canonical JSON of every field except the hash itself. */
function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, previous, tenantId, at, event, actor, requestId, data } = entry;
  return createHash('sha256')
    .update(canonical({ seq, previous, tenantId, at, event, actor, requestId, data }))
    .digest('hex');
}

/** Writes the chain as JSON lines, one entry each with every field, so that it can be verified anywhere. */
export async function* exportLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

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
