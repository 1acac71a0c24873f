import express, { type RequestHandler } from 'express';
import { z } from 'zod';
import type { World } from '../../company/world.ts';
import { groupOf } from '../../defender/group-of.ts';
import type { FilterFields } from '../../wire/odata-filter.ts';
import { refusal } from '../../wire/wire-refusal.ts';
import { type InvestigationRecord, investigationsOf } from '../investigations.ts';
import { UNGROUPED_NAME } from '../machine-routes.ts';
import { callerOf, needs } from '../mde-guard.ts';
import { contextOf, mdeList } from '../mde-list.ts';
import type { ThrottleLimits } from '../mde-throttle.ts';
import { type AlertUpdate, alertState, updateAlert } from './alert-states.ts';

const CLASSIFICATIONS = ['TruePositive', 'InformationalExpectedActivity', 'FalsePositive'] as const;

const COMMON = ['MultiStagedAttack', 'MaliciousUserActivity', 'CompromisedUser', 'Malware', 'Phishing'];
const REST = ['UnwantedSoftware', 'Other', 'SecurityTesting', 'LineOfBusinessApplication', 'InsufficientData'];

/** The two routes name two determinations each in their own way (learn: update-alert, batch-update-alerts). */
const DETERMINATIONS = {
  single: [...COMMON, ...REST, 'ConfirmedActivity', 'NotMalicious'],
  batch: [...COMMON, ...REST, 'ConfirmedUserActivity', 'Clean'],
} as const;

/** Which of the names of the batch stand for which of an alert. */
const MEANT: Readonly<Record<string, string>> = { ConfirmedUserActivity: 'ConfirmedActivity', Clean: 'NotMalicious' };

const IN_BULK: ThrottleLimits = { perMinute: 10, perHour: 500 };

function updateShape(determinations: readonly string[]) {
  return z.object({
    status: z.enum(['New', 'InProgress', 'Resolved']).exactOptional(),
    classification: z.enum(CLASSIFICATIONS).exactOptional(),
    determination: z.enum(determinations as [string, ...string[]]).exactOptional(),
    assignedTo: z.string().exactOptional(),
    comment: z.string().min(1).exactOptional(),
  });
}

const SINGLE = updateShape(DETERMINATIONS.single);
const BATCH = updateShape(DETERMINATIONS.batch).extend({ alertIds: z.array(z.string()).min(1) });

function alertFilter(world: World): FilterFields<InvestigationRecord> {
  const moments = ['eq', 'gt', 'ge', 'lt', 'le'] as const;
  const state = (record: InvestigationRecord) => alertState(world, record);
  return {
    id: { kind: 'text', takes: ['eq', 'in'], read: ({ investigation }) => investigation.triggeringAlertId },
    alertCreationTime: { kind: 'date', takes: moments, read: ({ investigation }) => investigation.startTime },
    lastUpdateTime: { kind: 'date', takes: moments, read: (record) => state(record).lastUpdateTime },
    lastEventTime: { kind: 'date', takes: moments, read: ({ investigation }) => investigation.startTime },
    InvestigationId: { kind: 'number', takes: ['eq'], read: ({ investigation }) => Number(investigation.id) },
    status: { kind: 'text', takes: ['eq', 'ne', 'in'], read: (record) => state(record).status },
    assignedTo: { kind: 'text', takes: ['eq', 'ne'], read: (record) => state(record).assignedTo },
    severity: { kind: 'text', takes: ['eq', 'ne', 'in'], read: ({ alert }) => alert.severity },
    category: { kind: 'text', takes: ['eq', 'ne', 'in'], read: ({ alert }) => alert.category },
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** An alert as Defender's own API has it (learn: get-alerts). */
function wireAlert(world: World, record: InvestigationRecord): object {
  const { alert, investigation, machine } = record;
  const group = groupOf(world).get(machine.id);
  return {
    id: investigation.triggeringAlertId,
    incidentId: Number(investigation.id) - 3900,
    investigationId: Number(investigation.id),
    severity: capital(alert.severity),
    investigationState: investigation.state,
    detectionSource: 'WindowsDefenderAtp',
    category: alert.category,
    threatFamilyName: alert.threat,
    title: alert.title,
    description: `${alert.title} on ${machine.computerDnsName}.`,
    alertCreationTime: investigation.startTime,
    firstEventTime: investigation.startTime,
    lastEventTime: investigation.startTime,
    machineId: machine.id,
    computerDnsName: machine.computerDnsName,
    rbacGroupName: group?.IsUnassignedMachineGroup ? UNGROUPED_NAME : (group?.Name ?? null),
    aadTenantId: world.tenantId,
    threatName: alert.threat,
    mitreTechniques: [],
    relatedUser: null,
    evidence: [],
    ...alertState(world, record),
  };
}

/** @throws refusal 404 ResourceNotFound */
function recordOf(world: World, id: string): InvestigationRecord {
  const found = investigationsOf(world).find(({ investigation }) => investigation.triggeringAlertId === id);
  if (!found) throw refusal(404, 'ResourceNotFound', `Alert ${id} was not found.`);
  return found;
}

/**
 * Serves `/alerts`, `/alerts/{id}` and `/alerts/batchUpdate`, which answers with an empty body.
 * @param limit makes the handler that enforces limits of a route's own
 */
export function alertRoutes(world: World, limit: (limits: ThrottleLimits) => RequestHandler): express.Router {
  const router = express.Router();
  const [reads, writes] = [needs('Alert.Read.All', 'Alert.ReadWrite.All'), needs('Alert.ReadWrite.All')];
  const filter = alertFilter(world);
  router.get('/alerts', reads, (req, res) => {
    res.json(mdeList(req, 'Alerts', investigationsOf(world), filter, (record) => wireAlert(world, record)));
  });
  router.get('/alerts/:id', reads, (req, res) => {
    const record = recordOf(world, String(req.params.id));
    res.json({ '@odata.context': contextOf('Alerts/$entity'), ...wireAlert(world, record) });
  });
  router.patch('/alerts/:id', writes, express.json(), (req, res) => {
    const record = recordOf(world, String(req.params.id));
    updateAlert(world, record, updateIn(SINGLE.safeParse(req.body)), callerOf(res).app_displayname);
    res.json({ '@odata.context': contextOf('Alerts/$entity'), ...wireAlert(world, record) });
  });
  router.post('/alerts/batchUpdate', writes, limit(IN_BULK), express.json(), (req, res) => {
    const { alertIds, ...update } = updateIn(BATCH.safeParse(req.body));
    const records = alertIds.map((id) => recordOf(world, id));
    for (const record of records) updateAlert(world, record, meant(update), callerOf(res).app_displayname);
    res.status(200).end();
  });
  return router;
}

function meant({ determination, ...update }: AlertUpdate): AlertUpdate {
  return determination === undefined ? update : { ...update, determination: MEANT[determination] ?? determination };
}

/** @throws refusal 400 */
function updateIn<T>(read: z.ZodSafeParseResult<T>): T {
  if (read.success) return read.data;
  const name = read.error.issues[0]?.path[0];
  if (name === undefined) throw refusal(400, 'InvalidRequestBody', 'Request body is incorrect.');
  throw refusal(400, 'InvalidInput', `Parameter ${String(name)} is missing or is not valid.`);
}
