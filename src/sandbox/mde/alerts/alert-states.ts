import { z } from 'zod';
import { recordWrite, type World } from '../../company/world.ts';
import type { InvestigationRecord } from '../investigations.ts';

const comment = z.strictObject({ comment: z.string(), createdBy: z.string(), createdTime: z.string() });

/** What people and apps say of an alert, in the names of Defender's own API. The rest of an alert does not change. */
const AlertState = z.strictObject({
  status: z.enum(['New', 'InProgress', 'Resolved']),
  classification: z.string().nullable(),
  determination: z.string().nullable(),
  assignedTo: z.string().nullable(),
  comments: z.array(comment).readonly(),
  /** ISO 8601, UTC. */
  lastUpdateTime: z.string(),
  resolvedTime: z.string().nullable(),
});

export type AlertState = Readonly<z.infer<typeof AlertState>>;

/** An alert of which something was said, by its id. */
export const KeptAlert = z.tuple([z.string(), AlertState]);

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

/** Every alert of which somebody said something, to be kept. */
export function alertStates(world: World): Iterable<z.infer<typeof KeptAlert>> {
  return [...(states.get(world) ?? [])].map(
    ([id, state]): z.infer<typeof KeptAlert> => [id, { ...state, comments: [...state.comments] }],
  );
}

export function setAlertStates(world: World, kept: Iterable<z.infer<typeof KeptAlert>>): void {
  states.set(world, new Map(kept));
}
