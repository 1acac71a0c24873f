import type { Condition } from '../../../changes/device-group/device-group.ts';
import { blankRule, conditionOf, KNOWN_PROPERTIES, propertyOf, ruleOf, type WireRule } from '../wire-rule.ts';

/** What becomes of the rows of one property: those that stay, those that are new, and the old row in whose place the new ones come. */
interface Edit {
  readonly kept: ReadonlySet<WireRule>;
  readonly fresh: readonly WireRule[];
  readonly at: WireRule | undefined;
}

/**
 * The rows of a group that is asked to have these conditions. A row that says what is asked, or says what Airlock cannot read, stays as it
 * is; so do all rows of a property whose conditions are not asked to change.
 */
export function replaceConditions(rows: readonly WireRule[], wanted: readonly Condition[]): WireRule[] {
  const edits = new Map(
    KNOWN_PROPERTIES.map((property) => [
      property,
      editOf(
        property,
        rows.filter((row) => row.Property === property),
        wanted.filter((condition) => propertyOf(condition) === property),
      ),
    ]),
  );
  const replaced = rows.flatMap((row) => {
    const edit = edits.get(row.Property);
    const kept = !edit || edit.kept.has(row) ? [row] : [];
    return edit?.at === row ? [...kept, ...edit.fresh] : kept;
  });
  return [...replaced, ...[...edits.values()].flatMap(({ at, fresh }) => (at ? [] : fresh))];
}

function editOf(property: number, now: readonly WireRule[], wanted: readonly Condition[]): Edit {
  const kept = new Set(now.filter((row) => conditionOf(row) === 'opaque'));
  const fresh: WireRule[] = [];
  for (const condition of wanted) {
    const row = now.find((one) => !kept.has(one) && says(one, condition));
    if (row) kept.add(row);
    else fresh.push(ruleOf(condition));
  }
  const isAsAsked = fresh.length === 0 && now.every((row) => kept.has(row) || isBlank(row));
  if (isAsAsked) return { kept: new Set(now), fresh, at: undefined };
  if (kept.size + fresh.length === 0) fresh.push(now.find(isBlank) ?? blankRule(property));
  return { kept, fresh, at: now.find((row) => !kept.has(row)) ?? now.at(-1) };
}

function isBlank(row: WireRule): boolean {
  return conditionOf(row) === null;
}

function says(row: WireRule, wanted: Condition): boolean {
  const condition = conditionOf(row);
  return condition !== null && condition !== 'opaque' && textOf(condition) === textOf(wanted);
}

function textOf(condition: Condition): string {
  return condition.property === 'os'
    ? JSON.stringify(['os', ...[...condition.values].sort()])
    : JSON.stringify([condition.property, condition.operator, condition.value]);
}
