import { partsOfDnsName } from '../../../src/changes/device-group.ts';
import type { TenantSnapshot } from '../../../src/changes/tenant-snapshot.ts';
import { groupsOf, UNWRITABLE } from '../../../src/defender/portal/reading/read-groups.ts';
import { createWorld } from '../../../src/sandbox/company/create-world.ts';
import { aDevice } from './device-samples.ts';

/** The sandbox's classic tenant as Airlock sees it: groups, Entra groups with a Defender role, devices. */
export function sandboxSnapshot(): TenantSnapshot & Required<Pick<TenantSnapshot, 'groups' | 'access' | 'devices'>> {
  const world = createWorld({ now: () => Date.UTC(2026, 10, 24) });
  const devices = world.machines.map(({ id, computerDnsName, osPlatform, machineTags }) => {
    return aDevice({ id, ...partsOfDnsName(computerDnsName), os: osPlatform, tags: machineTags });
  });
  return {
    tenantId: world.tenantId,
    readAt: 0,
    product: 'plan2',
    groups: groupsOf(world.tenant.deviceGroups),
    unwritable: UNWRITABLE,
    access: world.entraGroups.filter((group) => group.defenderRole).map(({ id, displayName: name }) => ({ id, name })),
    devices,
  };
}
