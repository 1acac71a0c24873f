import { commentedAlert } from '../../../changes/supported/told-alert.ts';
import { pausesOf } from '../../../shared/backoff.ts';
import type { NewTask, Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { Request } from '../../record/request.ts';
import { newTask } from '../../rules/advance.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Pauses between two looks: short at first, then an hour for about a day, finally six hours. */
export const FOLLOW_PAUSES = pausesOf(
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  ...Array.from({ length: 24 }, () => HOUR),
  3 * HOUR,
  6 * HOUR,
);

/**
 * The task that looks how what was applied goes on in the tenant.
 * @param again where it may have been followed already: what tells this task from the earlier one
 */
function followTask(
  services: Services,
  { id }: Pick<Request, 'id'>,
  { correlation }: Task,
  again: `:${number}` | '' = '',
): NewTask {
  const dueAt = services.clock.now() + FOLLOW_PAUSES(0);
  return newTask(services, 'follow', { key: `${id}:follow${again}`, requestId: id, dueAt, correlation });
}

/** What the key of a task ends with that tells the alert of a request what became of it. */
const COMMENTS = ':comment';

export function isCommenting({ key }: Pick<Task, 'key'>): boolean {
  return key.endsWith(COMMENTS);
}

/** What follows once something was applied: looks at it, and a comment in the alert that it names. */
export function followTasks(
  services: Services,
  request: Pick<Request, 'id' | 'change'>,
  task: Task,
  again: `:${number}` | '' = '',
): readonly NewTask[] {
  const { id, change } = request;
  const follow = followTask(services, request, task, again);
  return commentedAlert(change) === null ? [follow] : [follow, { ...follow, key: `${id}${COMMENTS}` }];
}
