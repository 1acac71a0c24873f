import type { World } from '../../company/world.ts';
import type { FilterFields } from '../../wire/odata-filter.ts';
import { type MachineAction, statusOf } from './machine-actions.ts';

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

/** By what the list can be filtered (learn: get-machineactions-collection). */
export function actionFilter(world: World): FilterFields<MachineAction> {
  const status = (action: MachineAction) => statusOf(action, world.now());
  const created = (action: MachineAction) => new Date(action.createdAt).toISOString();
  return {
    id: { kind: 'text', takes: ['eq', 'in'], read: (action) => action.id },
    status: { kind: 'text', takes: ['eq', 'ne', 'in'], read: status, values: STATUSES },
    machineId: { kind: 'text', takes: ['eq', 'in'], read: (action) => action.machineId },
    type: { kind: 'text', takes: ['eq', 'ne', 'in'], read: (action) => action.type, values: TYPES },
    requestor: { kind: 'text', takes: ['eq', 'ne'], read: (action) => action.requestor },
    requestorComment: { kind: 'text', takes: ['eq', 'ne', 'contains'], read: (action) => action.comment },
    creationDateTimeUtc: { kind: 'date', takes: ['eq', 'gt', 'ge', 'lt', 'le'], read: created },
  };
}

/** An action as the API shows it. */
export function actionRecord(world: World, action: MachineAction): object {
  const { cancelled } = action;
  return {
    id: action.id,
    type: action.type,
    title: null,
    requestor: action.requestor,
    requestorComment: action.comment,
    status: statusOf(action, world.now()),
    machineId: action.machineId,
    computerDnsName: action.computerDnsName,
    creationDateTimeUtc: isoOf(action.createdAt),
    lastUpdateDateTimeUtc: isoOf(updatedAt(action, world.now())),
    cancellationRequestor: cancelled?.by ?? null,
    cancellationComment: cancelled?.comment ?? null,
    cancellationDateTimeUtc: cancelled === null ? null : isoOf(cancelled.at),
    errorHResult: 0,
    scope: action.scope,
    externalID: null,
    requestSource: action.source,
    relatedFileInfo: null,
    commands: [],
    troubleshootInfo: null,
  };
}

function updatedAt(action: MachineAction, now: number): number {
  if (action.cancelled !== null) return action.cancelled.at;
  if (action.waits === null) return action.createdAt;
  return Math.max(action.createdAt, Math.min(now, action.createdAt + action.takes));
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
