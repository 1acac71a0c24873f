import { UNGROUPED_PRIORITY } from '../company/device-groups.ts';
import type { EntraGroup, WireGroup } from '../company/world.ts';
import { usedRules } from './evaluate-groups.ts';

/** Learn: machine-groups (2026-07). */
const MAX_GROUPS = 2000;
const MAX_ROWS = 10;
const TEXT_PROPERTIES = [0, 1, 2];
const OS_PROPERTY = 3;
const LAST_LEVEL = 3;
const title = (group: WireGroup): string => `Group '${group.Name.trim()}'`;

function duplicate<T>(values: readonly T[]): T | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

function isOsList(value: string): boolean {
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) && list.length > 0 && list.every((os) => typeof os === 'string');
  } catch {
    return false;
  }
}

function faultOfRules(group: WireGroup): string | undefined {
  const used = usedRules(group);
  if (used.length === 0) return `${title(group)} needs at least one condition.`;
  if (used.some((rule) => rule.OperatorType < 0 || rule.OperatorType > 4))
    return `${title(group)} has an unknown operator.`;
  if (used.some((rule) => rule.Property < 0 || rule.Property > 4)) return `${title(group)} has an unknown property.`;
  if (
    used.some((rule) => rule.Property === OS_PROPERTY && !(rule.OperatorType === 4 && isOsList(rule.PropertyValue)))
  ) {
    return `${title(group)}: operating systems must be a JSON list in a string.`;
  }
  const crowded = TEXT_PROPERTIES.some(
    (property) => used.filter((rule) => rule.Property === property).length > MAX_ROWS,
  );
  return crowded ? `${title(group)} has more than ${MAX_ROWS} conditions on one property.` : undefined;
}

function faultOfAccess(
  group: WireGroup,
  before: WireGroup | undefined,
  entraGroups: readonly EntraGroup[],
): string | undefined {
  const held = (before?.MachineGroupAssignments ?? []).map(({ WcdAadGroup }) => WcdAadGroup.ObjectId);
  const allowed = new Set([...held, ...entraGroups.filter((entra) => entra.defenderRole).map((entra) => entra.id)]);
  const bad = group.MachineGroupAssignments.find(({ WcdAadGroup }) => !allowed.has(WcdAadGroup.ObjectId));
  return bad && `${title(group)}: ${bad.WcdAadGroup.ObjectId} is no Entra group with a Defender role.`;
}

/**
 * Why a new or changed group cannot be saved, as one sentence; `before` is the stored group, if any. Conditions and
 * access that stand there already are taken.
 */
export function faultOfGroup(
  group: WireGroup,
  before: WireGroup | undefined,
  entraGroups: readonly EntraGroup[],
): string | undefined {
  const level = group.AutoRemediationLevel;
  if ((level < 0 || level > LAST_LEVEL) && level !== before?.AutoRemediationLevel) {
    return `${title(group)}: ${level} is no automation level.`;
  }
  const isNewRule = JSON.stringify(group.GroupRules) !== JSON.stringify(before?.GroupRules);
  const rules = group.IsUnassignedMachineGroup || !isNewRule ? undefined : faultOfRules(group);
  return rules ?? faultOfAccess(group, before, entraGroups);
}

function faultOfUngrouped(groups: readonly WireGroup[], stored: WireGroup | undefined): string | undefined {
  const found = groups.filter((group) => group.IsUnassignedMachineGroup);
  const [only] = found;
  if (only === undefined || found.length > 1 || only.MachineGroupId !== stored?.MachineGroupId) {
    return 'The ungrouped devices must be in the list, once.';
  }
  if (only.Priority !== UNGROUPED_PRIORITY) return 'The rank of the ungrouped devices cannot be changed.';
  if (only.Name.trim() !== '' || usedRules(only).length > 0) {
    return 'The ungrouped devices have neither a name nor conditions.';
  }
  return undefined;
}

/** Why a list cannot replace the stored one, as one sentence. */
export function faultOfList(groups: readonly WireGroup[], stored: readonly WireGroup[]): string | undefined {
  const ordinary = groups.filter((group) => !group.IsUnassignedMachineGroup);
  const ids = groups.map((group) => group.MachineGroupId).filter((id) => id !== -1);
  if (groups.length - ids.length > 1) return 'Only one new device group can be saved at a time.';
  if (groups.length > MAX_GROUPS) return `A tenant has at most ${MAX_GROUPS} device groups.`;
  if (duplicate(ids) !== undefined) return `Device group ${duplicate(ids)} is in the list twice.`;
  const stranger = ids.find((id) => !stored.some((group) => group.MachineGroupId === id));
  if (stranger !== undefined) return `There is no device group ${stranger}.`;
  if (ordinary.some((group) => group.Name.trim() === '')) return 'A device group needs a name.';
  const name = duplicate(ordinary.map((group) => group.Name.trim().toLowerCase()));
  if (name !== undefined) return `There are two device groups called '${name}'.`;
  const rank = duplicate(ordinary.map((group) => group.Priority));
  if (rank !== undefined) return `There are two device groups with rank ${rank}.`;
  if (ordinary.some((group) => group.Priority >= UNGROUPED_PRIORITY)) return 'A rank is out of range.';
  return faultOfUngrouped(
    groups,
    stored.find((group) => group.IsUnassignedMachineGroup),
  );
}
