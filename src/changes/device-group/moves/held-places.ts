import type { Device, DeviceGroup } from '../../device-group.ts';
import { type GroupMask, hasPlace } from '../membership/group-mask.ts';
import { sameConditions } from '../model/same-rule.ts';
import { NOWHERE, type SlotMatches } from './slot-matches.ts';

/** The groups of one device, as indexes of the lists before and after; -1 for none. */
export interface Places {
  before: number;
  after: number;
  /** True if it matches a group of which it is not known whether it takes it from the one that holds it. */
  unsure: boolean;
}

/**
 * Tells where devices are before and after a change if some groups count by the report. Devices that Defender reports
 * in such a group are in it, and leave it only where the change itself takes them away; nobody else is in it.
 */
export class HeldPlaces {
  /** Ids of the groups that count by the report. */
  readonly held: ReadonlySet<number>;
  readonly #matches: SlotMatches;
  readonly #inBefore: GroupMask;
  readonly #inAfter: GroupMask;
  readonly #areRanksKnown: boolean;
  /** 1 at the indexes of the groups that count by the report. */
  readonly #isHeldBefore: Uint8Array;
  readonly #isHeldAfter: Uint8Array;
  /** Group id -> its slot before, and its slot and index after where its rule stays as it is. */
  readonly #slotBefore = new Map<number, number>();
  readonly #staying = new Map<number, { readonly slot: number; readonly index: number }>();

  /**
   * @param apart ids of groups whose report mostly disagrees with their rule. The groups whose rule cannot be read are
   *   added, and all groups if their ranks are not known: then the rules tell nothing of a device that several match.
   */
  constructor(matches: SlotMatches, apart: ReadonlySet<number>) {
    const { before } = matches;
    this.#matches = matches;
    this.#areRanksKnown = before.every(({ ungrouped, rank }) => ungrouped || rank !== null);
    const held = before.filter(({ id, opaque }) => !this.#areRanksKnown || opaque || apart.has(id));
    this.held = new Set(held.map(({ id }) => id));
    this.#isHeldBefore = Uint8Array.from(before, ({ id }) => Number(this.held.has(id)));
    this.#isHeldAfter = Uint8Array.from(matches.after, ({ id }) => Number(this.held.has(id)));
    this.#findStaying(matches);
    const isStaying = (id: number) => this.held.has(id) && this.#staying.has(id);
    this.#inBefore = matches.maskOf((slot) => slot.before !== NOWHERE && !this.held.has(slot.group.id));
    this.#inAfter = matches.maskOf((slot) => slot.after !== NOWHERE && !isStaying(slot.group.id));
  }

  /** Whether any of these groups counts by the report: two by their indexes before the change, one by that after it. */
  concerns(reported: number, before: number, after: number): boolean {
    return this.#isHeldBefore[reported] === 1 || this.#isHeldBefore[before] === 1 || this.#isHeldAfter[after] === 1;
  }

  /** Fills `into` with the groups of the device, which Defender reports in the group of this index. */
  place(device: Device, reported: number, into: Places): void {
    const matches = this.#matches;
    matches.match(device);
    const taker = matches.first(this.#inAfter);
    into.unsure = false;
    into.before = matches.indexOf(matches.first(this.#inBefore), 'before');
    into.after = matches.indexOf(taker, 'after');
    const group = matches.before[reported];
    if (group === undefined || !this.held.has(group.id)) return;
    into.before = reported;
    const staying = this.#staying.get(group.id);
    if (staying === undefined) return;
    const takes = taker !== NOWHERE && !this.#tookBefore(taker, group.id);
    const leaves = takes && (this.#areRanksKnown ? taker < staying.slot : this.#isAhead(taker, staying.index));
    into.unsure = leaves === 'not known';
    if (leaves !== true) into.after = staying.index;
  }

  /** Whether a group comes before another one, by what people said of their order. */
  #isAhead(taker: number, holder: number): boolean | 'not known' {
    const { slots, after } = this.#matches;
    const [first, second] = [after[slots[taker]?.after ?? NOWHERE], after[holder]];
    if (second?.ungrouped || first?.order === Number.POSITIVE_INFINITY) return second?.ungrouped === true;
    if (first?.order === undefined || second?.order === undefined) return 'not known';
    return first.order < second.order;
  }

  /** Whether the group that would take a device could have taken it before: then the report says that it did not. */
  #tookBefore(taker: number, holder: number): boolean {
    const { slots, matching } = this.#matches;
    const slot = this.#slotBefore.get(slots[taker]?.group.id ?? Number.NaN);
    const holds = this.#areRanksKnown ? (this.#slotBefore.get(holder) ?? slots.length) : slots.length;
    return slot !== undefined && slot < holds && hasPlace(matching, slot);
  }

  #findStaying({ before, after, slots }: SlotMatches): void {
    const ofId = new Map(before.map((group) => [group.id, group]));
    for (const [at, { group, before: index, after: next }] of slots.entries()) {
      if (index !== NOWHERE) this.#slotBefore.set(group.id, at);
      const was = ofId.get(group.id);
      if (was && keepsRule(was, after[next])) this.#staying.set(group.id, { slot: at, index: next });
    }
    const rest = after.findIndex(({ ungrouped }) => ungrouped);
    const id = after[rest]?.id;
    if (id !== undefined) this.#staying.set(id, { slot: slots.length, index: rest });
  }
}

/**
 * For each group before a change its index after it; null if the change gives any group another rule or rank. Where it
 * gives none, no device moves, whatever the rules say.
 */
export function placesKept(before: readonly DeviceGroup[], after: readonly DeviceGroup[]): readonly number[] | null {
  const indexOfId = new Map(after.map(({ id }, index) => [id, index]));
  const kept = before.map((was) => {
    const index = indexOfId.get(was.id) ?? -1;
    const will = after[index];
    const isRanked = was.ungrouped || was.rank === will?.rank;
    return isRanked && keepsRule(was, will) ? index : -1;
  });
  return before.length === after.length && !kept.includes(-1) ? kept : null;
}

function keepsRule(was: DeviceGroup, will: DeviceGroup | undefined): boolean {
  if (will === undefined || was.opaque !== will.opaque) return false;
  return was.conditions === will.conditions || sameConditions(was.conditions, will.conditions);
}
