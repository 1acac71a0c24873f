import { recordWrite, type WireGroup, type World } from '../company/world.ts';
import { describeGroupWrite } from '../defender/describe-group-write.ts';
import { replaceGroups } from '../defender/group-of.ts';
import { toWireGroup, wireTime } from '../defender/to-wire-group.ts';
import { SentGroup } from '../defender/wire-group.ts';

/** Who is recorded for a change behind the bot's back, where nobody is named. */
export const PORTAL_USER = 'portal user';

/** Finds a group by its number, or by its name in any case. */
export function findGroup(world: World, key: number | string): WireGroup | undefined {
  return world.tenant.deviceGroups.find((group) =>
    typeof key === 'number'
      ? group.MachineGroupId === key
      : group.Name.trim().toLowerCase() === key.trim().toLowerCase(),
  );
}

function store(world: World, groups: readonly WireGroup[], by: string): void {
  const before = world.tenant.deviceGroups;
  replaceGroups(world, groups);
  recordWrite(world, by, describeGroupWrite(before, world.tenant.deviceGroups));
}

function build(world: World, value: object, id: number): WireGroup | string {
  const read = SentGroup.safeParse({ ...value, MachineGroupId: id });
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return { ...toWireGroup(read.data, world.entraGroups), LastUpdated: wireTime(world.now()) };
}

/**
 * Replaces a group. It checks only the shape: unknown levels and rules are allowed.
 * @returns why it was refused; undefined if it was done
 */
export function replaceGroup(world: World, group: WireGroup, value: object, by: string): string | undefined {
  const { IsUnassignedMachineGroup } = group;
  const after = build(world, { ...value, IsUnassignedMachineGroup }, group.MachineGroupId);
  if (typeof after === 'string') return after;
  store(
    world,
    world.tenant.deviceGroups.map((one) => (one === group ? after : one)),
    by,
  );
  return undefined;
}

/**
 * Adds a group with the next number, last in rank where no rank is given.
 * @returns why it was refused; undefined if it was done
 */
export function addGroup(world: World, value: object, by: string): string | undefined {
  const { deviceGroups, nextGroupId } = world.tenant;
  const last = 1 + Math.max(0, ...deviceGroups.filter(isRanked).map(({ Priority }) => Priority));
  const after = build(world, { Priority: last, ...value, IsUnassignedMachineGroup: false }, nextGroupId);
  if (typeof after === 'string') return after;
  world.tenant.nextGroupId += 1;
  store(world, [...world.tenant.deviceGroups, after], by);
  return undefined;
}

/**
 * Deletes a group.
 * @returns why it was refused; undefined if it was done
 */
export function deleteGroup(world: World, group: WireGroup, by: string): string | undefined {
  if (group.IsUnassignedMachineGroup) return 'The ungrouped devices cannot be deleted.';
  store(
    world,
    world.tenant.deviceGroups.filter((one) => one !== group),
    by,
  );
  return undefined;
}

function isRanked({ IsUnassignedMachineGroup }: WireGroup): boolean {
  return !IsUnassignedMachineGroup;
}

/**
 * Moves a group right before another; null for the last place. All ranks are counted anew.
 * @returns why it was refused; undefined if it was done
 */
export function rankGroup(world: World, group: WireGroup, before: WireGroup | null, by: string): string | undefined {
  if (!isRanked(group)) return 'The ungrouped devices have no rank.';
  if (before && !isRanked(before)) return 'Nothing stands after the ungrouped devices.';
  const others = world.tenant.deviceGroups.filter((one) => isRanked(one) && one !== group);
  const at = before === null ? others.length : others.indexOf(before);
  if (at < 0) return 'A group cannot stand before itself.';
  const ranked = others.toSpliced(at, 0, group).map((one, index) => ({ ...one, Priority: index + 1 }));
  store(world, [...ranked, ...world.tenant.deviceGroups.filter((one) => !isRanked(one))], by);
  return undefined;
}
