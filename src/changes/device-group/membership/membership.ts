import type { Device, DeviceGroup } from '../../device-group.ts';
import { GroupIndex } from './group-index.ts';

/** Which group holds which device, by the rules alone. */
export interface Membership {
  /** For each device, in the order given, the index of its group in the list given; -1 if no group takes it (a list without an ungrouped group). */
  readonly winners: Int32Array;
  /** True when a group has a rule that cannot be evaluated: such a group is taken to match nothing, so any winner may be wrong. */
  readonly inexact: boolean;
}

/**
 * Assigns every device to the highest ranked group (lowest number; of equal ranks the lower id) whose rule it satisfies, and the
 * rest to the ungrouped group. Rows of one property are joined by OR, properties by AND, case is ignored, blank values too; a
 * group without a condition takes nothing (learn: machine-groups). Takes time in proportion to the text of devices plus rules.
 */
export function assign(devices: readonly Device[], groups: readonly DeviceGroup[]): Membership {
  const index = new GroupIndex(groups);
  const matching = index.emptySet();
  const winners = new Int32Array(devices.length);
  for (const [at, device] of devices.entries()) {
    index.match(device, matching);
    winners[at] = index.winner(matching);
  }
  return { winners, inexact: groups.some((group) => group.opaque) };
}
