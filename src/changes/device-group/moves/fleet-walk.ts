import type { GroupRef } from '../../device-effects.ts';
import type { Device, DeviceGroup } from '../../device-group.ts';
import type { Ways } from '../membership/assumptions.ts';
import { type Compare, fitterWays } from '../membership/fit-ways.ts';
import { HeldPlaces, type Places, placesKept } from './held-places.ts';
import type { MovePreview } from './move-preview.ts';
import { ReportTally } from './report-tally.ts';
import { ShadowTally } from './shadow-tally.ts';
import { SlotMatches } from './slot-matches.ts';
import { noStates, TransitionTally } from './transition-tally.ts';

/** What a walk looks at. */
export interface Parts {
  readonly devices: readonly Device[];
  readonly before: readonly DeviceGroup[];
  readonly after: readonly DeviceGroup[];
  /** Every group by id, with its name. */
  readonly refs: ReadonlyMap<number, GroupRef>;
}

/** Looks once at what every device matches before and after a change, and sets the report beside it. */
export class FleetWalk {
  readonly ways: Ways;
  readonly report: ReportTally;
  readonly #parts: Parts;
  readonly matches: SlotMatches;
  readonly #shadows: ShadowTally;
  readonly #states = noStates();
  /** For each device, the indexes of the groups that the rules alone give it, and of the one where it is reported. */
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #reported: Int32Array;

  /** @param matches those of an earlier walk with the same groups and ways, which take long to prepare */
  constructor(parts: Parts, ways: Ways, matches?: SlotMatches) {
    const { devices, before, after } = parts;
    [this.ways, this.#parts] = [ways, parts];
    this.matches = matches ?? new SlotMatches(before, after, ways);
    this.report = new ReportTally(before);
    this.#shadows = new ShadowTally(this.matches);
    this.#before = new Int32Array(devices.length);
    this.#after = new Int32Array(devices.length);
    this.#reported = new Int32Array(devices.length);
    for (let at = 0; at < devices.length; at++) this.#note(devices[at], at);
  }

  #note(device: Device | undefined, at: number): void {
    if (device === undefined) return;
    const matches = this.matches;
    matches.match(device);
    const takerBefore = matches.first(matches.inBefore);
    const taker = matches.first(matches.inAfter);
    const reported = this.report.reportedAt(device);
    const reckoned = matches.indexOf(takerBefore, 'before');
    this.#shadows.note(takerBefore, taker);
    this.report.note(device, reported, reckoned);
    this.#states[device.state]++;
    this.#reported[at] = reported;
    this.#before[at] = reckoned;
    this.#after[at] = matches.indexOf(taker, 'after');
  }

  /** The ways that fit the report clearly better than those of this walk; null if there are none. */
  fitterWays(): Ways | null {
    if (!this.report.isReporting) return null;
    const { before } = this.#parts;
    const takers = (ways: Ways) => this.matches.by(ways);
    return fitterWays({ groups: before, ways: this.ways, takers }, this.report.apart, () => this.#agreeing());
  }

  #agreeing(): Compare[] {
    const { devices, before } = this.#parts;
    return devices.flatMap((device, at) => {
      const reported = this.#reported[at] ?? -1;
      if (reported < 0 || reported !== this.#before[at] || device.state === 'merged') return [];
      return before[reported]?.opaque === true ? [] : [{ device, reported, reckoned: reported }];
    });
  }

  /** @param apart ids of groups that count by the report though their rule can be read */
  preview(apart: ReadonlySet<number>): MovePreview {
    const { report } = this;
    const { devices, before, after, refs } = this.#parts;
    const places = new HeldPlaces(this.matches, apart);
    const transitions = new TransitionTally(before, after, refs, places.held);
    const unsure = [...this.#place(places, transitions)].flatMap(([at, count]) => {
      const group = refs.get(before[at]?.id ?? Number.NaN);
      return group === undefined ? [] : [{ group, devices: count }];
    });
    const opaque = byId(refs, new Set([...before, ...after].filter((group) => group.opaque).map(({ id }) => id)));
    const mostlyApart = byId(refs, apart);
    return {
      devices: devices.length,
      ...transitions.result(),
      shadowed: this.#shadows.newlyShadowed(refs).filter(({ group }) => !apart.has(group.id)),
      opaque,
      inexact: opaque.length + mostlyApart.length > 0,
      apart: mostlyApart,
      reports: report.rows(apart),
      compared: report.compared,
      agreed: report.agreed,
      ways: this.ways,
      states: this.#states,
      unsure: unsure.sort((a, b) => b.devices - a.devices || a.group.id - b.group.id),
      elsewhere: report.compared - report.agreed,
      heldByOpaque: report.heldByOpaque,
    };
  }

  /**
   * Tells each device's groups to the tally. Where no group gets another rule or rank, a device stays where Defender
   * reports it: what the rules say of it decides nothing. Otherwise only devices that a group by report concerns are
   * looked at anew. Gives the number of those of which it is not known whether they move, by the index of their group.
   */
  #place(places: HeldPlaces, transitions: TransitionTally): ReadonlyMap<number, number> {
    const at: Places = { before: -1, after: -1, unsure: false };
    const isAnyHeld = places.held.size > 0;
    const kept = this.report.isReporting ? placesKept(this.#parts.before, this.#parts.after) : null;
    const unsure = new Map<number, number>();
    let index = -1;
    for (const device of this.#parts.devices) {
      index++;
      const before = this.#before[index] ?? -1;
      const after = this.#after[index] ?? -1;
      const reported = this.#reported[index] ?? -1;
      const stays = kept?.[reported];
      if (stays !== undefined) transitions.note(device, reported, stays);
      else if (isAnyHeld && places.concerns(reported, before, after)) {
        places.place(device, reported, at);
        transitions.note(device, at.before, at.after);
        if (at.unsure) unsure.set(reported, (unsure.get(reported) ?? 0) + 1);
      } else transitions.note(device, before, after);
    }
    return unsure;
  }
}

function byId(refs: ReadonlyMap<number, GroupRef>, ids: ReadonlySet<number>): GroupRef[] {
  return [...refs.values()].filter(({ id }) => ids.has(id)).sort((a, b) => a.id - b.id);
}
