import { AirlockError } from '../../../shared/errors.ts';
import type { AffectedDevice, GroupRef } from '../../device-effects.ts';
import type { Device, DeviceGroup } from '../../device-group.ts';
import { USUAL_WAYS, type Ways } from '../membership/assumptions.ts';
import { someOf } from '../membership/fit-ways.ts';
import { FleetWalk, type Parts } from './fleet-walk.ts';
import type { MovePreview } from './move-preview.ts';

/** What was found when the same change was previewed before: it stays as long as nothing speaks clearly against it. */
export interface Earlier {
  readonly ways: Ways;
  /** Ids of the groups that counted by the report. */
  readonly apart: ReadonlySet<number>;
}

const NOTHING_EARLIER: Earlier = { ways: USUAL_WAYS, apart: new Set() };

/** The most times that all devices are looked at to find the ways that fit. */
const ROUNDS = 4;

/** In a larger fleet some devices, about so many, are looked at first: mostly they show already which ways fit. */
const LARGE = 50_000;
const SAMPLE = 10_000;

/**
 * Works out what happens when the groups `before` become the groups `after`: which devices move, which are protected
 * less, and which groups are shadowed or left empty. Groups with the same id are the same group; a group to create has
 * an id that no other group has (-1 on the wire). Where Defender's report shows that rules are compared otherwise than
 * assumed, it is done that way; and a group whose report mostly disagrees with its rule counts by the report.
 * @throws AirlockError internal if a list contains an id twice
 */
export function previewMoves(
  devices: readonly Device[],
  before: readonly DeviceGroup[],
  after: readonly DeviceGroup[],
  earlier: Earlier = NOTHING_EARLIER,
): MovePreview {
  const walk = surelyFitted({ devices, before, after, refs: refsOf(before, after) }, earlier);
  return walk.preview(walk.report.mostlyApart(earlier.apart));
}

/** How the rules of a tenant are compared, as its devices show, where no group changes. */
export interface FleetReading {
  readonly ways: Ways;
  /** Ids of the groups that count by the report. */
  readonly apart: ReadonlySet<number>;
  /** How many devices could be compared with the report, and on how many rules and report agree. */
  readonly compared: number;
  readonly agreed: number;
}

/** Reads that from all devices, for what is reckoned of a few of them. @param from the ways that were found before */
export function readFleet(devices: readonly Device[], groups: readonly DeviceGroup[], from = USUAL_WAYS): FleetReading {
  const parts = { devices, before: groups, after: groups, refs: new Map() };
  const { ways, report } = surelyFitted(parts, { ways: from });
  const { compared, agreed } = report;
  return { ways, apart: report.mostlyApart(new Set()), compared, agreed };
}

function surelyFitted(parts: Parts, from: Pick<Earlier, 'ways'>): FleetWalk {
  const { devices } = parts;
  const isLarge = devices.length > LARGE;
  return fittedWalk(parts, isLarge ? fittedWalk({ ...parts, devices: someOf(devices, SAMPLE) }, from) : from);
}

/**
 * Looks at the devices until no other ways fit them clearly better.
 * @param from the ways to begin with, and what was prepared for them, if anything
 */
function fittedWalk(parts: Parts, from: Pick<Earlier, 'ways'> | FleetWalk): FleetWalk {
  let walk = new FleetWalk(parts, from.ways, 'matches' in from ? from.matches : undefined);
  for (let round = 1; round < ROUNDS; round++) {
    const fitter = walk.fitterWays();
    if (fitter === null) break;
    walk = new FleetWalk(parts, fitter, walk.matches.by(fitter));
  }
  return walk;
}

/**
 * Gives a page of the devices that change their group, in the preview's order; the preview's `moved` is their number.
 */
export function movedDevices(preview: MovePreview, skip: number, top: number): readonly AffectedDevice[] {
  const from = Math.max(0, skip);
  return preview.affected.slice(from, Math.min(preview.moved, from + Math.max(0, top)));
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
