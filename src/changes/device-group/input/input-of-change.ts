import type { Condition, DeviceGroup, EntraGroupRef } from '../../device-group.ts';
import { isRemediationLevel } from '../../remediation-level.ts';
import {
  type ChangeUngrouped,
  type GroupChange,
  type GroupDefinition,
  subjectOf,
  type UpdateGroup,
} from '../model/group-change.ts';
import { isUnread } from '../model/groups-in.ts';
import { osWords } from '../model/os-names.ts';
import type {
  ConditionInput,
  FormInput,
  GroupFields,
  GroupInput,
  PlaceInput,
  UngroupedInput,
  UpdateGroupInput,
} from './group-input.ts';

/**
 * The input that describes an existing group as it is, for a form to start from. It leaves out what cannot be written,
 * which so stays unchanged: a level without a name, the conditions of a group whose rule Airlock cannot read, and every
 * field that the connector cannot read.
 */
export function inputOfGroup(group: DeviceGroup): UpdateGroupInput | UngroupedInput {
  const { level, access, ...rest } = fieldsOf(group);
  const common = { ...(level !== undefined && { level }), ...(access !== undefined && { access }) };
  if (group.ungrouped) return { kind: 'ungrouped-devices', fields: common };
  return { kind: 'device-group.update', group: { id: group.id }, fields: { ...rest, ...common } };
}

/**
 * The input that produces a change, for editing a draft.
 * @param groups the tenant's current groups, from which the fields that the change does not set are filled
 */
export function inputOfChange(change: GroupChange, groups: readonly DeviceGroup[]): GroupInput {
  switch (change.kind) {
    case 'device-group.create':
      return { kind: change.kind, fields: definitionFields(change.definition), place: placeOf(change.before) };
    case 'device-group.update':
      return updateInput(change, groups);
    case 'device-group.delete':
      return { kind: change.kind, group: { id: change.group.id } };
    case 'device-group.rank':
      return { kind: change.kind, group: { id: change.group.id }, place: placeOf(change.before) };
    case 'ungrouped-devices':
      return { kind: change.kind, fields: { ...ungroupedFields(groups), ...setFields(change.set) } };
  }
}

/** The input for a form to start from; null for a change that has no form. */
export function formInputOf(change: GroupChange, groups: readonly DeviceGroup[]): FormInput | null {
  const input = inputOfChange(change, groups);
  return 'fields' in input ? input : null;
}

/** The input that describes the group of a change as it is now; null for a new group, or one that is gone. */
export function openedInputOf(change: GroupChange, groups: readonly DeviceGroup[]): FormInput | null {
  const subject = subjectOf(change);
  if (subject === 'new') return null;
  const now = groups.find(({ id, ungrouped }) =>
    subject === 'ungrouped' ? ungrouped : !ungrouped && id === subject.id,
  );
  return now ? inputOfGroup(now) : null;
}

function updateInput({ kind, group, set }: UpdateGroup, groups: readonly DeviceGroup[]): UpdateGroupInput {
  const now = groups.find(({ id, ungrouped }) => id === group.id && !ungrouped);
  return { kind, group: { id: group.id }, fields: { ...(now && fieldsOf(now)), ...setFields(set) } };
}

function ungroupedFields(groups: readonly DeviceGroup[]): UngroupedInput['fields'] {
  const now = groups.find((group) => group.ungrouped);
  return now === undefined ? {} : inputOfGroup(now).fields;
}

function definitionFields({ name, description, level, conditions, access }: GroupDefinition): GroupFields {
  return { name, description, level, conditions: rowsOf(conditions), access: idsOf(access) };
}

function setFields(set: UpdateGroup['set'] | ChangeUngrouped['set']): Partial<GroupFields> {
  const { name, description, level, conditions, access }: UpdateGroup['set'] = set;
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(level !== undefined && { level }),
    ...(conditions !== undefined && { conditions: rowsOf(conditions) }),
    ...(access !== undefined && { access: idsOf(access) }),
  };
}

function fieldsOf(group: DeviceGroup): Partial<GroupFields> {
  const { name, description, level, conditions, opaque, access } = group;
  return {
    ...(!isUnread(group, 'name') && { name }),
    ...(!isUnread(group, 'description') && { description }),
    ...(isRemediationLevel(level) && { level }),
    ...(!opaque && { conditions: rowsOf(conditions) }),
    ...(!isUnread(group, 'access') && { access: idsOf(access) }),
  };
}

/**
 * Puts all operating systems in one row, and each row only once: a tenant may hold duplicates, but an input may not.
 */
function rowsOf(conditions: readonly Condition[]): ConditionInput[] {
  const texts = new Map<string, ConditionInput>();
  const systems = new Set<string>();
  for (const condition of conditions) {
    if (condition.property === 'os') for (const value of condition.values) systems.add(osWords(value));
    else texts.set(JSON.stringify(condition), { ...condition });
  }
  const rows = [...texts.values()];
  return systems.size === 0 ? rows : [...rows, { property: 'os', operator: '', value: [...systems].join(', ') }];
}

function idsOf(access: readonly EntraGroupRef[]): string[] {
  return access.map(({ id }) => id);
}

function placeOf(before: { readonly id: number } | null): PlaceInput {
  return before === null ? { at: 'last' } : { at: 'before', group: { id: before.id } };
}
