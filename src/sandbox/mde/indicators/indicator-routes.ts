import express, { type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { World } from '../../company/world.ts';
import type { FilterFields } from '../../wire/odata-filter.ts';
import { readRefusal, refusal } from '../../wire/wire-refusal.ts';
import { callerOf, needs } from '../mde-guard.ts';
import { contextOf, mdeList } from '../mde-list.ts';
import type { ThrottleLimits } from '../mde-throttle.ts';
import { ACTIONS, checkIndicator, SEVERITIES, TYPES } from './check-indicator.ts';
import {
  activeIndicators,
  deleteIndicators,
  type IndicatorEntity,
  isFull,
  MOST_ACTIVE,
  type Submitter,
  submitIndicator,
} from './indicator-list.ts';

const ALL = 'Ti.ReadWrite.All';
const MOST_IN_A_BATCH = 500;
/** Limits of the two routes that take many at once, besides those of all routes (learn: import-, batch-delete-). */
const IN_BULK: ThrottleLimits = { perMinute: 30, perHour: 1_500 };

const importShape = z.object({ Indicators: z.array(z.unknown()) });
const deleteShape = z.object({ IndicatorIds: z.array(z.string()).min(1) });
const choice = ['eq', 'ne', 'in'] as const;
const moments = ['eq', 'gt', 'ge', 'lt', 'le'] as const;

const FILTER: FilterFields<IndicatorEntity> = {
  application: { kind: 'text', takes: choice, read: (one) => one.application },
  createdByDisplayName: { kind: 'text', takes: choice, read: (one) => one.createdByDisplayName },
  expirationTime: { kind: 'date', takes: moments, read: (one) => one.expirationTime },
  generateAlert: { kind: 'boolean', takes: ['eq', 'ne'], read: (one) => one.generateAlert },
  title: { kind: 'text', takes: choice, read: (one) => one.title },
  rbacGroupNames: { kind: 'texts', takes: ['eq'], read: (one) => one.rbacGroupNames },
  rbacGroupIds: { kind: 'texts', takes: ['eq'], read: (one) => one.rbacGroupIds },
  indicatorValue: { kind: 'text', takes: choice, read: (one) => one.indicatorValue },
  indicatorType: { kind: 'text', takes: choice, read: (one) => one.indicatorType, values: TYPES },
  creationTimeDateTimeUtc: { kind: 'date', takes: moments, read: (one) => one.creationTimeDateTimeUtc },
  createdBy: { kind: 'text', takes: choice, read: (one) => one.createdBy },
  action: { kind: 'text', takes: choice, read: (one) => one.action, values: ACTIONS },
  severity: { kind: 'text', takes: choice, read: (one) => one.severity, values: SEVERITIES },
};

function submitterOf(res: Response): Submitter {
  const { appid, app_displayname } = callerOf(res);
  return { id: appid, name: app_displayname, kind: 'AadApp' };
}

/** Without the permission for all, an app sees what it submitted (learn: get-ti-indicators-collection). */
function seenBy(world: World, res: Response): readonly IndicatorEntity[] {
  const { appid, roles } = callerOf(res);
  const active = activeIndicators(world);
  return roles.includes(ALL) ? active : active.filter(({ createdBy }) => createdBy === appid);
}

/** @throws refusal 400 */
function submit(world: World, body: unknown, by: Submitter): IndicatorEntity {
  const sent = checkIndicator(world, body);
  if (isFull(world, sent))
    throw refusal(400, 'InvalidInput', `The limit of ${MOST_ACTIVE} active indicators has been reached.`);
  return submitIndicator(world, sent, by);
}

const named = z.object({ indicatorValue: z.string() });

/** One row of an import: what cannot be taken does not hold the others. */
function importRow(world: World, body: unknown, by: Submitter): object {
  const indicator = named.safeParse(body).data?.indicatorValue ?? null;
  try {
    const { id } = submit(world, body, by);
    return { id, indicator, isFailed: false, failureReason: null };
  } catch (error) {
    const refused = readRefusal(error);
    if (!refused) throw error;
    return { id: null, indicator, isFailed: true, failureReason: refused.message };
  }
}

/**
 * Serves `/indicators` with import and batch delete. A submission of the same type and value replaces the one before,
 * and nothing asks which one the caller saw.
 * @param limit makes the handler that enforces limits of a route's own
 */
export function indicatorRoutes(world: World, limit: (limits: ThrottleLimits) => RequestHandler): express.Router {
  const router = express.Router();
  const writes = needs('Ti.ReadWrite', ALL);
  const json = express.json({ limit: '2mb' });
  router.get('/indicators', writes, (req, res) => {
    res.json(mdeList(req, 'Indicators', seenBy(world, res), FILTER, (one) => one));
  });
  router.post('/indicators', writes, json, (req, res) => {
    const entity = submit(world, req.body, submitterOf(res));
    res.json({ '@odata.context': contextOf('Indicators/$entity'), ...entity });
  });
  router.post('/indicators/import', needs(ALL), limit(IN_BULK), json, (req, res) => {
    const read = importShape.safeParse(req.body);
    if (!read.success) throw refusal(400, 'InvalidRequestBody', 'Request body is incorrect.');
    refuseLarge(read.data.Indicators.length);
    const by = submitterOf(res);
    res.json({ value: read.data.Indicators.map((one) => importRow(world, one, by)) });
  });
  router.post('/indicators/BatchDelete', needs(ALL), limit(IN_BULK), json, (req, res) => {
    const read = deleteShape.safeParse(req.body);
    if (!read.success) throw refusal(400, 'InvalidRequestBody', 'Request body is incorrect.');
    refuseLarge(read.data.IndicatorIds.length);
    deleteKnown(world, read.data.IndicatorIds, res);
  });
  router.delete('/indicators/:id', needs(ALL), (req, res) => deleteKnown(world, [String(req.params.id)], res));
  return router;
}

function refuseLarge(length: number): void {
  if (length > MOST_IN_A_BATCH)
    throw refusal(400, 'MaximumBatchSizeExceeded', `Maximum batch size exceeded. Received: ${length}, allowed: 500.`);
}

/** Deletes all of them, or none if one is unknown. */
function deleteKnown(world: World, ids: readonly string[], res: Response): void {
  const known = activeIndicators(world);
  const unknown = ids.find((id) => !known.some((one) => one.id === id));
  if (unknown !== undefined) throw refusal(404, 'ResourceNotFound', `Indicator ${unknown} was not found.`);
  deleteIndicators(world, ids, submitterOf(res).name);
  res.status(204).end();
}
