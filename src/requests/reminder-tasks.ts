import type { NewTask } from '../store/task.ts';
import type { Request } from './request.ts';

/** When those concerned are reminded, as shares of the time that there is. */
const REMINDERS = { half: 0.5, late: 0.9 } as const;

export interface Waited {
  /** Apart from the other things that a request waits for. */
  readonly key: 'decide' | 'by-hand';
  /** Milliseconds since 1970, both. */
  readonly from: number;
  readonly until: number;
}

/** The reminders of what a request waits for; none for a moment that has passed already. */
export function reminderTasks(
  request: Pick<Request, 'id' | 'tenantId'>,
  { key, from, until }: Waited,
  now: number,
  correlation: string,
): readonly NewTask[] {
  return Object.entries(REMINDERS)
    .map(([name, share]) => ({ name, dueAt: Math.round(from + share * (until - from)) }))
    .filter(({ dueAt }) => dueAt > now)
    .map(({ name, dueAt }) => ({
      key: `${request.id}:remind:${key}:${name}`,
      kind: 'remind',
      tenantId: request.tenantId,
      requestId: request.id,
      payload: null,
      dueAt,
      correlation,
    }));
}
