import { EventEmitter } from 'node:events';
import { createWorld } from '../../../src/sandbox/company/create-world.ts';
import { retold } from '../../../src/sandbox/company/device-groups.ts';
import type { Machine, WireGroup, World } from '../../../src/sandbox/company/world.ts';
import { replaceGroups } from '../../../src/sandbox/defender/group-of.ts';
import type { HabitName } from '../../../src/shared/played-tenants.ts';
import type { Random } from './random.ts';
import { randomMachines, randomWireGroups } from './random-tenant.ts';

export const AT = Date.parse('2026-11-24T03:00:00Z');
const HOUR = 3_600_000;

const company = createWorld({ now: () => AT });
const [template] = company.machines;

/**
 * A world with this habit: up to 26 devices, up to six groups, a few of them with a rule or a level that nobody knows.
 * Where devices lag, the groups were changed two hours ago. `AT` is now.
 */
export function habitWorld(random: Random, habit: HabitName): World {
  if (template === undefined) throw new RangeError('The company has no devices.');
  let now = AT - 2 * HOUR;
  const machines = [0, 1].flatMap((part) =>
    randomMachines(random, template).map((machine) => ({ ...machine, id: idOf(random, part, machine) })),
  );
  const groups = randomWireGroups(random, true);
  const world: World = {
    ...company,
    now: () => now,
    machines: machines.flatMap((machine) => IN_HABIT[habit]?.(random, machine) ?? machine),
    tenant: { ...company.tenant, habit, deviceGroups: inHabit(random, habit, groups) },
    changes: new EventEmitter(),
  };
  if (habit === 'lagging') replaceGroups(world, inHabit(random, habit, reordered(random, world.tenant.deviceGroups)));
  now = AT;
  return world;
}

/** Lags go by the id, so it is random. */
function idOf(random: Random, part: number, { id }: Machine): string {
  return `${random.hex(8)}${part}${id.slice(9)}`;
}

/** The same groups, one of them with another rank. */
function reordered(random: Random, groups: readonly WireGroup[]): WireGroup[] {
  const moved = groups.find(({ IsUnassignedMachineGroup }) => !IsUnassignedMachineGroup);
  return groups.map((group) => (group === moved ? { ...group, Priority: random.below(2) * 50 } : group));
}

type InHabit = (random: Random, machine: Machine) => Machine | readonly Machine[];

const DOMAINS = ['corp.example', 'lab.corp.example', 'dmz.example', 'WORKGROUP', ''];
const SEEN = ['CanBeOnboarded', 'Unsupported', 'InsufficientInfo'] as const;
const SEEN_NAMES = ['10.20.30.40', 'Maxi Muster iPhone 15', 'kiosk.maxi iPad', 'printer-7.lab.corp.example'];
/** Systems of the generated devices and rules -> what they are in a tenant where systems have two names. */
const TWINS: Readonly<Record<string, string>> = { Windows10: 'Windows10WVD', Linux: 'Windows2016' };
const TWIN_OF: Readonly<Record<string, string>> = { Linux: 'WindowsServer2016', macOS: 'Windows10' };

const IN_HABIT: Readonly<Partial<Record<HabitName, InHabit>>> = {
  'twin-os': (_random, machine) => ({ ...machine, osPlatform: TWINS[machine.osPlatform] ?? machine.osPlatform }),
  'entra-joined': (random, machine) => ({
    ...machine,
    computerDnsName: machine.computerDnsName.replace(/\..*/, ''),
    aadDeviceId: random.chance(0.8) ? `de${random.hex(6)}-0000-4000-8000-000000000001` : null,
    adDomain: random.pick(DOMAINS),
  }),
  'other-domains': (random, machine) => ({ ...machine, adDomain: random.pick(DOMAINS) }),
  'dynamic-tags': (random, machine) => {
    const { machineTags } = machine;
    const isListed = machineTags.map(() => random.chance(0.5));
    return {
      ...machine,
      machineTags: machineTags.filter((_, at) => isListed[at]),
      dynamicTags: machineTags.filter((_, at) => !isListed[at]),
    };
  },
  discovered: (random, machine) => {
    if (random.chance(0.3)) return random.chance(0.5) ? { ...machine, healthStatus: 'Inactive' } : machine;
    const computerDnsName = random.chance(0.5) ? machine.computerDnsName : random.pick(SEEN_NAMES);
    return { ...machine, computerDnsName, onboardingStatus: random.pick(SEEN), machineTags: [] };
  },
  duplicates: (random, machine) => [
    machine,
    ...(random.chance(0.3) ? [{ ...machine, id: random.hex(40), mergedIntoMachineId: machine.id }] : []),
    ...(random.chance(0.2) ? [{ ...machine, id: random.hex(40), isPotentialDuplication: true }] : []),
  ],
  untrimmed: withBlanks,
  'trimmed-tags': withBlanks,
};

function withBlanks(random: Random, machine: Machine): Machine {
  return { ...machine, machineTags: machine.machineTags.map((tag) => (random.chance(0.5) ? `${tag} ` : tag)) };
}

const WHOLE_NAMES = ['corp.example', '.lab.', '1.corp.example', 'LAP-FIN-1.corp.example', '.example'];

/** The groups as such a tenant has them: rows that its rules make sense of. */
function inHabit(random: Random, habit: HabitName, groups: readonly WireGroup[]): WireGroup[] {
  const rows = retold(groups, 'as-assumed', habit);
  return rows.map((group) => ({
    ...group,
    ...(group.GroupRules && {
      GroupRules: group.GroupRules.map((rule) => {
        const value = rule.PropertyValue;
        if (value.trim() === '') return rule;
        if (habit === 'whole-names' && rule.Property === 0 && random.chance(0.6))
          return { ...rule, PropertyValue: random.pick(WHOLE_NAMES) };
        if (habit === 'twin-os' && rule.Property === 3)
          return { ...rule, PropertyValue: value.replaceAll(/Linux|macOS/g, (name) => TWIN_OF[name] ?? name) };
        return rule;
      }),
    }),
  }));
}
