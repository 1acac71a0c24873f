import type { GroupChange } from '../../../src/changes/device-group/model/group-change.ts';
import { kindOf } from '../../../src/changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../../src/changes/tenant-snapshot.ts';
import type { Closing, Request } from '../../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest, type RequestFields } from './build-request.ts';
import { aDevice, aGroup, theUngrouped } from './device-samples.ts';

const SOC = { id: '6e000000-0000-4000-8000-000000000003', name: 'SOC tier 2' };

/** A small tenant: domain controllers, finance, servers, a lab, and 60 devices. */
export const SMALL_TENANT: TenantSnapshot = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  readAt: BUILT_AT,
  devicesAt: BUILT_AT - 40_000,
  product: 'plan2',
  groups: [
    aGroup({ id: 7, rank: 1, name: 'Domain controllers', level: 'semi-all-folders', conditions: [starts('SRV-DC-')] }),
    aGroup({
      id: 4,
      rank: 2,
      name: 'Finance',
      level: 'semi-non-temp-folders',
      conditions: [tagged('finance')],
      access: [SOC],
    }),
    aGroup({ id: 6, rank: 3, name: 'Servers', level: 'full', conditions: [starts('SRV-')] }),
    aGroup({ id: 9, rank: 4, name: 'Lab', level: 'none', conditions: [tagged('lab')] }),
    theUngrouped({ name: '' }),
  ],
  devices: [
    ...many(4, (n) => aDevice({ name: `SRV-DC-0${n}`, groupId: 7 })),
    ...many(24, (n) => aDevice({ name: `LAP-FIN-${1000 + n}`, tags: ['finance'], groupId: 4 })),
    ...many(12, (n) => aDevice({ name: `SRV-SQL-${100 + n}`, os: 'WindowsServer2022', groupId: 6 })),
    ...many(20, (n) => aDevice({ name: `LAP-SAL-${2000 + n}`, tags: ['sales'], groupId: 1 })),
  ],
  access: [SOC],
};

const GROUPS = SMALL_TENANT.groups ?? [];
const DEVICES = SMALL_TENANT.devices ?? [];

/** The same, where the devices of a group would go two ways: to the servers, and to no automated response. */
const SPREAD_TENANT: TenantSnapshot = {
  ...SMALL_TENANT,
  groups: GROUPS.map((group) => (group.ungrouped ? { ...group, level: 'none' } : group)),
  devices: DEVICES.map((device, at) => (at === 4 || at === 5 ? { ...device, name: `SRV-FIN-${at}` } : device)),
};

/** The same, where the servers are kept from automation, and say so. */
const GUARDED_TENANT: TenantSnapshot = {
  ...SMALL_TENANT,
  groups: GROUPS.map((group) =>
    group.id === 6 ? { ...group, level: 'none', description: 'No automated remediation: ask the server team' } : group,
  ),
};

function starts(value: string) {
  return { property: 'name', operator: 'starts-with', value } as const;
}

function tagged(value: string) {
  return { property: 'tag', operator: 'equals', value } as const;
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A request for a change of device groups, with the base that this tenant gives. */
export function groupRequest(
  change: GroupChange,
  overrides: RequestFields = {},
  tenant: TenantSnapshot = SMALL_TENANT,
): Request {
  const base = kindOf(change).base(change, tenant);
  return buildRequest({ change, base, formId: '7a1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12', ...overrides });
}

/** One change of each kind, all of which this tenant takes. */
export const GROUP_CHANGES = {
  create: {
    kind: 'device-group.create',
    definition: {
      name: 'Finance laptops',
      description: 'Payment runs',
      level: 'semi-all-folders',
      conditions: [starts('LAP-FIN-'), tagged('finance'), { property: 'os', values: ['Windows11', 'Windows10'] }],
      access: [SOC],
    },
    before: { id: 4, name: 'Finance' },
  },
  update: { kind: 'device-group.update', group: { id: 6, name: 'Servers' }, set: { level: 'none' } },
  delete: { kind: 'device-group.delete', group: { id: 4, name: 'Finance' } },
  rank: { kind: 'device-group.rank', group: { id: 6, name: 'Servers' }, before: { id: 7, name: 'Domain controllers' } },
  ungrouped: { kind: 'ungrouped-devices', set: { level: 'semi-all-folders' } },
} as const satisfies Record<string, GroupChange>;

interface Fields {
  readonly pending: RequestFields;
  readonly applied: (warning?: string) => RequestFields;
  readonly drifted: (now: NonNullable<Closing['now']>) => RequestFields;
}

/** One request of each kind about device groups while it is decided, and what becomes of them. */
export function groupRequests({ pending, applied, drifted }: Fields): Readonly<Record<string, Request>> {
  const { create, update, rank, ungrouped } = GROUP_CHANGES;
  const fewer = { ...SMALL_TENANT, devices: DEVICES.slice(0, 30) };
  const beside = 'Other device groups were changed by somebody else at the same time: Lab. Check them.';
  return {
    'create-draft': groupRequest(create, { deadline: BUILT_AT + 3_600_000 }),
    'create-pending': groupRequest(create, pending),
    'update-pending': groupRequest(update, pending),
    'delete-pending': groupRequest(GROUP_CHANGES.delete, pending),
    'spread-pending': groupRequest(GROUP_CHANGES.delete, pending, SPREAD_TENANT),
    'raise-pending': groupRequest({ ...update, set: { level: 'full' } }, pending, GUARDED_TENANT),
    'rank-pending': groupRequest(rank, pending),
    'ungrouped-pending': groupRequest(ungrouped, pending),
    'create-applied': groupRequest(create, applied()),
    'create-applied-beside-others': groupRequest(create, applied(beside)),
    'update-drift': groupRequest(update, drifted(kindOf(update).base(update, fewer))),
  };
}
