import { type AuditPages, exportLines, readChain, verifyChain } from '../store/audit-chain.ts';
import type { Out } from './out.ts';

/** Checks the whole chain. @returns the exit code: 0 when it holds, 1 when it is broken. */
export async function auditVerify(store: AuditPages, out: Out, expectedHead?: string): Promise<number> {
  const verdict = await verifyChain(readChain(store), expectedHead);
  if (!verdict.ok) {
    out.write(
      `The record is broken at entry ${verdict.brokenAt}: ${verdict.why}. The ${verdict.count} entries before it hold.\n`,
    );
    return 1;
  }
  out.write(`The record holds: ${verdict.count} entries. Head: ${verdict.head}\n`);
  return 0;
}

/** Writes the whole chain as JSON lines. @returns the exit code. */
export async function auditExport(store: AuditPages, out: Out): Promise<number> {
  for await (const line of exportLines(readChain(store))) out.write(line);
  return 0;
}
