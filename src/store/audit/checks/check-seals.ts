import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { type Sealer, sealFault } from '../../bodies/task-seal.ts';
import { toldTask } from '../../queries/done-work.ts';
import { KEEP_AND_COMPARE, type RecordFault, workMend } from '../record-fault.ts';
import type { SealedRow } from '../record-source.ts';

/** Which tasks that somebody asked for the entries tell to be done. */
export class ToldTasks {
  readonly #seqs = new Map<string, number>();

  /** Takes in an entry. @returns a fault where the same task was done before */
  tell(entry: AuditEntry): readonly RecordFault[] {
    const key = toldTask(entry);
    if (key === null) return [];
    const before = this.#seqs.get(key);
    this.#seqs.set(key, entry.seq);
    if (before === undefined) return [];
    const what = `it was done by a task of which entry ${before} tells that it was done: somebody set it back`;
    return [{ where: `entry ${entry.seq}`, request: entry.requestId, what, mend: KEEP_AND_COMPARE }];
  }

  /** The number of the entry that tells of it; undefined where none does. */
  doneBy(key: string): number | undefined {
    return this.#seqs.get(key);
  }
}

/**
 * Checks the seals of what people asked, and that nothing waits which was done. Without a seal are also tasks of
 * earlier releases; the service refuses those that still wait, as it refuses those that were sealed under an earlier
 * key.
 * @param sealer null where the private key is not at hand
 */
export async function sealFaults(
  rows: AsyncIterable<SealedRow>,
  sealer: Sealer | null,
  told: ToldTasks,
): Promise<readonly RecordFault[]> {
  const faults: RecordFault[] = [];
  for await (const row of rows) {
    const what = (sealer && faultOf(row, sealer)) ?? setBack(row, told);
    if (what !== null) faults.push({ where: `task ${row.id}`, request: row.request_id, what, mend: workMend(row) });
  }
  return faults;
}

function setBack({ key, kind, completed }: SealedRow, told: ToldTasks): string | null {
  const seq = completed === 0 ? told.doneBy(key) : undefined;
  return seq === undefined ? null : `a task of kind ${kind} is open, and entry ${seq} tells that it was done`;
}

function faultOf(row: SealedRow, sealer: Sealer): string | null {
  const kind = `a task of kind ${row.kind}`;
  switch (faultIn(row, sealer)) {
    case 'forged':
      return `${kind} is not what the service sealed when somebody asked`;
    case 'unsealed':
      return row.completed === 0
        ? `${kind} waits without a seal: nobody asked for it, or an earlier release filed it`
        : null;
    default:
      return null;
  }
}

/** A payload that cannot be read is no payload that was sealed. */
function faultIn(row: SealedRow, sealer: Sealer): ReturnType<typeof sealFault> {
  try {
    return sealFault(row, sealer);
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return 'forged';
  }
}
