import { isAirlockError } from '../../../shared/errors.ts';
import { type Sealer, sealFault } from '../../bodies/task-seal.ts';
import { type RecordFault, STOP_THE_WORK } from '../record-fault.ts';
import type { SealedRow } from '../record-source.ts';

/**
 * Checks the seals of what people asked. Without a seal are also tasks of earlier releases; the service refuses those
 * that still wait, as it refuses those that were sealed under an earlier key.
 */
export async function sealFaults(rows: AsyncIterable<SealedRow>, sealer: Sealer): Promise<readonly RecordFault[]> {
  const faults: RecordFault[] = [];
  for await (const row of rows) {
    const what = faultOf(row, sealer);
    if (what !== null) faults.push({ where: `task ${row.id}`, request: row.request_id, what, mend: STOP_THE_WORK });
  }
  return faults;
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
