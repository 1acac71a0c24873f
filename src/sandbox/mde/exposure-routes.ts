import express from 'express';
import type { Machine, World } from '../company/world.ts';
import { groupOf } from '../defender/group-of.ts';
import { UNGROUPED_NAME } from './machine-routes.ts';
import { needs } from './mde-guard.ts';
import { mdeList } from './mde-list.ts';

const POINTS: Readonly<Record<Machine['exposureLevel'], number>> = { Low: 15, Medium: 45, High: 80 };

/**
 * Serves `/exposureScore/ByMachineGroups`: one row for each device group with devices; its score is the mean of theirs.
 */
export function exposureRoutes(world: World): express.Router {
  const router = express.Router();
  router.get('/exposureScore/ByMachineGroups', needs('Score.Read.All'), (req, res) => {
    res.json(mdeList(req, 'ExposureScore', scores(world), {}, (row) => row));
  });
  return router;
}

function scores(world: World): object[] {
  const time = new Date(world.now()).toISOString();
  const byName = new Map<string, number[]>();
  const groups = groupOf(world);
  for (const machine of world.machines) {
    const group = groups.get(machine.id);
    if (!group) continue;
    const name = group.IsUnassignedMachineGroup ? UNGROUPED_NAME : group.Name;
    const points = byName.get(name) ?? [];
    points.push(POINTS[machine.exposureLevel]);
    byName.set(name, points);
  }
  return [...byName].map(([rbacGroupName, points]) => {
    const mean = points.reduce((sum, one) => sum + one, 0) / points.length;
    return { time, score: Math.round(mean * 100) / 100, rbacGroupName };
  });
}
