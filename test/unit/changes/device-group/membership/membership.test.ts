import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assign } from '../../../../../src/changes/device-group/membership/group-index.ts';
import type { Condition, Device, DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { TEXT_OPERATORS, type TEXT_PROPERTIES } from '../../../../../src/changes/device-group.ts';
import { anyText } from '../../../../support/generated/any-text.ts';
import { arbitraryDevices, arbitraryGroups } from '../../../../support/generated/arbitrary-tenant.ts';
import { naiveMembership } from '../../../../support/generated/naive-membership.ts';
import { aDevice, aGroup, theUngrouped } from '../../../../support/samples/device-samples.ts';

const text = (
  property: (typeof TEXT_PROPERTIES)[number],
  operator: (typeof TEXT_OPERATORS)[number],
  value: string,
): Condition => ({ property, operator, value });
const os = (...values: string[]): Condition => ({ property: 'os', values });

/** The name of the group that takes the device. */
function takerOf(device: Device, groups: readonly DeviceGroup[]): string | undefined {
  return groups[assign([device], groups).winners[0] ?? -1]?.name;
}

describe('assign', () => {
  const laptop = aDevice({
    name: 'LON-Fin-042',
    domain: 'fin.Corp.example',
    os: 'Windows11',
    tags: ['Finance', 'tier-1'],
  });
  const cases: readonly [what: string, conditions: readonly Condition[], takes: boolean][] = [
    ['name starts with', [text('name', 'starts-with', 'lon-')], true],
    ['name does not start with a later part', [text('name', 'starts-with', 'fin')], false],
    ['name ends with', [text('name', 'ends-with', '-042')], true],
    ['name does not end with an earlier part', [text('name', 'ends-with', '-04')], false],
    ['name equals, in another case', [text('name', 'equals', 'lon-FIN-042')], true],
    ['name does not equal its beginning', [text('name', 'equals', 'lon-fin-04')], false],
    ['name does not equal its end', [text('name', 'equals', 'on-fin-042')], false],
    ['name contains', [text('name', 'contains', 'N-FIN-0')], true],
    ['name contains itself', [text('name', 'contains', 'lon-fin-042')], true],
    ['name contains no more than itself', [text('name', 'contains', 'lon-fin-0420')], false],
    ['domain', [text('domain', 'ends-with', 'CORP.EXAMPLE')], true],
    ['domain is not the name', [text('domain', 'contains', 'lon')], false],
    ['name is not the domain', [text('name', 'contains', 'example')], false],
    ['any tag is enough', [text('tag', 'equals', 'TIER-1')], true],
    ['a search does not run over from one tag into the next', [text('tag', 'contains', 'financetier')], false],
    ['one of the operating systems', [os('Linux', 'windows11')], true],
    ['an operating system is equal, not similar', [os('Windows1', 'Windows110')], false],
    ['operating systems of two rows are joined by OR', [os('Linux'), os('Windows11')], true],
    ['rows of one property are joined by OR', [text('name', 'equals', 'x'), text('name', 'contains', 'fin')], true],
    ['properties are joined by AND', [text('name', 'contains', 'fin'), text('tag', 'equals', 'hr')], false],
    [
      'all four properties',
      [
        text('name', 'contains', 'fin'),
        text('domain', 'starts-with', 'fin'),
        text('tag', 'equals', 'finance'),
        os('Windows11'),
      ],
      true,
    ],
    [
      'all but the operating system',
      [
        text('name', 'contains', 'fin'),
        text('domain', 'starts-with', 'fin'),
        text('tag', 'equals', 'finance'),
        os('Linux'),
      ],
      false,
    ],
    ['no condition takes nothing', [], false],
    [
      'only blank conditions take nothing',
      [text('name', 'contains', ' '), text('tag', 'starts-with', ''), os('', ' ')],
      false,
    ],
    ['a blank row does not widen its property', [text('name', 'contains', 'x'), text('name', 'contains', '')], false],
    ['a blank property asks nothing', [text('name', 'contains', 'fin'), text('tag', 'equals', '')], true],
    ['a space inside a value counts', [text('name', 'starts-with', ' lon')], false],
  ];
  for (const [what, conditions, takes] of cases) {
    it(`${takes ? 'takes' : 'leaves'}: ${what}`, () => {
      const groups = [aGroup({ id: 7, name: 'rule', conditions }), theUngrouped()];
      assert.equal(takerOf(laptop, groups), takes ? 'rule' : 'Ungrouped devices (default)');
    });
  }

  it('gives a device to the highest rank, whatever the order of the list', () => {
    const conditions = [text('tag', 'equals', 'finance')];
    const low = aGroup({ id: 2, name: 'low', rank: 9, conditions });
    const high = aGroup({ id: 3, name: 'high', rank: 4, conditions });
    assert.equal(takerOf(laptop, [theUngrouped(), low, high]), 'high');
    assert.equal(takerOf(laptop, [high, low, theUngrouped()]), 'high');
  });

  it('gives a device of two groups of one rank to the lower id', () => {
    const conditions = [text('tag', 'equals', 'finance')];
    const groups = [aGroup({ id: 12, rank: 1, conditions }), aGroup({ id: 3, rank: 1, conditions }), theUngrouped()];
    assert.equal(takerOf(laptop, groups), 'Group 3');
  });

  it('ignores conditions of the ungrouped devices', () => {
    const rest = theUngrouped({ rank: 0, conditions: [text('name', 'contains', 'lon')] });
    const wide = aGroup({ id: 2, name: 'wide', rank: 5, conditions: [text('name', 'contains', 'lon')] });
    assert.equal(takerOf(laptop, [rest, wide]), 'wide');
    assert.equal(takerOf(aDevice({ name: 'other' }), [rest, wide]), 'Ungrouped devices (default)');
  });

  it('lets an opaque group take nothing and says that the result is inexact', () => {
    const opaque = aGroup({ id: 2, opaque: true, conditions: [text('name', 'contains', 'lon')] });
    const { winners, inexact } = assign([laptop], [opaque, theUngrouped()]);
    assert.deepEqual([[...winners], inexact], [[1], true]);
    assert.equal(assign([laptop], [theUngrouped()]).inexact, false);
  });

  it('answers -1 where no group takes the rest', () => {
    assert.deepEqual([...assign([laptop], []).winners], [-1]);
  });

  it('tells 70 groups apart', () => {
    const devices = Array.from({ length: 70 }, (_, n) => aDevice({ name: `host-${n}.` }));
    const groups = Array.from({ length: 70 }, (_, n) =>
      aGroup({ id: n + 1, rank: 70 - n, conditions: [text('name', 'ends-with', `-${n}.`)] }),
    );
    assert.deepEqual(
      [...assign(devices, groups).winners],
      devices.map((_, n) => n),
    );
  });

  it('agrees with the nested loop on any tenant', () => {
    fc.assert(
      fc.property(arbitraryDevices, arbitraryGroups, (devices, groups) => {
        assert.deepEqual([...assign(devices, groups).winners], naiveMembership(devices, groups));
      }),
      { numRuns: 400 },
    );
  });

  it('agrees with the nested loop on texts of any characters', () => {
    const anything = anyText({ maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 6 }),
        fc.array(fc.tuple(fc.constantFrom(...TEXT_OPERATORS), anything)),
        (names, rows) => {
          const devices = names.map((name) => aDevice({ name }));
          const groups = rows.map(([operator, value], n) =>
            aGroup({ id: n + 1, conditions: [text('name', operator, value)] }),
          );
          assert.deepEqual([...assign(devices, groups).winners], naiveMembership(devices, groups));
        },
      ),
      { numRuns: 200 },
    );
  });
});
