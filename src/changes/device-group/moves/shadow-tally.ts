import type { GroupRef } from '../../device-effects.ts';
import type { GroupIndex } from '../membership/group-index.ts';
import { type GroupMask, hasPlace, nextPlace } from '../membership/group-mask.ts';
import type { Shadow } from './move-preview.ts';

const NOWHERE = -1;

/** Counts, device by device, which groups match without winning, before and after a change. */
export class ShadowTally {
  readonly #after: GroupIndex;
  /** A group's place after the change -> its place before; NOWHERE if it had none. */
  readonly #placeBefore: Int32Array;
  readonly #countsBefore: Uint32Array;
  readonly #countsAfter: Uint32Array;
  readonly #newly: Uint32Array;
  /** Place of the shadowed group x places + place of the group that takes its devices -> devices newly taken. */
  readonly #takers = new Map<number, number>();

  constructor(before: GroupIndex, after: GroupIndex) {
    this.#after = after;
    const placeOfId = new Map(before.ranking.map((index, place) => [before.groups[index]?.id, place]));
    this.#placeBefore = Int32Array.from(after.ranking, (index) => placeOfId.get(after.groups[index]?.id) ?? NOWHERE);
    this.#countsBefore = new Uint32Array(before.ranking.length);
    this.#countsAfter = new Uint32Array(after.ranking.length);
    this.#newly = new Uint32Array(after.ranking.length);
  }

  /** Counts one device, given the groups that match it before and after the change. */
  note(before: GroupMask, after: GroupMask): void {
    const takerBefore = nextPlace(before, 0);
    for (let place = next(before, takerBefore); place !== NOWHERE; place = next(before, place)) {
      bump(this.#countsBefore, place);
    }
    const taker = nextPlace(after, 0);
    for (let place = next(after, taker); place !== NOWHERE; place = next(after, place)) {
      bump(this.#countsAfter, place);
      const was = this.#placeBefore[place] ?? NOWHERE;
      if (was === NOWHERE || was === takerBefore || !hasPlace(before, was)) this.#noteNew(place, taker);
    }
  }

  #noteNew(place: number, taker: number): void {
    bump(this.#newly, place);
    const pair = place * this.#newly.length + taker;
    this.#takers.set(pair, (this.#takers.get(pair) ?? 0) + 1);
  }

  /** The groups that newly lose devices to a higher rank; most devices first, then by id. */
  newlyShadowed(refs: ReadonlyMap<number, GroupRef>): Shadow[] {
    const takers = this.#takersByPlace(refs);
    const shadows = this.#after.ranking.flatMap((index, place): Shadow[] => {
      const group = refs.get(this.#after.groups[index]?.id ?? Number.NaN);
      const newly = this.#newly[place] ?? 0;
      if (newly === 0 || group === undefined) return [];
      const was = this.#placeBefore[place] ?? NOWHERE;
      const before = was === NOWHERE ? 0 : (this.#countsBefore[was] ?? 0);
      return [{ group, before, after: this.#countsAfter[place] ?? 0, newly, by: takers.get(place) ?? [] }];
    });
    return shadows.sort((a, b) => b.newly - a.newly || a.group.id - b.group.id);
  }

  #takersByPlace(refs: ReadonlyMap<number, GroupRef>): Map<number, Shadow['by'][number][]> {
    const found = new Map<number, Shadow['by'][number][]>();
    const places = this.#newly.length;
    for (const [pair, devices] of this.#takers) {
      const taker = this.#after.groups[this.#after.ranking[pair % places] ?? NOWHERE];
      const group = refs.get(taker?.id ?? Number.NaN);
      if (group === undefined) continue;
      const place = Math.floor(pair / places);
      found.set(place, [...(found.get(place) ?? []), { group, devices }]);
    }
    for (const takers of found.values()) takers.sort((a, b) => b.devices - a.devices || a.group.id - b.group.id);
    return found;
  }
}

function next(mask: GroupMask, place: number): number {
  return place === NOWHERE ? NOWHERE : nextPlace(mask, place + 1);
}

function bump(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}
