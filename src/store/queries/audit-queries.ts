import type { AuditEntry, AuditFacts } from '../../requests/ports/audit-entry.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import { readJson } from '../bodies/stored-body.ts';
import type { Db } from '../schema/tables.ts';

/** Builds the next entry of the chain from the one before it (null for the first). */
export type Chain = (previous: { readonly seq: number; readonly hash: string } | null, facts: AuditFacts) => AuditEntry;

/**
 * Appends to the chain, inside the step's transaction. Only one such transaction writes at a time, so no two writers
 * see the same last entry.
 */
export async function appendAudit(db: Db, chain: Chain, facts: readonly AuditFacts[]): Promise<void> {
  if (facts.length === 0) return;
  const last = await db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  let previous = last ? { seq: Number(last.seq), hash: last.hash } : null;
  for (const one of facts) {
    const entry = chain(previous, one);
    await db
      .insertInto('audit')
      .values({
        seq: entry.seq,
        previous: entry.previous,
        hash: entry.hash,
        tenant: entry.tenantId,
        at: entry.at,
        event: entry.event,
        actor: entry.actor,
        request_id: entry.requestId,
        data: JSON.stringify(entry.data),
      })
      .execute();
    previous = entry;
  }
}

export async function readAudit(db: Db, fromSeq: number, limit: number): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('seq', '>=', fromSeq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    seq: Number(row.seq),
    previous: row.previous,
    hash: row.hash,
    tenantId: row.tenant,
    at: Number(row.at),
    event: row.event,
    actor: row.actor,
    requestId: row.request_id,
    data: readable(row),
  }));
}

/**
 * Parses an entry. Text that is no longer JSON was tampered with: it is returned whole, in a shape that no valid entry
 * has, so that a verification names the entry.
 */
function readable({ seq, data }: { readonly seq: number | bigint; readonly data: string }): Json {
  try {
    return readJson({ table: 'audit', id: Number(seq) }, data);
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return { unreadable: data };
  }
}
