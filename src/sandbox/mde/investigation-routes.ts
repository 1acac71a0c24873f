import express from 'express';
import type { World } from '../company/world.ts';
import type { FilterFields } from '../wire/odata-filter.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { INVESTIGATION_STATES, type InvestigationRecord, investigationsOf } from './investigations.ts';
import { needs } from './mde-guard.ts';
import { contextOf, mdeList } from './mde-list.ts';

const FILTER: FilterFields<InvestigationRecord> = {
  id: { kind: 'text', takes: ['eq', 'in'], read: (one) => one.investigation.id },
  startTime: { kind: 'date', takes: ['eq', 'gt', 'ge', 'lt', 'le'], read: (one) => one.investigation.startTime },
  state: {
    kind: 'text',
    takes: ['eq', 'ne', 'in'],
    read: (one) => one.investigation.state,
    values: INVESTIGATION_STATES,
  },
  machineId: { kind: 'text', takes: ['eq', 'in'], read: (one) => one.investigation.machineId },
  triggeringAlertId: { kind: 'text', takes: ['eq', 'in'], read: (one) => one.investigation.triggeringAlertId },
};

/** Serves `/investigations` and `/investigations/{id}`. */
export function investigationRoutes(world: World): express.Router {
  const router = express.Router();
  const readAlerts = needs('Alert.Read.All', 'Alert.ReadWrite.All');
  router.get('/investigations', readAlerts, (req, res) => {
    res.json(mdeList(req, 'Investigations', investigationsOf(world), FILTER, (one) => one.investigation));
  });
  router.get('/investigations/:id', readAlerts, (req, res) => {
    const found = investigationsOf(world).find((one) => one.investigation.id === req.params.id);
    if (!found) throw refusal(404, 'ResourceNotFound', `Investigation ${String(req.params.id)} was not found.`);
    res.json({ '@odata.context': contextOf('Investigations/$entity'), ...found.investigation });
  });
  return router;
}
