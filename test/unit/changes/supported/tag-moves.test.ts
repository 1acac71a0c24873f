import assert from 'node:assert/strict';
import type { Device, DeviceGroup } from '../../../../src/changes/device-group.ts';
import { deviceTagsChange } from '../../../../src/changes/supported/tags/device-tags-change.ts';
import { aDevice, aGroup, theUngrouped } from '../../../support/samples/device-samples.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const REST = theUngrouped({ id: 99 });

function group(id: number, property: 'name' | 'tag', value: string): DeviceGroup {
  return aGroup({ id, rank: id, name: `Group ${id}`, conditions: [{ property, operator: 'equals', value }] });
}

function many(count: number, fields: (n: number) => Partial<Device>): readonly Device[] {
  return Array.from({ length: count }, (_, n) => aDevice({ id: `${n}-${fields(n).name ?? 'pc'}`, ...fields(n) }));
}

/** What the card of one more tag says of one device of a fleet. */
function told(tag: string, groups: readonly DeviceGroup[], [device, ...others]: readonly Device[]) {
  assert(device);
  const devices = [{ id: device.id, name: device.name }];
  const change = deviceTagsChange.parse({
    kind: 'device-tags',
    action: 'add',
    tag,
    wanted: { names: [device.name] },
    devices,
  });
  const now = groupSnapshot([...groups, REST], [device, ...others]);
  const base = deviceTagsChange.base(change, now);
  const effects = deviceTagsChange.effects(change, base);
  const [affected] = deviceTagsChange.affected(change, now);
  return { text: [effects?.headline, ...(effects?.told ?? [])].join('\n'), to: affected?.to?.name, affected };
}

describe('changes/supported/tags: where a tag leads', () => {
  const wanted = aDevice({ id: 'wanted', name: 'wanted' });

  it('is reckoned as the whole fleet shows that rules are compared here', () => {
    const finance = group(1, 'tag', 'Finance');
    const lower = many(20, (n) => ({ name: `pc-${n}`, tags: ['finance'], groupId: null }));
    const upper = many(20, (n) => ({ name: `pc-2-${n}`, tags: ['Finance'], groupId: 1 }));
    const there = told('Finance', [finance], [wanted, ...lower, ...upper]);
    assert.match(there.text, /1 of 1 device would move/);
    assert.match(there.text, /Upper and lower case count here: that fits 41 of 41 devices \(reckoned\)/);
    const nowhere = told('finance', [finance], [wanted, ...lower, ...upper]);
    assert.match(nowhere.text, /0 of 1 device would move/);
    assert.doesNotMatch(told('finance', [finance], [wanted, ...upper]).text, /case/);
  });

  it('is told of a device that the usual way of comparing put elsewhere than Defender reports it', () => {
    const groups = [group(1, 'tag', 'Pilot'), group(2, 'name', 'kiosk.shop.example')];
    const kiosks = many(20, () => ({ name: 'kiosk', dnsName: 'kiosk.shop.example', groupId: 2 }));
    const { text, to } = told('Pilot', groups, kiosks);
    assert.equal(to, 'Group 1');
    assert.match(text, /Names are compared whole here: that fits 20 of 20 devices/);
    assert.doesNotMatch(text, /reports another group/);
  });

  it('into a group that the same request makes is reckoned as the groups of known rules show, though not all are', () => {
    const unread = aGroup({ id: 1, level: 'unread' });
    const known = { ...group(2, 'name', 'kiosk.shop.example'), unread: ['rank'] as const };
    const made = aGroup({
      id: -1,
      name: 'Made',
      conditions: [
        { property: 'tag', operator: 'equals', value: 'Pilot' },
        { property: 'name', operator: 'equals', value: 'till.shop.example' },
      ],
    });
    const till = aDevice({ id: 'till', name: 'till', dnsName: 'till.shop.example', groupId: 1 });
    const kiosks = many(20, () => ({ name: 'kiosk', dnsName: 'kiosk.shop.example', groupId: 2 }));
    const { text } = told('Pilot', [unread, known, made], [till, ...kiosks]);
    assert.match(text, /1 of 1 device would move to Made/);
    assert.match(text, /Names are compared whole here: that fits 20 of 20 devices/);
    const { text: usual } = told('Pilot', [unread, made], [till, ...kiosks]);
    assert.doesNotMatch(usual, /Made|compared whole/);
  });

  it('is not known where it leads into a group that counts by the report', () => {
    const reported = many(20, (n) => ({ name: `x-${n}`, tags: ['other'], groupId: 1 }));
    const { text, affected } = told('Pilot', [group(1, 'tag', 'Pilot')], [wanted, ...reported]);
    assert.match(text, /0 of 1 device would move/);
    assert.equal(affected?.toUnknown, true);
  });
});
