import fc from 'fast-check';
import type { GroupChange, GroupDefinition } from '../../../src/changes/device-group/model/group-change.ts';
import { TEXT_OPERATORS, TEXT_PROPERTIES } from '../../../src/changes/device-group.ts';
import type { RemediationLevel } from '../../../src/changes/remediation-level.ts';
import { assignedTo, nameOf } from '../../../src/defender/portal/reading/read-groups.ts';
import type { WireRule } from '../../../src/defender/portal/wire-rule.ts';
import type { WireGroup } from '../../../src/defender/portal/writes/odd-parts.ts';

type Assignment = NonNullable<WireGroup['MachineGroupAssignments']>[number];

/** Keys that no documentation names, with whatever JSON can hold. */
const unknownKeys = fc.dictionary(fc.constantFrom('SensorProfile', 'Extensions', 'x-owner', 'Flags'), fc.jsonValue(), {
  maxKeys: 2,
});
const value = fc.constantFrom('fin', 'FIN', ' lab', 'srv-', '["Windows11"]', '');
const osValues = fc.subarray(['Windows11', 'Windows10', 'Linux', 'macOS'], { minLength: 1 });
const level = fc.constantFrom<RemediationLevel[]>('none', 'semi-all-folders', 'semi-non-temp-folders', 'full');
const ENTRA = [
  '6e000000-0000-4000-8000-00000000000A',
  '6e000000-0000-4000-8000-00000000000b',
  '7f000000-0000-4000-8000-000000000001',
];

/**
 * Rows as the portal writes them, and rows that Airlock cannot read: other properties, other operators, lists that are
 * none.
 */
const row: fc.Arbitrary<WireRule> = fc
  .tuple(
    unknownKeys,
    fc.oneof(
      fc.record({ OperatorType: fc.nat(3), Property: fc.nat(2), PropertyValue: value }),
      fc.record({
        OperatorType: fc.constant(4),
        Property: fc.constant(3),
        PropertyValue: osValues.map((values) => JSON.stringify(values)),
      }),
      fc.record({ OperatorType: fc.constant(0), Property: fc.nat(4), PropertyValue: fc.constantFrom('', '[]', null) }),
      fc.record({
        OperatorType: fc.integer({ min: 0, max: 9 }),
        Property: fc.integer({ min: 0, max: 7 }),
        PropertyValue: value,
      }),
    ),
  )
  .map(([extra, known]) => ({ ...extra, ...known }));

const assignment: fc.Arbitrary<Assignment> = fc
  .tuple(unknownKeys, unknownKeys, fc.constantFrom(...ENTRA), fc.constantFrom('SOC', null))
  .map(([extra, inner, ObjectId, DisplayName]) => ({ ...extra, WcdAadGroup: { ...inner, ObjectId, DisplayName } }));

const nullish = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary }, fc.constantFrom(null, undefined));

const body = fc
  .record({
    extra: unknownKeys,
    Name: fc.constantFrom('Finance', ' Finance', 'Lab ', 'Σ/ß', 'a'),
    Description: nullish(fc.constantFrom('', 'Payment runs')),
    AutoRemediationLevel: fc.constantFrom(0, 1, 2, 3, 4, 9),
    gap: fc.constantFrom(1, 1, 1, 2, 3),
    GroupRules: fc.array(row, { maxLength: 7 }),
    MachineGroupAssignments: nullish(
      fc.uniqueArray(assignment, { maxLength: 3, selector: (one) => assignedTo(one).id }),
    ),
    LastUpdated: fc.constantFrom('2026-01-01T00:00:00Z', '2026-11-02T09:00:00.4166667Z'),
  })
  .map(({ extra, ...known }) => ({ ...extra, ...known }));

/** The list of a tenant with unknown keys everywhere, in any order; Priorities differ, with gaps here and there. */
export const arbitraryWire: fc.Arbitrary<WireGroup[]> = fc
  .tuple(fc.array(body, { maxLength: 6 }), body, fc.uniqueArray(fc.integer({ min: 2, max: 99 }), { minLength: 6 }))
  .map(([bodies, last, ids]) => {
    let priority = 0;
    const groups = bodies.map(({ gap, ...rest }, n) => {
      priority += gap;
      return {
        ...rest,
        Name: `${rest.Name}${n}`,
        MachineGroupId: ids[n],
        Priority: priority,
        IsUnassignedMachineGroup: false,
      };
    });
    const { gap: _none, GroupRules: _rules, ...rest } = last;
    const ungrouped = { ...rest, MachineGroupId: 1, Name: '', Priority: 2_147_483_647, IsUnassignedMachineGroup: true };
    return JSON.parse(JSON.stringify([...groups, ungrouped]));
  })
  .chain((groups) => fc.shuffledSubarray(groups, { minLength: groups.length }));

const condition: fc.Arbitrary<GroupDefinition['conditions'][number]> = fc.oneof(
  fc.record({
    property: fc.constantFrom(...TEXT_PROPERTIES),
    operator: fc.constantFrom(...TEXT_OPERATORS),
    value: fc.constantFrom('fin', 'FIN', 'lab', 'srv-'),
  }),
  fc.record({ property: fc.constant('os' as const), values: osValues }),
);

const access: fc.Arbitrary<GroupDefinition['access']> = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...ENTRA.map((id) => id.toLowerCase())), name: fc.constant('Role holders') }),
  { maxLength: 3, selector: ({ id }) => id },
);

const definition: fc.Arbitrary<GroupDefinition> = fc.record({
  name: fc.constantFrom('Finance', 'Finance0', 'Payments'),
  description: fc.constantFrom('', 'Payment runs', 'New words'),
  level,
  conditions: fc.array(condition, { minLength: 1, maxLength: 4 }),
  access,
});

/** A change of every kind that can be written on this list: access that was not told cannot. */
export function changeOn(wire: readonly WireGroup[]): fc.Arbitrary<GroupChange> {
  return anyChangeOn(wire).map((change) => {
    if (!('set' in change)) return change;
    const id = 'group' in change ? change.group.id : 1;
    const isTold = wire.some((group) => group.MachineGroupId === id && Array.isArray(group.MachineGroupAssignments));
    const { access: _untold, ...set } = change.set;
    return isTold ? change : ({ ...change, set } as GroupChange);
  });
}

function anyChangeOn(wire: readonly WireGroup[]): fc.Arbitrary<GroupChange> {
  const groups = wire
    .filter((group) => !group.IsUnassignedMachineGroup)
    .map((group) => ({ id: group.MachineGroupId, name: nameOf(group) }));
  const before = fc.constantFrom(null, ...groups);
  const create = fc.record({ kind: fc.constant('device-group.create' as const), definition, before });
  const ungrouped = fc.record({
    kind: fc.constant('ungrouped-devices' as const),
    set: fc.record({ level, access }, { requiredKeys: [] }),
  });
  if (groups.length === 0) return fc.oneof(create, ungrouped);
  const group = fc.constantFrom(...groups);
  return fc.oneof(
    create,
    ungrouped,
    fc.record({
      kind: fc.constant('device-group.update' as const),
      group,
      set: definition.chain((all) => fc.subarray(Object.entries(all)).map((some) => Object.fromEntries(some))),
    }),
    fc.record({ kind: fc.constant('device-group.delete' as const), group }),
    fc
      .record({ kind: fc.constant('device-group.rank' as const), group, before })
      .filter((rank) => rank.before?.id !== rank.group.id),
  );
}
