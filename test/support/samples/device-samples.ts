import type { Device, DeviceGroup } from '../../../src/changes/device-group.ts';

/** An onboarded device with every field set; say only what matters. The DNS name follows from name and domain. */
export function aDevice(fields: Partial<Device> = {}): Device {
  const { name = 'pc-1', domain = 'corp.example' } = fields;
  return {
    id: `id-${name}`,
    dnsName: domain === '' ? name : `${name}.${domain}`,
    name,
    domain,
    os: 'Windows11',
    tags: [],
    groupId: null,
    state: 'onboarded',
    entraJoined: null,
    ...fields,
  };
}

/** A group that takes nothing yet; its rank is its id and its name says both. */
export function aGroup(fields: Partial<DeviceGroup> & { readonly id: number }): DeviceGroup {
  return {
    name: `Group ${fields.id}`,
    description: '',
    level: 'full',
    rank: fields.id,
    conditions: [],
    opaque: false,
    access: [],
    ungrouped: false,
    ...fields,
  };
}

/** "Ungrouped devices (default)". */
export function theUngrouped(fields: Partial<DeviceGroup> = {}): DeviceGroup {
  return aGroup({ id: 1, name: 'Ungrouped devices (default)', rank: null, ungrouped: true, ...fields });
}
