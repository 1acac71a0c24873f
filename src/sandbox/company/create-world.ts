import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { HABIT_NAMES, type HabitName, type PlayedName, TENANT_KINDS } from '../../shared/played-tenants.ts';
import { createAdvancedFeatures } from './advanced-features.ts';
import { COMPANY } from './company.ts';
import { createDeviceGroups, retold } from './device-groups.ts';
import { createEntraGroups } from './entra-groups.ts';
import { fleetOf } from './habit-fleets.ts';
import { createPeople } from './people.ts';
import type { TenantKind, TenantState, World } from './world.ts';

export interface WorldOptions {
  /** The kind of tenant to simulate, or a habit of a classic one; `classic` when absent. */
  readonly tenant?: PlayedName;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** Waits so many milliseconds, until the signal aborts; a timer of Node when absent. */
  readonly wait?: World['wait'];
}

const timer: World['wait'] = (ms, signal) => setTimeout(ms, undefined, { signal });

/** Creates everything outside the bot, in its initial state. Two worlds share nothing. */
export function createWorld(options: WorldOptions): World {
  const { kind, habit } = playedAs(options.tenant ?? 'classic');
  return {
    tenantId: COMPANY.tenantId,
    now: options.now,
    wait: options.wait ?? timer,
    people: createPeople(),
    entraGroups: createEntraGroups(),
    machines: fleetOf(habit, options.now()),
    tenant: createTenant(kind, habit),
    faults: [],
    changes: new EventEmitter(),
  };
}

/** Creates a tenant in its initial state. */
export function createTenant(kind: TenantKind, habit: HabitName = 'as-assumed'): TenantState {
  const deviceGroups = retold(createDeviceGroups(kind), 'as-assumed', habit);
  return {
    kind,
    habit,
    advancedFeatures: createAdvancedFeatures(kind),
    deviceGroups,
    nextGroupId: Math.max(0, ...deviceGroups.map((group) => group.MachineGroupId)) + 1,
    writes: [],
  };
}

/**
 * Gives a tenant another habit: the devices are those of such a tenant, and the groups are written as it has them.
 * Nobody changed anything, so nothing is recorded.
 */
export function changeHabit(world: World, habit: HabitName): void {
  const { tenant } = world;
  tenant.deviceGroups = retold(tenant.deviceGroups, tenant.habit, habit);
  tenant.habit = habit;
  world.machines.splice(0, world.machines.length, ...fleetOf(habit, world.now()));
  world.changes.emit('change');
}

/** The kind and the habit that a name of `PLAYED_NAMES` stands for. */
function playedAs(name: PlayedName): { readonly kind: TenantKind; readonly habit: HabitName } {
  const kind = TENANT_KINDS.find((one) => one === name);
  const habit = HABIT_NAMES.find((one) => one === name);
  return { kind: kind ?? 'classic', habit: habit ?? 'as-assumed' };
}
