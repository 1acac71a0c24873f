import assert from 'node:assert/strict';
import type { WireGroup } from '../../../../../src/defender/portal/writes/odd-parts.ts';
import { othersChanged } from '../../../../../src/defender/portal/writes/others-changed.ts';
import { aWireGroup, tagRow, theRest } from '../../../../support/samples/wire-samples.ts';

const access = (ObjectId: string, DisplayName: string | null) => ({ WcdAadGroup: { ObjectId, DisplayName } });
const own = aWireGroup({ MachineGroupId: 4 });
const lab = aWireGroup({
  MachineGroupId: 9,
  Name: 'Lab',
  MachineGroupAssignments: [access('A', 'SOC'), access('b', null)],
});
const sent = [own, lab, theRest()];
const ids = (shown: Parameters<typeof othersChanged>[1], id: number | null = 4) =>
  othersChanged(sent, shown, id).map(({ MachineGroupId }) => MachineGroupId);

describe('what a read-back shows of the other groups', () => {
  it('is nothing where they are as they were sent', () => {
    assert.deepEqual(ids(sent), []);
  });

  it('ignores what Defender sets itself, and how it writes empty values', () => {
    const { Description: _none, ...bare } = lab;
    const names = [access('B', 'New name'), access('a', 'SOC')];
    const shown = {
      ...bare,
      LastUpdated: 'later',
      MachineCount: 7,
      OldMachineGroupId: 3,
      MachineGroupAssignments: names,
    };
    assert.deepEqual(ids([own, { ...shown, Reserved: null }, theRest({ GroupRules: [] })]), []);
  });

  it('ignores the group that was written, whatever happened to it', () => {
    assert.deepEqual(ids([{ ...own, AutoRemediationLevel: 0 }, lab, theRest()]), []);
    assert.deepEqual(ids([lab, theRest()]), []);
  });

  const edits: readonly [string, Partial<WireGroup>][] = [
    ['level', { AutoRemediationLevel: 0 }],
    ['name', { Name: ' Lab' }],
    ['Priority', { Priority: 12 }],
    ['rule', { GroupRules: [tagRow('other')] }],
    ['access', { MachineGroupAssignments: [access('A', 'SOC')] }],
    ['value of an unknown key', { SensorProfile: 'strict' }],
  ];
  for (const [what, fields] of edits) {
    it(`is another ${what}`, () => {
      assert.deepEqual(ids([own, { ...lab, ...fields }, theRest()]), [9]);
    });
  }

  it('is a group that came or went, and another level of the ungrouped devices', () => {
    assert.deepEqual(ids([own, theRest({ AutoRemediationLevel: 0 }), aWireGroup({ MachineGroupId: 12 })]), [9, 1, 12]);
  });

  it('does not miss the number that Defender gave to the new one', () => {
    const created = aWireGroup({ MachineGroupId: 12 });
    const list = [...sent, { ...created, MachineGroupId: -1 }];
    assert.deepEqual(othersChanged(list, [...sent, created], 12), []);
    assert.deepEqual(othersChanged(list, [...sent, created], null), [created]);
  });
});
