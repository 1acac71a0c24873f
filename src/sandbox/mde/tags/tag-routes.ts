import express from 'express';
import { z } from 'zod';
import type { Machine, World } from '../../company/world.ts';
import { refusal } from '../../wire/wire-refusal.ts';
import { machineOf, machineRecord } from '../machine-routes.ts';
import { needs } from '../mde-guard.ts';
import { contextOf } from '../mde-list.ts';
import { acceptTag, asAccepted, showAccepted, tagHabits } from './tag-habits.ts';

const tagShape = z.object({ Value: z.string().min(1).max(200), Action: z.enum(['Add', 'Remove']) });
const bulkShape = tagShape.extend({ MachineIds: z.array(z.string()).min(1).max(500) });

/** Serves the tags of devices: of one, and of up to 500 in one call (learn: add-or-remove-multiple-machine-tags). */
export function tagRoutes(world: World): express.Router {
  const router = express.Router();
  const mayTag = needs('Machine.ReadWrite.All');
  router.use((_req, _res, next) => {
    showAccepted(world);
    next();
  });
  router.post('/machines/AddOrRemoveTagForMultipleMachines', mayTag, express.json({ limit: '1mb' }), (req, res) => {
    const body = bulkShape.safeParse(req.body);
    if (!body.success) throw badTag(body.error);
    const { Value, Action, MachineIds } = body.data;
    const { leftOut, refused } = tagHabits(world);
    const machines = MachineIds.map((id) => machineOf(world, id)).filter(
      ({ id }) => !leftOut.has(id) && !refused.has(id),
    );
    acceptTag(world, machines, Value, Action === 'Add');
    const value = machines.map((machine) => machineRecord(world, asAccepted(machine, Value, Action === 'Add')));
    res.json({ '@odata.context': contextOf('Machines'), value });
  });
  router.post('/machines/:id/tags', mayTag, express.json(), (req, res) => {
    const machine = taggable(world, String(req.params.id));
    const body = tagShape.safeParse(req.body);
    if (!body.success) throw badTag(body.error);
    const { Value, Action } = body.data;
    acceptTag(world, [machine], Value, Action === 'Add');
    const shown = machineRecord(world, asAccepted(machine, Value, Action === 'Add'));
    res.json({ '@odata.context': contextOf('Machines/$entity'), ...shown });
  });
  return router;
}

function taggable(world: World, id: string): Machine {
  const machine = machineOf(world, id);
  const reason = tagHabits(world).refused.get(machine.id);
  if (reason !== undefined) throw refusal(400, 'InvalidInput', reason);
  return machine;
}

function badTag(error: z.ZodError): Error {
  const name = error.issues[0]?.path[0];
  if (name === undefined) return refusal(400, 'InvalidRequestBody', 'Request body is incorrect.');
  return refusal(400, 'MissingRequiredParameter', `Parameter ${String(name)} is missing or is not valid.`);
}
