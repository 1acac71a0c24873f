import type { ChangeUngrouped, UpdateGroup } from '../../../changes/device-group/model/group-change.ts';
import { unreadableWords } from '../../../changes/device-group/words/field-words.ts';
import type { Condition, EntraGroupRef } from '../../../changes/device-group.ts';
import { LEVEL_WORDS, type RemediationLevel } from '../../../changes/remediation-level.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { assignedTo, descriptionOf, LEVEL_NUMBERS, levelOf, nameOf } from '../reading/read-groups.ts';
import {
  BLANK_RULES,
  blankRule,
  conditionOf,
  KNOWN_PROPERTIES,
  type Operators,
  propertyOf,
  ruleOf,
  type WireRule,
} from '../wire-rule.ts';
import { oddParts, type WireGroup } from './odd-parts.ts';

/** The edit of one property's rows: the rows to keep, the new rows, and the old row that the new ones replace. */
interface Edit {
  readonly kept: ReadonlySet<WireRule>;
  readonly fresh: readonly WireRule[];
  readonly at: WireRule | undefined;
}

/**
 * The rows that give a group these conditions. It keeps a row that states a wanted condition, a row that Airlock cannot
 * read, and all rows of a property whose conditions do not change.
 */
export function replaceConditions(
  rows: readonly WireRule[],
  wanted: readonly Condition[],
  operators: Operators,
): WireRule[] {
  const edits = new Map(
    KNOWN_PROPERTIES.map((property) => [
      property,
      editOf(
        property,
        rows.filter((row) => row.Property === property),
        wanted.filter((condition) => propertyOf(condition) === property),
        operators,
      ),
    ]),
  );
  const replaced = rows.flatMap((row) => {
    const edit = typeof row.Property === 'number' ? edits.get(row.Property) : undefined;
    const kept = !edit || edit.kept.has(row) ? [row] : [];
    return edit?.at === row ? [...kept, ...edit.fresh] : kept;
  });
  return [...replaced, ...[...edits.values()].flatMap(({ at, fresh }) => (at ? [] : fresh))];
}

function editOf(property: number, now: readonly WireRule[], wanted: readonly Condition[], operators: Operators): Edit {
  const kept = new Set(now.filter((row) => conditionOf(row) === 'opaque'));
  const fresh: WireRule[] = [];
  for (const condition of wanted) {
    const row = now.find((one) => !kept.has(one) && says(one, condition, operators));
    if (row) kept.add(row);
    else fresh.push(ruleOf(condition, operators));
  }
  const isAsAsked = fresh.length === 0 && now.every((row) => kept.has(row) || isBlank(row));
  if (isAsAsked) return { kept: new Set(now), fresh, at: undefined };
  if (kept.size + fresh.length === 0) fresh.push(now.find(isBlank) ?? blankRule(property));
  return { kept, fresh, at: now.find((row) => !kept.has(row)) ?? now.at(-1) };
}

function isBlank(row: WireRule): boolean {
  return conditionOf(row) === null;
}

function says(row: WireRule, wanted: Condition, operators: Operators): boolean {
  const condition = conditionOf(row, operators);
  return condition !== null && condition !== 'opaque' && textOf(condition) === textOf(wanted);
}

function textOf(condition: Condition): string {
  return condition.property === 'os'
    ? JSON.stringify(['os', ...[...condition.values].sort()])
    : JSON.stringify([condition.property, condition.operator, condition.value]);
}

/**
 * The portal's number for a level.
 * @throws AirlockError tenant-unsupported for a level whose number was never published; Airlock does not guess it
 * (docs/facts/defender.md#portal-device-groups).
 */
export function levelNumber(level: RemediationLevel): number {
  const number = LEVEL_NUMBERS[level];
  if (number !== undefined) return number;
  throw new AirlockError(
    'tenant-unsupported',
    `Airlock cannot write the level "${LEVEL_WORDS[level]}": which number Defender keeps for it is not known. Choose another level, or set it in the Defender portal.`,
  );
}

type Assignments = NonNullable<WireGroup['MachineGroupAssignments']>;

/**
 * The assignments that let these Entra groups see a group. An assignment that stays is kept unchanged; new ones come
 * last.
 */
export function replaceAccess(now: Readonly<Assignments>, wanted: readonly EntraGroupRef[]): Assignments {
  const ids = new Set(wanted.map(({ id }) => id.toLowerCase()));
  const kept = now.filter((assignment) => ids.has(assignedTo(assignment).id));
  const held = new Set(kept.map((assignment) => assignedTo(assignment).id));
  const added = wanted.filter(({ id }) => !held.has(id.toLowerCase()));
  return [...kept, ...added.map(({ id, name }) => ({ WcdAadGroup: { DisplayName: name, ObjectId: id } }))];
}

type Asked = UpdateGroup['set'] & ChangeUngrouped['set'];

/**
 * The keys of a group that must change, with their new values. It leaves out what is already as requested: a name that
 * differs only in white space at its ends, or a null that means "nothing".
 * @throws AirlockError tenant-unsupported for a level or an operator that cannot be written, and for a part that cannot
 * be read
 */
export function askedFields(group: WireGroup, asked: Asked, operators: Operators): Partial<WireGroup> {
  const { name, description, level, conditions, access } = asked;
  const fields: Partial<WireGroup> = {};
  assertReadable(group, asked);
  if (name !== undefined && name !== nameOf(group)) fields.Name = name;
  if (description !== undefined && description !== descriptionOf(group)) fields.Description = description;
  if (level !== undefined && level !== levelOf(group.AutoRemediationLevel)) {
    fields.AutoRemediationLevel = levelNumber(level);
  }
  if (conditions !== undefined)
    fields.GroupRules = replaceConditions(group.GroupRules ?? BLANK_RULES, conditions, operators);
  const now = group.MachineGroupAssignments ?? [];
  if (access !== undefined && access.length + now.length > 0) {
    fields.MachineGroupAssignments = replaceAccess(now, access);
  }
  return fields;
}

function assertReadable(group: WireGroup, asked: Asked): void {
  for (const part of oddParts(group))
    if (part !== 'rank' && asked[part] !== undefined)
      throw new AirlockError('tenant-unsupported', unreadableWords(part, nameOf(group)));
}
