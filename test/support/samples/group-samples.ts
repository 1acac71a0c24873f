import type { DeviceGroup } from '../../../src/changes/device-group.ts';
import { aDevice, aGroup, theUngrouped } from './device-samples.ts';

export const SOC = { id: '6e000000-0000-4000-8000-000000000003', name: 'SOC tier 2' };
export const AUDIT = { id: '6e000000-0000-4000-8000-000000000006', name: 'Auditors' };

const tag = (value: string) => ({ property: 'tag', operator: 'equals', value }) as const;

/** Three groups and the ungrouped devices, strongest first but for Finance; only Finance is not seen by everybody. */
export const executives = aGroup({ id: 5, rank: 1, name: 'Executives', level: 'full', conditions: [tag('vip')] });
export const finance = aGroup({
  ...{ id: 4, rank: 2, name: 'Finance', description: 'Payment runs', level: 'semi-non-temp-folders' },
  ...{ conditions: [tag('finance'), tag('treasury')], access: [SOC] },
});
export const servers = aGroup({
  ...{ id: 6, rank: 3, name: 'Servers', level: 'semi-all-folders' },
  conditions: [{ property: 'os', values: ['WindowsServer2022'] }],
});
export const rest = theUngrouped({ name: '', level: 'full' });
export const GROUPS: readonly DeviceGroup[] = [executives, finance, servers, rest];

/** Two of finance, one of them also an executive's; a server of finance; a server; two of nobody. */
export const DEVICES = [
  aDevice({ name: 'fin-1', tags: ['finance'], groupId: 4 }),
  aDevice({ name: 'fin-vip', tags: ['finance', 'vip'], groupId: 5 }),
  aDevice({ name: 'fin-srv', tags: ['treasury'], os: 'WindowsServer2022', groupId: 4 }),
  aDevice({ name: 'srv-1', os: 'WindowsServer2022', groupId: 6 }),
  aDevice({ name: 'pc-1', groupId: 1 }),
  aDevice({ name: 'pc-2', groupId: 1 }),
];

/** The same groups with some fields of one of them changed. */
export function withEdit(group: DeviceGroup, fields: Partial<DeviceGroup>): DeviceGroup[] {
  return GROUPS.map((one) => (one.id === group.id ? { ...one, ...fields } : one));
}
