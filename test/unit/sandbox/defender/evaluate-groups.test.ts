import assert from 'node:assert/strict';
import { createWorld } from '../../../../src/sandbox/company/create-world.ts';
import type { Machine, WireGroup } from '../../../../src/sandbox/company/world.ts';
import { evaluateGroups } from '../../../../src/sandbox/defender/evaluate-groups.ts';
import { groupOf } from '../../../../src/sandbox/defender/group-of.ts';

type Row = readonly [property: number, operator: number, value: string];

const world = createWorld({ now: () => Date.parse('2026-11-24T03:00:00Z') });
const [template] = world.machines;
assert(template);
const laptop: Machine = {
  ...template,
  computerDnsName: 'LAP-FIN-0001.corp.harbourline.example',
  osPlatform: 'Windows11',
  machineTags: ['Finance', 'VIP'],
};
const phone: Machine = { ...template, computerDnsName: 'phn-0001', osPlatform: 'iOS', machineTags: [] };

function group(id: number, priority: number, rows: readonly Row[], ungrouped = false): WireGroup {
  return {
    MachineGroupId: id,
    Name: `Group ${id}`,
    Description: '',
    AutoRemediationLevel: 3,
    Priority: priority,
    LastUpdated: '2026-01-01T00:00:00Z',
    IsUnassignedMachineGroup: ungrouped,
    MachineCount: 0,
    GroupRules: rows.map(([Property, OperatorType, PropertyValue]) => ({ OperatorType, Property, PropertyValue })),
    MachineGroupAssignments: [],
    OldMachineGroupId: null,
  };
}
const rest = group(99, 2_147_483_647, [], true);
const where = (machine: Machine, ...groups: WireGroup[]) =>
  evaluateGroups([machine], [...groups, rest]).get(machine.id);

const CASES: readonly [string, Machine, readonly Row[], boolean][] = [
  ['name starts with, whatever the case', laptop, [[0, 0, 'lap-fin']], true],
  ['name is the first label alone', laptop, [[0, 3, 'corp']], false],
  ['name ends with', laptop, [[0, 1, '0001']], true],
  ['name equals', laptop, [[0, 2, 'LAP-FIN-0001']], true],
  ['name equals takes no part', laptop, [[0, 2, 'LAP-FIN']], false],
  ['name contains', laptop, [[0, 3, 'FIN']], true],
  ['domain is all after the first dot', laptop, [[1, 2, 'corp.harbourline.example']], true],
  ['domain without the first label', laptop, [[1, 3, 'LAP']], false],
  ['domain of a name without a dot is empty', phone, [[1, 3, 'phn']], false],
  ['name of a name without a dot is the whole', phone, [[0, 2, 'PHN-0001']], true],
  ['any tag', laptop, [[2, 2, 'vip']], true],
  ['no tag', phone, [[2, 3, 'vip']], false],
  ['OS in a list', laptop, [[3, 4, '["Linux","windows11"]']], true],
  ['OS not in a list', phone, [[3, 4, '["Linux","Windows11"]']], false],
  ['OS in something that is no list', laptop, [[3, 4, 'Windows11']], false],
  [
    'rows of one property: either',
    laptop,
    [
      [2, 2, 'lab'],
      [2, 2, 'finance'],
    ],
    true,
  ],
  [
    'properties: both',
    laptop,
    [
      [2, 2, 'finance'],
      [0, 0, 'LAP'],
    ],
    true,
  ],
  [
    'properties: not only one',
    laptop,
    [
      [2, 2, 'finance'],
      [0, 0, 'SRV'],
    ],
    false,
  ],
  [
    'blank rows do not count',
    laptop,
    [
      [0, 0, ''],
      [1, 0, '  '],
      [2, 2, 'finance'],
      [3, 4, '[]'],
      [4, 0, ''],
    ],
    true,
  ],
  [
    'nothing but blank rows',
    laptop,
    [
      [0, 0, ''],
      [4, 0, ''],
    ],
    false,
  ],
  ['no rows', laptop, [], false],
  [
    'an unknown property',
    laptop,
    [
      [4, 0, 'LAP'],
      [0, 0, 'LAP'],
    ],
    false,
  ],
  ['an unknown operator', laptop, [[0, 5, 'LAP-FIN-0001']], false],
  [
    'an unknown operator beside one that matches',
    laptop,
    [
      [0, 5, 'x'],
      [0, 0, 'LAP'],
    ],
    true,
  ],
];

describe("the sandbox's own evaluation of device groups", () => {
  for (const [name, machine, rows, matches] of CASES) {
    it(`${name}: ${matches ? 'in' : 'out'}`, () => {
      assert.equal(where(machine, group(1, 1, rows)), matches ? 1 : 99);
    });
  }

  it('puts a device in the highest ranked group, wherever that stands in the list', () => {
    assert.equal(where(laptop, group(1, 5, [[0, 0, 'LAP']]), group(2, 2, [[2, 2, 'vip']])), 2);
  });

  it('puts a device in no group if there are no groups', () => {
    assert.equal(evaluateGroups([laptop], []).size, 0);
  });

  it('treats a group without a list of rules as matching nothing', () => {
    const { GroupRules: _none, ...bare } = group(1, 1, []);
    assert.equal(where(laptop, bare), 99);
  });

  it('is kept until the groups are replaced', () => {
    const before = groupOf(world);
    assert.equal(before.size, 300);
    assert.equal(groupOf(world), before);
    world.tenant.deviceGroups = world.tenant.deviceGroups.filter(({ Name }) => Name !== 'Lab');
    const lab = world.machines.find(({ computerDnsName }) => computerDnsName.includes('.lab.'));
    assert(lab);
    assert.equal(before.get(lab.id)?.Name, 'Lab');
    assert.equal(groupOf(world).get(lab.id)?.IsUnassignedMachineGroup, true);
  });
});
