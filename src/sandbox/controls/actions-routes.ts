import express from 'express';
import { z } from 'zod';
import type { World } from '../company/world.ts';
import { type ActionHabits, actionHabitsOf, machineActionsOf, statusOf } from '../mde/actions/machine-actions.ts';
import { readBody } from './read-body.ts';

const Change = z.strictObject({
  listLag: z.int().min(0).max(86_400_000).exactOptional(),
  ends: z.enum(['Succeeded', 'Failed', 'TimeOut']).nullable().exactOptional(),
  held: z.boolean().exactOptional(),
  again: z.enum(['refused', 'pending']).exactOptional(),
  /** Names or ids of devices. */
  restricted: z.array(z.string()).exactOptional(),
});

/**
 * `GET /sandbox/actions`: every action on a device with its status, and how devices take them. `POST` changes how:
 * `listLag` (ms until lists have a new one), `ends` (how those to come end; null: by the device's health), `held`
 * (those to come wait for their device; `false` lets all go on), `again` (a second order is `refused`, or answered
 * with the `pending` one), `restricted` (the devices on which none can be done).
 */
export function actionsRoutes(world: World): express.Router {
  const router = express.Router();
  router.get('/actions', (_req, res) => {
    res.json(shown(world));
  });
  router.post('/actions', (req, res) => {
    const body = readBody<z.infer<typeof Change>>(Change, req.body, res);
    if (body === undefined) return;
    const { restricted, ...habits } = body;
    Object.assign(actionHabitsOf(world), habits);
    if (habits.held === false) letGo(world);
    if (restricted !== undefined) restrict(world, actionHabitsOf(world), restricted);
    world.changes.emit('change');
    res.json(shown(world));
  });
  return router;
}

function shown(world: World): object {
  const { restricted, ...habits } = actionHabitsOf(world);
  const now = world.now();
  return {
    ...habits,
    restricted: [...restricted],
    actions: machineActionsOf(world).map((action) => ({
      id: action.id,
      type: action.type,
      scope: action.scope,
      device: action.computerDnsName,
      comment: action.comment,
      status: statusOf(action, now),
    })),
  };
}

function letGo(world: World): void {
  for (const action of machineActionsOf(world)) {
    if (action.waits !== null) continue;
    action.waits = world.now() - action.createdAt;
    action.takes += action.waits;
  }
}

function restrict(world: World, habits: ActionHabits, names: readonly string[]): void {
  const wanted = names.map((name) => name.toLowerCase());
  const isNamed = (id: string, dns: string) =>
    wanted.some((name) => name === id || dns === name || dns.startsWith(`${name}.`));
  habits.restricted.clear();
  for (const { id, computerDnsName } of world.machines) {
    if (isNamed(id, computerDnsName.toLowerCase())) habits.restricted.add(id);
  }
}
