import assert from 'node:assert/strict';
import type { Device } from '../../../../src/changes/device-group.ts';
import { operatorsShownBy } from '../../../../src/defender/portal/operators/operator-numbers.ts';
import { groupsOf } from '../../../../src/defender/portal/reading/read-groups.ts';
import { ASSUMED_OPERATORS } from '../../../../src/defender/portal/wire-rule.ts';
import { aDevice } from '../../../support/samples/device-samples.ts';
import { aWireGroup, theRest } from '../../../support/samples/wire-samples.ts';

const row = (OperatorType: number, PropertyValue: string, Property = 0) => ({ OperatorType, Property, PropertyValue });
const group = (id: number, ...GroupRules: ReturnType<typeof row>[]) => aWireGroup({ MachineGroupId: id, GroupRules });
const named = (groupId: number, ...names: string[]): Device[] => names.map((name) => aDevice({ name, groupId }));

const SRV = group(7, row(0, 'SRV-'));
const PROD = group(8, row(1, '-PRD'));

describe('numbers of operators', () => {
  const cases = [
    ['no group at all', [], [], []],
    ['a group that holds too few devices', [SRV], named(7, 'srv-1', 'srv-2'), []],
    ['a group that begins with it', [SRV], named(7, 'srv-1', 'srv-2', 'SRV-3'), ['starts-with']],
    ['a group that ends with it', [SRV], named(7, '1-srv-', '2-srv-', '3-SRV-'), ['ends-with']],
    ['devices that meet it either way', [SRV], named(7, 'srv-', 'srv-', 'srv-1-srv-'), []],
    ['devices that speak against both', [SRV], named(7, 'srv-1', 'srv-2', 'srv-3', 'pc-1'), []],
    [
      'both, as assumed',
      [SRV, PROD],
      [...named(7, 'srv-1', 'srv-2', 'srv-3'), ...named(8, 'a-prd', 'b-prd', 'c-prd')],
      ['starts-with', 'ends-with'],
    ],
    [
      'both with one meaning',
      [SRV, PROD],
      [...named(7, 'srv-1', 'srv-2', 'srv-3'), ...named(8, '-prd1', '-prd2', '-prd3')],
      [],
    ],
    [
      'devices that another row of the same property takes',
      [group(7, row(0, 'SRV-'), row(3, 'app'))],
      named(7, 'app-1', 'app-2', 'app-3'),
      [],
    ],
    [
      'devices that should be in the group by its only meaning and are in none',
      [SRV],
      [...named(7, 'srv-1', 'srv-2', 'srv-3'), aDevice({ name: 'srv-9' })],
      [],
    ],
    [
      'devices that should be in it, and are in a group that comes after it',
      [SRV, group(9, row(2, 'x'))],
      [...named(7, 'srv-1', 'srv-2', 'srv-3'), ...named(9, 'srv-9')],
      [],
    ],
    [
      'devices that a group before it takes',
      [group(3, row(2, 'x')), SRV],
      [...named(7, 'srv-1', 'srv-2', 'srv-3'), ...named(3, 'srv-9')],
      ['starts-with'],
    ],
    [
      'devices that another property of the group keeps out',
      [group(7, row(0, 'SRV-'), row(2, 'vip', 2))],
      [
        ...['srv-1', 'srv-2', 'srv-3'].map((name) => aDevice({ name, tags: ['vip'], groupId: 7 })),
        aDevice({ name: 'srv-9' }),
      ],
      ['starts-with'],
    ],
    [
      'records that are double, merged or only discovered',
      [SRV],
      (['duplicate', 'merged', 'discovered'] as const).map((state, at) =>
        aDevice({ name: `srv-${at}`, groupId: 7, state }),
      ),
      [],
    ],
    ['three records of one name', [SRV], ['a', 'b', 'c'].map((id) => aDevice({ id, name: 'srv-1', groupId: 7 })), []],
    [
      'a rule with a row of that property that cannot be read',
      [group(7, row(0, 'SRV-'), row(9, 'x'))],
      named(7, 'srv-1', 'srv-2', 'srv-3'),
      [],
    ],
    [
      'rows of both numbers on one property',
      [group(7, row(0, 'SRV-'), row(1, '-x'))],
      named(7, 'srv-1', 'srv-2', 'srv-3'),
      [],
    ],
    [
      'tags',
      [group(7, row(0, 'site-', 2))],
      ['a', 'b', 'c'].map((name) => aDevice({ name, tags: ['x', 'site-1'], groupId: 7 })),
      ['starts-with'],
    ],
  ] as const;

  for (const [what, groups, devices, shown] of cases) {
    it(`are told by ${what}: ${shown.join(' and ') || 'nothing'}`, () => {
      const found = operatorsShownBy([...groups, theRest()], devices);
      assert.deepEqual(
        found.shown.filter((one) => !ASSUMED_OPERATORS.shown.includes(one)),
        shown,
      );
    });
  }

  it('the other way round are read the other way round', () => {
    const found = operatorsShownBy([SRV, PROD], named(7, '1-srv-', '2-srv-', '3-srv-'));
    const [srv, prod] = groupsOf([SRV, PROD, theRest()], found);
    assert.deepEqual(srv?.conditions, [{ property: 'name', operator: 'ends-with', value: 'SRV-' }]);
    assert.deepEqual(prod?.conditions, [{ property: 'name', operator: 'starts-with', value: '-PRD' }]);
    assert.deepEqual(found.shown, ['ends-with', 'equals', 'contains']);
  });

  const doubts = [
    ['no row that could', [], [], { kind: 'no-row' }],
    ['no list of devices', [SRV], null, { kind: 'no-devices' }],
    ['too few devices', [SRV], named(7, 'srv-1'), { kind: 'few', speaks: 1 }],
    [
      'devices for and against it',
      [SRV],
      [...named(7, 'srv-1', 'srv-2', 'srv-3'), aDevice({ name: 'srv-8' }), aDevice({ name: 'srv-9' })],
      { kind: 'contradictory', speaks: 3, against: 2 },
    ],
    [
      'two numbers that seem to mean it',
      [SRV, PROD],
      [...named(7, 'srv-1', 'srv-2', 'srv-3'), ...named(8, '-prd1', '-prd2', '-prd3')],
      { kind: 'both-numbers' },
    ],
  ] as const;
  for (const [what, groups, devices, doubt] of doubts)
    it(`say which evidence is missing: ${what}`, () => {
      assert.deepEqual(operatorsShownBy([...groups, theRest()], devices).doubts?.['starts-with'], doubt);
    });

  it('are not spoken against by devices that have not followed a group yet which was changed within a day', () => {
    const at = Date.parse('2026-11-24T03:00:00Z');
    const changed = { ...SRV, LastUpdated: '2026-11-24T01:00:00Z' };
    const devices = [...named(7, 'srv-1', 'srv-2', 'srv-3'), aDevice({ name: 'srv-9' })];
    assert(operatorsShownBy([changed], devices, at).shown.includes('starts-with'));
    assert(!operatorsShownBy([changed], devices, at + 86_400_000).shown.includes('starts-with'));
  });

  it('are told anew from each reading', () => {
    const before = named(7, 'srv-1', 'srv-2', 'srv-3');
    assert(operatorsShownBy([SRV], before).shown.includes('starts-with'));
    assert(!operatorsShownBy([SRV], [...before, aDevice({ name: 'srv-9' })]).shown.includes('starts-with'));
  });
});
