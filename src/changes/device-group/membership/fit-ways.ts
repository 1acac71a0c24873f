import type { Device, DeviceGroup } from '../../device-group.ts';
import { otherWays, type Ways } from './assumptions.ts';
import { comparedBy } from './compared-values.ts';
import { meetsRule } from './meets-rule.ts';

/** A device whose reported group is known: where it is reported and where the rules put it, as indexes of groups. */
export interface Compare {
  readonly device: Device;
  readonly reported: number;
  readonly reckoned: number;
}

/** Groups, the ways in which their rules were compared, and which of them takes a device if compared in others. */
export interface Fitted {
  readonly groups: readonly DeviceGroup[];
  readonly ways: Ways;
  readonly takers: (ways: Ways) => { takerOf(device: Device): number };
}

/** The fewest devices on which a way must do better, and the part of all that disagree. */
const FEWEST = 3;
const PART = 1 / 4;

/**
 * The most devices of each kind that are tried. They are chosen by their ids, so the order of reading plays no part.
 */
const MOST_DISAGREEING = 600;
const MOST_AGREEING = 3_000;

/**
 * The ways that fit Defender's report clearly better than those given, in one assumption. Null if there are none: a few
 * devices more or less never change the ways. Where several assumptions do not hold, ask again from what this gives.
 * @param agreeing gives the devices on which rules and report agree; called only where something promises to fit better
 */
export function fitterWays(
  { groups, ways: from, takers }: Fitted,
  disagreeing: readonly Compare[],
  agreeing: () => readonly Compare[],
): Ways | null {
  if (disagreeing.length < FEWEST) return null;
  const wrong = sampleOf(disagreeing, MOST_DISAGREEING);
  const promising = otherWays(from).filter(
    ({ ways }) => couldMend(groups, ways, wrong.list) >= PART * wrong.list.length,
  );
  if (promising.length === 0) return null;
  const right = sampleOf(agreeing(), MOST_AGREEING);
  const enough = Math.max(FEWEST, PART * disagreeing.length);
  let best: { readonly ways: Ways; readonly score: number } | null = null;
  for (const { ways } of promising) {
    const gained = gain(takers(ways), wrong);
    const score = gained < enough ? 0 : gained - loss(takers(ways), right);
    if (score >= enough && score > (best?.score ?? 0)) best = { ways, score };
  }
  return best?.ways ?? null;
}

/** On how many devices the other ways could give the reported group, as far as one can tell from two groups each. */
function couldMend(groups: readonly DeviceGroup[], to: Ways, wrong: readonly Compare[]): number {
  const will = comparedBy(to);
  const takes = (device: Device, group: DeviceGroup | undefined) =>
    group !== undefined && will.isTaken(device) && meetsRule(device, group, will);
  return wrong.filter(({ device, reported, reckoned }) => {
    const group = groups[reported];
    if (group === undefined) return false;
    return group.ungrouped ? !takes(device, groups[reckoned]) : takes(device, group);
  }).length;
}

interface Sample {
  readonly list: readonly Compare[];
  /** How many devices each one stands for. */
  readonly weight: number;
}

function sampleOf(all: readonly Compare[], most: number): Sample {
  const every = Math.ceil(all.length / most);
  if (every <= 1) return { list: all, weight: 1 };
  const list = all.filter(({ device }) => hashOf(device.id) % every === 0);
  return { list, weight: list.length === 0 ? 0 : all.length / list.length };
}

/** Some of the devices, about so many, chosen by their ids. */
export function someOf(devices: readonly Device[], most: number): readonly Device[] {
  const every = Math.ceil(devices.length / most);
  return devices.filter(({ id }) => hashOf(id) % every === 0);
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

type Takers = ReturnType<Fitted['takers']>;

function gain(takers: Takers, { list, weight }: Sample): number {
  return weight * agreeingOn(takers, list);
}

function loss(takers: Takers, { list, weight }: Sample): number {
  return weight * (list.length - agreeingOn(takers, list));
}

function agreeingOn(takers: Takers, list: readonly Compare[]): number {
  return list.filter(({ device, reported }) => takers.takerOf(device) === reported).length;
}
