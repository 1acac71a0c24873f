import { t } from '../../../shared/language/worded.ts';
import type { Fault } from '../../change-kind.ts';
import type { DeviceGroup } from '../../device-group.ts';
import { isRemediationLevel } from '../../remediation-level.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { groupKindOf } from '../kinds/group-kinds.ts';
import { conditionFaults, levelFaults, nameFaults, roomFaults } from '../kinds/tenant-faults.ts';
import type {
  ChangeUngrouped,
  CreateGroup,
  DeleteGroup,
  GroupChange,
  RankGroup,
  UpdateGroup,
} from '../model/group-change.ts';
import { areRanksUnread, groupsIn } from '../model/groups-in.ts';
import { sameConditions } from '../model/same-rule.ts';
import { UNREADABLE_RANK } from '../words/field-words.ts';
import { candidatesIn, changedAccess, findAccess } from './find-access.ts';
import { findGroup, findPlace, type NotFound } from './find-names.ts';
import type {
  CreateGroupInput,
  DeleteGroupInput,
  FormInput,
  GroupFields,
  GroupInput,
  PlaceInput,
  RankGroupInput,
  UngroupedInput,
  UpdateGroupInput,
} from './group-input.ts';
import { inputOfGroup } from './input-of-change.ts';
import { readConditions } from './read-conditions.ts';
import { levelNamed } from './read-level.ts';
import { cleanDescription, cleanName, writable } from './read-texts.ts';
import type { Standing } from './standing.ts';
import { withoutUntouched } from './touched-fields.ts';
import { validateInput } from './validate-input.ts';

/** A tenant whose groups were read. */
type GroupSnapshot = TenantSnapshot & { readonly groups: readonly DeviceGroup[] };

/** The result of resolving an input in a tenant; `change` is null if a fault prevents building it. */
interface Resolution<C extends GroupChange> {
  readonly change: C | null;
  readonly faults: readonly Fault[];
}

/** Resolves a new group. */
function resolveCreate(
  { fields, place }: CreateGroupInput,
  now: GroupSnapshot,
  standing: Standing,
): Resolution<CreateGroup> {
  const name = cleanName(fields.name);
  const level = levelNamed(fields.level);
  const access = findAccess(fields.access, candidatesIn(now));
  const before = placeFor(place, now, null);
  const faults = [
    ...roomFaults(now.groups),
    ...nameFaults(name, now.groups, null),
    ...access.faults,
    ...('why' in before ? [{ field: 'place', message: before.why }] : []),
  ];
  if (level === null || 'why' in before) return { change: null, faults };
  const definition = {
    name,
    description: cleanDescription(fields.description),
    level,
    conditions: writable(readConditions(fields.conditions, standing).conditions),
    access: [...access.found],
  };
  return { change: { kind: 'device-group.create', definition, before: before.found }, faults };
}

/** A place is of no use where Airlock itself would write it and an order cannot be read. */
function placeFor(
  place: PlaceInput | undefined,
  now: GroupSnapshot,
  self: number | null,
): ReturnType<typeof findPlace> {
  const { groups, byHand } = now;
  if (byHand !== true && areRanksUnread(groups)) return { why: UNREADABLE_RANK };
  return findPlace(place, groups, self, now);
}

function notFound({ why, near }: NotFound): Fault {
  return { field: 'group', message: why, ...(near && { near }) };
}

/** Resolves the deletion of a group. */
function resolveDelete({ group: wanted }: DeleteGroupInput, now: GroupSnapshot): Resolution<DeleteGroup> {
  const group = findGroup(wanted, now.groups, now);
  if ('why' in group) return { change: null, faults: [notFound(group)] };
  const { id, name } = group.found;
  return { change: { kind: 'device-group.delete', group: { id, name } }, faults: [] };
}

/** Resolves a new rank for a group. */
function resolveRank({ group: wanted, place }: RankGroupInput, now: GroupSnapshot): Resolution<RankGroup> {
  const group = findGroup(wanted, now.groups, now);
  const before = placeFor(place, now, 'found' in group ? group.found.id : null);
  const faults = [
    ...('why' in group ? [notFound(group)] : []),
    ...('why' in before ? [{ field: 'place', message: before.why }] : []),
  ];
  if ('why' in group || 'why' in before) return { change: null, faults };
  const { id, name } = group.found;
  return { change: { kind: 'device-group.rank', group: { id, name }, before: before.found }, faults };
}

/** Resolves a change of the level and access of the ungrouped devices. */
function resolveUngrouped({ fields }: UngroupedInput, now: GroupSnapshot): Resolution<ChangeUngrouped> {
  const found = now.groups.find((group) => group.ungrouped);
  if (found === undefined) {
    const message = t`Defender did not list the ungrouped devices, so they cannot be changed now.`;
    return { change: null, faults: [{ field: 'group', message }] };
  }
  const level = fields.level === undefined ? null : levelNamed(fields.level);
  const { set, faults } = changedAccess(fields.access, found, now);
  const changed = { ...(level !== null && level !== found.level && { level }), ...set };
  return { change: { kind: 'ungrouped-devices', set: changed }, faults };
}

type Set = UpdateGroup['set'];

/** Resolves a change of a group. It holds only the fields that are named and differ from the tenant. */
function resolveUpdate(
  { group: wanted, fields }: UpdateGroupInput,
  now: GroupSnapshot,
  standing: Standing,
): Resolution<UpdateGroup> {
  const group = findGroup(wanted, now.groups, now);
  if ('why' in group) {
    const access = findAccess(fields.access ?? [], candidatesIn(now));
    return { change: null, faults: [notFound(group), ...access.faults] };
  }
  const { found } = group;
  const access = changedAccess(fields.access, found, now);
  const set: Set = { ...changedTexts(fields, found, standing), ...access.set };
  const faults: Fault[] = [
    ...(set.name === undefined ? [] : nameFaults(set.name, now.groups, found.id)),
    ...(set.conditions === undefined ? [] : conditionFaults(found)),
    ...access.faults,
  ];
  return { change: { kind: 'device-group.update', group: { id: found.id, name: found.name }, set }, faults };
}

function changedTexts(fields: Partial<GroupFields>, group: DeviceGroup, standing: Standing): Set {
  const name = fields.name === undefined ? undefined : cleanName(fields.name);
  const description = fields.description === undefined ? undefined : cleanDescription(fields.description);
  const level = fields.level === undefined ? null : levelNamed(fields.level);
  const conditions =
    fields.conditions === undefined ? undefined : readConditions(fields.conditions, standing).conditions;
  return {
    ...(name !== undefined && name !== cleanName(group.name) && { name }),
    ...(description !== undefined && description !== cleanDescription(group.description) && { description }),
    ...(level !== null && level !== group.level && { level }),
    ...(conditions !== undefined &&
      !sameConditions(conditions, group.conditions) && { conditions: writable(conditions) }),
  };
}

/** The change that an input means in a tenant, all its faults at once, or why there is nothing to request. */
export type Resolved =
  | { readonly verdict: 'open'; readonly change: GroupChange }
  | { readonly verdict: 'invalid'; readonly faults: readonly Fault[] }
  | { readonly verdict: 'already' | 'unsupported'; readonly why: string };

/** What a form holds besides its input: values that nobody typed at the last check. */
export interface FormMemory {
  /** What the tenant held when the form was opened. */
  readonly opened?: FormInput;
  /** The input of the draft that it edits. */
  readonly draftedInput?: FormInput | null;
}

/**
 * Compares an input with a tenant. In addition to the fields of `validateInput`, faults can be at `access`. Judges only
 * what differs from what stands in the tenant, or stood there when the form was opened.
 * @param now must be read with the scopes `groups` and `access`
 */
export function resolveInput(input: GroupInput, now: TenantSnapshot, memory: FormMemory = {}): Resolved {
  const read = groupsIn(now);
  if ('why' in read) return { verdict: 'unsupported', why: read.why };
  const standing = standingIn(input, read.groups, memory, now.byHand === true);
  const touched = withoutUntouched(input, memory.opened, standing);
  const own = validateInput(touched, standing);
  const { change, faults } = resolutionOf(touched, { ...now, groups: read.groups }, standing);
  const told = new Set(own.map(({ field }) => field));
  const level = change === null ? [] : levelFaults(change, now);
  const all = [...own, ...[...faults, ...level].filter(({ field }) => !told.has(field))];
  if (change === null || all.length > 0) return { verdict: 'invalid', faults: all };
  const assessment = groupKindOf(change).assess(change, now);
  if (assessment.verdict === 'open') return { verdict: 'open', change };
  if (assessment.verdict !== 'already') return assessment;
  const named = groupKindOf(change).assess(asNamed(change, touched, read.groups), now);
  return named.verdict === 'open' ? assessment : named;
}

/** A change that leaves nothing to do, with what the input names of it: so it is told how that is known. */
function asNamed(change: GroupChange, input: GroupInput, groups: readonly DeviceGroup[]): GroupChange {
  const group = groupOf(input, groups);
  if (!group || !('fields' in input)) return change;
  const { level, access } = input.fields;
  const named = {
    ...(level !== undefined && isRemediationLevel(group.level) && { level: group.level }),
    ...(access !== undefined && { access: [...group.access] }),
  };
  if (change.kind === 'ungrouped-devices') return { ...change, set: { ...named, ...change.set } };
  if (change.kind !== 'device-group.update') return change;
  const rows = 'conditions' in input.fields && !group.opaque && { conditions: writable(group.conditions) };
  return { ...change, set: { ...named, ...rows, ...change.set } };
}

function standingIn(
  input: GroupInput,
  groups: readonly DeviceGroup[],
  { opened, draftedInput }: FormMemory,
  anySystem: boolean,
): Standing {
  const group = groupOf(input, groups);
  const inputs = [...(group ? [inputOfGroup(group)] : []), opened, draftedInput];
  return {
    fields: inputs.flatMap((one) => (one ? [one.fields] : [])),
    systems: (group?.conditions ?? []).flatMap((row) => (row.property === 'os' ? row.values : [])),
    anySystem,
  };
}

/** The group that an input changes; null if it makes a new one, or there is no such group. */
function groupOf(input: GroupInput, groups: readonly DeviceGroup[]): DeviceGroup | null {
  if (input.kind === 'ungrouped-devices') return groups.find(({ ungrouped }) => ungrouped) ?? null;
  if (input.kind !== 'device-group.update') return null;
  const found = findGroup(input.group, groups);
  return 'found' in found ? found.found : null;
}

function resolutionOf(input: GroupInput, now: GroupSnapshot, standing: Standing): Resolution<GroupChange> {
  switch (input.kind) {
    case 'device-group.create':
      return resolveCreate(input, now, standing);
    case 'device-group.update':
      return resolveUpdate(input, now, standing);
    case 'device-group.delete':
      return resolveDelete(input, now);
    case 'device-group.rank':
      return resolveRank(input, now);
    case 'ungrouped-devices':
      return resolveUngrouped(input, now);
  }
}
