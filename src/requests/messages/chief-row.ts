import type { DiffRow } from '../../changes/change-kind.ts';
import { msg, say } from '../../shared/language/worded.ts';

const LEVEL = msg`Remediation level`;

/** What a diff says of something that is made, in place of its old value. */
const ABSENT = msg`does not exist`;

/** What a diff says in place of the new values of something that goes. */
const DELETED = msg`deleted`;

/** The value of a change that people look for first, and the others in their order. */
export interface Sorted {
  readonly chief: DiffRow | null;
  readonly others: readonly DiffRow[];
}

/** The level of a group where it is set, else what stands first. That a group is made, the title of the change says. */
export function sortRows(rows: readonly DiffRow[]): Sorted {
  const level = rows.find(({ label, to }) => isLevel(label) && !isDeleted(to));
  const chief = level ?? rows[0] ?? null;
  return { chief, others: rows.filter((row) => row !== chief && row.from !== say(ABSENT)) };
}

/** Whether a diff says that it goes, by its new value in the reader's language. */
export function isDeleted(to: string): boolean {
  return to === say(DELETED);
}

/** Whether it is what people look for first, by its label in the reader's language. */
export function isLevel(label: string): boolean {
  return label === say(LEVEL);
}

/** The old value; null where something is made. */
export function oldValue({ from }: DiffRow): string | null {
  return from === '-' || from === say(ABSENT) ? null : from;
}
