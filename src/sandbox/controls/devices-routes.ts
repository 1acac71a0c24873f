import express from 'express';
import { z } from 'zod';
import type { World } from '../company/world.ts';
import { groupOf } from '../defender/group-of.ts';
import { findGroup } from './edit-group.ts';
import { readBody } from './read-body.ts';

const Query = z.object({
  group: z.string().optional(),
  skip: z.coerce.number().int().min(0).default(0),
  top: z.coerce.number().int().min(1).max(1000).default(50),
});

/**
 * `GET /sandbox/devices?group=&skip=&top=`: `{total, devices: [{id, name, os, tags, groupId, group}]}`; a group is
 * named by number or name, "" means the ungrouped devices.
 */
export function devicesRoutes(world: World): express.Router {
  const router = express.Router();
  router.get('/devices', (req, res) => {
    const query = readBody<z.infer<typeof Query>>(Query, req.query, res);
    if (query === undefined) return;
    const wanted =
      query.group === undefined
        ? undefined
        : findGroup(world, /^\d+$/.test(query.group) ? Number(query.group) : query.group);
    if (query.group !== undefined && wanted === undefined) {
      res.status(404).json({ error: `There is no device group '${query.group}'.` });
      return;
    }
    const groups = groupOf(world);
    const found = world.machines.filter((machine) => wanted === undefined || groups.get(machine.id) === wanted);
    const devices = found.slice(query.skip, query.skip + query.top).map((machine) => {
      const group = groups.get(machine.id);
      return {
        id: machine.id,
        name: machine.computerDnsName,
        os: machine.osPlatform,
        tags: machine.machineTags,
        groupId: group?.MachineGroupId ?? null,
        group: group === undefined ? null : group.IsUnassignedMachineGroup ? 'Ungrouped devices' : group.Name.trim(),
      };
    });
    res.json({ total: found.length, devices });
  });
  return router;
}
