import assert from 'node:assert/strict';
import { deviceGroups } from '../../../../../src/defender/portal/writes/group-writes.ts';
import type { WireGroup } from '../../../../../src/defender/portal/writes/odd-parts.ts';
import { aWireGroup, theRest } from '../../../../support/samples/wire-samples.ts';

const groups = [2, 3, 4, 5, 6].map((id) => aWireGroup({ MachineGroupId: id }));
const long = aWireGroup({ MachineGroupId: 7, Name: '😀'.repeat(100) });
const before = [...groups, long, theRest()];
const change = { kind: 'device-group.update', group: { id: 2, name: 'Group 2' }, set: { level: 'none' } } as const;

/** The warning when these groups came to hold another level while group 2 was written. */
function warning(...changed: readonly WireGroup[]): string | null | undefined {
  const shown = before.map((group) => (changed.includes(group) ? { ...group, AutoRemediationLevel: 1 } : group));
  return deviceGroups.confirm?.(change, { groups: before }, { groups: shown }).warning;
}

describe('the warning about groups that changed at the same time', () => {
  it('is nothing where none did', () => assert.equal(warning(), null));

  it('names no group that a list which is not whole does not hold', () => {
    const reading = { groups: before.slice(0, 3), moreBy: 'hasMore' };
    assert.equal(deviceGroups.confirm?.(change, { groups: before }, reading).warning, null);
    assert.match(
      deviceGroups.confirm?.(change, { groups: before }, { groups: reading.groups }).warning ?? '',
      /Group 5/,
    );
  });

  it('names a few, and counts the rest', () => {
    assert.match(warning(...groups.slice(1, 4)) ?? '', /: Group 3, Group 4, Group 5\. Check/);
    assert.match(warning(...before) ?? '', /: Group 3, Group 4, Group 5 and 3 more\. Check/);
  });

  it('names the ungrouped devices as the portal does, and cuts a long name between characters', () => {
    assert.match(warning(...before.slice(-2)) ?? '', /: (😀){59}…, Ungrouped devices \(default\)\. Check/u);
  });
});
