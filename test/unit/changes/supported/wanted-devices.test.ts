import assert from 'node:assert/strict';
import type { Device } from '../../../../src/changes/device-group.ts';
import { antivirusScanChange } from '../../../../src/changes/supported/actions/antivirus-scan-change.ts';
import { responseActionsChange } from '../../../../src/changes/supported/actions/response-actions-change.ts';
import type { TenantSnapshot } from '../../../../src/changes/tenant-snapshot.ts';
import { aDevice, aGroup } from '../../../support/samples/device-samples.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const GROUP = aGroup({ id: 1, name: 'Finance' });

function device(name: string, fields: Partial<Device> = {}): Device {
  return aDevice({ id: name, name, dnsName: name, os: 'Windows11', groupId: 1, state: 'onboarded', ...fields });
}

type Wanted = { readonly group: string } | { readonly names: readonly string[] };

/** The rows of a card, or why there is none. */
function told(wanted: Wanted, devices: readonly Device[], fields: Partial<TenantSnapshot> = {}): string {
  const input = { kind: 'antivirus-scan', scan: 'Quick', wanted, devices: [], leftOut: 0 };
  const now = groupSnapshot([GROUP], devices, fields);
  const found = antivirusScanChange.resolve?.(antivirusScanChange.parse(input), now);
  assert(found);
  if ('verdict' in found) return JSON.stringify(found);
  const change = antivirusScanChange.parse(found);
  return antivirusScanChange
    .diff(change, antivirusScanChange.base(change, now))
    .map(({ label, to }) => `${label}: ${to}`)
    .join('\n');
}

const SHORT = { devicesLack: { leftOut: 1, brokenOff: false } };

describe('changes/supported/actions: on which devices something is done', () => {
  it('tells which devices of a group are left out, and why', () => {
    const others = [
      device('old-1', { state: 'inactive' }),
      device('old-2', { state: 'inactive' }),
      device('twin', { state: 'duplicate' }),
      device('seen', { state: 'discovered' }),
      device('unsaid', { state: 'unknown' }),
      device('lost', { groupId: 'unknown' }),
    ];
    const text = told({ group: 'Finance' }, [device('lap'), ...others]);
    assert.match(text, /Devices: lap$/m);
    assert.match(text, /Left out: Inactive: old-1, old-2/);
    assert.match(text, /Left out: Maybe duplicates: twin/);
    assert.match(text, /Left out: Discovered, not onboarded: seen/);
    assert.match(text, /Left out: Not told whether onboarded: unsaid/);
    assert.match(text, /Left out: Not told whether in this group: lost/);
    const none = told({ group: 'Finance' }, others);
    assert.match(none, /no onboarded device in .*Inactive: old-1, old-2\. .*Not told whether onboarded: unsaid/);
  });

  it('takes the devices that no group takes, where they are called so', () => {
    const devices = [device('lap'), device('free', { groupId: null }), device('lost', { groupId: 'unknown' })];
    for (const group of ['Ungrouped devices', 'ungrouped', 'ungrouped devices (default)', 'nicht gruppierte Geräte']) {
      const text = told({ group }, devices);
      assert.match(text, /Devices: free$/m);
      assert.match(text, /Left out: Not told whether in this group: lost/);
    }
    assert.match(told({ group: 'ungrouped laptops' }, devices), /No device group is called/);
    assert.match(told({ group: 'Ungrouped' }, [device('lap')]), /no onboarded device in .*Ungrouped devices/);
  });

  it('tells that a group may have more where the list is not whole', () => {
    assert.match(told({ group: 'Finance' }, [device('lap')], SHORT), /Not known: .*not whole: there may be more/);
    assert.doesNotMatch(told({ group: 'Finance' }, [device('lap')]), /Not known/);
  });

  it('takes who is named, and tells that it is not known to be onboarded', () => {
    const text = told({ names: ['lap', 'unsaid'] }, [device('lap'), device('unsaid', { state: 'unknown' })]);
    assert.match(text, /Taken as named: Not told whether onboarded: unsaid/);
  });

  it('says that no device or group is called so only where the list is whole', () => {
    assert.match(told({ names: ['nobody'] }, [device('lap')]), /No device is called nobody/);
    for (const fields of [SHORT, { devicesLack: { leftOut: 0, brokenOff: true } }])
      assert.match(told({ names: ['nobody'] }, [device('lap')], fields), /No device called nobody could be read/);
    const unnamed = device('', { id: 'x', dnsName: '' });
    assert.match(told({ names: ['nobody'] }, [unnamed]), /No device called nobody could be read/);
    assert.match(told({ group: 'Nope' }, [device('lap')]), /No device group is called/);
    assert.match(told({ group: 'Nope' }, [device('lap')], { groupsLack: 'some' }), /and not every group could/);
  });

  it('is the same of isolating, whose undoing is about those alone that were isolated', () => {
    const wanted = { group: 'Finance' };
    const input = responseActionsChange.parse({
      kind: 'response-actions',
      act: 'isolate',
      wanted,
      devices: [],
      leftOut: 0,
    });
    const now = groupSnapshot([GROUP], [device('lap'), device('old', { state: 'inactive' })], {
      actions: { found: [], lacks: null },
    });
    const found = responseActionsChange.resolve?.(input, now);
    assert(found && !('verdict' in found));
    const change = responseActionsChange.parse(found);
    const base = responseActionsChange.base(change, now);
    assert.match(JSON.stringify(responseActionsChange.diff(change, base)), /Left out.*Inactive: old/);
    const inverse = responseActionsChange.inverse(change, base, now, ['lap']);
    assert('change' in inverse);
    assert.doesNotMatch(JSON.stringify(inverse.change), /told|old/);
  });
});
