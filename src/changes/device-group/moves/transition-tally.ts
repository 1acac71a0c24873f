import type { AffectedDevice, GroupRef } from '../../device-effects.ts';
import type { Device, DeviceGroup, DeviceState } from '../../device-group.ts';
import { type ProtectionEffect, protectionEffect } from '../../remediation-level.ts';
import type { LevelChange, Move, MovePreview, StateCounts } from './move-preview.ts';

/** All devices that move from one group to another, or that stay while their group's level changes. */
interface Transition {
  readonly from: DeviceGroup | undefined;
  readonly to: DeviceGroup | undefined;
  readonly effect: ProtectionEffect;
  readonly devices: Device[];
}

type Outcome = Pick<
  MovePreview,
  | 'moved'
  | 'moves'
  | 'levelChanges'
  | 'emptied'
  | 'lowersProtection'
  | 'unclearProtection'
  | 'lowered'
  | 'unclear'
  | 'affectedStates'
  | 'affected'
>;

/** Collects the devices by their groups before and after the change. */
export class TransitionTally {
  readonly #before: readonly DeviceGroup[];
  readonly #after: readonly DeviceGroup[];
  readonly #refs: ReadonlyMap<number, GroupRef>;
  /** Ids of groups that count by the report: it is not known which devices their rules leave them. */
  readonly #byReport: ReadonlySet<number>;
  /**
   * Keyed by (index before + 1) x columns + (index after + 1); null for a pair that changes nothing for its devices.
   */
  readonly #transitions = new Map<number, Transition | null>();
  readonly #heldBefore = new Set<number>();
  readonly #heldAfter = new Set<number>();

  constructor(
    before: readonly DeviceGroup[],
    after: readonly DeviceGroup[],
    refs: ReadonlyMap<number, GroupRef>,
    byReport: ReadonlySet<number>,
  ) {
    this.#before = before;
    this.#after = after;
    this.#refs = refs;
    this.#byReport = byReport;
  }

  /** Counts one device, given the indexes of its groups; -1 for none. */
  note(device: Device, before: number, after: number): void {
    const key = (before + 1) * (this.#after.length + 1) + after + 1;
    let transition = this.#transitions.get(key);
    if (transition === undefined) {
      transition = this.#open(this.#before[before], this.#after[after]);
      this.#transitions.set(key, transition);
    }
    transition?.devices.push(device);
  }

  #open(from: DeviceGroup | undefined, to: DeviceGroup | undefined): Transition | null {
    if (from !== undefined) this.#heldBefore.add(from.id);
    if (to !== undefined) this.#heldAfter.add(to.id);
    const effect = protectionEffect(from?.level ?? null, to?.level ?? null);
    return from?.id === to?.id && effect === 'same' ? null : { from, to, effect, devices: [] };
  }

  result(): Outcome {
    const all = [...this.#transitions.values()].filter((transition) => transition !== null).sort(bySize);
    const moving = all.filter(({ from, to }) => from?.id !== to?.id);
    const staying = all.filter(({ from, to }) => from?.id === to?.id);
    return {
      moved: count(moving),
      moves: moving.map((transition): Move => this.#moveOf(transition)),
      levelChanges: staying.flatMap((transition) => this.#levelChangeOf(transition)),
      emptied: this.#emptied(),
      lowersProtection: count(all.filter(({ effect }) => effect === 'lowered')),
      unclearProtection: count(all.filter(({ effect }) => effect === 'unclear')),
      lowered: statesOf(all.filter(({ effect }) => effect === 'lowered')),
      unclear: statesOf(all.filter(({ effect }) => effect === 'unclear')),
      affectedStates: statesOf(all),
      affected: [...moving, ...staying].flatMap((transition) => this.#devicesOf(transition)),
    };
  }

  #moveOf({ from, to, devices, effect }: Transition): Move {
    return { from: this.#refOf(from), to: this.#refOf(to), devices: devices.length, effect };
  }

  #levelChangeOf({ from, to, devices, effect }: Transition): LevelChange[] {
    const group = this.#refOf(to);
    if (from === undefined || to === undefined || group === null) return [];
    return [{ group, from: from.level, to: to.level, devices: devices.length, effect }];
  }

  #devicesOf({ from, to, devices, effect }: Transition): AffectedDevice[] {
    const ends = { from: this.#refOf(from), to: this.#refOf(to), effect };
    return devices.sort(byName).map(({ id, name, state }) => ({
      ...{ id, name, ...ends },
      ...(state !== 'onboarded' && { state }),
    }));
  }

  #emptied(): GroupRef[] {
    const emptied = this.#after.filter(({ id, ungrouped, opaque }) => {
      return !ungrouped && !opaque && !this.#byReport.has(id) && this.#heldBefore.has(id) && !this.#heldAfter.has(id);
    });
    return emptied.flatMap((group) => this.#refOf(group) ?? []).sort((a, b) => a.id - b.id);
  }

  #refOf(group: DeviceGroup | undefined): GroupRef | null {
    return group === undefined ? null : (this.#refs.get(group.id) ?? null);
  }
}

function statesOf(transitions: readonly Transition[]): StateCounts {
  const counts = noStates();
  for (const { devices } of transitions) for (const { state } of devices) counts[state]++;
  return counts;
}

/** Counts to add to. */
export function noStates(): Record<DeviceState, number> {
  return { onboarded: 0, inactive: 0, duplicate: 0, merged: 0, discovered: 0, unknown: 0 };
}

function count(transitions: readonly Transition[]): number {
  return transitions.reduce((sum, { devices }) => sum + devices.length, 0);
}

function bySize(a: Transition, b: Transition): number {
  return b.devices.length - a.devices.length || compareIds(a.from, b.from) || compareIds(a.to, b.to);
}

/** Sorts by id; "no group" comes first. */
function compareIds(a: DeviceGroup | undefined, b: DeviceGroup | undefined): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined);
  return a.id - b.id;
}

function byName(a: Device, b: Device): number {
  return compareText(a.name, b.name) || compareText(a.id, b.id);
}

/** Sorts by UTF-16 code unit, the same on every machine. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
