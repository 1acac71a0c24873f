import type { HabitName } from '../../shared/played-tenants.ts';
import { ENTRA_GROUP_IDS } from './entra-groups.ts';
import type { TenantKind, WireGroup } from './world.ts';

/** The rank of "Ungrouped devices (default)": always the last. */
export const UNGROUPED_PRIORITY = 2_147_483_647;

type Rule = NonNullable<WireGroup['GroupRules']>[number];

/** Adds blank rows: the portal writes at least one row for each property (0..4), and leaves unused ones blank. */
function rules(used: readonly Rule[]): Rule[] {
  return [0, 1, 2, 3, 4].flatMap((property) => {
    const rows = used.filter((rule) => rule.Property === property);
    return rows.length > 0 ? rows : [{ OperatorType: 0, Property: property, PropertyValue: '' }];
  });
}

const access = (ObjectId: string, DisplayName: string) => ({ WcdAadGroup: { DisplayName, ObjectId } });

function group(id: number, rank: number, name: string, level: number, used: readonly Rule[]): WireGroup {
  return {
    MachineGroupId: id,
    Name: name,
    Description: '',
    AutoRemediationLevel: level,
    Priority: rank,
    LastUpdated: `2026-0${rank}-1${rank}T08:3${rank}:12.4166667Z`,
    IsUnassignedMachineGroup: false,
    MachineCount: 0,
    GroupRules: rules(used),
    MachineGroupAssignments: [],
    OldMachineGroupId: null,
  };
}

function ungrouped(): WireGroup {
  const { GroupRules: _none, ...rest } = group(1, 1, '', 3, []);
  return { ...rest, Priority: UNGROUPED_PRIORITY, IsUnassignedMachineGroup: true };
}

const SERVERS =
  '["WindowsServer2025","WindowsServer2022","WindowsServer2019","WindowsServer2016","WindowsServer2012R2"]';

/**
 * Creates the device groups of a tenant, highest rank first; Defender for Business has none. Levels: 0 none, 1 all
 * folders, 2 non-temp folders, 3 full.
 */
export function createDeviceGroups(kind: TenantKind): WireGroup[] {
  if (kind === 'business') return [];
  const privileged = { OperatorType: 2, Property: 2, PropertyValue: 'privileged' };
  const treasury = { OperatorType: 2, Property: 2, PropertyValue: 'treasury' };
  return [
    {
      ...group(7, 1, 'Domain controllers', 1, [
        { OperatorType: 0, Property: 0, PropertyValue: 'SRV-DC-' },
        privileged,
        { OperatorType: 4, Property: 3, PropertyValue: '["WindowsServer2025","WindowsServer2022"]' },
      ]),
      Description: 'Tier 0: nobody touches these without the server team',
      MachineGroupAssignments: [
        access(ENTRA_GROUP_IDS.serverTeam, 'Server team'),
        access(ENTRA_GROUP_IDS.securityAdmins, 'Security admins'),
      ],
    },
    {
      ...group(4, 2, ' Finance', 2, [{ OperatorType: 2, Property: 2, PropertyValue: 'finance' }, treasury]),
      Description: 'Payment runs must not be interrupted',
      MachineGroupAssignments: [access(ENTRA_GROUP_IDS.socTier2, 'SOC tier 2')],
    },
    group(5, 3, 'Executives', 1, [{ OperatorType: 2, Property: 2, PropertyValue: 'vip' }]),
    {
      ...group(6, 4, 'Servers', 2, [{ OperatorType: 4, Property: 3, PropertyValue: SERVERS }]),
      SensorProfile: 'standard',
    },
    {
      ...group(9, 5, 'Lab', 0, [{ OperatorType: 3, Property: 1, PropertyValue: 'lab.' }]),
      Description: 'Detonation rigs: everything here is meant to burn',
    },
    ungrouped(),
  ];
}

const TAG = 2;
/** What `starts with` and `ends with` are where Airlock takes them for 0 and 1, and where it is the other way round. */
const SWAPPED = [1, 0];

/**
 * Rewrites the rows of groups for a tenant with another habit: with the numbers that its operators have, and in
 * `untrimmed` with tags as somebody typed them, a blank after each.
 */
export function retold(groups: readonly WireGroup[], from: HabitName, to: HabitName): WireGroup[] {
  const isSwapped = (from === 'other-operators') !== (to === 'other-operators');
  const rowOf = (rule: Rule): Rule => {
    const value = rule.PropertyValue;
    if (value.trim() === '' || rule.Property > TAG) return rule;
    const operator = isSwapped ? (SWAPPED[rule.OperatorType] ?? rule.OperatorType) : rule.OperatorType;
    return { ...rule, OperatorType: operator, PropertyValue: rule.Property === TAG ? typed(value, from, to) : value };
  };
  return groups.map((one) => (one.GroupRules ? { ...one, GroupRules: one.GroupRules.map(rowOf) } : one));
}

function typed(value: string, from: HabitName, to: HabitName): string {
  if (from === to) return value;
  if (to === 'untrimmed') return `${value} `;
  return from === 'untrimmed' ? value.trimEnd() : value;
}
