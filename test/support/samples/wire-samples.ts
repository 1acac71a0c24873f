import { TEXT_OPERATORS } from '../../../src/changes/device-group.ts';
import type { WireRule } from '../../../src/defender/portal/wire-rule.ts';
import { ASSUMED_OPERATORS, type Operators } from '../../../src/defender/portal/wire-rule.ts';
import type { WireGroup } from '../../../src/defender/portal/writes/odd-parts.ts';

/** A row: the tag equals this. */
export const tagRow = (PropertyValue: string): WireRule => ({ OperatorType: 2, Property: 2, PropertyValue });

/** A group as the portal lists it; its name and Priority follow from its id unless said otherwise. */
export function aWireGroup(fields: Partial<WireGroup> & { readonly MachineGroupId: number }): WireGroup {
  return {
    Name: `Group ${fields.MachineGroupId}`,
    Description: '',
    AutoRemediationLevel: 3,
    Priority: fields.MachineGroupId,
    LastUpdated: '2026-03-01T08:30:00.4166667Z',
    IsUnassignedMachineGroup: false,
    MachineCount: 0,
    GroupRules: [tagRow(`tag-${fields.MachineGroupId}`)],
    MachineGroupAssignments: [],
    OldMachineGroupId: null,
    ...fields,
  };
}

/** "Ungrouped devices (default)": the portal lists it without rules. */
export function theRest(fields: Partial<WireGroup> = {}): WireGroup {
  const { GroupRules: _none, ...rest } = aWireGroup({ MachineGroupId: 1, Name: '' });
  return { ...rest, Priority: 2_147_483_647, IsUnassignedMachineGroup: true, ...fields };
}

/** A tenant whose groups show that its numbers mean what is assumed. */
export const ALL_SHOWN: Operators = { ...ASSUMED_OPERATORS, shown: TEXT_OPERATORS };
