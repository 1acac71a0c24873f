import { say, t } from '../../../shared/language/worded.ts';
import { looksLike, sameName } from '../../../shared/name-keys.ts';
import type { Fault } from '../../change-kind.ts';
import type { GroupRef } from '../../device-effects.ts';
import type { Condition, DeviceGroup } from '../../device-group.ts';
import { sourceWords } from '../../knowledge/source-words.ts';
import { LEVEL_WORDS } from '../../remediation-level.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { type GroupChange, setBy, subjectOf } from '../model/group-change.ts';
import { areRanksUnread, isUnread } from '../model/groups-in.ts';
import { notWholeWords, twinWords, UNREADABLE_RANK, unnumberedWords, unreadableWords } from '../words/field-words.ts';
import { groupName, quoted } from '../words/names.ts';
import { unwritableOperatorWords } from '../words/operator-words.ts';

/** -1 stands for a group to create, and what is below for one whose number cannot be read. */
const UNNUMBERED_BELOW = -1;

/** The most groups in a tenant, including the ungrouped devices (learn: machine-groups, 2026-07). */
const MOST_GROUPS = 2_000;

/** Faults of a name that another group has, or that could be mistaken for that of another group. */
export function nameFaults(name: string, groups: readonly DeviceGroup[], self: number | null): Fault[] {
  const other = groups.find((group) => !group.ungrouped && group.id !== self && looksLike(group.name, name));
  if (other === undefined) return [];
  const message = sameName(other.name, name)
    ? t`There is already a device group called ${quoted(other.name)}. Choose another name.`
    : t`This looks like ${quoted(other.name)}, which already exists: some letters come from another script. Choose a name that cannot be mistaken for it.`;
  return [{ field: 'name', message }];
}

/** The fault of a new group whose name one has that is not listed yet. */
export function unlistedFaults(change: GroupChange, { unlisted = [] }: TenantSnapshot): Fault[] {
  const name = change.kind === 'device-group.create' ? change.definition.name : setBy(change).name;
  const made = name === undefined ? undefined : unlisted.find((group) => sameName(group.name, name));
  if (made === undefined) return [];
  const message = t`There is already a device group called ${quoted(made.name)}, ${sourceWords(made.source)}: it is not listed by Microsoft Graph yet.`;
  return [{ field: 'name', message }];
}

/** The fault of a tenant that is full. */
export function roomFaults(groups: readonly DeviceGroup[]): Fault[] {
  if (groups.length < MOST_GROUPS) return [];
  return [
    {
      field: 'name',
      message: t`This tenant has ${groups.length} device groups; Microsoft documents at most ${MOST_GROUPS}.`,
    },
  ];
}

/** The fault of a level that the connector cannot write. */
export function levelFaults(change: GroupChange, { unwritable = [] }: TenantSnapshot): Fault[] {
  const { level } = setBy(change);
  if (level === undefined || !unwritable.includes(level)) return [];
  const message = t`Airlock cannot write the level "${LEVEL_WORDS[level]}": which number Defender keeps for it is not known. Choose another level, or set it in the Defender portal.`;
  return [{ field: 'level', message }];
}

/** The faults of new conditions whose operator the connector cannot write; those that the group has already stay. */
export function operatorFaults(change: GroupChange, now: TenantSnapshot): Fault[] {
  const subject = subjectOf(change);
  const id = typeof subject === 'object' ? subject.id : null;
  const held = new Set(now.groups?.find((group) => group.id === id)?.conditions.map(textOf));
  const asked = (setBy(change).conditions ?? []).filter((condition) => !held.has(textOf(condition)));
  return doubtFaults(asked, now);
}

/** The faults of all conditions whose operator is read by an assumption: that a group has them already is a guess. */
export function guessFaults(change: GroupChange, now: TenantSnapshot): Fault[] {
  return doubtFaults(setBy(change).conditions ?? [], now);
}

function doubtFaults(
  asked: readonly Condition[],
  { unwritableOperators = [], operatorDoubts }: TenantSnapshot,
): Fault[] {
  const operators = new Set(asked.flatMap((one) => (one.property === 'os' ? [] : [one.operator])));
  return unwritableOperators
    .filter((operator) => operators.has(operator))
    .map((operator) => ({
      field: 'conditions',
      message: unwritableOperatorWords(operator, operatorDoubts?.[operator]),
    }));
}

function textOf(condition: Condition): string {
  return condition.property === 'os' ? '' : JSON.stringify([condition.property, condition.operator, condition.value]);
}

/**
 * The fault of setting conditions where this would lose a rule that Airlock cannot read. There is none if the connector
 * reads no rules at all: then a person sets the conditions and sees the old rule.
 */
export function conditionFaults(group: DeviceGroup): Fault[] {
  if (!group.opaque || isUnread(group, 'conditions')) return [];
  const message = t`This group has a rule that Airlock cannot read, so change its conditions in the Defender portal.`;
  return [{ field: 'conditions', message }];
}

/**
 * The faults of what Defender sends in a form that cannot be read, and so is not written. There is none where a person
 * makes the change in the portal.
 */
export function unreadableFaults(
  change: GroupChange,
  { groups = [], groupsLack, groupsMoreBy, byHand }: TenantSnapshot,
): Fault[] {
  if (byHand === true) return [];
  if (groupsLack !== undefined) return [{ field: 'group', message: notWholeWords(groupsMoreBy) }];
  const subject = subjectOf(change);
  const group = groups.find((one) =>
    subject === 'ungrouped' ? one.ungrouped : subject !== 'new' && one.id === subject.id,
  );
  const set = setBy(change);
  const isPlaced = change.kind === 'device-group.create' || change.kind === 'device-group.rank';
  return [
    ...(isPlaced && areRanksUnread(groups) ? [{ field: 'place', message: say(UNREADABLE_RANK) }] : []),
    ...WRITABLE_PARTS.filter((part) => group && set[part] !== undefined && isUnread(group, part)).map((part) => ({
      field: part,
      message: unreadableWords(part, group ? groupName(group) : ''),
    })),
  ];
}

const WRITABLE_PARTS = ['name', 'description', 'level', 'conditions', 'access'] as const;

/** Faults of a group that is gone, was renamed, or cannot be changed. */
export function groupFaults(ref: GroupRef, groups: readonly DeviceGroup[]): Fault[] {
  const why = whyNot(ref, groups);
  return why === null ? [] : [{ field: 'group', message: why }];
}

/** The same faults for the group that another is placed before. */
export function placeFaults(before: GroupRef | null, groups: readonly DeviceGroup[]): Fault[] {
  const why = before === null ? null : whyNot(before, groups);
  return why === null ? [] : [{ field: 'place', message: why }];
}

function whyNot({ id, name }: GroupRef, groups: readonly DeviceGroup[]): string | null {
  const found = groups.find((group) => group.id === id);
  if (found === undefined) return t`Device group ${quoted(name)} is not listed now.`;
  if (found.ungrouped)
    return t`The ungrouped devices have no rank, name or conditions; only level and access can change.`;
  if (id < UNNUMBERED_BELOW) return unnumberedWords(name);
  if (found.twins) return twinWords(id);
  if (found.name.trim() === name.trim()) return null;
  if (isUnread(found, 'name'))
    return t`The name of device group ${id} could not be read now, so it is not known whether it is still called ${quoted(name)}. Ask again later.`;
  return t`${quoted(name)} is now called ${quoted(found.name)}. Ask again.`;
}
