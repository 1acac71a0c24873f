import { exportLines } from '../audit/export-lines.ts';
import type { AuditPages } from '../audit/read-chain.ts';
import { readChain } from '../audit/read-chain.ts';
import type { Out } from './out.ts';

/** Writes the whole chain as JSON lines. @returns the exit code. */
export async function auditExport(store: AuditPages, out: Out): Promise<number> {
  for await (const line of exportLines(readChain(store))) out.write(line);
  return 0;
}
