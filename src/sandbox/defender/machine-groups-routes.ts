import express, { type Request } from 'express';
import type { WireGroup, World } from '../world/world.ts';
import { groupOf } from './group-of.ts';
import { portalError } from './portal-error.ts';
import { putGroups } from './put-groups.ts';
import { SentGroups } from './wire-group.ts';

const PATH = '/rbacManagementApi/rbac/machine_groups';

function counts(world: World): Map<number, number> {
  const result = new Map<number, number>();
  for (const { MachineGroupId } of groupOf(world).values()) {
    result.set(MachineGroupId, (result.get(MachineGroupId) ?? 0) + 1);
  }
  return result;
}

function unnamed(group: WireGroup): object {
  const assignments = group.MachineGroupAssignments.map(({ WcdAadGroup }) => ({
    WcdAadGroup: { ObjectId: WcdAadGroup.ObjectId, DisplayName: null },
  }));
  return { ...group, MachineGroupAssignments: assignments };
}

function answer(world: World, req: Request): object {
  const names = req.query.addAadGroupNames === 'true';
  const counted = req.query.addMachineGroupCount === 'true' ? counts(world) : undefined;
  const items = world.tenant.deviceGroups.map((group) => ({
    ...(names ? group : unnamed(group)),
    MachineCount: counted?.get(group.MachineGroupId) ?? 0,
  }));
  return { items, containsAadGroupNames: names, containsMachineGroupCount: counted !== undefined };
}

/** Settings > Endpoints > Device groups: read and put the whole list; refused to Defender for Business, which has none (facts: A.3, B.3). */
export function machineGroupsRoutes(world: World): express.Router {
  const router = express.Router();
  router.use('/rbacManagementApi', (_req, res, next) => {
    if (world.tenant.kind !== 'business') return next();
    portalError(res, 403, 'Device groups are not available in this subscription.', 'FeatureNotAvailable');
  });
  router.get(PATH, (req, res) => {
    res.json(answer(world, req));
  });
  router.put(PATH, (req, res) => {
    const body = SentGroups.safeParse(req.body);
    if (!body.success) {
      const at = body.error.issues[0]?.path.join('.') ?? '';
      return portalError(res, 400, `The list of device groups cannot be read${at === '' ? '' : ` at ${at}`}.`);
    }
    const fault = putGroups(world, body.data, String(res.locals.owner));
    if (fault !== undefined) return portalError(res, 400, fault);
    res.json(answer(world, req));
  });
  router.get('/rbacManagementApi/rbac/aad_groups', (_req, res) => {
    const groups = world.entraGroups.filter((group) => group.defenderRole);
    res.json({ items: groups.map(({ id, displayName }) => ({ ObjectId: id, DisplayName: displayName })) });
  });
  return router;
}
