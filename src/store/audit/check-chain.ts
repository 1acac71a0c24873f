import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { CHAIN_START, hashOf } from '../audit-chain.ts';
import { KEEP_AND_COMPARE, type RecordFault } from './record-fault.ts';

/** What the next entry must follow. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

export const FIRST: Link = { seq: 0, hash: CHAIN_START };

/** Whether the entry is as it was written, and follows the one before it. */
export function linkFaults(entry: AuditEntry, previous: Link): readonly RecordFault[] {
  const { seq } = entry;
  const faults: string[] = [];
  if (seq !== previous.seq + 1) faults.push(gapOf(previous.seq, seq));
  if (hashOf(entry) !== entry.hash) faults.push('it was changed: its content does not match its hash');
  if (entry.previous !== previous.hash)
    faults.push('it does not follow the entry before it: one was replaced, removed or swapped');
  return faults.map((what) => ({ where: `entry ${seq}`, request: entry.requestId, what, mend: KEEP_AND_COMPARE }));
}

function gapOf(before: number, seq: number): string {
  if (seq <= before) return `it stands after entry ${before}`;
  const missing = seq - before - 1;
  return missing === 1
    ? `entry ${before + 1} is missing: the next one is ${seq}`
    : `entries ${before + 1} to ${seq - 1} are missing: the next one is ${seq}`;
}
