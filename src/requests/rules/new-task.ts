import type { Json } from '../../shared/json.ts';
import type { NewTask, TaskKind } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { RequestId } from '../record/ids.ts';
import type { Request } from '../record/request.ts';

export interface TaskFacts {
  /** Unique: a task of the same key is filed once. */
  readonly key: string;
  /** Null or absent for a task that is about no request. */
  readonly requestId?: RequestId | null;
  readonly payload?: Json;
  /** Milliseconds since 1970; now when absent. */
  readonly dueAt?: number;
  readonly correlation: string;
}

/** A task to file with a step or with an answer. */
export function newTask(
  { tenantId, clock }: Pick<Services, 'tenantId' | 'clock'>,
  kind: TaskKind,
  { key, requestId = null, payload = null, dueAt = clock.now(), correlation }: TaskFacts,
): NewTask {
  return { key, kind, tenantId, requestId, payload, dueAt, correlation };
}

/** When people are reminded, as shares of the time that they have. */
const REMINDERS = { half: 0.5, late: 0.9 } as const;

export interface Wait {
  /** What the request waits for. */
  readonly key: 'decide' | 'by-hand';
  /** Milliseconds since 1970, both. */
  readonly from: number;
  readonly until: number;
}

/** The reminders of what a request waits for; none for a moment that has passed already. */
export function reminderTasks(
  services: Pick<Services, 'tenantId' | 'clock'>,
  { id }: Pick<Request, 'id'>,
  { key, from, until }: Wait,
  correlation: string,
): readonly NewTask[] {
  return Object.entries(REMINDERS)
    .map(([name, share]) => ({ name, dueAt: Math.round(from + share * (until - from)) }))
    .filter(({ dueAt }) => dueAt > services.clock.now())
    .map(({ name, dueAt }) =>
      newTask(services, 'remind', { key: `${id}:remind:${key}:${name}`, requestId: id, dueAt, correlation }),
    );
}
