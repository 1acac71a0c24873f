import { inEnglish } from '../../../shared/language/worded.ts';
import type { AffectedDevice, GroupRef } from '../../device-effects.ts';
import type { Device, DeviceGroup } from '../../device-group.ts';
import {
  isRemediationLevel,
  type LevelReading,
  levelWords,
  REMEDIATION_LEVELS,
  type RemediationLevel,
} from '../../remediation-level.ts';
import { isUnread } from '../model/groups-in.ts';
import { forbidsAutomation, roleOf } from '../model/sensitive.ts';
import type { MovePreview, StateCounts } from '../moves/move-preview.ts';
import { cut } from '../words/names.ts';
import type { ChangePreview } from './preview-of.ts';
import type { ShownDevices } from './shown-base.ts';

/** The most entries of each list on a card. */
const MOVES = 12;
const GROUPS = 8;
const TAKERS = 3;
const DEVICES = 10;

/** The most UTF-8 bytes of JSON for the whole, and the lengths (code points) to which names are cut until it fits. */
const MOST_BYTES = 3_600;
const NAME_LENGTHS = [60, 30, 15, 8] as const;
const SHORTEST = 4;

/**
 * The consequences for devices, small enough for a card and for the stored request. Lists are cut, and names too if
 * they are many and long.
 */
export function shownDevices(preview: ChangePreview, devices: readonly Device[]): Omit<ShownDevices, 'oracle'> {
  const raised = sensitiveIn(preview, devices);
  for (const length of NAME_LENGTHS) {
    const shown = withNames(preview, raised, length);
    if (Buffer.byteLength(JSON.stringify(shown)) <= MOST_BYTES) return shown;
  }
  return withNames(preview, raised, SHORTEST);
}

function withNames(preview: ChangePreview, raised: Sensitive, length: number): Omit<ShownDevices, 'oracle'> {
  const { moves: found } = preview;
  const [was, will] = [byId(preview.before), byId(preview.after)];
  const unread = new Set(preview.before.filter((group) => isUnread(group, 'conditions')).map(({ id }) => id));
  const unruled = found.opaque.filter(({ id }) => unread.has(id));
  const name = (group: GroupRef) => cut(group.name, length);
  const holder = (group: GroupRef | null) => (group === null ? null : name(group));
  return {
    ...countsOf(preview),
    moves: limited(found.moves, MOVES, ({ from, to, devices, effect }) => {
      const by = byLevels(was.get(from?.id)?.level, will.get(to?.id)?.level);
      return { from: holder(from), to: holder(to), devices, effect, ...by };
    }),
    levels: limited(found.levelChanges, GROUPS, ({ group, from, to, devices, effect }) => {
      const words = inEnglish(() => ({ from: levelWords(from), to: levelWords(to) }));
      return { group: name(group), ...words, devices, effect, ...byLevels(from, to) };
    }),
    shadowed: limited(found.shadowed, GROUPS, ({ group, newly, by }) => {
      return { group: name(group), devices: newly, by: limited(by, TAKERS, (taker) => name(taker.group)) };
    }),
    emptied: limited(found.emptied, GROUPS, name),
    opaque: limited(
      found.opaque.filter((group) => !unruled.includes(group)),
      GROUPS,
      name,
    ),
    ...(unruled.length > 0 && { unruled: limited(unruled, GROUPS, name) }),
    ...(raised.controllers + raised.servers + raised.forbidding.length > 0 && {
      sensitive: { ...raised, forbidding: limited(raised.forbidding, TAKERS, name) },
    }),
    first: found.affected.slice(0, DEVICES).map((device) => ({
      name: cut(device.name, length),
      from: holder(device.from),
      to: holder(device.to),
      effect: device.effect,
    })),
  };
}

interface Sensitive {
  readonly controllers: number;
  readonly servers: number;
  readonly forbidding: readonly GroupRef[];
}

/** On what of this automation rises: by names and systems of devices, and by the words of their groups, old and new. */
function sensitiveIn({ before, after, moves }: ChangePreview, devices: readonly Device[]): Sensitive {
  const raised = moves.affected.filter(({ effect, state }) => effect === 'raised' && isActedOn(state));
  if (raised.length === 0) return { controllers: 0, servers: 0, forbidding: [] };
  const [was, will] = [byId(before), byId(after)];
  const known = new Map(devices.map((device) => [device.id, device]));
  const roles = raised.map(({ id, name, from, to }) => {
    const device = { name, os: known.get(id)?.os ?? '' };
    return roleOf(device, will.get(to?.id)) ?? roleOf(device, was.get(from?.id));
  });
  const isForbidden = ({ id }: GroupRef, groups: typeof was) => forbidsAutomation(groups.get(id));
  const forbidding = raised.flatMap(({ from, to }) => [
    ...(from !== null && isForbidden(from, was) ? [from] : []),
    ...(to !== null && isForbidden(to, will) ? [to] : []),
  ]);
  return {
    controllers: roles.filter((role) => role === 'controller').length,
    servers: roles.filter((role) => role === 'server').length,
    forbidding: [...new Map(forbidding.map((group) => [group.id, group])).values()],
  };
}

/** A level acts on devices that are onboarded. */
function isActedOn(state: AffectedDevice['state']): boolean {
  return state === undefined || state === 'inactive' || state === 'duplicate';
}

function byLevels(
  from: LevelReading | undefined,
  to: LevelReading | undefined,
): { by?: { from: RemediationLevel; to: RemediationLevel } } {
  if (from === undefined || to === undefined || from === to) return {};
  return isRemediationLevel(from) && isRemediationLevel(to) ? { by: { from, to } } : {};
}

type Counts = Pick<
  ShownDevices,
  | 'devices'
  | 'moved'
  | 'releveled'
  | 'lowered'
  | 'raised'
  | 'unclear'
  | 'weakest'
  | 'opened'
  | 'elsewhere'
  | 'heldByOpaque'
>;

function countsOf({ before, after, moves }: ChangePreview): Counts {
  return {
    devices: moves.devices,
    moved: moves.moved,
    releveled: moves.affected.length - moves.moved,
    lowered: onboardedOf(moves.lowered),
    raised: moves.affected.filter(({ effect }) => effect === 'raised').length,
    unclear: onboardedOf(moves.unclear),
    weakest: weakestOf(moves, after),
    opened: openedBy(moves, before, after),
    elsewhere: moves.elsewhere,
    heldByOpaque: moves.heldByOpaque,
  };
}

/** A level acts on devices that are onboarded, those that may be double included. */
function onboardedOf({ onboarded, inactive, duplicate }: StateCounts): number {
  return onboarded + inactive + duplicate;
}

function weakestOf({ moves, levelChanges }: MovePreview, after: readonly DeviceGroup[]): RemediationLevel | null {
  const groups = byId(after);
  const levels = new Set([
    ...moves.filter(({ effect }) => effect === 'lowered').map(({ to }) => groups.get(to?.id)?.level),
    ...levelChanges.filter(({ effect }) => effect === 'lowered').map(({ to }) => to),
  ]);
  return REMEDIATION_LEVELS.findLast((level) => levels.has(level)) ?? null;
}

function openedBy({ moves }: MovePreview, before: readonly DeviceGroup[], after: readonly DeviceGroup[]): number {
  const [was, will] = [byId(before), byId(after)];
  const isOpen = (group: DeviceGroup | undefined) => group === undefined || group.access.length === 0;
  const opening = moves.filter(({ from, to }) => !isOpen(was.get(from?.id)) && isOpen(will.get(to?.id)));
  return opening.reduce((sum, { devices }) => sum + devices, 0);
}

function byId(groups: readonly DeviceGroup[]): ReadonlyMap<number | undefined, DeviceGroup> {
  return new Map(groups.map((group) => [group.id, group]));
}

function limited<T, U>(entries: readonly T[], most: number, shape: (entry: T) => U): { list: U[]; more: number } {
  return { list: entries.slice(0, most).map(shape), more: Math.max(0, entries.length - most) };
}
