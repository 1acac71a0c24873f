import type { Device, DeviceGroup } from '../../device-group.ts';
import type { Ways } from '../membership/assumptions.ts';
import { addPlace, emptyMask, type GroupMask } from '../membership/group-mask.ts';
import { RuleMatcher } from '../membership/rule-matcher.ts';
import { rankSlots, type Slot } from './rank-slots.ts';

export const NOWHERE = -1;

/** What a device matches in the rankings before and after a change, found in one search. */
export class SlotMatches {
  readonly before: readonly DeviceGroup[];
  readonly after: readonly DeviceGroup[];
  readonly slots: readonly Slot[];
  /** What the device at hand matches. */
  readonly matching: GroupMask;
  /** The slots that take part in the ranking before and after. */
  readonly inBefore: GroupMask;
  readonly inAfter: GroupMask;
  readonly #rest: Readonly<Record<'before' | 'after', number>>;
  readonly #matcher: RuleMatcher;

  constructor(before: readonly DeviceGroup[], after: readonly DeviceGroup[], ways: Ways) {
    this.before = before;
    this.after = after;
    this.slots = rankSlots(before, after);
    const groups = this.slots.map(({ group }) => group);
    this.#matcher = new RuleMatcher(groups, ways);
    this.matching = emptyMask(groups.length);
    this.inBefore = this.maskOf((slot) => slot.before !== NOWHERE);
    this.inAfter = this.maskOf((slot) => slot.after !== NOWHERE);
    this.#rest = { before: restOf(before), after: restOf(after) };
  }

  /** Finds what the device matches. */
  match(device: Device): void {
    this.#matcher.match(device, this.matching);
  }

  /** The first matching slot of those given; -1 for none. */
  first(part: GroupMask): number {
    for (let word = 0; word < this.matching.length; word++) {
      const bits = (this.matching[word] ?? 0) & (part[word] ?? 0);
      if (bits !== 0) return word * 32 + (31 - Math.clz32(bits & -bits));
    }
    return NOWHERE;
  }

  maskOf(takesPart: (slot: Slot) => boolean): GroupMask {
    const mask = emptyMask(this.slots.length);
    for (const [at, slot] of this.slots.entries()) if (takesPart(slot)) addPlace(mask, at);
    return mask;
  }

  /** The index of a slot's group in one of the lists; without a slot, that of the ungrouped devices (-1 for none). */
  indexOf(slot: number, side: 'before' | 'after'): number {
    return slot === NOWHERE ? this.#rest[side] : (this.slots[slot]?.[side] ?? NOWHERE);
  }
}

function restOf(groups: readonly DeviceGroup[]): number {
  return groups.findIndex(({ ungrouped }) => ungrouped);
}
