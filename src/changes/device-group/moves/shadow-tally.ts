import type { GroupRef } from '../../device-effects.ts';
import { hasPlace, nextPlace } from '../membership/group-mask.ts';
import type { Shadow } from './move-preview.ts';
import type { Slot } from './rank-slots.ts';
import { NOWHERE, type SlotMatches } from './slot-matches.ts';

/** Counts, device by device, which groups match without winning, before and after a change. */
export class ShadowTally {
  readonly #matches: SlotMatches;
  readonly #slots: readonly Slot[];
  /** A slot after the change -> that of the same group before; NOWHERE if it had none. */
  readonly #slotBefore: Int32Array;
  readonly #countsBefore: Uint32Array;
  readonly #countsAfter: Uint32Array;
  readonly #newly: Uint32Array;
  /** Slot of the shadowed group x slots + slot of the group that takes its devices -> devices newly taken. */
  readonly #takers = new Map<number, number>();

  constructor(matches: SlotMatches) {
    const { slots } = matches;
    this.#matches = matches;
    this.#slots = slots;
    const ofId = new Map(
      [...slots.entries()].filter(([, { before }]) => before >= 0).map(([at, one]) => [one.group.id, at]),
    );
    this.#slotBefore = Int32Array.from(slots, ({ group }) => ofId.get(group.id) ?? NOWHERE);
    this.#countsBefore = new Uint32Array(slots.length);
    this.#countsAfter = new Uint32Array(slots.length);
    this.#newly = new Uint32Array(slots.length);
  }

  /** Counts the device at hand, given the slots that take it before and after. */
  note(takerBefore: number, taker: number): void {
    const { matching, inBefore: before, inAfter: after } = this.#matches;
    const first = takerBefore === NOWHERE || (taker !== NOWHERE && taker < takerBefore) ? taker : takerBefore;
    if (first === NOWHERE) return;
    for (let slot = nextPlace(matching, first + 1); slot !== NOWHERE; slot = nextPlace(matching, slot + 1)) {
      if (slot > takerBefore && takerBefore !== NOWHERE && hasPlace(before, slot)) bump(this.#countsBefore, slot);
      if (slot <= taker || taker === NOWHERE || !hasPlace(after, slot)) continue;
      bump(this.#countsAfter, slot);
      const was = this.#slotBefore[slot] ?? NOWHERE;
      const wasIn = was !== NOWHERE && hasPlace(matching, was) && hasPlace(before, was);
      if (!wasIn || was === takerBefore) this.#noteNew(slot, taker);
    }
  }

  #noteNew(slot: number, taker: number): void {
    bump(this.#newly, slot);
    const pair = slot * this.#newly.length + taker;
    this.#takers.set(pair, (this.#takers.get(pair) ?? 0) + 1);
  }

  /** The groups that newly lose devices to a higher rank; most devices first, then by id. */
  newlyShadowed(refs: ReadonlyMap<number, GroupRef>): Shadow[] {
    const takers = this.#takersBySlot(refs);
    const shadows = this.#slots.flatMap((slot, at): Shadow[] => {
      const group = refs.get(slot.group.id);
      const newly = this.#newly[at] ?? 0;
      if (newly === 0 || group === undefined) return [];
      const was = this.#slotBefore[at] ?? NOWHERE;
      const before = was === NOWHERE ? 0 : (this.#countsBefore[was] ?? 0);
      return [{ group, before, after: this.#countsAfter[at] ?? 0, newly, by: takers.get(at) ?? [] }];
    });
    return shadows.sort((a, b) => b.newly - a.newly || a.group.id - b.group.id);
  }

  #takersBySlot(refs: ReadonlyMap<number, GroupRef>): Map<number, Shadow['by'][number][]> {
    const found = new Map<number, Shadow['by'][number][]>();
    const count = this.#newly.length;
    for (const [pair, devices] of this.#takers) {
      const group = refs.get(this.#slots[pair % count]?.group.id ?? Number.NaN);
      if (group === undefined) continue;
      const slot = Math.floor(pair / count);
      found.set(slot, [...(found.get(slot) ?? []), { group, devices }]);
    }
    for (const takers of found.values()) takers.sort((a, b) => b.devices - a.devices || a.group.id - b.group.id);
    return found;
  }
}

function bump(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}
