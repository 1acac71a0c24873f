import assert from 'node:assert/strict';
import { USUAL_WAYS } from '../../../../../src/changes/device-group/membership/assumptions.ts';
import { previewMoves } from '../../../../../src/changes/device-group/moves/devices-that-move.ts';
import { aDevice, aGroup, theUngrouped } from '../../../../support/samples/device-samples.ts';

const MANY = 60_000;
const tagged = (value: string) => [{ property: 'tag', operator: 'equals', value } as const];

/** Every tenth device has the tag in capitals; where they count, it is in the other group. */
function devices(isCaseCounting: boolean) {
  return Array.from({ length: MANY }, (_, n) => {
    const tag = n % 10 === 0 ? 'LAB' : 'lab';
    const groupId = isCaseCounting && tag === 'LAB' ? 3 : 2;
    return aDevice({ id: `device-${n}`, name: `pc-${n}`, tags: [tag], groupId });
  });
}

const groups = [
  aGroup({ id: 2, rank: 1, conditions: tagged('lab') }),
  aGroup({ id: 3, rank: 2, conditions: tagged('LAB') }),
  theUngrouped(),
];
const [, ...others] = groups;
const without = others.map((group) => ({ ...group, rank: group.ungrouped ? null : 1 }));

describe('a fleet so large that some devices are looked at first', () => {
  it('is read as assumed where the report says nothing else', () => {
    const { ways, compared, agreed, moved } = previewMoves(devices(false), groups, without);
    assert.deepEqual([ways, compared, agreed, moved], [USUAL_WAYS, MANY, MANY, MANY]);
  });

  it('is read otherwise where the report shows it, to the last device', () => {
    const { ways, compared, agreed, moves } = previewMoves(devices(true), groups, without);
    assert.deepEqual([ways, compared, agreed], [{ ...USUAL_WAYS, case: 'counts' }, MANY, MANY]);
    assert.deepEqual(
      moves.map(({ from, to, devices: number }) => [from?.id, to?.id, number]),
      [[2, 1, 54_000]],
    );
  });
});
