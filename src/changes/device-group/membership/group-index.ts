import type { Device, DeviceGroup } from '../../device-group.ts';
import { USUAL_WAYS, type Ways } from './assumptions.ts';
import { emptyMask, type GroupMask, nextPlace } from './group-mask.ts';
import { hasRule, RuleMatcher } from './rule-matcher.ts';

/**
 * The rules of a tenant's groups, prepared once to match many devices. A group that cannot take devices by a rule has
 * no place in the ranking: the ungrouped devices, a group without conditions (blank ones do not count), and an opaque
 * group.
 */
class GroupIndex {
  /** Place in the ranking (0 is highest) -> index in the list given. */
  readonly ranking: readonly number[];
  /** Index in the list given of the ungrouped devices; -1 if the list lacks them. */
  readonly rest: number;
  readonly #matcher: RuleMatcher;

  constructor(groups: readonly DeviceGroup[], ways: Ways = USUAL_WAYS) {
    const ranked = rankedEntries(groups).filter(([, group]) => hasRule(group));
    this.ranking = ranked.map(([index]) => index);
    this.rest = groups.findIndex((group) => group.ungrouped);
    this.#matcher = new RuleMatcher(
      ranked.map(([, group]) => group),
      ways,
    );
  }

  /** Creates a set for `match` to fill. */
  emptySet(): GroupMask {
    return emptyMask(this.ranking.length);
  }

  /** Fills `matching` with the places of all groups whose rule the device meets. */
  match(device: Device, matching: GroupMask): void {
    this.#matcher.match(device, matching);
  }

  /** The index of the group that takes a device with these matches; -1 if none does. */
  winner(matching: GroupMask): number {
    const place = nextPlace(matching, 0);
    return place === -1 ? this.rest : (this.ranking[place] ?? this.rest);
  }
}

/**
 * The groups that have a rank, with their indexes in the list given: highest rank (lowest number) first; of equal ranks
 * the lower id first. Groups whose rank is not known come last.
 */
export function rankedEntries(groups: readonly DeviceGroup[]): (readonly [number, DeviceGroup])[] {
  const entries = [...groups.entries()].filter(([, group]) => !group.ungrouped);
  return entries.sort(([, a], [, b]) => {
    const rankA = a.rank ?? Number.MAX_VALUE;
    const rankB = b.rank ?? Number.MAX_VALUE;
    return rankA === rankB ? a.id - b.id : rankA - rankB;
  });
}

/** Which group each device is in, according to the rules alone. */
export interface Membership {
  /**
   * For each device, in the order given, the index of its group in the list given; -1 if no group takes it (a list
   * without an ungrouped group).
   */
  readonly winners: Int32Array;
  /**
   * True if a group has a rule that cannot be evaluated. Such a group counts as matching nothing, so any winner may be
   * wrong.
   */
  readonly inexact: boolean;
}

/**
 * Assigns every device to the highest ranked group (lowest number; of equal ranks the lower id) whose rule it
 * satisfies, and the rest to the ungrouped group. Conditions on one property are joined by OR, properties by AND
 * (learn: machine-groups). All else goes by the ways given, which are assumed. Takes time in proportion to the text of
 * devices plus rules.
 */
export function assign(
  devices: readonly Device[],
  groups: readonly DeviceGroup[],
  ways: Ways = USUAL_WAYS,
): Membership {
  const index = new GroupIndex(groups, ways);
  const matching = index.emptySet();
  const winners = new Int32Array(devices.length);
  for (const [at, device] of devices.entries()) {
    index.match(device, matching);
    winners[at] = index.winner(matching);
  }
  return { winners, inexact: groups.some((group) => group.opaque) };
}
