import type { AuditEntry } from './audit-entry.ts';

/** The chain as JSON lines: one entry each, every field, so that it can be verified anywhere. */
export async function* exportLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
