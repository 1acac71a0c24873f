import type { Device, DeviceGroup } from '../../device-group.ts';
import type { Compare } from '../membership/fit-ways.ts';
import type { GroupReport } from './move-preview.ts';

/** What `reportedAt` gives for a device whose group is not known. */
const NOT_REPORTED = -2;
/** And for one that is reported in a group that is not on the list. */
const ELSEWHERE = -1;

/** Sets the groups in which Defender reports devices beside those that the rules give, before any change. */
export class ReportTally {
  compared = 0;
  agreed = 0;
  heldByOpaque = 0;
  readonly #groups: readonly DeviceGroup[];
  readonly #indexOfId: ReadonlyMap<number, number>;
  readonly #rest: number;
  readonly #reported: Int32Array;
  readonly #reckoned: Int32Array;
  readonly #both: Int32Array;
  readonly #unsaid: Int32Array;
  readonly #apart: Compare[] = [];

  constructor(groups: readonly DeviceGroup[]) {
    this.#groups = groups;
    this.#indexOfId = new Map(groups.map(({ id }, index) => [id, index]));
    this.#rest = groups.findIndex(({ ungrouped }) => ungrouped);
    this.#reported = new Int32Array(groups.length);
    this.#reckoned = new Int32Array(groups.length);
    this.#both = new Int32Array(groups.length);
    this.#unsaid = new Int32Array(groups.length);
  }

  /** The index of the group in which Defender reports the device. */
  reportedAt({ groupId }: Device): number {
    if (groupId === 'unknown') return NOT_REPORTED;
    return groupId === null ? this.#rest : (this.#indexOfId.get(groupId) ?? ELSEWHERE);
  }

  /**
   * Counts one device; `reckoned` is the index of the group that the rules give it. A record that was merged into
   * another is no device, and with a group whose rule Airlock cannot read there is nothing to compare.
   */
  note(device: Device, reported: number, reckoned: number): void {
    if (reported >= 0) this.#reported[reported] = (this.#reported[reported] ?? 0) + 1;
    if (this.#groups[reported]?.opaque === true) {
      this.heldByOpaque++;
      return;
    }
    if (reckoned >= 0) this.#reckoned[reckoned] = (this.#reckoned[reckoned] ?? 0) + 1;
    if (reckoned >= 0 && reported === NOT_REPORTED) this.#unsaid[reckoned] = (this.#unsaid[reckoned] ?? 0) + 1;
    const isBoth = reported === reckoned;
    if (isBoth && reported >= 0) this.#both[reported] = (this.#both[reported] ?? 0) + 1;
    if (reported === NOT_REPORTED || device.state === 'merged') return;
    this.compared++;
    if (isBoth) this.agreed++;
    else this.#apart.push({ device, reported, reckoned });
  }

  /** False if Defender reports no device in any group but the ungrouped ones: then it tells nothing of the rules. */
  get isReporting(): boolean {
    return this.#groups.some(({ ungrouped }, at) => !ungrouped && (this.#reported[at] ?? 0) > 0);
  }

  /** The devices on which report and rules disagree, in the order in which they were counted. */
  get apart(): readonly Compare[] {
    return this.#apart;
  }

  /**
   * Ids of the groups whose report mostly disagrees with the rules, so that only the report counts.
   * @param known ids of those that mostly disagreed when this was asked before: they need a clearer report to leave
   */
  mostlyApart(known: ReadonlySet<number>): ReadonlySet<number> {
    if (!this.isReporting) return new Set();
    return new Set(
      this.#groups.filter((group, at) => !group.opaque && this.#isApart(at, known.has(group.id))).map(({ id }) => id),
    );
  }

  #isApart(at: number, wasApart: boolean): boolean {
    const [reported, both] = [this.#reported[at] ?? 0, this.#both[at] ?? 0];
    const reckoned = (this.#reckoned[at] ?? 0) - (this.#unsaid[at] ?? 0);
    // Few devices by the rules alone may be ones that have not reported yet.
    if (reported === 0 && reckoned < FEWEST) return false;
    return both < (wasApart ? STAYS_BELOW : BELOW) * (reported + reckoned - both);
  }

  /** Each group with what is reported and reckoned of it, in the order of the list, by the names of today. */
  rows(apart: ReadonlySet<number>): GroupReport[] {
    return this.#groups.map((group, at) => ({
      group: { id: group.id, name: group.name },
      reported: this.#reported[at] ?? 0,
      reckoned: this.#reckoned[at] ?? 0,
      both: this.#both[at] ?? 0,
      unsaid: this.#unsaid[at] ?? 0,
      evaluable: !group.opaque && !apart.has(group.id),
    }));
  }
}

/** The part of the devices reported or reckoned in a group on which both agree, below which the report alone counts. */
const BELOW = 1 / 2;
/** The fewest devices by the rules, of which none is reported, that count as a disagreement. */
const FEWEST = 10;
const STAYS_BELOW = 2 / 3;
