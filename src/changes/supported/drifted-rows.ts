import type { DiffRow, DriftedRow } from '../change-kind.ts';

/**
 * Compares by their labels the rows of a change when it was asked for with those against the tenant as it is. Where one
 * of them lacks a row, the value was at its target already. For kinds that have one label for one value alone.
 */
export function driftedRows(asked: readonly DiffRow[], now: readonly DiffRow[]): readonly DriftedRow[] {
  const labels = [...new Set([...asked, ...now].map((row) => row.label))];
  return labels.flatMap((label) => {
    const then = asked.find((row) => row.label === label);
    const today = now.find((row) => row.label === label);
    const becomes = today?.to ?? then?.to ?? '';
    const [was, is] = [then?.from ?? becomes, today?.from ?? becomes];
    if (was === is && then?.source?.kind === today?.source?.kind) return [];
    return [{ label, was, is, becomes, sources: { was: then?.source, is: today?.source } }];
  });
}

/** An item that drifted, and its values. */
type DriftedItem<T> = Pick<DriftedRow, 'was' | 'is' | 'becomes'> & { readonly item: T };

/** One row for all items that drifted in the same way. */
export function alikeRows<T>(
  drifted: readonly DriftedItem<T>[],
  labelOf: (items: readonly T[]) => string,
): readonly DriftedRow[] {
  const ways = new Map<string, readonly DriftedItem<T>[]>();
  for (const one of drifted) {
    const key = JSON.stringify([one.was, one.is, one.becomes]);
    ways.set(key, [...(ways.get(key) ?? []), one]);
  }
  return [...ways.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const { was, is, becomes } = first;
    return [{ label: labelOf(alike.map(({ item }) => item)), was, is, becomes }];
  });
}
