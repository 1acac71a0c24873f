import express, { type Request } from 'express';
import { recordWrite, type WireGroup, type World } from '../company/world.ts';
import { faultOfGroup, faultOfList } from './check-groups.ts';
import { describeGroupWrite } from './describe-group-write.ts';
import { groupOf, replaceGroups } from './group-of.ts';
import { portalError } from './portal-error.ts';
import { changedKeys, toWireGroup, wireTime } from './to-wire-group.ts';
import { type SentGroup, SentGroups } from './wire-group.ts';

/** The form in which a sent group is stored: as before if it is unchanged, otherwise with the current time. */
function storedForm(world: World, group: WireGroup, before: WireGroup | undefined): WireGroup {
  if (before !== undefined && changedKeys(before, group).length === 0) return before;
  const MachineGroupId = before?.MachineGroupId ?? world.tenant.nextGroupId;
  return { ...group, MachineGroupId, OldMachineGroupId: null, LastUpdated: wireTime(world.now()) };
}

/**
 * Replaces the stored list: an id of -1 is a new group, a missing id is deleted, the last writer wins (there is no
 * ETag).
 * @returns why it was refused, as one sentence; undefined if it was done and recorded
 */
function putGroups(world: World, sent: readonly SentGroup[], by: string): string | undefined {
  const stored = world.tenant.deviceGroups;
  const byId = new Map(stored.map((group) => [group.MachineGroupId, group]));
  const groups = sent.map((group) => toWireGroup(group, world.entraGroups));
  const fault = faultOfList(groups, stored);
  if (fault !== undefined) return fault;
  const settled: WireGroup[] = [];
  for (const group of groups) {
    const before = byId.get(group.MachineGroupId);
    const after = storedForm(world, group, before);
    const wrong = after === before ? undefined : faultOfGroup(after, before, world.entraGroups);
    if (wrong !== undefined) return wrong;
    settled.push(after);
  }
  if (groups.some((group) => group.MachineGroupId === -1)) world.tenant.nextGroupId += 1;
  replaceGroups(world, settled);
  recordWrite(world, by, describeGroupWrite(stored, world.tenant.deviceGroups));
  return undefined;
}

const PATH = '/rbacManagementApi/rbac/machine_groups';

function counts(world: World): Map<number, number> {
  const result = new Map<number, number>();
  const groups = groupOf(world);
  for (const { id, mergedIntoMachineId } of world.machines) {
    const MachineGroupId = groups.get(id)?.MachineGroupId;
    if (MachineGroupId === undefined || mergedIntoMachineId !== undefined) continue;
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

/**
 * Serves Settings > Endpoints > Device groups: reads and replaces the whole list. It refuses Defender for Business,
 * which has no device groups (facts: A.3, B.3).
 */
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
