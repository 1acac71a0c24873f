import express from 'express';
import { z } from 'zod';
import type { World } from '../company/world.ts';
import { groupOf } from '../defender/group-of.ts';
import { tagHabits } from '../mde/tags/tag-habits.ts';
import { findGroup } from './edit-group.ts';
import { readBody } from './read-body.ts';

const Query = z.object({
  group: z.string().optional(),
  skip: z.coerce.number().int().min(0).default(0),
  top: z.coerce.number().int().min(1).max(1000).default(50),
});

const Tags = z.strictObject({
  showsAfter: z.int().min(0).max(86_400_000).exactOptional(),
  leftOut: z.array(z.string()).exactOptional(),
  refused: z.record(z.string(), z.string()).exactOptional(),
  origins: z
    .array(
      z.strictObject({
        device: z.string(),
        registry: z.string().exactOptional(),
        dynamic: z.array(z.string()).exactOptional(),
      }),
    )
    .exactOptional(),
});

/**
 * `GET /sandbox/devices?group=&skip=&top=`: `{total, devices: [{id, name, os, tags, groupId, group}]}`; a group is
 * named by number or name, "" means the ungrouped devices. `POST /sandbox/tags` says how tags are taken: `showsAfter`
 * (ms until one that was accepted is listed), `leftOut` (devices that a call for many leaves out), `refused` (devices
 * with the reason), `origins` (tags by a device's registry or by asset rules).
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
  tagsRoutes(router, world);
  return router;
}

function tagsRoutes(router: express.Router, world: World): void {
  router.post('/tags', (req, res) => {
    const body = readBody<z.infer<typeof Tags>>(Tags, req.body, res);
    if (body === undefined) return;
    const habits = tagHabits(world);
    if (body.showsAfter !== undefined) habits.showsAfter = body.showsAfter;
    if (body.leftOut !== undefined) {
      habits.leftOut.clear();
      for (const id of idsOf(world, body.leftOut)) habits.leftOut.add(id);
    }
    if (body.refused !== undefined) {
      habits.refused.clear();
      for (const [name, why] of Object.entries(body.refused))
        for (const id of idsOf(world, [name])) habits.refused.set(id, why);
    }
    for (const origin of body.origins ?? []) setOrigin(world, origin);
    world.changes.emit('change');
    const { showsAfter, leftOut, refused, taken } = habits;
    res.json({ showsAfter, leftOut: [...leftOut], refused: Object.fromEntries(refused), taken });
  });
}

/** A device by its name, or its id. */
function idsOf({ machines }: World, names: readonly string[]): readonly string[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return machines
    .filter(({ id, computerDnsName }) => {
      const dns = computerDnsName.toLowerCase();
      return wanted.has(id) || wanted.has(dns) || wanted.has(dns.split('.', 1)[0] ?? dns);
    })
    .map(({ id }) => id);
}

/** Lets a tag of a device be its registry's, or an asset rule's: neither can be taken away by API. */
function setOrigin(
  world: World,
  { device, registry, dynamic = [] }: NonNullable<z.infer<typeof Tags>['origins']>[0],
): void {
  const ids = idsOf(world, [device]);
  for (const [at, machine] of world.machines.entries()) {
    if (!ids.includes(machine.id)) continue;
    const tags = new Set([...machine.machineTags, ...dynamic, ...(registry === undefined ? [] : [registry])]);
    world.machines[at] = {
      ...machine,
      machineTags: [...tags],
      ...(registry !== undefined && { registryTag: registry }),
      ...(dynamic.length > 0 && { dynamicTags: dynamic }),
    };
  }
}
