import type { DiffRow } from '../../changes/change-kind.ts';

const LEVEL = 'Remediation level';

/** What a diff says of something that is made, in place of its old value. */
const ABSENT = 'does not exist';

/** What a diff says in place of the new values of something that goes. */
export const DELETED = 'deleted';

/** The value of a change that people look for first, and the others in their order. */
export interface Sorted {
  readonly chief: DiffRow | null;
  readonly others: readonly DiffRow[];
}

/** The level of a group where it is set, else what stands first. That a group is made, the title of the change says. */
export function sortRows(rows: readonly DiffRow[]): Sorted {
  const level = rows.find(({ label, to }) => label === LEVEL && to !== DELETED);
  const chief = level ?? rows[0] ?? null;
  return { chief, others: rows.filter((row) => row !== chief && row.from !== ABSENT) };
}

/** The old value; null where something is made. */
export function oldValue({ from }: DiffRow): string | null {
  return from === '-' || from === ABSENT ? null : from;
}
