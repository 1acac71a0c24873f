import { UNREADABLE_PAUSE } from '../../shared/backoff.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { Db } from '../schema/tables.ts';

/** Returns what was read, or the fault of an unreadable row. */
export function readOrFault<T>(read: () => T): T | AirlockError {
  try {
    return read();
  } catch (error) {
    if (isAirlockError(error, 'store-corrupt')) return error;
    throw error;
  }
}

/** Postpones an unreadable task or message. */
export async function postponeUnreadable(db: Db, table: 'tasks' | 'posts', id: number, now: number): Promise<void> {
  await db
    .updateTable(table)
    .set({ due_at: now + UNREADABLE_PAUSE })
    .where('id', '=', id)
    .execute();
}

/**
 * Reads rows whose deadline has passed. An unreadable row is postponed.
 * @throws AirlockError store-corrupt that names the first such row
 */
export async function readOverdue<R extends { readonly id: string }, T>(
  db: Db,
  table: 'requests' | 'forms',
  rows: readonly R[],
  read: (row: R) => T,
  now: number,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (const row of rows) {
    const one = readOrFault(() => read(row));
    if (!isAirlockError(one)) {
      found.push(one);
      continue;
    }
    await db
      .updateTable(table)
      .set({ deadline: now + UNREADABLE_PAUSE })
      .where('id', '=', row.id)
      .execute();
    throw one;
  }
  return found;
}
