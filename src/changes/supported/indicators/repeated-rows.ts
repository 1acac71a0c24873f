import { canonical } from '../../../shared/json.ts';
import { t } from '../../../shared/language/worded.ts';
import type { IndicatorRecord } from '../../tenant-snapshot.ts';
import { type Entry, type IndicatorsChange, indicatorKey, isAs } from './indicator-entry.ts';
import { shownValue } from './normalise-value.ts';
import type { RowFault } from './row-faults.ts';

/** The same entries, each once: one that repeats an earlier one exactly asks for nothing more. */
export function eachOnce(change: IndicatorsChange): IndicatorsChange {
  const seen = new Set<string>();
  const entries = change.entries.filter((one) => {
    const key = sameKey(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return entries.length === change.entries.length ? change : { ...change, entries };
}

function sameKey({ to, ...one }: Entry): string {
  const same = to && { ...to, groups: [...to.groups].sort() };
  return `${indicatorKey(one)} ${canonical(JSON.parse(JSON.stringify(same)))}`;
}

/** The same without rows of a list that stand exactly so already; all of them where each does. */
export function notStanding(change: IndicatorsChange, there: ReadonlyMap<string, IndicatorRecord>): IndicatorsChange {
  const open = change.entries.filter((one) => one.row === undefined || !isAs(one.to, there.get(indicatorKey(one))));
  return open.length === 0 || open.length === change.entries.length ? change : { ...change, entries: open };
}

/** What became of the rows of a list that are not in what is drafted of it: none is lost. */
export function rowsLeftOut(asked: IndicatorsChange, drafted: IndicatorsChange): readonly RowFault[] {
  const kept = new Set(drafted.entries.map(({ row }) => row));
  return asked.entries.flatMap((one, at) => {
    const { row, type, value } = one;
    if (row === undefined || kept.has(row)) return [];
    const isRepeat = asked.entries.slice(0, at).some((other) => indicatorKey(other) === indicatorKey(one));
    return [{ row, value: shownValue(type, value), why: isRepeat ? t`Twice in the list.` : t`Stands already.` }];
  });
}
