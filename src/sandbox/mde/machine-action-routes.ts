import express from 'express';
import { z } from 'zod';
import type { World } from '../company/world.ts';
import type { FilterFields } from '../wire/odata-filter.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { type MachineAction, machineActionsOf, orderScan, statusOf } from './machine-actions.ts';
import { machineOf } from './machine-routes.ts';
import { callerOf, needs } from './mde-guard.ts';
import { contextOf, mdeList } from './mde-list.ts';

const STATUSES = ['Pending', 'InProgress', 'Succeeded', 'Failed', 'TimeOut', 'Cancelled'];

const TYPES = [
  'RunAntiVirusScan',
  'Offboard',
  'LiveResponse',
  'CollectInvestigationPackage',
  'Isolate',
  'Unisolate',
  'StopAndQuarantineFile',
  'RestrictCodeExecution',
  'UnrestrictCodeExecution',
];

const scanShape = z.object({ Comment: z.string().min(1), ScanType: z.enum(['Quick', 'Full']) });

/** Serves `/machineactions`, and starts antivirus scans: the official replacement for starting an investigation. */
export function machineActionRoutes(world: World): express.Router {
  const router = express.Router();
  const readActions = needs('Machine.Read.All', 'Machine.ReadWrite.All');
  const filter = actionFilter(world);
  router.get('/machineactions', readActions, (req, res) => {
    res.json(mdeList(req, 'MachineActions', machineActionsOf(world), filter, (action) => wireOf(world, action)));
  });
  router.get('/machineactions/:id', readActions, (req, res) => {
    const action = machineActionsOf(world).find((one) => one.id === req.params.id);
    if (!action) throw refusal(404, 'ResourceNotFound', `Machine action ${String(req.params.id)} was not found.`);
    res.json({ '@odata.context': contextOf('MachineActions/$entity'), ...wireOf(world, action) });
  });
  router.post('/machines/:id/runAntiVirusScan', needs('Machine.Scan'), express.json(), (req, res) => {
    const machine = machineOf(world, String(req.params.id));
    const body = scanShape.safeParse(req.body);
    if (!body.success) throw badScan(body.error);
    if (['iOS', 'Android'].includes(machine.osPlatform)) {
      throw refusal(
        400,
        'OsPlatformNotSupported',
        `OS platform ${machine.osPlatform} is not supported for this action.`,
      );
    }
    if (isScanning(world, machine.id))
      throw refusal(400, 'ActiveRequestAlreadyExists', 'Action is already in progress');
    const action = orderScan(world, machine, body.data.ScanType, body.data.Comment, callerOf(res).app_displayname);
    res.status(201).json({ '@odata.context': contextOf('MachineActions/$entity'), ...wireOf(world, action) });
  });
  return router;
}

function isScanning(world: World, machineId: string): boolean {
  return machineActionsOf(world).some(
    (one) =>
      one.type === 'RunAntiVirusScan' &&
      one.machine.id === machineId &&
      ['Pending', 'InProgress'].includes(statusOf(one, world.now())),
  );
}

function badScan(error: z.ZodError): Error {
  const name = error.issues[0]?.path[0];
  if (name === undefined) return refusal(400, 'InvalidRequestBody', 'Request body is incorrect.');
  return refusal(400, 'MissingRequiredParameter', `Parameter ${String(name)} is missing or is not valid.`);
}

function actionFilter(world: World): FilterFields<MachineAction> {
  const status = (action: MachineAction) => statusOf(action, world.now());
  const created = (action: MachineAction) => new Date(action.createdAt).toISOString();
  return {
    id: { kind: 'text', takes: ['eq', 'in'], read: (action) => action.id },
    status: { kind: 'text', takes: ['eq', 'ne', 'in'], read: status, values: STATUSES },
    machineId: { kind: 'text', takes: ['eq', 'in'], read: (action) => action.machine.id },
    type: { kind: 'text', takes: ['eq', 'ne', 'in'], read: (action) => action.type, values: TYPES },
    requestor: { kind: 'text', takes: ['eq', 'ne'], read: (action) => action.requestor },
    creationDateTimeUtc: { kind: 'date', takes: ['eq', 'gt', 'ge', 'lt', 'le'], read: created },
  };
}

function wireOf(world: World, action: MachineAction): object {
  const status = statusOf(action, world.now());
  const ended = Math.min(world.now(), action.createdAt + action.takes);
  return {
    id: action.id,
    type: action.type,
    title: null,
    requestor: action.requestor,
    requestorComment: action.comment,
    status,
    machineId: action.machine.id,
    computerDnsName: action.machine.computerDnsName,
    creationDateTimeUtc: new Date(action.createdAt).toISOString(),
    lastUpdateDateTimeUtc: new Date(Math.max(ended, action.createdAt)).toISOString(),
    cancellationRequestor: null,
    cancellationComment: null,
    cancellationDateTimeUtc: null,
    errorHResult: 0,
    scope: action.scope,
    externalID: null,
    requestSource: action.source,
    relatedFileInfo: null,
    commands: [],
    troubleshootInfo: null,
  };
}
