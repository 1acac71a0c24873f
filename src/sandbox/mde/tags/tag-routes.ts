import express from 'express';
import { z } from 'zod';
import type { Machine, World } from '../../company/world.ts';
import { replaceGroups } from '../../defender/group-of.ts';
import { refusal } from '../../wire/wire-refusal.ts';
import { machineOf, machineRecord } from '../machine-routes.ts';
import { needs } from '../mde-guard.ts';
import { contextOf } from '../mde-list.ts';

const tagShape = z.object({ Value: z.string().min(1).max(200), Action: z.enum(['Add', 'Remove']) });
const bulkShape = tagShape.extend({ MachineIds: z.array(z.string()).min(1).max(500) });

type Tagging = z.infer<typeof tagShape>;

/** Serves the tags of devices: of one, and of up to 500 in one call (learn: add-or-remove-multiple-machine-tags). */
export function tagRoutes(world: World): express.Router {
  const router = express.Router();
  const mayTag = needs('Machine.ReadWrite.All');
  router.post('/machines/AddOrRemoveTagForMultipleMachines', mayTag, express.json({ limit: '1mb' }), (req, res) => {
    const body = bulkShape.safeParse(req.body);
    if (!body.success) throw badTag(body.error);
    const machines = body.data.MachineIds.map((id) => machineOf(world, id));
    const value = tagAll(world, machines, body.data).map((machine) => machineRecord(world, machine));
    res.json({ '@odata.context': contextOf('Machines'), value });
  });
  router.post('/machines/:id/tags', mayTag, express.json(), (req, res) => {
    const machine = machineOf(world, String(req.params.id));
    const body = tagShape.safeParse(req.body);
    if (!body.success) throw badTag(body.error);
    const [tagged = machine] = tagAll(world, [machine], body.data);
    res.json({ '@odata.context': contextOf('Machines/$entity'), ...machineRecord(world, tagged) });
  });
  return router;
}

function badTag(error: z.ZodError): Error {
  const name = error.issues[0]?.path[0];
  if (name === undefined) return refusal(400, 'InvalidRequestBody', 'Request body is incorrect.');
  return refusal(400, 'MissingRequiredParameter', `Parameter ${String(name)} is missing or is not valid.`);
}

/** Sets or removes a tag on machines, and lets the groups be evaluated anew. */
function tagAll(world: World, machines: readonly Machine[], { Value, Action }: Tagging): readonly Machine[] {
  const tagged = machines.map((machine) => {
    const others = machine.machineTags.filter((tag) => tag !== Value);
    const after = { ...machine, machineTags: Action === 'Add' ? [...others, Value] : others };
    world.machines[world.machines.indexOf(machine)] = after;
    return after;
  });
  replaceGroups(world, [...world.tenant.deviceGroups]);
  world.changes.emit('change');
  return tagged;
}
