import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import { recordWrite, type World } from '../../company/world.ts';
import { refusal } from '../../wire/wire-refusal.ts';
import { machineOf } from '../machine-routes.ts';
import { callerOf, needs } from '../mde-guard.ts';
import { contextOf, mdeList } from '../mde-list.ts';
import { actionFilter, actionRecord } from './action-record.ts';
import { isOpen, type MachineAction, machineActionsOf, type OrderedType } from './machine-actions.ts';
import { orderAction } from './order-action.ts';

const comment = z.string().min(1);

const commented = z.object({ Comment: comment }).transform(({ Comment }) => ({ Comment, scope: null }));

interface Ordering {
  readonly path: string;
  readonly type: OrderedType;
  readonly permission: string;
  readonly body: z.ZodType<{ readonly Comment: string; readonly scope: string | null }>;
}

/** The actions on one device, `POST /machines/{id}/{path}` (learn: run-av-scan, isolate-machine and their like). */
const ORDERS: readonly Ordering[] = [
  {
    path: 'runAntiVirusScan',
    type: 'RunAntiVirusScan',
    permission: 'Machine.Scan',
    body: z
      .object({ Comment: comment, ScanType: z.enum(['Quick', 'Full']) })
      .transform(({ Comment, ScanType }) => ({ Comment, scope: ScanType })),
  },
  {
    path: 'isolate',
    type: 'Isolate',
    permission: 'Machine.Isolate',
    body: z
      .object({ Comment: comment, IsolationType: z.enum(['Full', 'Selective']) })
      .transform(({ Comment, IsolationType }) => ({ Comment, scope: IsolationType })),
  },
  { path: 'unisolate', type: 'Unisolate', permission: 'Machine.Isolate', body: commented },
  {
    path: 'restrictCodeExecution',
    type: 'RestrictCodeExecution',
    permission: 'Machine.RestrictExecution',
    body: commented,
  },
  {
    path: 'unrestrictCodeExecution',
    type: 'UnrestrictCodeExecution',
    permission: 'Machine.RestrictExecution',
    body: commented,
  },
];

/** Any of them lets an app cancel any action (learn: cancel-machine-action). */
const CANCELLING = [
  'Machine.CollectForensics',
  'Machine.Isolate',
  'Machine.RestrictExecution',
  'Machine.Scan',
  'Machine.Offboard',
  'Machine.StopAndQuarantine',
  'Machine.LiveResponse',
];

/** Serves `/machineactions`, orders actions on devices, and cancels those that have not ended. */
export function machineActionRoutes(world: World): express.Router {
  const router = express.Router();
  const readActions = needs('Machine.Read.All', 'Machine.ReadWrite.All');
  const filter = actionFilter(world);
  router.get('/machineactions', readActions, (req, res) => {
    const listed = machineActionsOf(world).filter(({ listedAt }) => listedAt <= world.now());
    res.json(mdeList(req, 'MachineActions', listed, filter, (action) => actionRecord(world, action)));
  });
  router.get('/machineactions/:id', readActions, (req, res) => {
    show(world, res, 200, actionOf(world, String(req.params.id)));
  });
  router.post('/machineactions/:id/cancel', needs(...CANCELLING), express.json(), (req, res) =>
    cancel(world, req, res),
  );
  for (const { path, type, permission, body } of ORDERS) {
    router.post(`/machines/:id/${path}`, needs(permission), express.json(), (req, res) => {
      const machine = machineOf(world, String(req.params.id));
      const { Comment, scope } = read(body, req.body);
      const requestor = callerOf(res).app_displayname;
      show(world, res, 201, orderAction(world, machine, { type, scope, comment: Comment, requestor }));
    });
  }
  return router;
}

function show(world: World, res: Response, status: number, action: MachineAction): void {
  const context = { '@odata.context': contextOf('MachineActions/$entity') };
  res.status(status).json({ ...context, ...actionRecord(world, action) });
}

function actionOf(world: World, id: string): MachineAction {
  const action = machineActionsOf(world).find((one) => one.id === id);
  if (!action) throw refusal(404, 'ResourceNotFound', `Machine action ${id} was not found.`);
  return action;
}

function cancel(world: World, req: Request, res: Response): void {
  const action = actionOf(world, String(req.params.id));
  const { Comment } = read(commented, req.body);
  const by = callerOf(res).app_displayname;
  if (!isOpen(action, world.now())) {
    throw refusal(400, 'MachineActionCannotBeCancelled', 'The action has ended and cannot be cancelled.');
  }
  action.cancelled = { by, comment: Comment, at: world.now() };
  recordWrite(world, by, `Cancelled ${action.type} of ${action.computerDnsName}`);
  show(world, res, 200, action);
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const name = parsed.error.issues[0]?.path[0];
  if (name === undefined) throw refusal(400, 'InvalidRequestBody', 'Request body is incorrect.');
  throw refusal(400, 'MissingRequiredParameter', `Parameter ${String(name)} is missing or is not valid.`);
}
