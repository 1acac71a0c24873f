import type { DiffRow } from '../../../../../src/changes/change-kind.ts';

/** The rows as they read, without how the old values are known. */
export function toldRows(rows: readonly DiffRow[]): readonly DiffRow[] {
  return rows.map(({ source: _, ...row }) => row);
}
