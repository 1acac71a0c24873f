import { recordWrite, type World } from '../../company/world.ts';
import type { InvestigationRecord } from '../investigations.ts';

/** What people and apps say of an alert, in the names of Defender's own API. The rest of an alert does not change. */
export interface AlertState {
  readonly status: 'New' | 'InProgress' | 'Resolved';
  readonly classification: string | null;
  readonly determination: string | null;
  readonly assignedTo: string | null;
  readonly comments: readonly { readonly comment: string; readonly createdBy: string; readonly createdTime: string }[];
  /** ISO 8601, UTC. */
  readonly lastUpdateTime: string;
  readonly resolvedTime: string | null;
}

/** What an update may set; an absent key keeps its value. */
export interface AlertUpdate {
  readonly status?: AlertState['status'];
  readonly classification?: string;
  readonly determination?: string;
  readonly assignedTo?: string;
  readonly comment?: string;
}

const states = new WeakMap<World, Map<string, AlertState>>();

const STATUSES = { new: 'New', inProgress: 'InProgress', resolved: 'Resolved' } as const;

/** How an alert stands now. */
export function alertState(world: World, record: InvestigationRecord): AlertState {
  const { alert, investigation, lastUpdate } = record;
  return (
    states.get(world)?.get(investigation.triggeringAlertId) ?? {
      status: STATUSES[alert.status],
      classification: null,
      determination: null,
      assignedTo: null,
      comments: [],
      lastUpdateTime: lastUpdate,
      resolvedTime: alert.status === 'resolved' ? lastUpdate : null,
    }
  );
}

/** Sets what is given, and adds the comment. A later update wins, whatever the caller saw. */
export function updateAlert(world: World, record: InvestigationRecord, update: AlertUpdate, by: string): void {
  const id = record.investigation.triggeringAlertId;
  const before = alertState(world, record);
  const now = new Date(world.now()).toISOString();
  const { comment, ...set } = update;
  const status = set.status ?? before.status;
  const byAlert = states.get(world) ?? new Map<string, AlertState>();
  states.set(world, byAlert);
  byAlert.set(id, {
    ...before,
    ...set,
    comments:
      comment === undefined ? before.comments : [...before.comments, { comment, createdBy: by, createdTime: now }],
    lastUpdateTime: now,
    resolvedTime: status === 'Resolved' ? (before.resolvedTime ?? now) : null,
  });
  recordWrite(world, by, `Updated the alert ${id}`);
}
