import { createHash } from 'node:crypto';
import { asJson, canonical } from '../changes/json.ts';
import type { AuditEntry, AuditFacts } from './audit-entry.ts';

/** What the first entry names as the one before it. */
export const CHAIN_START = '0'.repeat(64);

/** The next link of the chain. */
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

/** SHA-256 (hex) over the canonical JSON of every field but the hash itself. */
export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, previous, tenantId, at, event, actor, requestId, data } = entry;
  return createHash('sha256')
    .update(canonical({ seq, previous, tenantId, at, event, actor, requestId, data }))
    .digest('hex');
}
