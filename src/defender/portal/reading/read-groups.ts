import { z } from 'zod';
import {
  type DeviceGroup,
  type EntraGroupRef,
  GROUP_PARTS,
  type GroupPart,
  groupedById,
  twinName,
  UNREADABLE_ACCESS,
  unreadName,
} from '../../../changes/device-group.ts';
import { type LevelReading, REMEDIATION_LEVELS, type RemediationLevel } from '../../../changes/remediation-level.ts';
import type { TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { asJson, canonical } from '../../../shared/json.ts';
import { t } from '../../../shared/language/worded.ts';
import type { PortalCall } from '../portal-call.ts';
import { ASSUMED_OPERATORS, conditionOf, type Operators } from '../wire-rule.ts';
import { isOfAnotherForm, oddParts, type WireGroup, wireGroupOf } from '../writes/odd-parts.ts';
import { readList } from './portal-lists.ts';
import { known } from './read-features.ts';

export const GROUPS_PATH = '/rbacManagementApi/rbac/machine_groups';
const READ_PATH = `${GROUPS_PATH}?addAadGroupNames=true&addMachineGroupCount=false`;

const entry = z.looseObject({});

/** The groups as they were listed, how many entries of the list are none, and which key may say that there are more. */
interface WireList {
  readonly groups: readonly WireGroup[];
  readonly leftOut: number;
  readonly moreBy?: string;
}

/**
 * The portal's numbers (docs/facts/defender.md#portal-device-groups). The number for core folders was never published.
 */
export const LEVEL_NUMBERS: Readonly<Partial<Record<RemediationLevel, number>>> = {
  none: 0,
  'semi-all-folders': 1,
  'semi-non-temp-folders': 2,
  full: 3,
};

/** Levels that cannot be written, since Airlock guesses no number. */
export const UNWRITABLE: readonly RemediationLevel[] = REMEDIATION_LEVELS.filter(
  (level) => LEVEL_NUMBERS[level] === undefined,
);

function entryOf(item: unknown): Readonly<Record<string, unknown>>[] {
  const { data } = entry.safeParse(item);
  return data ? [data] : [];
}

/**
 * Reads every group. What is odd in one of them is not known of that one, and an entry that is no group is left out.
 * @throws AirlockError tenant-schema where no group has a number, or none has some part as expected: then the form has
 * changed
 */
export async function readWireGroups(call: PortalCall): Promise<WireList> {
  const what = 'device groups';
  const { items, ...short } = await readList(call, READ_PATH, what);
  if (items.length === 0) {
    const text = t`Defender listed no device groups at all, not even the ungrouped devices: the list cannot be whole.`;
    throw new AirlockError('tenant-schema', text);
  }
  const entries = items.flatMap(entryOf);
  const groups = entries.map(wireGroupOf);
  if (groups.length === 0 || isOfAnotherForm(groups)) known({ success: false }, what);
  return { groups, leftOut: items.length - entries.length, ...short };
}

/** Converts the groups, in rank order: 1 first, the ungrouped devices last. */
export function groupsOf(wire: readonly WireGroup[], operators: Operators = ASSUMED_OPERATORS): readonly DeviceGroup[] {
  const isOrderKnown = areRanked(wire);
  return joinTwins(inRankOrder(wire).map((group, index) => groupOf(group, isOrderKnown ? index + 1 : null, operators)));
}

/** Groups of one number as one group, of which is known what is the same of all. The ungrouped devices stay. */
function joinTwins(groups: readonly DeviceGroup[]): readonly DeviceGroup[] {
  const byId = groupedById<number, DeviceGroup>(groups);
  if (byId.size === groups.length) return groups;
  return groups.flatMap((group) => {
    const all = byId.get(group.id) ?? [];
    if (group.ungrouped || all.length === 1) return [group];
    return all.find(({ ungrouped }) => !ungrouped) === group ? [joined(group, all)] : [];
  });
}

function joined(first: DeviceGroup, all: readonly DeviceGroup[]): DeviceGroup {
  const differs = (part: GroupPart) =>
    all.some((one) => canonical(asJson(one[part])) !== canonical(asJson(first[part])));
  const unread = GROUP_PARTS.filter((part) => all.some((one) => one.unread?.includes(part)) || differs(part));
  const twins = all.map((one) => (one.ungrouped ? 'Ungrouped devices' : one.name));
  return {
    ...first,
    ...(unread.includes('name') && { name: twinName(first.id, [...new Set(twins)]) }),
    ...(unread.includes('level') && { level: 'unread' }),
    ...(unread.includes('rank') && { rank: null }),
    ...(unread.includes('access') && { access: [] }),
    opaque: first.opaque || unread.includes('conditions'),
    unread,
    twins,
  };
}

/** Whether every rank can be read: one that cannot leaves the order of all unknown. */
export function areRanked(wire: readonly WireGroup[]): boolean {
  return !wire.some((group) => oddParts(group).includes('rank'));
}

export function inRankOrder(wire: readonly WireGroup[]): readonly WireGroup[] {
  return [...wire].sort(
    (a, b) =>
      Number(a.IsUnassignedMachineGroup) - Number(b.IsUnassignedMachineGroup) ||
      a.Priority - b.Priority ||
      a.MachineGroupId - b.MachineGroupId,
  );
}

/** @param rank null where the order of the groups is not known */
function groupOf(group: WireGroup, rank: number | null, operators: Operators): DeviceGroup {
  const rules = (group.GroupRules ?? []).map((row) => conditionOf(row, operators));
  const ungrouped = group.IsUnassignedMachineGroup;
  const odd = oddParts(group).filter((part) => part !== 'rank');
  const unread = rank === null && !ungrouped ? [...odd, 'rank' as const] : odd;
  return {
    id: group.MachineGroupId,
    name: odd.includes('name') ? unreadName(group.MachineGroupId) : nameOf(group),
    description: descriptionOf(group),
    level: odd.includes('level') ? 'unread' : levelOf(group.AutoRemediationLevel),
    rank: ungrouped ? null : rank,
    conditions: rules.filter((rule) => rule !== null && rule !== 'opaque'),
    opaque: rules.includes('opaque') || odd.includes('conditions'),
    access: (group.MachineGroupAssignments ?? []).map(assignedTo),
    ungrouped,
    ...(unread.length > 0 && { unread }),
  };
}

export function nameOf({ Name }: WireGroup): string {
  return Name?.trim() ?? '';
}

/** The names letter by letter, by number, of those that have blanks at their ends; empty for none. */
export function writtenNamesIn(wire: readonly WireGroup[]): Pick<TenantSnapshot, 'writtenNames'> {
  const odd = wire.filter((group) => nameOf(group) !== '' && group.Name !== nameOf(group));
  return odd.length === 0
    ? {}
    : { writtenNames: new Map(odd.map(({ MachineGroupId, Name }) => [MachineGroupId, `${Name}`])) };
}

export function descriptionOf({ Description }: WireGroup): string {
  return typeof Description === 'string' ? Description : '';
}

const entraGroup = z.object({
  ObjectId: z.string().trim().min(1).toLowerCase(),
  DisplayName: z.string().nullish().catch(null),
});

/**
 * The Entra group of an assignment. One that cannot be read is still an assignment: without it the devices would seem
 * to be open to everybody.
 */
export function assignedTo({ WcdAadGroup }: NonNullable<WireGroup['MachineGroupAssignments']>[number]): EntraGroupRef {
  const parsed = entraGroup.safeParse(WcdAadGroup).data;
  return parsed ? { id: parsed.ObjectId, name: parsed.DisplayName ?? '' } : UNREADABLE_ACCESS;
}

export function levelOf(number: number): LevelReading {
  const named = Object.entries(LEVEL_NUMBERS).find(([, value]) => value === number);
  return named ? (named[0] as RemediationLevel) : `unknown:${number}`;
}

const ACCESS_PATH = '/rbacManagementApi/rbac/aad_groups';

const withoutId = z.object({ DisplayName: z.string().trim().min(1) });

/**
 * Reads the Entra groups that hold a Defender role: only these can be given access to a device group
 * (docs/facts/defender.md#portal-device-groups, docs/facts/defender.md#device-groups). One with a name and without an
 * id is told as that where somebody names it.
 */
export async function readAccess(call: PortalCall): Promise<readonly EntraGroupRef[]> {
  const what = 'Entra groups with a role';
  const { items, moreBy } = await readList(call, ACCESS_PATH, what);
  if (moreBy !== undefined) known({ success: false }, what);
  const groups = items.flatMap((item) => entraGroup.safeParse(item).data ?? []);
  if (groups.length === 0 && items.length > 0) known({ success: false }, what);
  const named = items.flatMap((item) =>
    entraGroup.safeParse(item).success ? [] : (withoutId.safeParse(item).data ?? []),
  );
  const listed = groups.map(({ ObjectId, DisplayName }) => ({ id: ObjectId, name: DisplayName?.trim() ?? '' }));
  const names = groupedById<string, (typeof listed)[number]>(listed);
  return [
    ...[...names].map(([id, of]) => ({ id, name: onlyName(of.map(({ name }) => name)) })),
    ...named.map(({ DisplayName }) => ({ id: UNREADABLE_ACCESS.id, name: DisplayName })),
  ];
}

/** Of an id with two names it is not known what it is called. */
function onlyName(names: readonly string[]): string {
  const [name = '', ...others] = new Set(names);
  return others.length === 0 ? name : '';
}
