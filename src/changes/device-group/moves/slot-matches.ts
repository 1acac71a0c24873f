import type { Device, DeviceGroup } from '../../device-group.ts';
import { unusualWays, type Ways } from '../membership/assumptions.ts';
import { addPlace, emptyMask, type GroupMask } from '../membership/group-mask.ts';
import { PreparedRows, RuleMatcher } from '../membership/rule-matcher.ts';
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
  readonly #shared: Shared;

  /** @param shared what those of other ways prepared */
  constructor(
    before: readonly DeviceGroup[],
    after: readonly DeviceGroup[],
    ways: Ways,
    shared = sharedBy(before, after),
  ) {
    this.before = before;
    this.after = after;
    this.slots = shared.slots;
    const groups = this.slots.map(({ group }) => group);
    this.#shared = shared;
    this.#matcher = new RuleMatcher(groups, ways, shared.rows);
    this.matching = emptyMask(groups.length);
    this.inBefore = this.maskOf((slot) => slot.before !== NOWHERE);
    this.inAfter = this.maskOf((slot) => slot.after !== NOWHERE);
    this.#rest = { before: restOf(before), after: restOf(after) };
  }

  /** The same where rules are compared in other ways. */
  by(ways: Ways): SlotMatches {
    const key = unusualWays(ways).join(' ');
    const known = this.#shared.byWays.get(key) ?? new SlotMatches(this.before, this.after, ways, this.#shared);
    this.#shared.byWays.set(key, known);
    return known;
  }

  /** The index of the group that takes a device before the change. */
  takerOf(device: Device): number {
    this.match(device);
    return this.indexOf(this.first(this.inBefore), 'before');
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

interface Shared {
  readonly slots: readonly Slot[];
  readonly rows: PreparedRows;
  readonly byWays: Map<string, SlotMatches>;
}

function sharedBy(before: readonly DeviceGroup[], after: readonly DeviceGroup[]): Shared {
  const slots = rankSlots(before, after);
  return { slots, rows: new PreparedRows(slots.map(({ group }) => group)), byWays: new Map() };
}

function restOf(groups: readonly DeviceGroup[]): number {
  return groups.findIndex(({ ungrouped }) => ungrouped);
}
