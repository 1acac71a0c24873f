import { z } from 'zod';
import type { Device } from '../../changes/device-group/device-group.ts';

/** The devices of a tenant, and the device groups that they are reported in. */
export interface Fleet {
  readonly devices: readonly Device[];
  /** By id; groups that hold no device are not known here. */
  readonly groups: ReadonlyMap<number, string>;
}

/** A field may be null, but one that is not there at all says that the form has changed. */
const machine = z.object({
  id: z.string().min(1),
  computerDnsName: z.string().nullable(),
  osPlatform: z.string().nullable(),
  machineTags: z.array(z.string()).nullable(),
  rbacGroupId: z.union([z.string(), z.number()]).nullable(),
  rbacGroupName: z.string().nullish(),
});

/** What the API calls the group of devices that match none; a tenant without groups has id 0 and no name. */
const UNGROUPED = 'UnassignedGroup';

/** Devices and their groups from the records of `/api/machines`; `odd` counts those that cannot be read. */
export function fleetOf(records: readonly unknown[]): { readonly fleet: Fleet; readonly odd: number } {
  const devices: Device[] = [];
  const groups = new Map<number, string>();
  for (const record of records) {
    const parsed = machine.safeParse(record);
    if (!parsed.success) continue;
    const group = groupOf(parsed.data);
    devices.push(deviceOf(parsed.data, group?.id ?? null));
    if (group && group.name !== '') groups.set(group.id, group.name);
  }
  return { fleet: { devices, groups }, odd: records.length - devices.length };
}

function groupOf({ rbacGroupId, rbacGroupName }: z.infer<typeof machine>): { id: number; name: string } | null {
  const id = Number(rbacGroupId ?? 0);
  const name = rbacGroupName?.trim() ?? '';
  return Number.isInteger(id) && id !== 0 && name !== UNGROUPED ? { id, name } : null;
}

/** The name is the first label of the DNS name, the domain the rest. */
function deviceOf(one: z.infer<typeof machine>, groupId: number | null): Device {
  const dns = one.computerDnsName ?? '';
  const dot = dns.indexOf('.');
  return {
    id: one.id,
    name: dot < 0 ? dns : dns.slice(0, dot),
    domain: dot < 0 ? '' : dns.slice(dot + 1),
    os: one.osPlatform ?? '',
    tags: one.machineTags ?? [],
    groupId,
  };
}
