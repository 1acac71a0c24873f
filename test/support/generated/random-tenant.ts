import type {
  GroupChange,
  GroupChangeKind,
  GroupDefinition,
} from '../../../src/changes/device-group/model/group-change.ts';
import type { Condition, DeviceGroup, TextOperator, TextProperty } from '../../../src/changes/device-group.ts';
import { REMEDIATION_LEVELS } from '../../../src/changes/remediation-level.ts';
import type { Machine, WireGroup } from '../../../src/sandbox/company/world.ts';
import type { Random } from './random.ts';

/** Few words, so that rules are met, overlap and shadow each other. */
const NAMES = ['LAP-FIN-1', 'lap-fin-2', 'LAP-HR-1', 'SRV-DC-1', 'srv-web-2', 'Kiosk'];
const DOMAINS = ['corp.example', 'LAB.corp.example', 'dmz.example', ''];
const TAGS = ['finance', 'Finance', 'vip', 'lab', 'ΣΊΣΥΦΟΣ'];
const SYSTEMS = ['Windows11', 'Windows10', 'Linux', 'macOS'];
const PIECES: Readonly<Record<TextProperty, readonly string[]>> = {
  name: ['lap-', 'SRV-', 'fin', '-1', 'Kiosk', 'LAP-FIN-2'],
  domain: ['corp', '.example', 'lab.', 'dmz.example'],
  tag: ['finance', 'VIP', 'l', 'ab', 'σίσυφος'],
};
const OPERATORS: readonly TextOperator[] = ['starts-with', 'ends-with', 'equals', 'contains'];
/**
 * Property numbers and levels of the portal (docs/facts/defender.md#portal-device-groups), written here once more on
 * purpose.
 */
const PROPERTY_NUMBERS: Readonly<Record<TextProperty, number>> = { name: 0, domain: 1, tag: 2 };
const LEVEL_NUMBERS = { none: 0, 'semi-all-folders': 1, 'semi-non-temp-folders': 2, 'semi-core-folders': 4, full: 3 };
const ENTRA = [1, 2, 3].map((n) => ({ id: `6e000000-0000-4000-8000-00000000000${n}`, name: `Team ${n}` }));

export const GROUP_CHANGE_KINDS = [
  'device-group.create',
  'device-group.update',
  'device-group.delete',
  'device-group.rank',
  'ungrouped-devices',
] as const satisfies readonly GroupChangeKind[];

export function randomMachines(random: Random, template: Machine): Machine[] {
  return Array.from({ length: random.below(14) }, (_, n) => {
    const domain = random.pick(DOMAINS);
    return {
      ...template,
      id: String(n).padStart(40, '0'),
      computerDnsName: `${random.pick(NAMES)}${domain === '' ? '' : `.${domain}`}`,
      osPlatform: random.pick(SYSTEMS),
      machineTags: TAGS.filter(() => random.chance(0.3)),
    };
  });
}

/**
 * Wire groups in any order with ranks of their own, some with blank rows, a few with a rule or a level that nobody
 * knows.
 */
export function randomWireGroups(random: Random, oddities: boolean): WireGroup[] {
  const ranks = shuffle(
    random,
    Array.from({ length: 12 }, (_, n) => n + 1),
  );
  const groups = Array.from({ length: random.below(7) }, (_, n) => {
    const group = wireGroup(n + 2, ranks[n] ?? 99, randomConditions(random), random);
    if (!oddities || !random.chance(0.1)) return group;
    return random.chance(0.5)
      ? { ...group, AutoRemediationLevel: 7 }
      : { ...group, GroupRules: [{ OperatorType: 0, Property: 4, PropertyValue: 'secret' }] };
  });
  const rest = { ...wireGroup(1, 2_147_483_647, [], random), Name: '', IsUnassignedMachineGroup: true };
  return shuffle(random, [...groups, rest]);
}

/** What a group's rules are on the wire. */
export function wireRules(conditions: readonly Condition[]): NonNullable<WireGroup['GroupRules']> {
  return conditions.map((row) =>
    row.property === 'os'
      ? { OperatorType: 4, Property: 3, PropertyValue: JSON.stringify(row.values) }
      : {
          OperatorType: OPERATORS.indexOf(row.operator),
          Property: PROPERTY_NUMBERS[row.property],
          PropertyValue: row.value,
        },
  );
}

export function wireLevel(level: keyof typeof LEVEL_NUMBERS): number {
  return LEVEL_NUMBERS[level];
}

/** A change of this kind that could be asked for; null where the tenant has no group for it. */
export function randomChange(
  random: Random,
  kind: GroupChangeKind,
  groups: readonly DeviceGroup[],
): GroupChange | null {
  const ranked = groups.filter((group) => !group.ungrouped);
  if (kind === 'device-group.create') {
    const before = random.chance(0.3) || ranked.length === 0 ? null : refOf(random.pick(ranked));
    return { kind, definition: randomDefinition(random, 'New group'), before };
  }
  if (kind === 'ungrouped-devices') {
    return {
      kind,
      set: { level: random.pick(REMEDIATION_LEVELS), ...(random.chance(0.5) && { access: access(random) }) },
    };
  }
  if (ranked.length === 0) return null;
  const group = random.pick(ranked);
  if (kind === 'device-group.delete') return { kind, group: refOf(group) };
  if (kind === 'device-group.update') return { kind, group: refOf(group), set: randomSet(random, group) };
  const others = ranked.filter(({ id }) => id !== group.id);
  const before = others.length === 0 || random.chance(0.3) ? null : refOf(random.pick(others));
  return { kind, group: refOf(group), before };
}

function randomSet(random: Random, group: DeviceGroup): Partial<GroupDefinition> {
  const { name, description, level, conditions, access: asked } = randomDefinition(random, 'Renamed');
  return {
    ...(random.chance(0.3) && { name }),
    ...(random.chance(0.3) && { description }),
    ...(random.chance(0.5) && { level }),
    ...(!group.opaque && random.chance(0.6) && { conditions }),
    ...(random.chance(0.3) && { access: asked }),
  };
}

function randomDefinition(random: Random, name: string): GroupDefinition {
  const level = random.pick(REMEDIATION_LEVELS);
  return {
    name,
    description: random.pick(['', 'words']),
    level,
    conditions: randomConditions(random),
    access: access(random),
  };
}

function randomConditions(random: Random): GroupDefinition['conditions'] {
  return Array.from({ length: 1 + random.below(4) }, () => {
    if (random.chance(0.2)) return { property: 'os' as const, values: [random.pick(SYSTEMS), random.pick(SYSTEMS)] };
    const property = random.pick(['name', 'domain', 'tag'] as const);
    return { property, operator: random.pick(OPERATORS), value: random.pick(PIECES[property]) };
  });
}

function wireGroup(id: number, rank: number, conditions: readonly Condition[], random: Random): WireGroup {
  const blank = { OperatorType: 0, Property: random.below(5), PropertyValue: '' };
  return {
    ...{ MachineGroupId: id, Name: `Group ${id}`, Description: '', Priority: rank, LastUpdated: '' },
    ...{ IsUnassignedMachineGroup: false, MachineCount: 0, OldMachineGroupId: null },
    AutoRemediationLevel: random.below(4),
    GroupRules: [...wireRules(conditions), ...(random.chance(0.3) ? [blank] : [])],
    MachineGroupAssignments: access(random).map(({ id: ObjectId, name: DisplayName }) => ({
      WcdAadGroup: { DisplayName, ObjectId },
    })),
  };
}

function access(random: Random): { id: string; name: string }[] {
  return ENTRA.filter(() => random.chance(0.3));
}

function refOf({ id, name }: DeviceGroup): { id: number; name: string } {
  return { id, name };
}

function shuffle<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((entry) => ({ entry, at: random.fraction() }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}
