import type { AuditEntry } from './audit-entry.ts';

const PAGE = 500;

/** Whoever keeps the entries: the store. */
export interface AuditPages {
  audit(fromSeq: number, limit: number): Promise<readonly AuditEntry[]>;
}

/** The whole chain, oldest first, a page at a time. */
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
