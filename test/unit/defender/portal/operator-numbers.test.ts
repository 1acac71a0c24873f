import assert from 'node:assert/strict';
import type { Device } from '../../../../src/changes/device-group.ts';
import { createOperatorMemory, operatorsShownBy } from '../../../../src/defender/portal/operator-numbers.ts';
import { groupsOf } from '../../../../src/defender/portal/read-groups.ts';
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

  it('stay known when the group that showed them is gone, and ask for devices only while one is in doubt', async () => {
    const memory = createOperatorMemory();
    let asked = 0;
    const devices = async () => {
      asked += 1;
      return named(7, 'srv-1', 'srv-2', 'srv-3');
    };
    assert.deepEqual((await memory.of([theRest()], null, devices)).shown, ASSUMED_OPERATORS.shown);
    assert.equal(asked, 0, 'no row has such a number');
    assert((await memory.of([SRV], null, devices)).shown.includes('starts-with'));
    assert((await memory.of([theRest()], null, devices)).shown.includes('starts-with'));
    assert.equal(asked, 1);
    assert((await memory.of([SRV], null, async () => null)).shown.includes('starts-with'));
  });
});
