import { createHash } from 'node:crypto';
import { asJson, type Json } from '../../../shared/json.ts';
import { inEnglish } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { AffectedDevice, GroupRef } from '../../device-effects.ts';
import { unusualWays, waysOf } from '../../device-group/membership/assumptions.ts';
import { assign } from '../../device-group/membership/group-index.ts';
import { areUnread } from '../../device-group/model/groups-in.ts';
import { type FleetReading, readFleet } from '../../device-group/moves/devices-that-move.ts';
import { lackLines } from '../../device-group/preview/lack-words.ts';
import type { Device, DeviceGroup } from '../../device-group.ts';
import { type ProtectionEffect, protectionEffect } from '../../remediation-level.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { namesakesIn } from '../namesakes.ts';
import { madeGroup, storedName } from './made-group.ts';
import { type DeviceTagsChange, devicesById, hasTag, isSameTag, type ShownTags, shownIn } from './tag-change.ts';

/** One device of the change: where it is, and where the rules put it once it has the tag, or has it no more. */
interface Placed {
  readonly device: Device;
  readonly was: Device['groupId'];
  /** `unknown` where not every rule and rank is known, and where the device is not reported where the rules put it. */
  readonly to: Device['groupId'];
  /** Whether the rules, as Airlock reads them, put it elsewhere than Defender reports it, already now. */
  readonly isElsewhere: boolean;
  readonly effect: ProtectionEffect;
}

/** The base of a change of tags: which devices have it, and where the rules would put them, as far as is known. */
export function tagBase(change: DeviceTagsChange, now: TenantSnapshot, earlier?: Base): Base {
  const { ways = [] } = earlier ? shownIn(earlier) : {};
  const reading = readingOf(now, ways);
  const placed = placedDevices(change, now, reading);
  const moves = placed.filter(isMove);
  const elsewhere = placed.filter(({ isElsewhere }) => isElsewhere).length;
  const isKnown = areRulesKnown(now);
  const made = isKnown ? null : madeGroup(change, now, waysOf(ways), asAsked(change));
  const shown: ShownTags = {
    was: placed.map(({ was }) => was),
    to: isKnown ? placed.map(({ to }) => to) : null,
    ...(made && { made: { name: made.name, devices: made.devices } }),
    ...(made?.reading && isUnusual(made.reading) && waysIn(made.reading)),
    ...(elsewhere > 0 && { elsewhere }),
    ...(reading && isUnusual(reading) && waysIn(reading)),
    names: Object.fromEntries((now.groups ?? []).map((group) => [`${idOf(group)}`, storedName(group)])),
    effects: counted(moves.map(({ effect }) => effect)),
    lacks: [...inEnglish(() => lackLines(now.devicesLack)), ...(now.tags?.lacks ? [now.tags.lacks] : [])],
    readAt: now.devicesAt ?? now.readAt,
  };
  const ids = change.devices.map(({ id }) => id);
  const untold = ids.filter((id) => hasTag(change, now, id) === null);
  const tagged = ids.filter((id) => hasTag(change, now, id) === true);
  return {
    objects: asJson({ tagged, ...(untold.length > 0 && { untold }), namesakes: namesakesIn(change, now) }),
    preview: isKnown ? fingerprint(moves) : null,
    shown: asJson(shown),
  };
}

const readings = new WeakMap<TenantSnapshot, Map<string, FleetReading>>();

/** How rules are compared in this tenant, as all of its devices show; null where not all rules and ranks are known. */
function readingOf(now: TenantSnapshot, from: readonly string[] = []): FleetReading | null {
  if (!areRulesKnown(now)) return null;
  const known = readings.get(now) ?? new Map<string, FleetReading>();
  readings.set(now, known);
  const reading = known.get(from.join()) ?? readFleet(now.devices ?? [], now.groups ?? [], waysOf(from));
  known.set(from.join(), reading);
  return reading;
}

function isUnusual({ ways }: FleetReading): boolean {
  return unusualWays(ways).length > 0;
}

function waysIn({ ways, compared, agreed }: FleetReading) {
  return { ways: [...unusualWays(ways)], compared, agreed };
}

/** Which devices would move where, without the order in which they were read. */
function fingerprint(moves: readonly Placed[]): Json {
  const rows = moves.map(({ device, was, to, effect }) => JSON.stringify([device.id, was, to, effect])).sort();
  return { moved: moves.length, moves: createHash('sha256').update(rows.join('\n')).digest('hex') };
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** Whether the rules and ranks of all groups are known; a tenant without groups has none to know. */
function areRulesKnown({ groups, groupsLack }: TenantSnapshot): boolean {
  if (groupsLack !== undefined) return false;
  return groups !== undefined && groups.length > 0 && !areUnread(groups) && !groups.some(({ opaque }) => opaque);
}

function isMove({ was, to }: Placed): boolean {
  return to !== 'unknown' && was !== to;
}

/** Every device of the change, those that would move first. */
export function affectedByTags(change: DeviceTagsChange, now: TenantSnapshot): readonly AffectedDevice[] {
  const refs = new Map((now.groups ?? []).map((group) => [idOf(group), { id: group.id, name: storedName(group) }]));
  const ref = (id: Device['groupId']): GroupRef | null => (id === 'unknown' ? null : (refs.get(id) ?? null));
  const placed = placedDevices(change, now);
  return [...placed.filter(isMove), ...placed.filter((one) => !isMove(one))].map(({ device, was, to, effect }) => ({
    id: device.id,
    name: device.name || device.dnsName || device.id,
    from: ref(was),
    to: ref(to === 'unknown' ? was : to),
    ...(to === 'unknown' && { toUnknown: true }),
    effect,
    ...(device.state !== 'onboarded' && { state: device.state }),
  }));
}

/** @param reading null where the rules are not known */
function placedDevices(change: DeviceTagsChange, now: TenantSnapshot, reading = readingOf(now)): readonly Placed[] {
  const devices = change.devices.map(({ id, name }) => devicesById(now).get(id) ?? { ...NOT_LISTED, id, name });
  const groups = now.groups ?? [];
  const winners = reading ? assign(devices.map(asAsked(change)), groups, reading.ways).winners : [];
  const before = reading ? assign(devices, groups, reading.ways).winners : [];
  const byReport = (at: number | undefined) => reading?.apart.has(groups[at ?? -1]?.id ?? Number.NaN) ?? false;
  const byId = new Map(groups.map((group) => [idOf(group), group]));
  return devices.map((device, at) => {
    const was = device.groupId;
    const isReckoned = reading !== null && !device.tagsUnread;
    const isElsewhere = isReckoned && was !== idAt(groups, before[at]);
    const to = isReckoned && !isElsewhere && !byReport(winners[at]) ? idAt(groups, winners[at]) : 'unknown';
    const known = was !== 'unknown' && to !== 'unknown';
    const effect = known && was !== to ? protectionEffect(levelIn(byId, was), levelIn(byId, to)) : 'same';
    return { device, was, to, isElsewhere, effect };
  });
}

function idAt(groups: readonly DeviceGroup[], winner: number | undefined): number | null {
  const group = groups[winner ?? -1];
  return group ? idOf(group) : null;
}

function levelIn(byId: ReadonlyMap<number | null, DeviceGroup>, id: number | null) {
  return byId.get(id)?.level ?? null;
}

/** A device reports no group where it is among the ungrouped ones. */
function idOf({ ungrouped, id }: DeviceGroup): number | null {
  return ungrouped ? null : id;
}

/** A device as rules see it once the tag is set, or taken away. */
function asAsked({ action, tag }: DeviceTagsChange) {
  return (device: Device): Device => {
    const others = device.tags.filter((one) => !isSameTag(one, tag));
    return { ...device, tags: action === 'add' ? [...others, tag] : others };
  };
}

/** The tenant with the tag set on the devices of the change, or taken from them, and where the rules put them then. */
export function withTags(change: DeviceTagsChange, now: TenantSnapshot): TenantSnapshot {
  if (!now.devices) return now;
  const set = asAsked(change);
  const placed = new Map(placedDevices(change, now).map((one) => [one.device.id, one]));
  const devices = now.devices.map((device) => {
    const one = placed.get(device.id);
    return one ? { ...set(device), ...(isMove(one) && { groupId: one.to }) } : device;
  });
  return { ...now, devices };
}

/** A device that left the list after it was asked for. */
const NOT_LISTED: Omit<Device, 'id' | 'name'> = {
  dnsName: '',
  domain: '',
  os: '',
  tags: [],
  tagsUnread: true,
  groupId: 'unknown',
  state: 'unknown',
  entraJoined: null,
};
