import assert from 'node:assert/strict';
import type { GroupDefinition, UpdateGroup } from '../../../../../src/changes/device-group/model/group-change.ts';
import { nameOf } from '../../../../../src/defender/portal/reading/read-groups.ts';
import { editWireGroups } from '../../../../../src/defender/portal/writes/edit-wire-groups.ts';
import type { WireGroup } from '../../../../../src/defender/portal/writes/odd-parts.ts';
import { ALL_SHOWN, aWireGroup, tagRow, theRest } from '../../../../support/samples/wire-samples.ts';

const SOC = { id: '6e000000-0000-4000-8000-000000000002', name: 'SOC tier 1' };
const definition: GroupDefinition = {
  name: 'Payments',
  description: 'Payment runs',
  level: 'semi-non-temp-folders',
  conditions: [
    { property: 'tag', operator: 'equals', value: 'payment' },
    { property: 'name', operator: 'starts-with', value: 'PAY-' },
    { property: 'os', values: ['Windows11', 'Linux'] },
  ],
  access: [SOC],
};
const ref = (group: WireGroup) => ({ id: group.MachineGroupId, name: nameOf(group) });
const finance = aWireGroup({ MachineGroupId: 4, Name: ' Finance', Priority: 1 });
const lab = aWireGroup({ MachineGroupId: 9, Name: 'Lab', Priority: 2 });
const servers = aWireGroup({ MachineGroupId: 6, Name: 'Servers', Priority: 5 });
const wire = [finance, lab, servers, theRest()];
const create = (before: WireGroup | null, list: readonly WireGroup[] = wire) =>
  editWireGroups(list, { kind: 'device-group.create', definition, before: before && ref(before) }, ALL_SHOWN);
const rank = (group: WireGroup, before: WireGroup | null) =>
  editWireGroups(wire, { kind: 'device-group.rank', group: ref(group), before: before && ref(before) }, ALL_SHOWN);
const update = (group: WireGroup, set: UpdateGroup['set']) =>
  editWireGroups([group, theRest()], { kind: 'device-group.update', group: ref(group), set }, ALL_SHOWN)[0];
const priorities = (list: readonly WireGroup[]) => list.map(({ Priority }) => Priority);

describe('a device group on the wire', () => {
  it('is created as the portal does it: no number, a row for every property, blank where it is unused', () => {
    assert.deepEqual(create(null).at(-1), {
      MachineGroupId: -1,
      Name: 'Payments',
      Description: 'Payment runs',
      AutoRemediationLevel: 2,
      Priority: 6,
      LastUpdated: '1970-01-01T00:00:00.000Z',
      IsUnassignedMachineGroup: false,
      MachineCount: 0,
      GroupRules: [
        { OperatorType: 0, Property: 0, PropertyValue: 'PAY-' },
        { OperatorType: 0, Property: 1, PropertyValue: '' },
        { OperatorType: 2, Property: 2, PropertyValue: 'payment' },
        { OperatorType: 4, Property: 3, PropertyValue: '["Windows11","Linux"]' },
        { OperatorType: 0, Property: 4, PropertyValue: '' },
      ],
      MachineGroupAssignments: [{ WcdAadGroup: { ObjectId: SOC.id, DisplayName: 'SOC tier 1' } }],
      OldMachineGroupId: null,
    });
  });

  it('uses a gap in the ranking, and then moves no other group', () => {
    assert.deepEqual(priorities(create(servers)), [1, 2, 5, 2_147_483_647, 3]);
  });

  it('moves the others only as far as the next gap', () => {
    assert.deepEqual(priorities(create(lab)), [1, 3, 5, 2_147_483_647, 2]);
    assert.deepEqual(priorities(create(finance)), [2, 3, 5, 2_147_483_647, 1]);
  });

  it('moves those above where they are fewer than those below', () => {
    const tight = [2, 3, 4, 5].map((Priority) => aWireGroup({ MachineGroupId: Priority + 10, Priority }));
    const [first, second] = tight;
    assert(first && second);
    assert.deepEqual(priorities(create(second, [...tight, theRest()])), [1, 3, 4, 5, 2_147_483_647, 2]);
  });

  it('of a tenant without any gets the first rank', () => {
    assert.deepEqual(priorities(create(null, [theRest()])), [2_147_483_647, 1]);
  });

  it('of the first rank may hold the Priority 0, as some clients write it', () => {
    const zero = aWireGroup({ MachineGroupId: 8, Priority: 0 });
    assert.deepEqual(priorities(create(zero, [zero, theRest()])), [2, 2_147_483_647, 1]);
    assert.deepEqual(priorities(create(null, [zero, theRest()])), [0, 2_147_483_647, 1]);
  });

  it('changes rank alone where that is enough', () => {
    assert.deepEqual(priorities(rank(finance, servers)), [3, 2, 5, 2_147_483_647]);
    assert.deepEqual(priorities(rank(servers, finance)), [2, 3, 1, 2_147_483_647]);
    assert.deepEqual(priorities(rank(lab, null)), [1, 6, 5, 2_147_483_647]);
    assert.deepEqual(rank(lab, servers), wire);
  });

  it('keeps rows that Airlock cannot read when its conditions are replaced', () => {
    const rows = [
      { OperatorType: 7, Property: 0, PropertyValue: 'LAP' },
      { OperatorType: 0, Property: 0, PropertyValue: 'PC-', Origin: 'wizard' },
      { OperatorType: 0, Property: 1, PropertyValue: '' },
      { ...tagRow('fin'), RuleId: 12 },
      { OperatorType: 5, Property: 3, PropertyValue: '["Linux"]' },
      { OperatorType: 0, Property: 4, PropertyValue: 'what only Defender knows' },
    ];
    const conditions: GroupDefinition['conditions'] = [
      { property: 'tag', operator: 'equals', value: 'lab' },
      { property: 'tag', operator: 'equals', value: 'fin' },
    ];
    const group = update({ ...lab, GroupRules: rows }, { conditions });
    assert.deepEqual(group?.GroupRules, [rows[0], rows[2], rows[3], tagRow('lab'), rows[4], rows[5]]);
  });

  it('writes a blank row for a property that is not used any more', () => {
    const group = update(
      { ...lab, GroupRules: [tagRow('a'), { ...tagRow('x'), Property: 0 }] },
      {
        conditions: [{ property: 'tag', operator: 'equals', value: 'a' }],
      },
    );
    assert.deepEqual(group?.GroupRules, [tagRow('a'), { OperatorType: 0, Property: 0, PropertyValue: '' }]);
  });

  it('keeps the access of those that stay as it is, and adds the new ones', () => {
    const kept = { Source: 'portal', WcdAadGroup: { ObjectId: SOC.id.toUpperCase(), DisplayName: null, Tier: 1 } };
    const gone = { WcdAadGroup: { ObjectId: '6e000000-0000-4000-8000-000000000009', DisplayName: 'Left' } };
    const added = { id: '6e000000-0000-4000-8000-000000000003', name: 'SOC tier 2' };
    const group = update({ ...lab, MachineGroupAssignments: [gone, kept] }, { access: [added, SOC] });
    const fresh = { WcdAadGroup: { ObjectId: added.id, DisplayName: added.name } };
    assert.deepEqual(group?.MachineGroupAssignments, [kept, fresh]);
  });

  const twins = [lab, { ...lab, Name: 'Twin' }, theRest()];
  const first = aWireGroup({ MachineGroupId: 3, Priority: 1 });
  const refusals: readonly [string, () => unknown, RegExp][] = [
    [
      'a level without a published number',
      () => update(lab, { level: 'semi-core-folders' }),
      /core folders.+not known/,
    ],
    [
      'that level of a new group',
      () =>
        editWireGroups(wire, {
          kind: 'device-group.create',
          definition: { ...definition, level: 'semi-core-folders' },
          before: null,
        }),
      /core folders/,
    ],
    [
      'a group that is gone',
      () => editWireGroups([theRest()], { kind: 'device-group.delete', group: ref(lab) }),
      /"Lab"/,
    ],
    [
      'the ungrouped devices as one to delete',
      () => editWireGroups(wire, { kind: 'device-group.delete', group: ref(theRest()) }),
      /no device group/,
    ],
    ['a place before a group that is gone', () => create(aWireGroup({ MachineGroupId: 77 })), /no such place/],
    ['a place before the ungrouped devices by their number', () => create(theRest()), /no such place/],
    ...[
      () => editWireGroups(twins, { kind: 'device-group.delete', group: ref(lab) }, ALL_SHOWN),
      () => editWireGroups(twins, { kind: 'device-group.rank', group: ref(lab), before: null }, ALL_SHOWN),
      () => editWireGroups(twins, { kind: 'device-group.update', group: ref(lab), set: { level: 'full' } }, ALL_SHOWN),
    ].map((edit, at): [string, () => unknown, RegExp] => [
      `one of two groups with one number, ${['deleted', 'ranked', 'changed'][at]}`,
      edit,
      /lists several device groups as number/,
    ]),
    [
      'a place that moves one of two groups with one number',
      () => create(first, [first, lab, { ...lab, Name: 'Twin' }, theRest()]),
      /lists several device groups as number/,
    ],
    ['a list without the ungrouped devices', () => create(null, [lab]), /as a whole/],
    ['a list with two of them', () => create(null, [theRest(), theRest({ MachineGroupId: 2 })]), /as a whole/],
    ['an empty list', () => create(null, []), /no device groups/],
  ];
  for (const [name, edit, sentence] of refusals) {
    it(`is not written: ${name}`, () => {
      assert.throws(edit, { code: 'tenant-unsupported', message: sentence });
    });
  }
});
