import { z } from 'zod';
import type { EntraGroupRef } from '../../changes/device-group.ts';
import type { PortalCall } from './portal-call.ts';
import { known } from './read-features.ts';

const ACCESS_PATH = '/rbacManagementApi/rbac/aad_groups';

const accessList = z.object({
  items: z.array(z.object({ ObjectId: z.string().trim().min(1), DisplayName: z.string().nullish() })),
});

/**
 * The Entra groups that Defender's roles know: only these can be given access to a device group
 * (docs/facts/defender.md#portal-device-groups, docs/facts/defender.md#device-groups).
 */
export async function readAccess(call: PortalCall): Promise<readonly EntraGroupRef[]> {
  const { items } = known(accessList.safeParse(await call('GET', ACCESS_PATH)), 'Entra groups with a role');
  return items.map(({ ObjectId, DisplayName }) => ({ id: ObjectId.toLowerCase(), name: DisplayName?.trim() ?? '' }));
}
