import { createHash } from 'node:crypto';
import { AirlockError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import type { AffectedDevice, GroupRef } from '../../device-effects.ts';
import type { Device, DeviceGroup } from '../../device-group.ts';
import { GroupIndex } from '../membership/group-index.ts';
import type { MovePreview } from './move-preview.ts';
import { ShadowTally } from './shadow-tally.ts';
import { TransitionTally } from './transition-tally.ts';

/**
 * Works out what happens when the groups `before` become the groups `after`: which devices move, which are protected
 * less, and which groups are shadowed or left empty. Groups with the same id are the same group; a group to create has
 * an id that no other group has (-1 on the wire).
 * @throws AirlockError internal if a list contains an id twice
 */
export function previewMoves(
  devices: readonly Device[],
  before: readonly DeviceGroup[],
  after: readonly DeviceGroup[],
): MovePreview {
  const refs = refsOf(before, after);
  const was = new GroupIndex(before);
  const will = new GroupIndex(after);
  const shadows = new ShadowTally(was, will);
  const transitions = new TransitionTally(before, after, refs);
  const reported = new ReportedTally(before);
  const matchingBefore = was.emptySet();
  const matchingAfter = will.emptySet();
  for (const device of devices) {
    was.match(device, matchingBefore);
    will.match(device, matchingAfter);
    const holder = was.winner(matchingBefore);
    shadows.note(matchingBefore, matchingAfter);
    transitions.note(device, holder, will.winner(matchingAfter));
    reported.note(device, before[holder]);
  }
  const opaque = opaqueGroups(before, after, refs);
  return {
    devices: devices.length,
    ...transitions.result(),
    shadowed: shadows.newlyShadowed(refs),
    opaque,
    inexact: opaque.length > 0,
    elsewhere: reported.elsewhere,
    heldByOpaque: reported.heldByOpaque,
  };
}

/**
 * Gives a page of the devices that change their group, in the preview's order; the preview's `moved` is their number.
 */
export function movedDevices(preview: MovePreview, skip: number, top: number): readonly AffectedDevice[] {
  const from = Math.max(0, skip);
  return preview.affected.slice(from, Math.min(preview.moved, from + Math.max(0, top)));
}

/** Counts the devices that Defender reports in another group than the rules say. */
class ReportedTally {
  elsewhere = 0;
  heldByOpaque = 0;
  readonly #opaque: ReadonlySet<number>;
  readonly #rest: number | null;

  constructor(groups: readonly DeviceGroup[]) {
    this.#opaque = new Set(groups.filter((group) => group.opaque).map((group) => group.id));
    this.#rest = groups.find((group) => group.ungrouped)?.id ?? null;
  }

  note(device: Device, holder: DeviceGroup | undefined): void {
    if (device.groupId === 'unknown') return;
    const reported = device.groupId ?? this.#rest;
    if (reported !== null && this.#opaque.has(reported)) this.heldByOpaque++;
    else if (reported !== (holder?.id ?? null)) this.elsewhere++;
  }
}

/** Every group by id, with its name after the change, or its old name if the change deletes it. */
function refsOf(before: readonly DeviceGroup[], after: readonly DeviceGroup[]): ReadonlyMap<number, GroupRef> {
  for (const groups of [before, after]) {
    if (new Set(groups.map((group) => group.id)).size !== groups.length) {
      throw new AirlockError('internal', 'Two device groups share one id; who moves cannot be told.');
    }
  }
  return new Map([...before, ...after].map(({ id, name }) => [id, { id, name }]));
}

function opaqueGroups(
  before: readonly DeviceGroup[],
  after: readonly DeviceGroup[],
  refs: ReadonlyMap<number, GroupRef>,
): GroupRef[] {
  const ids = new Set([...before, ...after].filter((group) => group.opaque).map((group) => group.id));
  return [...refs.values()].filter(({ id }) => ids.has(id)).sort((a, b) => a.id - b.id);
}

/** Lists longer than this are replaced by their SHA-256, since a fingerprint is stored with every request. */
const MOST_ENTRIES = 10;

/**
 * The part of a preview that an approval is bound to. Equal previews have equal fingerprints, in whatever order devices
 * and groups were read. `affected` is a SHA-256 over the sorted [device id, from, to, effect] of every device that
 * moves or whose group's level changes. The number and names of devices, the number of shadowed ones, and the groups
 * where Defender still shows them are left out on purpose: they change on their own, without any change to what was
 * approved.
 */
export function movesFingerprint(preview: MovePreview): Json {
  return {
    moved: preview.moved,
    moves: compact(preview.moves.map(({ from, to, devices, effect }) => [idOf(from), idOf(to), devices, effect])),
    levelChanges: compact(
      preview.levelChanges.map(({ group, from, to, devices, effect }) => [group.id, from, to, devices, effect]),
    ),
    lowersProtection: preview.lowersProtection,
    unclearProtection: preview.unclearProtection,
    emptied: compact(preview.emptied.map(({ id }) => id)),
    shadowed: compact(preview.shadowed.map(({ group }) => group.id).sort((a, b) => a - b)),
    opaque: compact(preview.opaque.map(({ id }) => id)),
    affected: hashOfAffected(preview),
  };
}

function hashOfAffected(preview: MovePreview): string {
  const rows = preview.affected.map(({ id, from, to, effect }) => JSON.stringify([id, idOf(from), idOf(to), effect]));
  return sha256(rows.sort().join('\n'));
}

function compact(list: readonly Json[]): Json {
  return list.length <= MOST_ENTRIES ? list : sha256(JSON.stringify(list));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function idOf(group: GroupRef | null): number | null {
  return group?.id ?? null;
}
